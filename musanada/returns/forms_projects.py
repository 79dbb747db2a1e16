"""Questions asked about a common project: what it is, who shares its cost and how, whom else it reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.kit.forms import DayInput
from musanada.returns.commands.sharing import AMOUNTS, EQUAL, PERCENT
from musanada.returns.forms_reintegration import ANY, EMPTY, KeyedForm, SeenForm, amount_field, offered
from musanada.returns.models import (
    Level,
    Project,
    Support,
)
from musanada.returns.queries.projects import Candidate

CURRENCIES = ("EUR", "MAD", "USD", "XOF", "GNF", "GMD", "NGN", "XAF")


class ProjectForm(KeyedForm, SeenForm):
    field_order = ("id", "seen", "unit", "level", "name", "kind", "amount", "currency", "starts_on")
    unit = forms.ChoiceField(label=_("Quel bureau le tient ?"))
    level = forms.ChoiceField(
        label=_("À quel niveau ?"), choices=[one for one in Level.choices if one[0] != Level.INDIVIDUAL],
        widget=forms.RadioSelect(),
        help_text=_("Collectif : plusieurs personnes rentrées. Communautaire : elles et leurs voisins."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Quel est son intitulé ?"),
        max_length=160,
        help_text=_("Sans nom de personne : il paraît dans des listes."),
    )
    kind = forms.ChoiceField(label=_("Quelle sorte d'appui ?"), choices=[*EMPTY, *Support.choices])
    amount = amount_field(label=_("Quel coût à partager ?"))
    currency = forms.ChoiceField(label=_("En quelle monnaie ?"), choices=[(one, one) for one in CURRENCIES])
    starts_on = forms.DateField(label=_("À partir de quel jour ?"), required=False, widget=DayInput())

    def __init__(self, units: Sequence[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        offered(self.fields["unit"], [(key, str(unit)) for key, unit in self.units.items()])
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = next(iter(self.units))
        if not self.units:
            del self.fields["unit"]

    @property
    def place(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]

    def values(self) -> dict[str, Any]:
        names = ("level", "name", "kind", "amount", "currency", "starts_on")
        return {name: self.cleaned_data[name] for name in names}


def project_initial(one: Project) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("level", "name", "kind", "amount", "currency", "starts_on")}


@dataclass(frozen=True)
class ShareRow:
    """A candidate with its two boxes."""

    candidate: Candidate
    inside: BoundField | None
    part: BoundField | None


class ShareForm(SeenForm):
    """Who shares the cost and how: everybody at once, so that the parts make the whole."""

    mode = forms.ChoiceField(
        label=_("Comment se partage le coût ?"),
        choices=[(EQUAL, _("En parts égales")), (PERCENT, _("En pourcentages")), (AMOUNTS, _("En montants"))],
        initial=EQUAL,
        widget=forms.RadioSelect(),
    )
    members = forms.CharField(required=False, widget=forms.HiddenInput())  # errors of the list stand here

    def __init__(self, candidates: Sequence[Candidate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(candidates)
        for one in self.candidates:
            key = one.file.pk.hex
            bound = one.share is not None and one.share.bound
            self.fields[f"in-{key}"] = forms.BooleanField(
                required=False, initial=one.share is not None, disabled=bound
            )
            if not bound:
                self.fields[f"part-{key}"] = amount_field(
                    required=False,
                    initial=one.share.amount if one.share else None,
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
                )

    @property
    def rows(self) -> list[ShareRow]:
        found = []
        for one in self.candidates:
            key = one.file.pk.hex
            part = self[f"part-{key}"] if f"part-{key}" in self.fields else None
            found.append(ShareRow(one, self[f"in-{key}"], part))
        return found

    def chosen(self) -> list[tuple[Any, Decimal | None]]:
        """The files ticked, each with the part written beside it; a part that is bound has none to write."""
        data = self.cleaned_data
        return [
            (one.file, data.get(f"part-{one.file.pk.hex}"))
            for one in self.candidates
            if data.get(f"in-{one.file.pk.hex}")
        ]


class OthersForm(forms.Form):
    others_reached = forms.IntegerField(
        label=_("Combien d'autres personnes ont été touchées ?"),
        help_text=_(
            "Des personnes qui ne sont pas rentrées par le programme. Elles sont comptées, jamais nommées."
        ),
        required=False,
        min_value=0,
        max_value=1_000_000,
    )


class ProjectFilter(forms.Form):
    state = forms.ChoiceField(label=_("État"), required=False, choices=[*ANY, *Project.State.choices])
    level = forms.ChoiceField(
        label=_("Niveau"),
        required=False,
        choices=[*ANY, *[one for one in Level.choices if one[0] != Level.INDIVIDUAL]],
    )
    kind = forms.ChoiceField(label=_("Sorte d'appui"), required=False, choices=[*ANY, *Support.choices])

    def chosen(self) -> dict[str, Any]:
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
