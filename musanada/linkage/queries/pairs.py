"""The queue of likely twins and one pair of it. Who does not see both people does not see the pair, nor its count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from musanada.access.doors import colleagues, scoped, units_for
from musanada.access.models import User
from musanada.linkage.agreement import GROUP_OF, Line, Side, agreement
from musanada.linkage.fingerprint import unchanged
from musanada.linkage.models import TwinDecision, TwinPair
from musanada.people import queries as people
from musanada.people.models import Person

REVIEW, MERGE = "twins.review", "people.merge"
State = TwinPair.State
STATES = (State.OPEN, State.UNSURE, State.DIFFERENT)


@dataclass(frozen=True)
class Detail:
    """A pair as its page shows it. ``still``: decided, and the facts are the ones decided upon."""

    pair: TwinPair
    sides: tuple[Side, Side]
    lines: Sequence[Line]
    evidence: Sequence[dict[str, Any]]
    decisions: Sequence[TwinDecision]
    still: bool
    groups: frozenset[str]


def visible(actor: User) -> QuerySet[TwinPair]:
    """Pairs of two open records, both of which the actor may review and merge."""
    left, right = (
        scoped(actor, MERGE, Person.objects.filter(pk=OuterRef(end), merged_into=None, voided_at=None))
        for end in ("left", "right")
    )
    rows = scoped(actor, REVIEW, TwinPair.objects.exclude(state=State.CLOSED))
    return rows.filter(Exists(left), Exists(right))


def queue(actor: User, state: str = "", origin: str = "", *, suspicious: bool = False) -> QuerySet[TwinPair]:
    """The most valuable decision first, with the names of both."""
    rows = visible(actor).filter(state=state if state in STATES else State.OPEN)
    if origin in TwinPair.Origin.values:
        rows = rows.filter(origin=origin)
    if suspicious:
        rows = rows.filter(suspicious=True)
    return named(rows).order_by("-value", "id")


def named(rows: QuerySet[TwinPair]) -> QuerySet[TwinPair]:
    rows = rows.select_related("left", "right")
    for end in ("left", "right"):
        rows = rows.annotate(
            **{
                f"{end}_latin": people.shown_name("Latn", end),
                f"{end}_arabic": people.shown_name("Arab", end),
                f"{end}_other": people.other_name(end),
            }
        )
    return rows


def pair(actor: User, pk: UUID | str) -> TwinPair:
    """Raises: Http404 unless both people are visible."""
    found = visible(actor).filter(pk=pk).select_related("left__unit", "right__unit", "run__model").first()
    if found is None:
        raise Http404
    return found


def following(actor: User, one: TwinPair, state: str = "", origin: str = "") -> TwinPair | None:
    """The next question after this one, by value."""
    rows = queue(actor, state, origin).exclude(pk=one.pk)
    later = rows.filter(value__lte=one.value).exclude(value=one.value, pk__lt=one.pk)
    return later.first() or rows.first()


def detail(actor: User, one: TwinPair) -> Detail:
    groups = people.groups_seen(actor, one.left, REVIEW) & people.groups_seen(actor, one.right, REVIEW)
    sides = (side(actor, one.left, groups), side(actor, one.right, groups))
    evidence = [e for e in one.evidence if GROUP_OF.get(str(e["field"]), "identity") in groups]
    decisions = list(one.decisions.select_related("by"))
    staff = colleagues({d.by_id for d in decisions}, units_for(actor, REVIEW))
    for step in decisions:
        step.ours = step.by_id in staff  # type: ignore[attr-defined]
    still = one.state != State.OPEN and one.pk in unchanged([one])
    return Detail(one, sides, agreement(*sides, groups), evidence, decisions, still, groups)


def side(actor: User, person: Person, groups: frozenset[str]) -> Side:
    return Side(
        person,
        list(people.names(person)),
        list(people.nationalities(person)),
        list(people.documents(person)) if "travel" in groups else [],
        list(people.contacts(person)) if "contact" in groups else [],
        list(people.presences_seen(actor, person)),
    )


def cluster(actor: User, key: UUID) -> list[TwinPair]:
    """The pairs of one group that the actor sees, the likeliest first. Raises: Http404."""
    rows = list(named(visible(actor).filter(cluster=key)).order_by("-probability", "id"))
    if not rows:
        raise Http404
    return rows


def between(actor: User, first: UUID, second: UUID) -> TwinPair | None:
    """The pair of two people, if there is one the actor sees."""
    left, right = sorted((first, second))
    return visible(actor).filter(left=left, right=right).first()


def waiting_number(actor: User, most: int = 99) -> int:
    """How many questions wait, as far as it is worth counting."""
    return len(visible(actor).filter(state=State.OPEN).values_list("pk")[: most + 1])
