"""Questions asked about an association: its card, its acts, its officers, how many members it has."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.partners.forms import CityField, Day, UnitField
from musanada.regularisation.commands.associations import AssociationDraft
from musanada.regularisation.queries import associations as queries

ALL = [("", _("Toutes"))]
CARD = ("name_fr", "name_ar", "nature", "seat", "founded_on")


class AssociationForm(forms.Form):
    """The card. Of the members it asks nothing: they are counted on another page."""

    unit = UnitField(label=_("Quelle unité tient la fiche ?"))
    name_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    name_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "rtl"})
    )
    nature = forms.CharField(
        label=_("Objet"),
        max_length=200,
        required=False,
        help_text=_("Ce que disent les statuts, en une ligne."),
    )
    seat = forms.CharField(label=_("Siège"), max_length=200, required=False)
    place = CityField(label=_("Province ou préfecture"))
    founded_on = Day(label=_("Fondée le"), required=False)

    def __init__(self, *args: Any, actor: User, lang: str, known: Any = None, **kwargs: Any) -> None:
        if known:
            kwargs["initial"] = {name: getattr(known, name) for name in CARD} | {"place": known.place_id}
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(lang)  # type: ignore[attr-defined]
        if known:
            del self.fields["unit"]
            self.keep_old_place(known)
            return
        self.fields["unit"].offer(queries.units_to_keep(actor))  # type: ignore[attr-defined]
        if len(self.fields["unit"].choices) == 1:  # type: ignore[attr-defined]
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = self.fields["unit"].choices[0][0]  # type: ignore[attr-defined]

    def keep_old_place(self, known: Any) -> None:
        """A territory that is no longer on the map stays a choice for who stood in it."""
        field: Any = self.fields["place"]
        key = str(known.place_id)
        if not any(
            key == pk for _name, rows in field.choices if isinstance(rows, list) for pk, _label in rows
        ):
            field.choices = [*field.choices, (key, str(known.place))]

    def draft(self) -> AssociationDraft:
        answers = self.cleaned_data
        return AssociationDraft(place=answers["place"], **{name: answers[name] for name in CARD})


class ReceiptForm(forms.Form):
    kind = forms.ChoiceField(label=_("Quel acte ?"), widget=forms.RadioSelect())
    on = Day(label=_("De quel jour ?"))
    number = forms.CharField(label=_("Numéro"), max_length=40, required=False)
    note = forms.CharField(label=_("Précision"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = queries.KINDS  # type: ignore[attr-defined]


class RegularisedForm(forms.Form):
    on = Day(
        label=_("Régularisée quel jour ?"), help_text=_("Le jour du récépissé, ou de ce qui en tient lieu.")
    )


class MembersForm(forms.Form):
    members = forms.IntegerField(label=_("Combien de membres ?"), min_value=0, max_value=1_000_000)
    members_regularised = forms.IntegerField(
        label=_("De combien la situation a-t-elle été régularisée ?"), min_value=0, max_value=1_000_000
    )
    counted_on = Day(label=_("Comptés quel jour ?"))


class OfficerForm(forms.Form):
    name = forms.CharField(label=_("Nom et prénom"), max_length=120)
    office = forms.CharField(
        label=_("Fonction"), max_length=80, help_text=_("Président, secrétaire général, trésorier…")
    )
    from_on = Day(label=_("Depuis le"))
    to_on = Day(label=_("Jusqu'au"), required=False)


class OfficerEndForm(forms.Form):
    to_on = Day(label=_("Jusqu'à quel jour ?"))


class AssociationFilter(forms.Form):
    q = forms.CharField(
        label=_("Nom ou référence"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    region = forms.ChoiceField(label=_("Région"), required=False)
    state = forms.ChoiceField(label=_("Situation"), required=False)
    standing = forms.ChoiceField(
        label=_("À voir"),
        required=False,
        choices=[
            *ALL,
            ("late", _("Suite en retard")),
            ("regularised", _("Régularisées")),
            ("not_regularised", _("Non régularisées")),
        ],
    )

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [*ALL, *queries.regions(lang)]  # type: ignore[attr-defined]
        self.fields["state"].choices = [*ALL, *queries.STATES]  # type: ignore[attr-defined]
