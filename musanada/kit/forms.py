"""A form field for dates that may be known only in part: three boxes, an age, or a reason for having none.

Offices meet people who know their year of birth and nothing more. The precision is read from what was filled
in, never asked, and *unknown*, *refused* and *not asked* are answers like any other (``kit.choices``).
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import WITHOUT_DATE, PartialDate

FIRST_YEAR = 1900
OLDEST_AGE = 120
PARTS = ("day", "month", "year", "age", "answer")
Parts = dict[str, str]


class PartialDateWidget(forms.Widget):
    """Day, month and year as three boxes, optionally an age, and radios for unknown, refused and not asked.

    Its value is the text as typed, by part (``PARTS``), so that a form sent back shows exactly what was entered.
    """

    template_name = "web/forms/date_parts.html"
    use_fieldset = True

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, answers: bool = True, age: bool = False
    ) -> None:
        super().__init__(attrs)
        self.answers = answers
        self.age = age

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Parts:
        return {part: str(data.get(f"{name}_{part}") or "").strip() for part in PARTS}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in PARTS)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = typed(value)
        identity = context["widget"]["attrs"].get("id") or f"id_{name}"
        own = {k: v for k, v in context["widget"]["attrs"].items() if k not in {"id", "required"}}

        def box(part: str, label: Any, size: int) -> dict[str, Any]:
            attributes = {**own, "id": f"{identity}_{part}", "size": size, "maxlength": size}
            return {"name": f"{name}_{part}", "label": label, "value": parts[part], "attrs": attributes}

        context["widget"]["boxes"] = [box(*spec) for spec in self.boxes()]
        context["widget"]["age"] = box("age", _("Âge estimé"), 3) if self.age else None
        context["widget"]["answer_name"] = f"{name}_answer"
        context["widget"]["choices"] = [
            {
                "value": code,
                "label": label,
                "id": f"{identity}_{code or 'known'}",
                "checked": parts["answer"] == code,
            }
            for code, label in (self.choices() if self.answers else ())
        ]
        return context

    @staticmethod
    def choices() -> tuple[tuple[str, Any], ...]:
        """The radios: code and label. The first, empty one takes the others back without any script."""
        without = (BirthPrecision.UNKNOWN, BirthPrecision.REFUSED, BirthPrecision.NOT_ASKED)
        return (("", _("Date connue")), *((p.value, p.label) for p in without))

    @staticmethod
    def boxes() -> tuple[tuple[str, Any, int], ...]:
        """The three boxes: part, label, width in characters."""
        return (("day", _("Jour"), 2), ("month", _("Mois"), 2), ("year", _("Année"), 4))


class DayInput(forms.DateInput):
    """The browser's own day picker. It reads ISO 8601 only: a localised value would show as empty."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PartialDateField(forms.Field):
    """Cleans to a ``PartialDate``; when not required and left empty, to one that was *not asked*.

    ``allow_future`` accepts dates after today (for deadlines); ``answers`` offers unknown, refused and not
    asked; ``age`` offers a box for an apparent age, whose year is counted back from today.
    """

    widget = PartialDateWidget
    default_error_messages = {
        "required": _(
            "Saisissez la date, même seulement l'année, ou choisissez la réponse qui dit pourquoi elle manque."
        ),
        "required_bare": _("Saisissez la date, même seulement l'année."),
        "both": _("Une date et une réponse sans date sont données à la fois : gardez l'une des deux."),
        "age_and_date": _("Une date et un âge estimé sont donnés à la fois : gardez l'un des deux."),
        "digits": _("Le jour, le mois et l'année s'écrivent en chiffres, par exemple 27, 3 et 1987."),
        "day_alone": _("Indiquez aussi le mois, ou laissez le jour vide si le mois n'est pas connu."),
        "month_alone": _("Indiquez aussi l'année : sans elle, la date ne peut pas être enregistrée."),
        "month": _("Le mois doit être un nombre de 1 à 12."),
        "short_year": _("Écrivez l'année en quatre chiffres, par exemple 1987."),
        "early": _("L'année doit être %(first)s ou plus tard. Vérifiez l'année saisie."),
        "late": _("L'année doit avoir quatre chiffres et ne pas dépasser 9999. Vérifiez l'année saisie."),
        "future": _("Cette date est dans le futur. Vérifiez le jour, le mois et l'année."),
        "age": _("L'âge estimé est un nombre d'années de 0 à %(oldest)s."),
        "answer": _("Choisissez l'une des réponses proposées."),
    }

    def __init__(
        self, *, allow_future: bool = False, answers: bool = True, age: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", PartialDateWidget(answers=answers, age=age))
        super().__init__(**kwargs)
        self.allow_future = allow_future
        self.answers = answers

    def clean(self, value: Any) -> PartialDate:
        parts = typed(value)
        answer = self._answer(parts)
        boxes = {part: parts[part] for part in ("day", "month", "year") if parts[part]}
        if answer and (boxes or parts["age"]):
            raise self._error("both")
        if boxes and parts["age"]:
            raise self._error("age_and_date")
        if answer:
            return PartialDate(None, answer)
        if parts["age"]:
            return self._from_age(parts["age"])
        if boxes:
            return self._from_boxes(boxes)
        if self.required:
            raise self._error("required" if self.answers else "required_bare")
        return PartialDate(None, BirthPrecision.NOT_ASKED)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and typed(initial) != typed(data)

    def _answer(self, parts: Parts) -> BirthPrecision | None:
        if not parts["answer"]:
            return None
        if not self.answers or parts["answer"] not in WITHOUT_DATE:
            raise self._error("answer")
        return BirthPrecision(parts["answer"])

    def _from_age(self, text: str) -> PartialDate:
        if not text.isdecimal() or len(text) > 3 or int(text) > OLDEST_AGE:
            raise self._error("age", oldest=OLDEST_AGE)
        return PartialDate(date(timezone.localdate().year - int(text), 1, 1), BirthPrecision.ESTIMATED)

    def _from_boxes(self, boxes: Parts) -> PartialDate:
        if not all(text.isdecimal() for text in boxes.values()):
            raise self._error("digits")
        if "year" not in boxes:
            raise self._error("month_alone")
        if "day" in boxes and "month" not in boxes:
            raise self._error("day_alone")
        year = self._year(boxes["year"])
        month = self._month(boxes["month"]) if "month" in boxes else 1
        day = self._day(boxes["day"], month, year) if "day" in boxes else 1
        found = date(year, month, day)
        if not self.allow_future and found > timezone.localdate():
            raise self._error("future")
        precision = (
            BirthPrecision.DAY
            if "day" in boxes
            else BirthPrecision.MONTH
            if "month" in boxes
            else BirthPrecision.YEAR
        )
        return PartialDate(found, precision)

    def _year(self, text: str) -> int:
        if len(text) < 4:
            raise self._error("short_year")
        if len(text) > 4:
            raise self._error("late")
        if int(text) < FIRST_YEAR:
            raise self._error("early", first=FIRST_YEAR)
        return int(text)

    def _month(self, text: str) -> int:
        if len(text) > 2 or not 1 <= int(text) <= 12:
            raise self._error("month")
        return int(text)

    def _day(self, text: str, month: int, year: int) -> int:
        length = monthrange(year, month)[1]
        if len(text) > 2 or not 1 <= int(text) <= length:
            sentence = ngettext_lazy(
                "Le %(date)s n'existe pas : ce mois compte %(length)s jour. Corrigez le jour ou le mois.",
                "Le %(date)s n'existe pas : ce mois compte %(length)s jours. Corrigez le jour ou le mois.",
                "length",
            )
            shown = f"{text[:4]}/{month}/{year}"
            raise ValidationError(sentence, code="day", params={"date": shown, "length": length})
        return int(text)

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params or None)


def typed(value: Any) -> Parts:
    """The text of each box for ``value``: what was typed, a ``PartialDate``, a ``date`` or nothing."""
    if isinstance(value, Mapping):
        return {part: str(value.get(part) or "").strip() for part in PARTS}
    if isinstance(value, date):
        value = PartialDate(value, BirthPrecision.DAY)
    if not isinstance(value, PartialDate):
        return dict.fromkeys(PARTS, "")
    return _parts_of(value)


def _parts_of(value: PartialDate) -> Parts:
    parts = dict.fromkeys(PARTS, "")
    if value.date is None:
        parts["answer"] = value.precision.value
    elif value.precision is BirthPrecision.ESTIMATED:
        parts["age"] = str(timezone.localdate().year - value.date.year)
    else:
        known = {BirthPrecision.YEAR: 1, BirthPrecision.MONTH: 2, BirthPrecision.DAY: 3}[value.precision]
        for part in ("year", "month", "day")[:known]:
            parts[part] = str(getattr(value.date, part))
    return parts
