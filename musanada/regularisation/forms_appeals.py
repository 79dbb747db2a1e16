"""Questions asked when an appeal is received, sorted, withdrawn; when a relief is prepared and decided."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.choices import Sex
from musanada.partners.forms import Day, UnitField
from musanada.regularisation.queries import appeals as queries
from musanada.regularisation.queries import instructions, relief

ALL = [("", _("Tous"))]
EMPTY = [("", _("Choisir…"))]


class LodgeForm(forms.Form):
    """At the counter: the file is known."""

    on = Day(label=_("Déposé quel jour ?"), initial=timezone.localdate)
    grounds = forms.CharField(
        label=_("Que dit la personne contre l'avis ?"),
        help_text=_("Ses moyens, dans ses mots. Les pièces nouvelles s'ajoutent au dossier."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class DirectForm(LodgeForm):
    """At the commission: what the letter of the applicant says."""

    field_order = ("unit", "number", "birth_year", "on", "grounds")
    unit = UnitField(label=_("Quelle commission ?"))
    number = forms.CharField(
        label=_("Numéro de dossier, comme sur la lettre"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    birth_year = forms.IntegerField(
        label=_("Année de naissance de la personne"),
        min_value=1900,
        max_value=2100,
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only(self.fields["unit"], queries.hearing_units(actor))


def only(field: Any, units: Any) -> None:
    """Asked only where there is a choice."""
    field.offer(units)
    if len(field.choices) == 1:
        field.widget = forms.HiddenInput()
        field.initial = field.choices[0][0]


class WithdrawForm(forms.Form):
    on = Day(label=_("Retiré quel jour ?"), initial=timezone.localdate)


class SortForm(forms.Form):
    """Tick appeals, choose a category, or take what the facts propose."""

    category = forms.ChoiceField(label=_("Catégorie"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", _("Celle que les faits proposent")),
            *queries.CATEGORIES,
        ]


class AppealFilter(forms.Form):
    q = forms.CharField(
        label=_("Numéro"), required=False, widget=forms.TextInput(attrs={"type": "search", "dir": "ltr"})
    )
    state = forms.ChoiceField(
        label=_("État"), required=False, choices=[*ALL, ("open", _("Encore ouverts")), *queries.STATES]
    )
    category = forms.ChoiceField(
        label=_("Tri technique"), required=False, choices=[*ALL, ("none", _("Non trié")), *queries.CATEGORIES]
    )
    proposal = forms.ChoiceField(
        label=_("Catégorie proposée"), required=False, choices=[*ALL, *queries.CATEGORIES]
    )
    sex = forms.ChoiceField(label=_("Sexe"), required=False, choices=[*ALL, *Sex.choices[:2]])
    age = forms.ChoiceField(
        label=_("Âge au dépôt"),
        required=False,
        choices=[*ALL, ("minor", _("Mineurs")), ("adult", _("Majeurs"))],
    )
    claim = forms.ChoiceField(label=_("Catégorie demandée"), required=False)
    schooled = forms.ChoiceField(
        label=_("Scolarité"),
        required=False,
        choices=[*ALL, ("yes", _("Collège ou plus")), ("no", _("Moins, ou inconnue"))],
    )
    stay = forms.ChoiceField(
        label=_("Séjour établi"),
        required=False,
        choices=[*ALL, ("short", _("Moins de cinq ans")), ("long", _("Cinq ans et plus"))],
    )
    office = forms.ChoiceField(label=_("Bureau"), required=False)

    def __init__(self, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [*ALL, *queries.claims(rows)]  # type: ignore[attr-defined]
        self.fields["office"].choices = [*ALL, *queries.offices(rows)]  # type: ignore[attr-defined]


def keys_of(data: Any, name: str = "keys") -> list[UUID]:
    """The boxes that were ticked; what is no key is left out, and the command then misses it."""
    found = []
    for text in data.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


# Relief --------------------------------------------------------------------------------------------------------------


class ReliefForm(forms.Form):
    """Which version of which criterion is run, and what the decision will be called."""

    version = forms.ChoiceField(label=_("Quelle condition rejouer ?"))
    name_fr = forms.CharField(label=_("Intitulé en français"), max_length=200)
    name_ar = forms.CharField(
        label=_("Intitulé en arabe"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "rtl"}),
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = relief.versions(actor)
        self.fields["version"].choices = [*EMPTY, *relief.version_choices(self.versions)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Any:
        return self.versions[UUID(self.cleaned_data["version"])]


class DecideForm(forms.Form):
    on = Day(label=_("Décidée quel jour ?"), initial=timezone.localdate)


class LeaveOutForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi écarter ce dossier ?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReliefFilter(forms.Form):
    office = forms.ChoiceField(label=_("Bureau"), required=False)
    kept = forms.ChoiceField(
        label=_("Liste"),
        required=False,
        choices=[*ALL, ("yes", _("Retenus")), ("no", _("Écartés"))],
    )

    def __init__(self, one: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [*ALL, *relief.offices(one)]  # type: ignore[attr-defined]


# Instructions ----------------------------------------------------------------------------------------------------------


class InstructionFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("État"),
        required=False,
        choices=[*ALL, ("open", _("Encore ouvertes")), ("late", _("En retard")), *instructions.STATES],
    )
