"""The questions of the counter: who asks for what, what they declare, which pieces they brought, when it is lodged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.commands.pieces import PieceDraft
from musanada.kit.choices import Answer
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.regularisation.drafts import DECLARED, ApplicationDraft
from musanada.regularisation.models import Application, Criterion, Notification, OperationOffice

UNACCOMPANIED = [("yes", _("Oui")), ("no", _("Non")), *Answer.choices[1:]]
EMPTY: list[tuple[str, Any]] = [("", _("Choisir…"))]
# Kinds of pieces whose period is asked: what they show lasts.
WITHOUT_PERIOD = ("", "identity", "filiation", "refugee", "unaccompanied")


def offered(field: Any, choices: Iterable[tuple[str, Any]]) -> None:
    field.choices = list(choices)


class DeclaredForm(forms.Form):
    """What the person says: for whom it matters first, everything may stay unknown."""

    claims = forms.MultipleChoiceField(
        label=_("À quel titre la personne demande-t-elle ?"),
        help_text=_("Une ou plusieurs catégories. La commission en retient une."),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    arrived_on = forms.DateField(
        label=_("Depuis quand est-elle dans le pays, d'après elle ?"),
        help_text=_("Le jour exact, ou le premier du mois ou de l'année si c'est tout ce qu'elle sait."),
        required=False,
        widget=DayInput(),
    )
    spouse = forms.ChoiceField(
        label=_("De qui est-elle le conjoint ?"),
        choices=Application.Spouse.choices,
        required=False,
    )
    together_on = forms.DateField(
        label=_("Depuis quand vivent-ils ensemble ?"), required=False, widget=DayInput()
    )
    occupation = forms.CharField(label=_("Que fait-elle dans la vie ?"), required=False, max_length=120)
    schooling = forms.ChoiceField(
        label=_("Jusqu'où est-elle allée à l'école ?"),
        choices=Application.Schooling.choices,
        required=False,
        initial=Application.Schooling.UNKNOWN,
    )
    unaccompanied = forms.ChoiceField(
        label=_("Est-ce un mineur non accompagné ?"),
        choices=UNACCOMPANIED,
        required=False,
        initial=Answer.NOT_ASKED,
    )

    def __init__(self, criteria: Iterable[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["claims"], [(one.code, f"{one.code} · {one}") for one in criteria])

    def declared(self) -> dict[str, Any]:
        found = self.cleaned_data
        answers = {name: found.get(name) for name in DECLARED}
        answers["schooling"] = answers["schooling"] or Application.Schooling.UNKNOWN
        answers["unaccompanied"] = answers["unaccompanied"] or Answer.NOT_ASKED
        return answers

    def draft(self, **values: Any) -> ApplicationDraft:
        return ApplicationDraft(claims=tuple(self.cleaned_data["claims"]), **self.declared(), **values)


class NewForm(DeclaredForm):
    """A file to open, at one of the actor's offices of the operation."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    office = forms.ChoiceField(label=_("À quel bureau, pour quel ressort ?"))
    field_order = ("office",)

    def __init__(
        self, criteria: Iterable[Criterion], offices: Sequence[OperationOffice], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(criteria, *args, **kwargs)
        self.offices = {str(one.pk): one for one in offices}
        offered(
            self.fields["office"], [(key, f"{one.unit} · {one.place}") for key, one in self.offices.items()]
        )
        if len(self.offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = next(iter(self.offices))

    @property
    def chosen(self) -> OperationOffice:
        return self.offices[self.cleaned_data["office"]]

    def new_draft(self) -> ApplicationDraft:
        return self.draft(id=self.cleaned_data["id"], place=self.chosen.place_id)


@dataclass(frozen=True)
class PieceRow:
    """A kind of piece with its questions, and the pieces of that kind already in the file."""

    type: Any
    given: BoundField
    more: Sequence[BoundField]
    here: Sequence[Any]


@dataclass(frozen=True)
class PieceGroup:
    """A line of the checklist: one piece, or some of which one is enough. ``again`` were asked above already."""

    rows: Sequence[PieceRow]
    again: Sequence[Any]
    mandatory: bool
    missing: bool
    several: bool
    context: str


class PiecesForm(forms.Form):
    """The checklist as a form: a tick for what the person brought, and what it is where that matters."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)

    def __init__(self, lines: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.types = {one.type_id: one.type for line in lines for one in line.required}
        for code, kind in self.types.items():
            self.fields[f"{code}-given"] = forms.BooleanField(label=str(kind), required=False)
            self.fields[f"{code}-issuer"] = forms.CharField(
                label=_("Délivrée par"), required=False, max_length=160
            )
            if kind.shows not in WITHOUT_PERIOD:
                self.fields[f"{code}-from"] = day_field(_("Couvre depuis le"))
                self.fields[f"{code}-to"] = day_field(_("jusqu'au"))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        today = timezone.localdate()
        for code in self.ticked():
            first, last = found.get(f"{code}-from"), found.get(f"{code}-to")
            if first and first > today:
                self.add_error(f"{code}-from", _("La période commence dans le futur : corrigez la date."))
            if first and last and last < first:
                self.add_error(
                    f"{code}-to", _("La période finit avant de commencer : corrigez l'une des deux dates.")
                )
        return found

    def ticked(self) -> list[str]:
        return [code for code in self.types if self.cleaned_data.get(f"{code}-given")]

    def drafts(self) -> list[PieceDraft]:
        """Sent twice, a piece is one piece: its key comes from the form's."""
        found = self.cleaned_data
        return [
            PieceDraft(
                type=code,
                issuer=found[f"{code}-issuer"],
                from_on=found.get(f"{code}-from"),
                to_on=found.get(f"{code}-to"),
                pk=uuid5(found["id"], code),
            )
            for code in self.ticked()
        ]

    def groups(self) -> list[PieceGroup]:
        """The lines in order; a kind asked twice has its questions once, under the first line that asks it."""
        shown: set[str] = set()
        found = []
        for line in self.lines:
            fresh = [one for one in line.required if one.type_id not in shown]
            shown |= {one.type_id for one in fresh}
            here: dict[str, list[Any]] = {}
            for piece in line.given:
                here.setdefault(piece.type_id, []).append(piece)
            found.append(
                PieceGroup(
                    [self.row(one.type, here.get(one.type_id, [])) for one in fresh],
                    [one.type for one in line.required if one not in fresh],
                    line.mandatory,
                    line.missing,
                    len(line.required) > 1,
                    line.required[0].context,
                )
            )
        return found

    def row(self, kind: Any, here: Sequence[Any]) -> PieceRow:
        names = [f"{kind.pk}-{part}" for part in ("issuer", "from", "to")]
        return PieceRow(kind, self[f"{kind.pk}-given"], [self[n] for n in names if n in self.fields], here)


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput())


class LodgeForm(forms.Form):
    on = forms.DateField(label=_("Déposé quel jour ?"), initial=timezone.localdate, widget=DayInput())


class AskPiecesForm(forms.Form):
    """What is missing, and when the person comes back with it."""

    pieces = forms.MultipleChoiceField(
        label=_("Quelles pièces manquent ?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    text = forms.CharField(
        label=_("Autre chose à apporter, ou à corriger ?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    appointment = forms.DateTimeField(
        label=_("Un rendez-vous pour les apporter ?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, types: Iterable[Any], missing: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["pieces"], [(one.pk, str(one)) for one in types])
        self.fields["pieces"].initial = list(missing)


class DuplicateForm(forms.Form):
    of = forms.CharField(
        label=_("Quel est le numéro de l'autre dossier, celui qui continue ?"),
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label=_("Une précision"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class TransferForm(forms.Form):
    to = forms.ChoiceField(label=_("À quel bureau le dossier continue-t-il ?"))
    text = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_("Par exemple : la personne a déménagé."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, offices: Iterable[OperationOffice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.unit_id): one.unit for one in offices}
        offered(self.fields["to"], [*EMPTY, *((key, str(unit)) for key, unit in self.units.items())])


class FamilyForm(forms.Form):
    """Who of the household applies too, each with a category."""

    def __init__(
        self, members: Sequence[Any], criteria: Sequence[Criterion], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        categories = [("", _("Ne demande pas")), *((one.code, f"{one.code} · {one}") for one in criteria)]
        codes = {one.code for one in criteria}
        for member in members:
            guess = "C3" if member.tie == "child" and "C3" in codes else ""
            self.fields[str(member.person.pk)] = forms.ChoiceField(
                choices=categories, required=False, initial=guess, label=member.latin or member.arabic
            )

    def rows(self) -> list[tuple[Any, BoundField]]:
        return [(member, self[str(member.person.pk)]) for member in self.members]

    def chosen(self) -> list[tuple[Any, str]]:
        """The people who apply, the oldest tie first, with their category."""
        found = [(m.person, self.cleaned_data.get(str(m.person.pk), "")) for m in self.members]
        return [(person, code) for person, code in found if code]


class NotifyForm(forms.Form):
    on = forms.DateField(label=_("Notifiée quel jour ?"), initial=timezone.localdate, widget=DayInput())
    means = forms.ChoiceField(
        label=_("Par quel moyen ?"),
        choices=[row for row in Notification.Means.choices if row[0] != "window"],
        widget=forms.RadioSelect(),
        initial="hand",
    )
    received_on = forms.DateField(
        label=_("Reçue quel jour, si vous le savez ?"),
        help_text=_("Remise en main propre, elle est reçue le jour même. Par courrier, notez-le plus tard."),
        required=False,
        widget=DayInput(),
    )

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("on", "means", "received_on")}


class ReceivedForm(forms.Form):
    on = forms.DateField(label=_("Reçue quel jour ?"), initial=timezone.localdate, widget=DayInput())


ANY: list[tuple[str, Any]] = [("", _("Tous"))]


class FilterForm(forms.Form):
    """The filters of the list, in its address."""

    number = forms.CharField(label=_("Numéro"), required=False, max_length=12)
    state = forms.ChoiceField(label=_("État"), required=False)
    category = forms.ChoiceField(label=_("Catégorie"), required=False)
    operation = forms.ChoiceField(label=_("Opération"), required=False)
    office = forms.ChoiceField(label=_("Bureau"), required=False)
    due = forms.ChoiceField(
        label=_("Échéance"),
        required=False,
        choices=[
            ("", _("Toutes")),
            ("week", _("Cette semaine")),
            ("fortnight", _("Dans les quinze jours")),
            ("month", _("Dans le mois")),
        ],
    )
    late = forms.BooleanField(label=_("En retard seulement"), required=False)
    everything = forms.BooleanField(label=_("Dossiers clos aussi"), required=False)

    def __init__(self, choices: dict[str, Sequence[tuple[str, Any]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            offered(self.fields[name], [*ANY, *rows])
            if len(rows) < 2:
                del self.fields[name]

    def chosen(self) -> dict[str, Any]:
        """What was asked for; an answer that is not on offer is left out."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
