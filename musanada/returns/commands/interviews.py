"""The interviews before a return: screening, which concludes, and counselling, which informs.

Of asylum and trafficking only that the question was asked is kept; an answer that opens another procedure lies in that
procedure's own file, and nothing here shows that there is one.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Refused, bad
from musanada.returns.commands.enquiries import fresh, note_change
from musanada.returns.drafts import CounsellingDraft, ScreeningDraft, coded, insist
from musanada.returns.models import Counselling, Return, Screening, Vulnerability
from musanada.returns.workflow import FLOW

Row = TypeVar("Row", Screening, Counselling)
SCREEN, COUNSEL = "return.screen", "return.counsel"
STEPS = {
    Screening.Outcome.ELIGIBLE: "screen",
    Screening.Outcome.INELIGIBLE: "find_ineligible",
    Screening.Outcome.ELSEWHERE: "refer",
}
# Steps that an interview or a declaration kept from before allows again, after a file was taken up anew.
CARRIED_ON = ("screen", "counsel", "declare")


@command(SCREEN)
def screen(actor: User, ret: Return, *, draft: ScreeningDraft) -> Screening:
    """An interview, what vulnerabilities it found, and the step it concludes on. The same draft id twice is one row.

    Raises: BadInput where a topic is missing; Refused where the file is past the conclusion.
    """
    insist(draft)
    known = Screening.objects.filter(pk=draft.id).select_related("ret").first()
    if known:
        return known_row(known, ret)
    insist_after_request(ret, draft.on)
    step = step_of(ret, draft.outcome)
    made = Screening.objects.create(id=draft.id, ret=ret, by=actor, **draft.columns)
    write_flags(actor, ret, draft.vulnerabilities, draft.on)
    if step:
        FLOW.run(actor, ret.case, step, move=Move(on=draft.on, reasons=reasons_of(draft)))
    return made


def reasons_of(draft: ScreeningDraft) -> list[str]:
    return [code for code in draft.columns["reasons"].split(",") if code]


def step_of(ret: Return, outcome: str) -> str:
    """The step that this outcome takes from here; "" where the file is in the programme already. Raises: Refused."""
    code = STEPS[Screening.Outcome(outcome)]
    state = ret.case.state
    if state in FLOW.steps[code].source:
        return code
    if ret.case.closed_on or state == "enquiry":
        raise Refused(
            _("L'entretien d'orientation se mène sur une demande enregistrée et ouverte : enregistrez-la d'abord."),
            code="state",
        )  # fmt: skip
    if outcome != Screening.Outcome.ELIGIBLE:
        raise Refused(
            _(
                "La personne est déjà dans le programme : cet entretien ne l'en sort pas. Si elle renonce, notez-le sur la "
                "page du dossier."
            ),
            code="state",
        )
    return ""


def known_row(known: Row, ret: Return) -> Row:
    """Sent twice, an interview is one; a key made up answers nothing."""
    if known.ret_id != ret.pk:
        raise Refused(_("Cette saisie a été commencée ailleurs : recommencez-la."))
    return known


def insist_after_request(ret: Return, on: date, field: str = "on") -> None:
    if on < ret.applied_on:
        raise bad(field, _("Ce jour est d'avant la demande : vérifiez la date."))


@command(SCREEN)
def correct_screening(actor: User, screening: Screening, *, draft: ScreeningDraft) -> Screening:
    """What was written of an interview, corrected; its outcome stands: another conclusion is another interview."""
    insist(draft)
    if draft.outcome != screening.outcome:
        raise bad(
            "outcome", _("La suite d'un entretien ne se réécrit pas : menez-en un nouveau, il décidera.")
        )
    insist_after_request(screening.ret, draft.on)
    if not changed(screening, draft.columns):
        return screening
    screening.save(update_fields=list(draft.columns))
    note_change(actor, screening.ret.case, {"screening": ["", ""]})
    return screening


def changed(row: Screening | Counselling, columns: dict[str, object]) -> bool:
    """Write the columns on the row; was any another?"""
    found = False
    for name, value in columns.items():
        found = found or getattr(row, name) != value
        setattr(row, name, value)
    return found


# Vulnerabilities


@command(SCREEN)
def set_vulnerabilities(actor: User, ret: Return, *, flags: Iterable[str], on: date | None = None) -> Return:
    """These hold from that day, the others no more. What was found before stays in the file's past."""
    wanted = list(flags)
    if not set(wanted) <= set(Vulnerability.Flag.values):
        raise bad("vulnerabilities", _("Choisissez les vulnérabilités parmi celles proposées."))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise bad("on", _("Cette date est dans l'avenir : un fait s'enregistre quand il a eu lieu."))
    before = open_flags(ret)
    write_flags(actor, ret, wanted, day)
    if set(before) != set(wanted):
        known = Vulnerability.Flag.values
        note_change(actor, ret.case, {"vulnerabilities": [coded(before, known), coded(wanted, known)]})
    return ret


def open_flags(ret: Return) -> list[str]:
    return list(ret.vulnerabilities.filter(ended_on=None).values_list("flag", flat=True))


def write_flags(actor: User, ret: Return, flags: Iterable[str], on: date) -> None:
    wanted, here = set(flags), set(open_flags(ret))
    for one in ret.vulnerabilities.filter(ended_on=None, flag__in=here - wanted):
        one.ended_on = max(on, one.since)
        one.save(update_fields=["ended_on"])
    for flag in sorted(wanted - here):
        Vulnerability.objects.create(ret=ret, flag=flag, since=on, by=actor)


# Counselling


@command(COUNSEL)
def counsel(actor: User, ret: Return, *, draft: CounsellingDraft, last: bool = False) -> Counselling:
    """A session, present, by telephone, or by video with the mission of origin; with ``last`` the sessions are over and
    the declaration comes next. The same draft id twice is one row."""
    insist(draft)
    known = Counselling.objects.filter(pk=draft.id).select_related("ret").first()
    if known:
        return known_row(known, ret)
    if ret.case.closed_on:
        raise Refused(_("Ce dossier est clos : reprenez-le d'abord, avec un motif."), code="state")
    insist_after_request(ret, draft.on)
    made = Counselling.objects.create(id=draft.id, ret=ret, by=actor, **draft.columns)
    if last and ret.case.state in FLOW.steps["counsel"].source:
        FLOW.run(actor, ret.case, "counsel", move=Move(on=draft.on))
    return made


@command(COUNSEL)
def correct_counselling(actor: User, counselling: Counselling, *, draft: CounsellingDraft) -> Counselling:
    """What was written of a session, corrected."""
    insist(draft)
    insist_after_request(counselling.ret, draft.on)
    if not changed(counselling, draft.columns):
        return counselling
    counselling.save(update_fields=list(draft.columns))
    note_change(actor, counselling.ret.case, {"counselling": ["", ""]})
    return counselling


def carry_on(actor: User, ret: Return, step: str) -> Return:
    """A file taken up again goes on with the interview or the declaration that it has: the guards say whether it has."""
    if step not in CARRIED_ON:
        raise Refused(_("Cette étape ne se prend pas ici : rechargez la page."))
    FLOW.run(actor, ret.case, step, move=Move())
    return fresh(ret)


say(
    {
        "returns.screen": _("Entretien d'orientation enregistré"),
        "returns.correct_screening": _("Entretien d'orientation corrigé"),
        "returns.set_vulnerabilities": _("Vulnérabilités mises à jour"),
        "returns.counsel": _("Entretien de conseil enregistré"),
        "returns.correct_counselling": _("Entretien de conseil corrigé"),
    },
    kinds={
        "returns.screening": _("Entretien d'orientation"),
        "returns.vulnerability": _("Vulnérabilité"),
        "returns.counselling": _("Entretien de conseil"),
    },
)
