"""The questions asked about a case: what is written in it, its steps, its owner; the filters of the work list."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.cases.caseflow import Move
from musanada.cases.commands.pieces import PieceDraft, Upload
from musanada.cases.models import Alert, Appointment, Case, PieceType
from musanada.cases.procedures import PROCEDURES
from musanada.cases.queries import work
from musanada.cases.steps import Step
from musanada.cases.steps_pages import STEP_REASONS, needs_words
from musanada.kit.errors import Sentence
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.people.forms_attachments import ACCEPT
from musanada.people.models import Person
from musanada.people.queries import attachments

EMPTY = [("", _("Choisir…"))]
ANY = [("", _("Tous"))]
Choices = Sequence[tuple[str, Sentence]]


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def offered(field: Any, choices: Iterable[tuple[str, Any]]) -> None:
    field.choices = list(choices)


class Keyed(forms.Form):
    """A form whose row has its key before it is sent: sent twice, it is one row."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)


class TaskForm(Keyed):
    what = forms.CharField(
        label=_("Qu'y a-t-il à faire ?"),
        help_text=_("Par exemple : rappeler la personne, demander l'acte de naissance."),
        max_length=500,
        widget=area(2),
    )
    due_on = forms.DateField(label=_("Pour quel jour ?"), widget=DayInput())
    assigned_to = forms.ChoiceField(
        label=_("Qui s'en charge ?"),
        help_text=_("Laissez vide : la personne qui suit le dossier."),
        required=False,
    )

    def __init__(self, *args: Any, actor: User, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(user.pk): user for user in work.workers([case])}
        named = [(key, str(user)) for key, user in self.colleagues.items()]
        offered(self.fields["assigned_to"], [("", _("Qui suit le dossier")), *named])
        self.fields["due_on"].initial = timezone.localdate()

    def answers(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "pk": found["id"],
            "what": found["what"],
            "due_on": found["due_on"],
            "assigned_to": self.colleagues.get(found["assigned_to"]),
        }


class NoteForm(Keyed):
    text = forms.CharField(
        label=_("Que faut-il retenir ?"),
        help_text=_("Une note ne se réécrit pas : une erreur se barre, avec un motif."),
        max_length=4000,
        widget=area(5),
    )

    def __init__(self, *args: Any, actor: User, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, Any]:
        return {"pk": self.cleaned_data["id"], "text": self.cleaned_data["text"]}


class AppointmentForm(Keyed):
    purpose = forms.ChoiceField(label=_("Pour quoi ?"), choices=[*EMPTY, *Appointment.Purpose.choices])
    at = forms.DateTimeField(
        label=_("Quel jour, à quelle heure ?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    where = forms.CharField(label=_("Où ?"), required=False, max_length=120)

    def __init__(self, *args: Any, actor: User, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].initial = str(case.unit)

    def answers(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"pk": found["id"], "at": found["at"], "purpose": found["purpose"], "where": found["where"]}


class AlertForm(Keyed):
    level = forms.ChoiceField(
        label=_("À quel point est-ce grave ?"), choices=Alert.Level.choices, widget=forms.RadioSelect()
    )
    text = forms.CharField(label=_("Que doit savoir qui ouvre ce dossier ?"), max_length=500, widget=area(2))

    def __init__(self, *args: Any, actor: User, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"pk": found["id"], "level": found["level"], "text": found["text"]}


class PieceForm(Keyed):
    """A piece as received; the file is asked only of who may join one to the person."""

    type = forms.ChoiceField(label=_("Quelle pièce ?"))
    issuer = forms.CharField(label=_("Délivrée par qui ?"), required=False, max_length=160)
    from_on = forms.DateField(
        label=_("Elle couvre une période : depuis quel jour ?"),
        help_text=_("Pour une preuve de séjour ou de travail. Laissez vide sinon."),
        required=False,
        widget=DayInput(),
    )
    to_on = forms.DateField(label=_("Jusqu'à quel jour, compris ?"), required=False, widget=DayInput())
    received_on = forms.DateField(label=_("Reçue quel jour ?"), widget=DayInput())
    remark = forms.CharField(label=_("Une remarque"), required=False, max_length=300, widget=area(2))
    file = forms.FileField(
        label=_("Le fichier, si vous l'avez"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    kind = forms.ChoiceField(label=_("Si vous joignez un fichier : que montre-t-il ?"), required=False)

    def __init__(self, *args: Any, actor: User, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate()
        types = PieceType.objects.filter(active=True)
        offered(self.fields["type"], [*EMPTY, *((one.code, str(one)) for one in types)])
        person: Person = case.person.merged_into or case.person
        units = [unit.pk for unit in attachments.units_to_add(actor, person)]
        if case.unit_id not in units:
            del self.fields["file"], self.fields["kind"]
            return
        offered(self.fields["kind"], [*EMPTY, *attachments.kinds_to_add(actor, person)])
        limit = settings.ATTACHMENT_LIMIT // (1024 * 1024)
        self.fields["file"].help_text = _("Image ou PDF de %(limit)s Mo au plus, gardé chiffré.") % {
            "limit": limit
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("file") and not found.get("kind"):
            self.add_error("kind", _("Dites ce que montre le fichier."))
        return found

    def answers(self) -> dict[str, Any]:
        found = self.cleaned_data
        sent = found.get("file")
        draft = PieceDraft(
            type=found["type"],
            issuer=found["issuer"],
            from_on=found["from_on"],
            to_on=found["to_on"],
            received_on=found["received_on"],
            remark=found["remark"],
            upload=Upload(sent.name or "", found["kind"], sent.read()) if sent else None,
            pk=found["id"],
        )
        return {"draft": draft}


class RiskForm(forms.Form):
    risk = forms.ChoiceField(
        label=_("Quel est le niveau de risque pour la personne ?"),
        choices=Case.Risk.choices,
        required=False,
        widget=forms.RadioSelect(),
    )


class WhyForm(forms.Form):
    """The reason of what strikes something out."""

    reason = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_("Ce motif reste dans le dossier, avec votre nom et l'heure."),
        max_length=300,
        widget=area(2),
    )


class OwnerForm(forms.Form):
    to = forms.ChoiceField(
        label=_("À quel collègue ?"),
        help_text=_("Seuls paraissent ceux qui tiennent ces dossiers dans ce bureau."),
    )

    def __init__(self, users: Iterable[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(user.pk): user for user in users}
        offered(self.fields["to"], [*EMPTY, *((key, str(user)) for key, user in self.users.items())])

    @property
    def user(self) -> User:
        return self.users[self.cleaned_data["to"]]


class StepForm(forms.Form):
    """A plain step: the day, coded reasons where the procedure has them, words."""

    on = forms.DateField(label=_("Quel jour ?"), widget=DayInput())
    reasons = forms.MultipleChoiceField(
        label=_("Pour quels motifs ?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    text = forms.CharField(
        label=_("Pourquoi, en quelques mots ?"),
        help_text=_("Ce motif reste dans le dossier, avec votre nom et la date."),
        required=False,
        max_length=2000,
        widget=area(3),
    )

    def __init__(self, case: Case, step: Step, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.fields["text"].required = needs_words(case.procedure, step)
        code = f"{case.procedure}.{step.code}"
        if code in STEP_REASONS:
            offered(self.fields["reasons"], STEP_REASONS[code])
        else:
            del self.fields["reasons"]

    def move(self) -> Move:
        found = self.cleaned_data
        return Move(on=found["on"], reasons=found.get("reasons", ()), text=found["text"])


class FilterForm(forms.Form):
    """The work list's filters; what is not chosen is not asked."""

    procedure = forms.ChoiceField(label=_("Procédure"), required=False)
    state = forms.ChoiceField(label=_("État"), required=False)
    office = forms.ChoiceField(label=_("Bureau"), required=False)
    owner = forms.ChoiceField(label=_("Suivi par"), required=False)
    due = forms.DateField(label=_("Échéance avant le"), required=False, widget=DayInput())

    def __init__(self, actor: User, side: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = work.procedures_seen(actor)
        offered(self.fields["procedure"], [("", _("Toutes")), *codes])
        offered(self.fields["state"], [*ANY, *states_of([code for code, _label in codes])])
        units = [(str(unit.pk), str(unit)) for unit in work.offices(actor)]
        offered(self.fields["office"], [*ANY, *units])
        people = [(str(user.pk), str(user)) for user in work.owners(actor)]
        offered(self.fields["owner"], [("", _("Tout le monde")), ("none", _("Personne")), *people])
        if len(codes) < 2:
            del self.fields["procedure"]
        if len(units) < 2:
            del self.fields["office"]
        if side == work.MINE:
            del self.fields["owner"]

    def chosen(self) -> dict[str, Any]:
        """What was asked for; an answer that is not on offer is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def states_of(codes: Iterable[str]) -> list[tuple[str, Any]]:
    """The states of these procedures; where there are several, each under its procedure's name."""
    found: list[tuple[str, Any]] = []
    known = list(codes)
    for code in known:
        one = PROCEDURES[code]
        states = [(state, one.states[state]) for state in one.flow.states()]
        found += [(str(one.label), states)] if len(known) > 1 else states
    return found
