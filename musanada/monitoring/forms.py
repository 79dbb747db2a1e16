"""The questions asked about targets, reported totals and views."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.choices import Sex
from musanada.kit.errors import BadInput
from musanada.kit.numbers import parse_number
from musanada.kit.periods import read_period
from musanada.kit.uploads import UploadedText
from musanada.monitoring.models import ReportedAggregate, Target
from musanada.monitoring.queries import aggregates
from musanada.monitoring.queries import targets as queries
from musanada.monitoring.queries.readable import readable
from musanada.monitoring.words import indicator_choices
from musanada.partners.forms import CityField, Day, UnitField
from musanada.partners.queries import partner_choices, visible
from musanada.programmes.queries import programmes_by_code
from musanada.reporting.queries import known_to

PERIOD_HELP = _("2024, 2024-H1, 2024-Q3, 2024-05 ou 2024-01/2024-09.")
NONE = ("", "—")
LTR = {"dir": "ltr", "autocomplete": "off"}


class NumberField(forms.CharField):
    """A number as offices type it: spaces between thousands, a comma for decimals, Arabic digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal", **LTR}), **options
        )

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except BadInput as problem:
            raise forms.ValidationError(str(problem)) from None


class PeriodField(forms.CharField):
    """A period by its name; its value is the canonical name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", PERIOD_HELP)
        super().__init__(max_length=40, widget=forms.TextInput(attrs=LTR), **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return read_period(text).text
        except BadInput as problem:
            raise forms.ValidationError(str(problem)) from None


class TargetFilter(forms.Form):
    """What a list of targets is narrowed to."""

    period = forms.ChoiceField(label=_("Période"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    indicator = forms.ChoiceField(label=_("Indicateur"), required=False)

    def __init__(self, actor: User, lang: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, rows = known_to(actor), queries.in_force(actor)
        used = sorted(set(rows.order_by().values_list("indicator", flat=True)))
        fields: dict[str, Any] = self.fields
        names = programmes_by_code(actor)
        codes = sorted(set(rows.order_by().values_list("programme__code", flat=True)) - {None})
        every = ("", _("Tous"))
        fields["period"].choices = [("", _("Toutes")), *((p, p) for p in queries.periods(actor))]
        fields["programme"].choices = [
            every,
            *((c, f"{c} · {names[c].name(lang)}" if c in names else c) for c in codes),
        ]
        fields["indicator"].choices = [every, *((c, known[c].label.in_language(lang)) for c in used)]


class TargetForm(forms.Form):
    kind = forms.ChoiceField(label=_("Que fixez-vous ?"), choices=Target.Kind.choices, initial="target")
    indicator = forms.ChoiceField(label=_("Pour quel indicateur ?"))
    programme = forms.ChoiceField(label=_("Pour quel programme ?"), required=False)
    dims = forms.CharField(
        label=_("Pour quelle part seulement ?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=LTR),
        help_text=_("Vide : le total. Sinon clé=CODE;clé=CODE, par exemple sex=F;region=MA-06."),
    )
    period = PeriodField(label=_("Pour quelle période ?"))
    value = NumberField(label=_("Quelle valeur ?"))
    source = forms.CharField(
        label=_("D'où vient-elle ?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Document de projet, page et date, ou compte rendu de la réunion qui l'a décidée."),
    )
    unit = UnitField(label=_("Quelle unité la tient ?"))

    def __init__(self, actor: User, lang: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].offer(queries.units_to_set(actor))
        known = readable(actor) or dict(known_to(actor))
        fields["indicator"].choices = [NONE, *indicator_choices(known.values(), lang)]
        self.programmes = programmes_by_code(actor)
        fields["programme"].choices = [
            ("", _("Aucun : le pays entier")),
            *((code, f"{code} · {one.name(lang)}") for code, one in self.programmes.items()),
        ]

    def values(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["programme"] = self.programmes.get(cleaned["programme"])
        cleaned["dims"] = cleaned["dims"] or "total"
        return cleaned


class ChangeForm(forms.Form):
    """The next version of a target: what is aimed at stays, the value and its source are new."""

    value = NumberField(label=_("Quelle est la nouvelle valeur ?"))
    source = forms.CharField(
        label=_("D'où vient-elle ?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class SheetForm(UploadedText):
    """A file of targets, or the text of one that was already looked at."""

    unit = UnitField(label=_("Quelle unité tient ces cibles ?"))
    file = forms.FileField(
        label=_("Quel fichier ?"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_(
            "Un CSV en UTF-8. Colonnes : indicator, period, value, source ; et si besoin kind, dims, programme."
        ),
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].offer(queries.units_to_set(actor))


class ReportForm(forms.Form):
    """A number that an association reports without records."""

    partner = forms.ChoiceField(label=_("Quelle association ?"))
    programme = forms.ChoiceField(label=_("Dans quel programme ?"), required=False)
    service = forms.ChoiceField(label=_("Quelle aide ?"))
    counted = forms.ChoiceField(
        label=_("Qu'a-t-elle compté ?"),
        choices=ReportedAggregate.Counted.choices,
        help_text=_("Une aide remise sans nom compte une aide, jamais une personne."),
    )
    method = forms.CharField(
        label=_("Comment a-t-elle compté les personnes ?"),
        max_length=300,
        required=False,
        help_text=_("À dire pour des personnes : liste d'émargement, cartes, estimation…"),
    )
    place = CityField(label=_("Où ?"), required=False)
    sex = forms.ChoiceField(
        label=_("Pour un sexe seulement ?"),
        required=False,
        choices=[("", _("Non, ensemble")), *((s.value, s.label) for s in (Sex.FEMALE, Sex.MALE))],
    )
    period = PeriodField(label=_("Pour quelle période ?"))
    value = NumberField(label=_("Combien ?"))
    reported_on = Day(label=_("Quel jour l'a-t-elle rapporté ?"), initial=timezone.localdate)
    remark = forms.CharField(
        label=_("Remarque"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    unit = UnitField(label=_("Quelle unité reçoit ce chiffre ?"))

    def __init__(self, actor: User, lang: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.partners = {str(one.pk): one for one in visible(actor)}
        self.programmes = programmes_by_code(actor)
        fields["partner"].choices = [NONE, *partner_choices(actor, lang)]
        fields["programme"].choices = [
            ("", _("Aucun")),
            *((code, f"{code} · {one.name(lang)}") for code, one in self.programmes.items()),
        ]
        fields["service"].choices = [NONE, *aggregates.service_choices()]
        fields["place"].offer(lang)
        fields["unit"].offer(aggregates.units_to_report(actor))

    def values(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["partner"] = self.partners[cleaned["partner"]]
        cleaned["programme"] = self.programmes.get(cleaned["programme"])
        return cleaned


class CorrectionForm(forms.Form):
    """The next version of a reported number."""

    value = NumberField(label=_("Combien ?"))
    method = forms.CharField(
        label=_("Comment a-t-elle compté les personnes ?"), max_length=300, required=False
    )
    reported_on = Day(label=_("Quel jour l'a-t-elle rapporté ?"), initial=timezone.localdate)
    remark = forms.CharField(
        label=_("Pourquoi ce chiffre change-t-il ?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnForm(forms.Form):
    remark = forms.CharField(
        label=_("Que faut-il revoir ?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("L'unité qui a saisi le chiffre lira cette phrase."),
    )


class ViewForm(forms.Form):
    """Keeping what is shown as a view."""

    title = forms.CharField(label=_("Quel titre ?"), max_length=120)
    unit = UnitField(label=_("Pour quelle unité ?"))
    shared = forms.BooleanField(label=_("La montrer à toute l'unité"), required=False)
    last = forms.BooleanField(
        label=_("Toujours montrer la dernière année"),
        required=False,
        help_text=_("Sinon la vue garde la période affichée."),
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].offer(units)
