"""A line of a register in words: its fields one by one, and what each was before it was changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from musanada.dataprotection.codes import Concerned, labels
from musanada.dataprotection.models import RegisterChange
from musanada.dataprotection.models.base import RegisterLine
from musanada.kit.choices import FieldGroup
from musanada.kit.formats import country_name
from musanada.reference.models import Country

SEVERAL: dict[str, Any] = {"subjects": Concerned, "groups": FieldGroup}


@dataclass(frozen=True)
class Told:
    """A field in words. ``kind`` says how the page sets it: day, moment, text or value."""

    label: str
    kind: str
    value: Any


@dataclass(frozen=True)
class Before:
    """A change in words."""

    at: datetime
    by: str
    label: str
    before: str
    after: str


def told(line: RegisterLine, lang: str) -> list[Told]:
    """Every field of the line that has a value; what is empty is left out, what is required never is."""
    names = dict.fromkeys(("from_on", *line.EDITABLE)) if hasattr(line, "from_on") else line.EDITABLE
    found = [one_field(line, name, lang) for name in names]
    return [one for one in found if one.value not in ("", None)]


def one_field(line: RegisterLine, name: str, lang: str) -> Told:
    field, value = line._meta.get_field(name), getattr(line, name)
    label = name_of(line, name)
    if isinstance(value, datetime):
        return Told(label, "moment", value)
    if isinstance(value, date):
        return Told(label, "day", value)
    if isinstance(value, bool):
        return Told(label, "value", _("Oui") if value else _("Non"))
    if isinstance(value, Country):
        return Told(label, "value", country_name(value.iso3, lang))
    if name in SEVERAL:
        return Told(label, "value", ", ".join(labels(value, SEVERAL[name])))
    if isinstance(field, models.TextField):
        return Told(label, "text", value)
    shown = getattr(line, f"get_{name}_display", None)
    return Told(label, "value", shown() if shown else value)


def name_of(line: RegisterLine, name: str) -> str:
    text = str(getattr(line._meta.get_field(name), "verbose_name", name))
    return text[:1].upper() + text[1:]


def changes(line: RegisterLine, rows: Iterable[RegisterChange]) -> list[Before]:
    return [
        Before(
            row.at,
            str(row.by),
            name_of(line, row.field),
            in_words(line, row.field, row.before),
            in_words(line, row.field, row.after),
        )
        for row in rows
    ]


def in_words(line: RegisterLine, name: str, text: str) -> str:
    """A kept value as the reader knows it: codes by their label, yes and no, nothing as a dash."""
    if not text:
        return "—"
    if name in SEVERAL:
        return ", ".join(labels(text, SEVERAL[name]))
    field: Any = line._meta.get_field(name)
    if isinstance(field, models.BooleanField):
        return _("Oui") if text == "True" else _("Non")
    return str(dict(field.choices or ()).get(text, text))
