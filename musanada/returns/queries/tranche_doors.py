"""What may be done with an instalment, by whom, and in words why not: for its page and its buttons."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import may
from musanada.access.models import User
from musanada.cases.queries import files
from musanada.kit.errors import BadInput, Sentence
from musanada.returns.models import ApprovalLimit, Tranche
from musanada.returns.queries.limits import beyond, level_of, words_needed
from musanada.returns.queries.tranches import APPROVE, OPEN, PAY, STATES, WORK, lacking

S = Tranche.State
ROAD = (S.PLANNED, S.SUBMITTED, S.APPROVED, S.PAID)


@dataclass(frozen=True)
class Doors:
    """What this actor may do now."""

    work: bool
    submit: bool
    approve: bool
    pay: bool
    refund: bool
    why_not_approve: Sentence | None = None
    why_not_pay: Sentence | None = None


def doors(actor: User, one: Tranche) -> Doors:
    works, approves, pays = (may(actor, right, one) for right in (WORK, APPROVE, PAY))
    opened = one.file.case.closed_on is None
    return Doors(
        work=works,
        submit=works and opened and one.state == S.PLANNED and not lacking(one),
        approve=approves and opened and one.state == S.SUBMITTED,
        pay=pays and opened and one.state == S.APPROVED,
        refund=pays and one.state == S.PAID and why_not_pay(actor, one) is None,
        why_not_approve=why_not_approve(actor, one) if approves and one.state == S.SUBMITTED else None,
        why_not_pay=why_not_pay(actor, one) if pays and one.state == S.APPROVED else None,
    )


def why_not_approve(actor: User, one: Tranche) -> Sentence | None:
    if one.submitted_by_id == actor.pk:
        return _("Vous avez soumis ce versement : une autre personne l'approuve.")
    if one.approvals.filter(void=False, by=actor).exists():
        return _("Vous avez déjà donné votre accord : une autre personne donne le second.")
    try:
        return beyond(actor, one.file.case.unit, level_of(one.amount, one.currency))
    except BadInput as problem:
        return problem.message


def why_not_pay(actor: User, one: Tranche) -> Sentence | None:
    if one.submitted_by_id == actor.pk:
        return _("Vous avez soumis ce versement : une autre personne le paie.")
    if one.approvals.filter(void=False, given=True, by=actor).exists():
        return _("Vous avez approuvé ce versement : une autre personne le paie.")
    return None


def needs(one: Tranche) -> dict[str, Any]:
    """Whose word the amount needs today, how many, and how many were given."""
    try:
        level = level_of(one.amount, one.currency)
    except BadInput as problem:
        return {"label": problem.message, "words": 0, "given": 0}
    labels: dict[str, Any] = dict(ApprovalLimit.Level.choices)
    given = one.approvals.filter(void=False, given=True).count()
    return {"label": labels[level], "words": words_needed(level), "given": given}


def strip(one: Tranche) -> list[dict[str, Any]]:
    """Planned, submitted, approved, paid: where it is, and by what it is held up."""
    if one.state == S.CANCELLED:
        return [{"label": STATES[S.CANCELLED], "state": "here", "note": ""}]
    here = ROAD.index(S(one.state))
    blocked = one.state in OPEN and bool(lacking(one))
    notes = {S.SUBMITTED: one.submitted_at, S.PAID: one.paid_on}
    return [
        {
            "label": STATES[state],
            "state": "done" if n < here or one.state == S.PAID else here_or(n, here, blocked),
            "note": notes.get(state) if n <= here else "",
        }
        for n, state in enumerate(ROAD)
    ]


def here_or(n: int, here: int, blocked: bool) -> str:
    if n == here:
        return "here"
    return "blocked" if blocked and n == here + 1 else "next"


def file_url(actor: User, one: Tranche) -> str:
    """The page of the file, for those who read files; who pays does not."""
    found = files.find(actor, one.file.case_id, "reintegration.view")
    return reverse("returns:reintegration", args=[found.pk]) if found else ""
