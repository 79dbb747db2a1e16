"""Questions of the street: an encounter in seconds, who a child is, a leg of the way. Large targets, few words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.forms import PartialDateField
from musanada.kit.ids import new_id
from musanada.protection.commands.encounters import Met
from musanada.protection.commands.pathways import LegDraft
from musanada.protection.queries import encounters as queries
from musanada.protection.queries import pathways
from musanada.protection.waypoints import towns
from musanada.reference.queries import countries, language_choices, nationality_choices, place

EMPTY: list[tuple[str, Any]] = [("", _("Choisir…"))]
STREET_SEX = ((Sex.MALE, _("Garçon")), (Sex.FEMALE, _("Fille")), (Sex.NOT_ASKED, _("Je ne sais pas")))
TICKS = forms.CheckboxSelectMultiple
CIVIL = ((True, _("Oui")), (False, _("Non")), (None, _("Non dit")))


def moment(**attrs: str) -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local", **attrs}, format="%Y-%m-%dT%H:%M")


def long_select() -> forms.Select:
    """Without the box that shortens it: on a phone the list of the system is quicker."""
    return forms.Select(attrs={"data-short": "1"})


def area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Keyed(forms.Form):
    """A form whose row has its key before it is sent: sent twice, it is one row."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)


class EncounterForm(Keyed):
    """Only the town is needed; the rest is what one saw or was told."""

    unit = forms.ChoiceField(label=_("Quelle équipe ?"), widget=long_select())
    town = forms.ChoiceField(label=_("Dans quelle ville ?"), widget=long_select())
    nickname = forms.CharField(
        label=_("Surnom"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=_("Fille ou garçon ?"), choices=STREET_SEX, widget=forms.RadioSelect(), initial=Sex.NOT_ASKED,
        required=False,
    )  # fmt: skip
    band = forms.ChoiceField(
        label=_("Quel âge semble-t-il avoir ?"), choices=queries.BANDS, widget=forms.RadioSelect(),
        initial="unknown", required=False,
    )  # fmt: skip
    company = forms.ChoiceField(
        label=_("Avec qui ?"),
        choices=queries.COMPANIES,
        widget=forms.RadioSelect(),
        initial="unknown",
        required=False,
    )
    needs = forms.MultipleChoiceField(label=_("De quoi a-t-il besoin ?"), required=False, widget=TICKS())
    danger = forms.BooleanField(label=_("Danger immédiat : il faut agir cette nuit"), required=False)
    at = forms.DateTimeField(
        label=_("Quand ?"),
        required=False,
        widget=moment(**{"data-now": "1"}),
        help_text=_("Vide : maintenant."),
    )
    spot = forms.CharField(label=_("Où exactement ? Repère, quartier"), required=False, max_length=160)
    age = forms.IntegerField(label=_("Âge dit par l'enfant"), required=False, min_value=0, max_value=30)
    nationality = forms.ChoiceField(label=_("Nationalité dite"), required=False, widget=long_select())
    language = forms.ChoiceField(label=_("Langue parlée"), required=False, widget=long_select())
    marks = forms.CharField(
        label=_("À quoi le reconnaître ?"), required=False, max_length=600, widget=area(),
        help_text=_("Vêtement, cicatrice, ce qu'il porte. Ni nom d'un autre, ni détail médical."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=area())

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        offices = queries.offices(actor)
        last = queries.last_of(actor)
        start = {"town": str(last.town_id) if last else "", "unit": str(last.unit_id) if last else ""}
        if not start["town"] and offices and offices[0].town_id:
            start["town"] = str(offices[0].town_id)
        kwargs["initial"] = start | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in offices}
        self.fields["unit"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]  # type: ignore[attr-defined]
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = next(iter(self.units))
        lang = get_language() or "fr"
        choices = {
            "town": [*EMPTY, *queries.town_choices(actor)],
            "needs": queries.need_choices(),
            "nationality": [("", _("Non dite")), *nationality_choices(lang)],
            "language": [("", _("Inconnue")), *language_choices(lang)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean_town(self) -> Any:
        found = place(self.cleaned_data["town"])
        if found is None:
            raise forms.ValidationError(_("Choisissez la ville dans la liste."))
        return found

    def draft(self) -> Met:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("id", "unit")}
        said["at"] = said["at"] or timezone.now()
        said["sex"], said["band"] = said["sex"] or Sex.NOT_ASKED, said["band"] or "unknown"
        said["company"] = said["company"] or "unknown"
        return Met(**said)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi ?"), max_length=300, widget=area(), help_text=_("En quelques mots, sans nom.")
    )


class MappedForm(forms.Form):
    """What the team knows of a child by now."""

    nickname = forms.CharField(label=_("Surnom"), required=False, max_length=80)
    sex = forms.ChoiceField(label=_("Fille ou garçon ?"), choices=STREET_SEX, widget=forms.RadioSelect())
    born_about = forms.IntegerField(
        label=_("Né vers quelle année ?"),
        required=False,
        help_text=_("Par exemple 2010. Vide : on ne sait pas."),
    )
    nationality = forms.ChoiceField(label=_("Nationalité dite"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Non dite")), *nationality_choices(get_language() or "fr")]
        self.fields["nationality"].choices = choices  # type: ignore[attr-defined]


class LegForm(Keyed):
    """From where to where; the rest as far as it was told."""

    from_country = forms.ChoiceField(label=_("De quel pays ?"))
    from_city = forms.CharField(label=_("De quelle ville ?"), required=False, max_length=80)
    to_country = forms.ChoiceField(label=_("Vers quel pays ?"))
    to_city = forms.CharField(label=_("Jusqu'à quelle ville ?"), required=False, max_length=80)
    left = PartialDateField(label=_("Parti quand ?"), required=False, answers=False)
    arrived = PartialDateField(label=_("Arrivé quand ?"), required=False, answers=False)
    means = forms.ChoiceField(
        label=_("Comment ?"), choices=pathways.MEANS, widget=forms.RadioSelect(), initial="unknown"
    )
    worked = forms.TypedChoiceField(
        label=_("A-t-il travaillé en route ?"), choices=[("", _("Non dit")), ("1", _("Oui")), ("0", _("Non"))],
        coerce=lambda said: said == "1", empty_value=None, required=False, widget=forms.RadioSelect(),
    )  # fmt: skip
    incident = forms.ChoiceField(
        label=_("S'est-il passé quelque chose ?"), choices=pathways.INCIDENTS, initial="none",
        help_text=_("Ne le demandez pas : notez ce que l'enfant dit de lui-même."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_country", "to_country"):
            self.fields[name].choices = [*EMPTY, *countries(get_language() or "fr")]  # type: ignore[attr-defined]
        for name in ("from_city", "to_city"):
            self.fields[name].widget.attrs["list"] = "waypoints"

    @property
    def towns(self) -> Sequence[str]:
        return towns()

    def draft(self) -> LegDraft:
        return LegDraft(**{name: value for name, value in self.cleaned_data.items() if name != "id"})
