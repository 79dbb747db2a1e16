"""The questions asked about a programme, an activity and a donor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.partners import queries as partners
from musanada.partners.forms import CityField, Day, UnitField
from musanada.partners.models import Partner
from musanada.programmes import queries
from musanada.programmes.models import Activity, Donor, Programme
from musanada.reference.codes import ServiceFamily

EDITABLE = (
    "name_fr",
    "name_ar",
    "name_en",
    "name_es",
    "sector",
    "starts_on",
    "ends_on",
    "budget",
    "currency",
)


class DonorsField(forms.MultipleChoiceField):
    """Some of the donors the actor knows; its value is a list of ``Donor``."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, donors: Any) -> None:
        self.donors = {str(donor.pk): donor for donor in donors}
        self.choices = [(key, str(donor)) for key, donor in self.donors.items()]

    def clean(self, value: Any) -> list[Donor]:
        return [self.donors[key] for key in super().clean(value)]


class PartnerField(forms.ChoiceField):
    """One of the partners active today, or none; its value is the ``Partner``."""

    def offer(self, actor: User, lang: str) -> None:
        self.actor = actor
        self.choices = [("", _("Sans partenaire")), *partners.partner_choices(actor, lang)]

    def clean(self, value: Any) -> Partner | None:
        key = super().clean(value)
        return partners.visible(self.actor).get(pk=key) if key else None


class ProgrammeForm(forms.Form):
    lead_unit = UnitField(label=_("Quelle unité mène ce programme ?"))
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Capitales sans accent, chiffres et tirets, par exemple ABRI-2024. Il ne change plus."),
    )
    name_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    name_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "rtl"})
    )
    name_en = forms.CharField(label=_("Nom en anglais"), max_length=200, required=False)
    name_es = forms.CharField(label=_("Nom en espagnol"), max_length=200, required=False)
    sector = forms.ChoiceField(label=_("Secteur"), choices=ServiceFamily.choices)
    starts_on = Day(label=_("Premier jour"))
    ends_on = Day(label=_("Dernier jour"), required=False)
    budget = forms.DecimalField(
        label=_("Budget"), required=False, max_digits=14, decimal_places=2, min_value=0, localize=True
    )
    currency = forms.CharField(
        label=_("Monnaie du budget"),
        min_length=3,
        max_length=3,
        initial="MAD",
        help_text=_("Code en trois lettres : MAD, EUR, USD."),
        widget=forms.TextInput(attrs={"size": 4, "dir": "ltr"}),
    )
    donors = DonorsField(label=_("Bailleurs"), required=False)

    def __init__(self, *args: Any, actor: User, programme: Programme | None = None, **kwargs: Any) -> None:
        if programme:
            own = {"donors": [str(donor.pk) for donor in programme.donors.all()]}
            kwargs["initial"] = {name: getattr(programme, name) for name in EDITABLE} | own
        super().__init__(*args, **kwargs)
        self.fields["donors"].offer(queries.donors(actor))  # type: ignore[attr-defined]
        if programme:
            del self.fields["lead_unit"], self.fields["code"]
        else:
            self.fields["lead_unit"].offer(queries.units_to_lead(actor))  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class ActivityForm(forms.Form):
    city = CityField(label=_("Dans quelle ville ?"))
    family = forms.ChoiceField(label=_("Nature de l'activité"), choices=ServiceFamily.choices)
    partner = PartnerField(label=_("Avec quel partenaire ?"), required=False)
    starts_on = Day(label=_("Premier jour"))
    ends_on = Day(label=_("Dernier jour"), required=False, help_text=_("Laissez vide tant qu'elle continue."))

    def __init__(self, *args: Any, actor: User, lang: str, programme: Programme, **kwargs: Any) -> None:
        kwargs["initial"] = {"family": programme.sector}
        super().__init__(*args, **kwargs)
        self.fields["city"].offer(lang)  # type: ignore[attr-defined]
        self.fields["partner"].offer(actor, lang)  # type: ignore[attr-defined]


class EndForm(forms.Form):
    ends_on = Day(label=_("Quel a été son dernier jour ?"))


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi cette activité est-elle fausse ?"),
        max_length=Activity._meta.get_field("void_reason").max_length,
        help_text=_("Ce motif reste au dossier. N'y écrivez aucun nom de personne."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DonorForm(forms.Form):
    kept_by = UnitField(label=_("Quelle unité tient la fiche ?"))
    code = forms.CharField(label=_("Code"), max_length=40)
    name_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    name_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "rtl"})
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_by"].offer(queries.units_to_lead(actor))  # type: ignore[attr-defined]


class ProgrammeFilter(forms.Form):
    q = forms.CharField(
        label=_("Nom ou code"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    sector = forms.ChoiceField(label=_("Secteur"), required=False)
    city = forms.ChoiceField(label=_("Ville"), required=False)
    partner = forms.ChoiceField(label=_("Partenaire"), required=False)
    on = Day(label=_("Actif le"), required=False)

    def __init__(self, *args: Any, actor: User, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("sector", queries.sectors()),
            ("city", queries.cities(actor, lang)),
            ("partner", queries.partners(actor, lang)),
        ):
            self.fields[name].choices = [("", _("Tous")), *choices]  # type: ignore[attr-defined]
