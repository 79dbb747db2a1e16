"""Questions about a movement: its legs, who escorts, why somebody leaves the list, who arrived, what is entered late."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.forms import DayInput
from musanada.reference.queries import countries
from musanada.returns.commands.boarding import Apart
from musanada.returns.commands.movements import LegDraft, MovementDraft
from musanada.returns.queries import allowances, movements

EMPTY: list[tuple[str, Any]] = [("", _("Choisir…"))]
LEGS = 3
LEG = ("from_place", "to_place", "departs_on", "departs_at", "arrives_on", "arrives_at", "carrier", "number")


def hour() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def country_choices() -> list[tuple[str, str]]:
    return sorted(countries(get_language() or "fr"), key=lambda pair: pair[1])


class LegsForm(forms.Form):
    """Up to three legs: the first is asked for, the others where there are any. Times are local."""

    legs_asked = LEGS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(self.legs_asked):
            for name, field in leg_fields(required=number == 0).items():
                self.fields[f"legs-{number}-{name}"] = field

    @property
    def leg_names(self) -> list[tuple[str, bool]]:
        """For the template: the fields of each leg, as ``{% fields %}`` takes them, and whether any has an answer."""
        found = []
        for number in range(self.legs_asked):
            names = [f"legs-{number}-{name}" for name in LEG]
            filled = any(self[name].value() or self[name].errors for name in names)
            found.append((" ".join(names), filled))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for number in range(1, self.legs_asked):
            filled = [name for name in LEG if said.get(f"legs-{number}-{name}")]
            for name in ("from_place", "to_place", "departs_on") if filled else ():
                if not said.get(f"legs-{number}-{name}") and f"legs-{number}-{name}" not in self.errors:
                    self.add_error(f"legs-{number}-{name}", str(_("Complétez ce trajet, ou videz-le.")))
        return said

    def legs(self) -> list[LegDraft]:
        said = self.cleaned_data
        found = []
        for number in range(self.legs_asked):
            values = {name: said.get(f"legs-{number}-{name}") for name in LEG}
            if values["from_place"]:
                values["arrives_on"] = values["arrives_on"] or values["departs_on"]
                found.append(LegDraft(**values))  # type: ignore[arg-type]
        return found


def leg_fields(*, required: bool) -> dict[str, forms.Field]:
    day = _("Le jour seul suffit si l'heure n'est pas connue. Heures locales.")
    return {
        "from_place": forms.CharField(label=_("De"), max_length=80, required=required),
        "to_place": forms.CharField(label=_("À"), max_length=80, required=required),
        "departs_on": forms.DateField(
            label=_("Départ le"), widget=DayInput(), required=required, help_text=day
        ),
        "departs_at": forms.TimeField(label=_("Heure de départ"), widget=hour(), required=False),
        "arrives_on": forms.DateField(
            label=_("Arrivée le"), widget=DayInput(), required=False, help_text=_("Vide : le même jour.")
        ),
        "arrives_at": forms.TimeField(label=_("Heure d'arrivée"), widget=hour(), required=False),
        "carrier": forms.CharField(label=_("Transporteur de ce trajet"), max_length=80, required=False),
        "number": forms.CharField(label=_("Numéro de vol ou de ligne"), max_length=20, required=False),
    }


class MovementForm(LegsForm):
    """A movement to come."""

    unit = forms.ChoiceField(label=_("Quel bureau l'organise ?"))
    direction = forms.ChoiceField(
        label=_("Dans quel sens ?"), choices=movements.DIRECTIONS, widget=forms.RadioSelect()
    )
    to_country = forms.ChoiceField(label=_("Vers quel pays ?"))
    channel = forms.ChoiceField(
        label=_("Par qui le voyage est-il organisé ?"), choices=movements.CHANNELS, widget=forms.RadioSelect()
    )
    mode = forms.ChoiceField(label=_("Comment ?"), choices=movements.MODES, widget=forms.RadioSelect())
    carrier = forms.CharField(label=_("Transporteur"), max_length=80, required=False)
    seats = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Accompagnateurs compris. Vide : sans limite."),
    )
    cost = forms.DecimalField(
        label=_("Coût du transport"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.CharField(label=_("Monnaie"), max_length=3, min_length=3, initial="MAD")

    def __init__(self, units: Iterable[Any], *args: Any, change: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        named: list[tuple[str, Any]] = [(key, str(unit)) for key, unit in self.units.items()]
        self.fields["unit"].choices = named if len(named) == 1 else [*EMPTY, *named]  # type: ignore[attr-defined]
        self.fields["to_country"].choices = [*EMPTY, *country_choices()]  # type: ignore[attr-defined]
        if change:
            del self.fields["unit"]

    @property
    def main(self) -> str:
        names = ("unit", "direction", "to_country", "channel", "mode", "carrier", "seats", "cost", "currency")
        return " ".join(name for name in names if name in self.fields)

    def draft(self) -> MovementDraft:
        said = self.cleaned_data
        return MovementDraft(
            direction=said["direction"],
            channel=said["channel"],
            mode=said["mode"],
            to_country=said["to_country"],
            carrier=said["carrier"],
            seats=said["seats"],
            cost=said["cost"],
            currency=said["currency"].upper(),
            legs=self.legs(),
        )


def initial_of(one: Any) -> dict[str, Any]:
    """What the movement says now."""
    names = ("direction", "channel", "mode", "carrier", "seats", "cost", "currency")
    values = {name: getattr(one, name) for name in names} | {"to_country": one.to_country_id}
    for number, leg in enumerate(one.legs.all()):
        values |= {f"legs-{number}-{name}": getattr(leg, name) for name in LEG}
    return values


class LateForm(LegsForm):
    """A departure that took place: by what, from where to where, and how one knows. The file says the rest."""

    legs_asked = 1
    mode = forms.ChoiceField(label=_("Comment ?"), choices=movements.MODES, widget=forms.RadioSelect())
    text = forms.CharField(
        label=_("Comment le savez-vous, et pourquoi est-ce saisi après coup ?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    returns = forms.MultipleChoiceField(
        label=_("Qui est parti ?"),
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("La famille, si elle était du même voyage."),
    )
    field_order = ("returns", *(f"legs-0-{name}" for name in LEG), "mode", "text")

    def __init__(self, family: Sequence[tuple[Any, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["returns"].choices = [(str(one.pk), f"{name} · {one.case}") for one, name in family]  # type: ignore[attr-defined]
        self.fields["returns"].initial = [str(one.pk) for one, _name in family[:1]]
        self.order_fields(self.field_order)

    def draft(self, ret: Any) -> MovementDraft:
        said = self.cleaned_data
        return MovementDraft(
            direction=ret.direction,
            channel=ret.channel,
            to_country=ret.to_country_id,
            mode=said["mode"],
            carrier=said["legs-0-carrier"],
            legs=self.legs(),
        )


class EscortForm(forms.Form):
    kind = forms.ChoiceField(label=_("Quelle sorte ?"), choices=movements.KINDS, widget=forms.RadioSelect())
    name = forms.CharField(label=_("Nom, comme dans son document"), max_length=120)
    passenger = forms.ChoiceField(label=_("Avec qui ?"), required=False)
    until = forms.CharField(
        label=_("Jusqu'où ?"), max_length=80, required=False, help_text=_("Vide : jusqu'à l'arrivée.")
    )

    def __init__(self, travellers: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.place.pk), one.name or str(one.place.ret)) for one in travellers]
        self.fields["passenger"].choices = [("", _("Tout le voyage")), *named]  # type: ignore[attr-defined]


class NeedsForm(forms.Form):
    needs = forms.MultipleChoiceField(
        label=_("Que doit prévoir le transporteur ?"),
        choices=movements.NEEDS,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Ce que le médecin demande reste toujours demandé."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Pourquoi ?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class WhyForm(forms.Form):
    """A counter-fact: what was wrong."""

    text = forms.CharField(
        label=_("Pourquoi ce fait est-il contre-écrit ?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApartForm(forms.Form):
    """Why a family that this list parts does not travel together; asked only where it is."""

    apart = forms.ChoiceField(label=_("Si une famille est séparée : pourquoi ?"), required=False)
    apart_text = forms.CharField(label=_("En toutes lettres"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["apart"].choices = [("", _("Aucune famille n'est séparée")), *movements.WHY_APART]  # type: ignore[attr-defined]

    def why(self) -> Apart:
        return Apart(self.cleaned_data["apart"], self.cleaned_data["apart_text"])


class OneGateForm(ApartForm):
    """One person at the gate."""

    outcome = forms.ChoiceField(
        label=_("Qu'avez-vous constaté ?"), choices=movements.GATE, widget=forms.RadioSelect()
    )
    field_order = ("outcome", "apart", "apart_text")


class SearchForm(forms.Form):
    """Who waits for a departure: by the reference of a file, by state."""

    text = forms.CharField(label=_("Référence d'un dossier"), required=False, max_length=20)
    state = forms.ChoiceField(label=_("État"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("Tous")), *movements.BOOKABLE_STATES]  # type: ignore[attr-defined]

    def search(self) -> movements.Search:
        said = self.cleaned_data if self.is_valid() else {}
        return movements.Search(said.get("text", ""), said.get("state", ""))


class ArriveForm(forms.Form):
    on = forms.DateField(label=_("Arrivée le"), widget=DayInput())
    text = forms.CharField(
        label=_("Qui l'a confirmé, et comment ?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Nécessaire quand la mission d'arrivée ne l'enregistre pas elle-même. N'écrivez pas le nom de la personne."
        ),
    )


class MoneyForm(forms.Form):
    on = forms.DateField(label=_("Remis le"), widget=DayInput(), initial=timezone.localdate)
    received_by = forms.ChoiceField(
        label=_("Reçu attesté par"),
        choices=allowances.CHOICES,
        widget=forms.RadioSelect(),
        initial="signature",
    )
