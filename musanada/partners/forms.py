"""The questions asked about a partner and an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.kit.choices import Side
from musanada.kit.errors import BadInput
from musanada.partners import queries
from musanada.partners.models import Agreement, Partner
from musanada.reference import queries as reference
from musanada.reference.models import Place

NOTHING = [("", "—")]


class Day(forms.DateField):
    """A day: the browser's own calendar, or typed as offices write it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"], **options)


class CityField(forms.ChoiceField):
    """A province or prefecture, listed by region; its value is the ``Place``."""

    def offer(self, lang: str) -> None:
        self.choices = [*NOTHING, *reference.place_choices(lang)]

    def clean(self, value: Any) -> Place | None:
        key = super().clean(value)
        return reference.place(key) if key else None


class UnitField(forms.ChoiceField):
    """One of a few units; its value is the ``Unit``."""

    def offer(self, units: Any) -> None:
        self.units = {str(unit.pk): unit for unit in units}
        self.choices = [(key, str(unit)) for key, unit in self.units.items()]

    def clean(self, value: Any) -> Unit | None:
        return self.units.get(super().clean(value))


def tell(form: forms.BaseForm, error: BadInput) -> None:
    """Each sentence at its question; a sentence about no question of this form at the top."""
    known = {name: text for name, text in error.fields.items() if name in form.fields}
    for name, text in known.items():
        form.add_error(name, str(text))
    if not known:
        form.add_error(None, str(error.message))


class PartnerForm(forms.Form):
    kept_by = UnitField(label=_("Quelle unité tient la fiche ?"))
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Capitales sans accent, chiffres et tirets, par exemple AS-OUJDA-1. Il ne change plus."),
    )
    name_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    name_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "rtl"})
    )
    name_latin = forms.CharField(label=_("Sigle ou autre nom"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Sorte d'organisation"), choices=Partner.Kind.choices)
    side = forms.ChoiceField(
        label=_("De quel côté se trouve-t-elle ?"),
        choices=Side.choices,
        initial=Side.HUMANITARIAN,
        help_text=_(
            "Les recherches ne passent jamais du côté humanitaire ou de la santé à une autorité de l'État."
        ),
    )
    city = CityField(label=_("Ville du siège"), required=False)
    active_from = Day(label=_("Partenaire depuis"), required=False)
    active_to = Day(label=_("Partenaire jusqu'au"), required=False)

    def __init__(
        self, *args: Any, actor: User, lang: str, partner: Partner | None = None, **kwargs: Any
    ) -> None:
        if partner:
            kwargs["initial"] = {name: getattr(partner, name) for name in EDITABLE} | {
                "city": partner.city_id
            }
        super().__init__(*args, **kwargs)
        self.fields["city"].offer(lang)  # type: ignore[attr-defined]
        if partner:
            del self.fields["kept_by"], self.fields["code"]
        else:
            self.fields["kept_by"].offer(queries.units_to_keep(actor))  # type: ignore[attr-defined]


EDITABLE = ("name_fr", "name_ar", "name_latin", "kind", "side", "city", "active_from", "active_to")


class AgreementForm(forms.Form):
    kind = forms.ChoiceField(label=_("Sorte d'accord"), choices=Agreement.Kind.choices)
    reference = forms.CharField(label=_("Référence"), max_length=60)
    signed_on = Day(label=_("Signé le"), required=False)
    in_force_from = Day(label=_("En vigueur du"))
    in_force_to = Day(
        label=_("En vigueur jusqu'au"), required=False, help_text=_("Laissez vide un accord sans terme.")
    )


class PartnerFilter(forms.Form):
    q = forms.CharField(
        label=_("Nom ou code"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Sorte"), required=False)
    city = forms.ChoiceField(label=_("Ville"), required=False)

    def __init__(self, *args: Any, actor: User, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Toutes")), *queries.kinds()]  # type: ignore[attr-defined]
        self.fields["city"].choices = [("", _("Toutes")), *queries.cities(actor, lang)]  # type: ignore[attr-defined]
