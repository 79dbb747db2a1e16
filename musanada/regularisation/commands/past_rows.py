"""The rows of loaded files, a table at a time. Called by ``past``, which has asked for the right and checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from musanada.access import bulk
from musanada.access.models import User
from musanada.cases.models import Case, CaseStep, Piece
from musanada.kit.ids import new_id
from musanada.regularisation.models import (
    Appeal,
    Application,
    Card,
    CardRule,
    Claim,
    CriterionVersion,
    Decision,
    Notification,
    Operation,
    Relief,
    ReliefItem,
    Renewal,
    Stage,
)
from musanada.regularisation.past import PastAppeal, PastCard, PastDecision, PastFile, noon
from musanada.regularisation.references import free_references
from musanada.regularisation.workflow import CODE, FLOW, REGULARISATION

Row = tuple[Any, ...]
Files = Sequence[tuple[PastFile, str]]
DECIDES: dict[tuple[str, bool], str] = {
    (Stage.FIRST, True): "favour",
    (Stage.FIRST, False): "refuse",
    (Stage.APPEAL, True): "overturn",
    (Stage.APPEAL, False): "uphold",
    (Stage.RELIEF, True): "relieve",
}


@dataclass(frozen=True)
class Loading:
    """What every row of one load shares."""

    actor: User
    operation: Operation
    batch: UUID | None
    criteria: dict[str, UUID]
    versions: dict[tuple[str, str], list[CriterionVersion]]
    reliefs: dict[UUID, Relief]

    def retained(self, one: PastDecision) -> UUID | None:
        """The version an opinion rests on: the relief's own, else the criterion's of that day."""
        if one.relief:
            return self.reliefs[one.relief].version_id
        found = (
            version_on(self.versions.get((one.retained, Stage.FIRST), []), one.on) if one.retained else None
        )
        return found.pk if found else None


def version_on(held: Sequence[CriterionVersion], day: date) -> CriterionVersion | None:
    """The version of that day; else the first there ever was: the past may have been looser than our dates."""
    valid = [one for one in held if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)]
    return valid[-1] if valid else (held[0] if held else None)


@dataclass(frozen=True)
class Taken:
    """A step a file took."""

    code: str
    on: date
    recorded_at: datetime
    reasons: tuple[str, ...] = ()


def journey(one: PastFile) -> Iterator[Taken]:
    """The steps of a file, in the order of time."""
    yield Taken("lodge", one.lodged_on, one.recorded_at)
    if one.ended and one.ended_on:
        yield Taken(one.ended, one.ended_on, max(noon(one.ended_on), one.recorded_at))
    for number, decided in enumerate(one.decisions):
        yield Taken(
            DECIDES[decided.stage, decided.favourable], decided.on, decided.recorded_at, decided.reasons
        )
        if number == 0 and one.appeal:
            yield from appealed(one.appeal)
    if one.closed_on and one.last and not one.ended:
        code = "close" if one.favourable else "close_refused"
        yield Taken(code, one.closed_on, max(noon(one.closed_on), one.last.recorded_at))
    elif one.cards:
        yield Taken("issue_card", one.cards[0].delivered_on, one.cards[0].recorded_at)


def appealed(one: PastAppeal) -> Iterator[Taken]:
    code = "appeal" if one.channel == Appeal.Channel.OFFICE else "appeal_direct"
    yield Taken(code, one.lodged_on, one.recorded_at)
    if one.withdrawn_on:
        yield Taken("withdraw_appeal", one.withdrawn_on, max(noon(one.withdrawn_on), one.recorded_at))


def state_of(one: PastFile) -> str:
    """Where a file stands after its journey; a decision that was told is notified."""
    if not one.decisions and not one.ended:
        return "complete"
    state = FLOW.steps[list(journey(one))[-1].code].target
    told = bool(one.last and one.last.told_on)
    after = {"favourable": "notified", "appeal_favourable": "notified", "relieved": "notified"}
    return (after | {"unfavourable": "notified_refusal"}).get(state, state) if told else state


def write(loading: Loading, files: Files) -> None:
    """Every table of the load. Those whose rows a trigger guards come first, though they point at the others.

    SQLite keeps what a savepoint may have to undo in one list and walks it after each guarded row: behind 27,000 files
    that is minutes. Foreign keys are asked at the end of the transaction, so that the order is free.
    """
    actor = loading.actor.pk
    bulk.insert(CaseStep, STEP, (row for one, _ref in files for row in step_rows(actor, one)))
    write_decisions(loading, files)
    write_cases(loading, files)
    bulk.insert(
        Claim,
        ("id", "application", "criterion", "claimed_on"),
        (
            (new_id(), one.id, loading.criteria[code], one.lodged_on)
            for one, _ref in files
            for code in dict.fromkeys(one.claims)
        ),
    )
    write_pieces(actor, files)
    write_appeals(loading, files)
    write_told(actor, files)
    write_cards(loading, files)


CASE = [
    "id", "reference", "procedure", "state", "person", "principal", "unit", "due_on", "opened_on", "opened_by",
    "recorded_at", "closed_on", "closure",
]  # fmt: skip
APPLICATION = [
    "id", "case", "operation", "place", "lodged_on", "lodged_recorded_at", "complete_on", "old_number", "source_batch",
    "arrived_on", "spouse", "together_on", "occupation", "schooling", "unaccompanied",
]  # fmt: skip
STEP = ["id", "case", "code", "from_state", "to_state", "on", "recorded_at", "by", "reasons"]


def write_cases(loading: Loading, files: Files) -> None:
    actor, operation = loading.actor.pk, loading.operation
    bulk.insert(Case, CASE, (case_row(actor, one, reference) for one, reference in files))
    bulk.insert(
        Application,
        APPLICATION,
        (
            (
                one.id,
                one.id,
                operation.pk,
                one.place,
                one.lodged_on,
                one.recorded_at,
                one.lodged_on,
                one.old_number,
                loading.batch,
                *declared(one),
            )
            for one, _ref in files
        ),
    )


def case_row(actor: UUID, one: PastFile, reference: str) -> Row:
    state = state_of(one)
    closure = REGULARISATION.closures.get(state, "")
    ended = (one.ended_on or one.closed_on) if closure else None
    return (
        *(one.id, reference, CODE, state, one.person, one.principal, one.office),
        *(one.due_on if state == "complete" else None, one.lodged_on, actor, one.recorded_at, ended, closure),
    )


def declared(one: PastFile) -> Row:
    said = one.declared
    return (
        *(
            said.get("arrived_on"),
            said.get("spouse", ""),
            said.get("together_on"),
            said.get("occupation", ""),
        ),
        *(said.get("schooling", Application.Schooling.UNKNOWN), said.get("unaccompanied", "not_asked")),
    )


def step_rows(actor: UUID, one: PastFile) -> Iterator[Row]:
    """The journal. A step whose own source the past did not write down starts where its table says."""
    state = "draft"
    for taken in journey(one):
        step = FLOW.steps[taken.code]
        source = state if state in step.source else step.source[0]
        reasons = listed(taken.reasons)
        yield (
            *(new_id(), one.id, taken.code, source, step.target, taken.on, taken.recorded_at, actor, reasons),
        )
        state = step.target


def listed(codes: Sequence[str]) -> str:
    return f",{','.join(codes)}," if codes else ""


def write_pieces(actor: UUID, files: Files) -> None:
    columns = ["id", "case", "type", "issuer", "from_on", "to_on", "received_on", "state", "recorded_at"]
    columns += ["recorded_by", "verified_on", "verified_by"]
    bulk.insert(
        Piece,
        columns,
        (
            (new_id(), one.id, p.type, p.issuer, p.from_on, p.to_on, one.lodged_on)
            + ("verified" if p.verified else "received", one.recorded_at, actor)
            + ((one.lodged_on, actor) if p.verified else (None, None))
            for one, _ref in files
            for p in one.pieces
        ),
    )


def write_appeals(loading: Loading, files: Files) -> None:
    references = iter(free_references(Appeal, sum(one.appeal is not None for one, _ref in files)))
    columns = [
        "id",
        "reference",
        "application",
        "unit",
        "channel",
        "lodged_on",
        "category",
        "state",
        "decided_on",
    ]
    bulk.insert(
        Appeal,
        [*columns, "recorded_at", "recorded_by"],
        (
            (
                a.id,
                next(references),
                one.id,
                loading.operation.appeals_unit_id,
                a.channel,
                a.lodged_on,
                a.category,
                *outcome_of(one),
                a.recorded_at,
                loading.actor.pk,
            )
            for one, _ref in files
            if (a := one.appeal)
        ),
    )


def outcome_of(one: PastFile) -> tuple[str, date | None]:
    """State and day of a file's appeal, as its decisions tell."""
    states, last = Appeal.State, one.last
    if one.appeal and one.appeal.withdrawn_on:
        return states.WITHDRAWN, None
    if last is None or last.stage == Stage.FIRST:
        return states.SORTED if one.appeal and one.appeal.category else states.LODGED, None
    if last.stage == Stage.RELIEF:
        return states.RELIEVED, last.on
    return (states.ACCEPTED if last.favourable else states.REJECTED), last.on


def write_decisions(loading: Loading, files: Files) -> None:
    actor = loading.actor.pk
    taken = [(one, d) for one, _ref in files for d in one.decisions]
    bulk.insert(
        Decision,
        [
            "id",
            "application",
            "stage",
            "result",
            "on",
            "recorded_at",
            "by",
            "retained",
            "reasons",
            "appeal",
            "relief",
        ],
        (
            (
                d.id,
                one.id,
                d.stage,
                d.result,
                d.on,
                d.recorded_at,
                actor,
                loading.retained(d),
                listed(d.reasons),
                one.appeal.id if one.appeal and d.stage == Stage.APPEAL else None,
                d.relief,
            )
            for one, d in taken
        ),
    )


def write_told(actor: UUID, files: Files) -> None:
    """The lists that relieved a file, and what was told to whom it concerns."""
    taken = [(one, d) for one, _ref in files for d in one.decisions]
    bulk.insert(
        ReliefItem,
        ("id", "relief", "application"),
        ((new_id(), d.relief, one.id) for one, d in taken if d.relief),
    )
    bulk.insert(
        Notification,
        ("id", "application", "decision", "on", "means", "received_on", "recorded_at", "by"),
        (
            (
                new_id(),
                one.id,
                d.id,
                d.told_on,
                Notification.Means.HAND,
                d.told_on,
                max(noon(d.told_on), d.recorded_at),
                actor,
            )
            for one, d in taken
            if d.told_on
        ),
    )


CARD = [
    "id", "reference", "person", "application", "unit", "place", "kind", "number", "state", "previous", "ordered_on",
    "printed_on", "delivered_on", "valid_from", "valid_to", "ended_on", "recorded_at", "delivered_recorded_at",
    "source_batch",
]  # fmt: skip


def write_cards(loading: Loading, files: Files) -> None:
    """Each card after the one it renews; a renewed one ends the day its successor begins."""
    pairs = [(one, n, card) for one, _ref in files for n, card in enumerate(one.cards)]
    references = free_references(Card, len(pairs))
    rows = (card_row(loading, *pair, reference) for pair, reference in zip(pairs, references, strict=True))
    bulk.insert(Card, CARD, rows)
    bulk.insert(
        Renewal,
        ("id", "card", "filed_on", "state", "decided_on", "recorded_at", "recorded_by"),
        (
            (
                new_id(),
                one.cards[n - 1].id,
                card.filed_on,
                Renewal.State.GRANTED,
                card.delivered_on,
                card.recorded_at,
                loading.actor.pk,
            )
            for one, n, card in pairs
            if n and card.filed_on
        ),
    )


def card_row(loading: Loading, one: PastFile, number: int, card: PastCard, reference: str) -> Row:
    after = one.cards[number + 1] if number + 1 < len(one.cards) else None
    ended = after.delivered_on if after and after.delivered_on <= card.valid_to else None
    asked = card.filed_on or (one.last.on if number == 0 and one.last else card.delivered_on)
    return (
        *(card.id, reference, one.person, one.id, one.office, one.place),
        CardRule.Kind.RENEWED if number else CardRule.Kind.FIRST,
        card.number,
        Card.State.REPLACED if after else Card.State.DELIVERED,
        one.cards[number - 1].id if number else None,
        *(
            min(asked, card.delivered_on),
            card.delivered_on,
            card.delivered_on,
            card.delivered_on,
            card.valid_to,
        ),
        *(ended, card.recorded_at, card.recorded_at, loading.batch),
    )
