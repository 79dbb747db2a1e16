"""What a file shows to a commission: who asks, what they declared, what their pieces cover, what was examined, what was
decided before. The caller has found the item by ``commission.item``: nothing here asks for a right again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from musanada.cases.models import Case, Piece
from musanada.cases.queries.pieces import GIVEN
from musanada.people.queries import display_name, nationalities
from musanada.regularisation.criteria.vocabulary import PRESENCE
from musanada.regularisation.evidence import Residence, period, residence
from musanada.regularisation.models import AgendaItem, Application, CriterionVersion, Decision, Refusal
from musanada.regularisation.queries import commission
from musanada.regularisation.queries.examining import reference_day, shown_evaluations
from musanada.regularisation.workflow import REGULARISATION

TOLERANCE = 92  # days, where the file claims nothing whose version says another


@dataclass(frozen=True)
class Relative:
    """A file that this one depends on, or that depends on it: its number and where it stands, not who it is about."""

    case: Case
    principal: bool
    state: Any
    here: AgendaItem | None  # before the same session


@dataclass(frozen=True)
class Hearing:
    """Everything the page of a file shows."""

    item: AgendaItem
    name: str
    countries: Sequence[str]
    claims: Sequence[Any]
    pieces: Sequence[Piece]
    residence: Residence
    tolerance: int
    evaluations: Sequence[Any]
    relatives: Sequence[Relative]
    earlier: Sequence[Decision]

    @property
    def reasons(self) -> list[Any]:
        return [Refusal(code).label for code in self.item.reason_set]

    @property
    def application(self) -> Application:
        found: Application = self.item.application
        return found

    @property
    def person(self) -> Any:
        return self.item.application.case.person


def hearing(item: AgendaItem) -> Hearing:
    one = item.application
    person = one.case.person
    pieces = list(Piece.objects.filter(case=one.case_id).select_related("type", "verified_by"))
    tolerance = tolerance_of(one)
    return Hearing(
        item=item,
        name=display_name(person.merged_into or person),
        countries=list(nationalities(person.merged_into or person).values_list("country", flat=True)),
        claims=list(one.claims.filter(withdrawn_on=None).select_related("criterion")),
        pieces=pieces,
        residence=residence(covered(pieces), reference_day(one), tolerance),
        tolerance=tolerance,
        evaluations=shown_evaluations(one),
        relatives=relatives(item),
        earlier=list(adjournments(item)),
    )


def covered(pieces: Sequence[Piece]) -> list[Any]:
    """The periods of the pieces received that show presence in the country."""
    shown = [one for one in pieces if one.state in GIVEN and one.type.shows in PRESENCE]
    return [found for one in shown if (found := period(one.from_on, one.to_on))]


def tolerance_of(one: Application) -> int:
    """Of the categories claimed, by the version of their day, the longest interruption that does not count."""
    claimed = one.claims.filter(withdrawn_on=None).values("criterion")
    rows = CriterionVersion.objects.filter(
        criterion__in=claimed, stage=CriterionVersion.Stage.FIRST, valid_from__lte=reference_day(one)
    )
    return max(rows.values_list("gap_days", flat=True), default=TOLERANCE)


def relatives(item: AgendaItem) -> list[Relative]:
    case = item.application.case
    rows = list(case.dependants.filter(person__protected=False).order_by("opened_on", "id"))
    principal = case.principal
    if principal is not None and not principal.person.protected:
        rows.insert(0, principal)
    here = AgendaItem.objects.filter(session=item.session_id, removed_at=None)
    on_agenda = {
        one.application.case_id: one
        for one in here.filter(application__case__in=rows).select_related("application")
    }
    return [
        Relative(one, one.pk == case.principal_id, REGULARISATION.label_of(one.state), on_agenda.get(one.pk))
        for one in rows
    ]


def adjournments(item: AgendaItem) -> Any:
    """Why the commission put the file off before."""
    rows = item.application.decisions.filter(stage=item.stage, result="adjourned", voided_at=None)
    return rows.exclude(item=item.pk).order_by("on")


def next_waiting(actor: Any, item: AgendaItem) -> AgendaItem | None:
    """The next file of the agenda, as the actor reads it, that has no result: after this one, else the first."""
    rows = commission.items(actor, item.session).filter(commission.LIVE, result="")
    return rows.filter(position__gt=item.position).first() or rows.exclude(pk=item.pk).first()


def next_unread(actor: Any, item: AgendaItem) -> AgendaItem | None:
    rows = commission.items(actor, item.session).filter(result="").exclude(readings__member__user=actor.pk)
    return rows.filter(position__gt=item.position).first() or rows.exclude(pk=item.pk).first()
