"""The screening interview computes its result; the status says who established it and moves the procedure with it.

Trafficking is an act, by a means, for a purpose (law 27-14, article 448-1); of a child the means need not be shown. Whoever
holds the interview may go back to "to be seen again", with a reason, and to nothing else.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands.checks import insist_open, one_of, past_day, words
from musanada.protection.models import (
    Exploitation,
    Known,
    ProtectionFile,
    Victim,
    VictimScreening,
    VictimStatus,
)
from musanada.protection.workflow_trafficking import FLOW

WORK = "protection.work"
Result, Status, Body = VictimScreening.Result, VictimStatus.Status, VictimStatus.Body
# Who screens presumes; an authority, or a body with a mandate, identifies. To be confirmed with the mechanism's own text.
PRESUMES = frozenset(Body.values)
IDENTIFIES = frozenset({Body.PROSECUTOR, Body.COURT, Body.COMMISSION, Body.IOM, Body.UNHCR})


@dataclass(frozen=True)
class ScreeningDraft:
    """``unsure`` with ``text``: what stops the conclusion."""

    agreed: bool
    acts: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    private: bool = True
    interpreter: str = Known.NOT_ASKED
    unsure: bool = False
    text: str = ""
    on: date = field(default_factory=timezone.localdate)
    id: UUID = field(default_factory=new_id)


def computed(draft: ScreeningDraft, *, child: bool) -> str:
    """Of an adult act, means and purpose; of a child act and purpose."""
    shown = bool(draft.acts and draft.purposes and (draft.means or child))
    return str(Result.PRESUMED if shown else Result.NOT_SHOWN)


@command(WORK)
def screen(actor: User, file: ProtectionFile, /, *, draft: ScreeningDraft) -> VictimScreening:
    """The same id twice is one interview. Raises: BadInput, Refused."""
    if known := VictimScreening.objects.filter(pk=draft.id, file=file).first():
        return known
    insist_open(file)
    insist(draft)
    day = past_day(file, "on", draft.on)
    child = Victim.objects.get(file=file).child
    return VictimScreening.objects.create(
        id=draft.id,
        file=file,
        on=day,
        private=draft.private,
        interpreter=draft.interpreter,
        agreed=draft.agreed,
        acts=listed(draft.acts),
        means=listed(draft.means),
        purposes=listed(draft.purposes),
        result=Result.UNSURE if draft.unsure else computed(draft, child=child),
        text=draft.text.strip(),
        by=actor,
    )


def listed(codes: tuple[str, ...]) -> str:
    return f",{','.join(dict.fromkeys(codes))}," if codes else ""


def insist(draft: ScreeningDraft) -> None:
    if not draft.agreed:
        raise bad("agreed", _("L'entretien ne se mène qu'avec l'accord de la personne, informée de ses droits."))  # fmt: skip
    for name, codes, known in (
        ("acts", draft.acts, VictimScreening.Act.values),
        ("means", draft.means, VictimScreening.Means.values),
        ("purposes", draft.purposes, Exploitation.values),
    ):
        if set(codes) - set(known):
            raise bad(name, _("Choisissez des réponses dans la liste."))
    one_of("interpreter", draft.interpreter, Known.values)
    if draft.unsure:
        words("text", draft.text)


# The status: rows, and the step of the procedure that each takes


@dataclass(frozen=True)
class StatusDraft:
    status: str
    body: str
    on: date = field(default_factory=timezone.localdate)
    text: str = ""
    id: UUID = field(default_factory=new_id)


def step_for(state: str, status: str) -> str:
    """Not identified by who screens, while nothing is established yet; by an authority afterwards."""
    if status == Status.PRESUMED:
        return "presume"
    if status == Status.IDENTIFIED:
        return "identify"
    return "rule_out" if state == "received" else "not_identify"


@command(WORK)
def say_status(actor: User, file: ProtectionFile, /, *, draft: StatusDraft) -> VictimStatus:
    """Since a day, by which body; the procedure follows, and refuses what the interviews do not bear out.

    Raises: BadInput, Refused.
    """
    if known := VictimStatus.objects.filter(pk=draft.id, file=file).first():
        return known
    insist_open(file)
    insist_body(draft)
    step = FLOW.steps[step_for(file.case.state, draft.status)]
    if file.case.state not in step.source:
        raise Refused(out_of_turn(file.case.state, draft.status), code="status.turn")
    day = past_day(file, "on", draft.on)
    made = VictimStatus.objects.create(
        id=draft.id,
        file=file,
        status=draft.status,
        on=day,
        body=draft.body,
        text=draft.text.strip(),
        by=actor,
    )
    Victim.objects.filter(file=file).update(status=draft.status)
    FLOW.run(actor, file.case, step.code, move=Move(on=day))
    return made


def insist_body(draft: StatusDraft) -> None:
    one_of("status", draft.status, Status.values)
    one_of("body", draft.body, Body.values)
    if draft.status == Status.IDENTIFIED and draft.body not in IDENTIFIES:
        raise bad("body", _("L'équipe et l'association retiennent une présomption ; l'identification vient d'une autorité, ou d'un organisme qui en a le mandat."))  # fmt: skip


def out_of_turn(state: str, status: str) -> str:
    if state == "received":
        return str(_("Rien n'est encore retenu : menez l'entretien, puis retenez ou écartez la présomption."))
    if status == Status.PRESUMED:
        return str(_("La personne est déjà retenue comme victime : il n'y a plus rien à présumer."))
    return str(_("Ce statut est déjà celui du dossier : rechargez la page."))


say(
    {
        "protection.screen": _("Entretien d'identification d'une victime"),
        "protection.say_status": _("Statut d'une victime noté"),
    },
    kinds={
        "protection.victimscreening": _("Entretien d'identification"),
        "protection.victimstatus": _("Statut d'une victime"),
    },
)
