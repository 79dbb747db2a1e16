"""Erasures the actor may see; whom a refusal keeps out of the lists; what a certificate says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import WITHHELD, holdings_of, scoped
from musanada.access.models import Unit, User
from musanada.cases.steps import Step
from musanada.dataprotection.models import Erasure
from musanada.dataprotection.models.erasure import Verified
from musanada.dataprotection.organisations import organisation_of
from musanada.dataprotection.proofs import holds
from musanada.dataprotection.workflow_erasure import ERASURE
from musanada.kit.errors import Sentence
from musanada.kit.subject import ERASERS
from musanada.people.models import Person

VIEW = "erasure.view"
VERIFIED = Verified.choices
REASONS = Erasure.Reason.choices
STATES = Erasure.State.choices
CERTIFICATE = "erasure-certificate"


def erasures(actor: User, state: str = "") -> QuerySet[Erasure]:
    """The procedures at the actor's places, newest first: also of people kept out of the lists, never of P4 people."""
    rows = scoped(actor, VIEW, Erasure.objects.all(), named=True).exclude(person__protected=True)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("person", "unit").order_by("-asked_on", "-id")


def erasure(actor: User, pk: UUID | str) -> Erasure:
    """Raises: Http404 unless visible."""
    rows = scoped(actor, VIEW, Erasure.objects.filter(pk=pk), named=True)
    found = rows.select_related(
        "person", "unit", "asked_by", "examined_by", "decided_by", "confirmed_by"
    ).first()
    if found is None:
        raise Http404
    return found


def open_steps(actor: User, one: Erasure) -> list[Step]:
    return [step for step in ERASURE.open_steps(actor, one) if step.code != "restrict"]


def step_of(code: str) -> Step:
    return ERASURE.steps[code]


def erasures_of(actor: User, person: Person) -> QuerySet[Erasure]:
    own = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk)).values("pk")
    rows = scoped(actor, VIEW, Erasure.objects.filter(person__in=own), named=True)
    return rows.select_related("unit").order_by("-asked_on")


def withheld_from(actor: User) -> Iterable[UUID]:
    """People whose erasure one of the actor's organisations refused, with the records merged into them."""
    roots = {path.split("/", 1)[0] + "/" for _role, path in holdings_of(actor)}
    if not roots:
        return []
    places = Q()
    for root in roots:
        places |= Q(unit__path__startswith=root)
    kept = list(Erasure.objects.filter(places, state="restricted").values_list("person_id", flat=True))
    if not kept:
        return []
    return Person.objects.filter(Q(pk__in=kept) | Q(merged_into__in=kept)).values_list("pk", flat=True)


WITHHELD.add("refused erasures", withheld_from)


def to_review(actor: User) -> QuerySet[Erasure]:
    """Refusals whose reasons are to be looked at again today or since."""
    return erasures(actor, "restricted").filter(review_on__lte=timezone.localdate())


@dataclass(frozen=True)
class Certificate:
    """What the person is given: a number, a day, what went by kind and count, and a proof. No name."""

    number: str
    at: datetime
    organisation: Unit
    lines: Sequence[tuple[Sentence, int]]
    proof: str
    replayed_at: datetime | None

    @property
    def short_proof(self) -> str:
        return " ".join(self.proof[n : n + 8] for n in range(0, 64, 8))


def certificate(one: Erasure) -> Certificate:
    """Raises: Http404 before the erasure was executed."""
    if one.state != Erasure.State.EXECUTED or one.executed_at is None:
        raise Http404
    return Certificate(
        one.number,
        one.executed_at,
        organisation_of(one.unit),
        lines_of(one.counts),
        one.proof,
        one.replayed_at,
    )


def lines_of(counts: dict[str, int]) -> list[tuple[Sentence, int]]:
    """In the order in which the apps name their kinds."""
    words: dict[str, Any] = {}
    for eraser in ERASERS.values():
        words |= eraser.words
    return [(words[kind], counts[kind]) for kind in words if counts.get(kind)]


def verified(one: Erasure) -> bool:
    """Does the certificate's proof hold over what the table says?"""
    if one.executed_at is None:
        return False
    day = timezone.localdate(one.executed_at).isoformat()
    content = [one.number, day, organisation_of(one.unit).code, one.counts]
    return holds(CERTIFICATE, content, one.proof)
