"""What a child's file holds, as one set of words per file: what ``sections`` counts completeness by. One statement."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from musanada.people.models import Consent, Language, Person
from musanada.protection.models import (
    AgeRecord,
    Assessment,
    CareArrangement,
    Child,
    Closing,
    Concern,
    Determination,
    FamilyMember,
    FollowUp,
    Mandate,
    PlanAction,
    ProtectionFile,
    Separation,
    Service,
    Tracing,
    TracingAction,
    TransitionItem,
)
from musanada.protection.queries.children import age_of, person_of
from musanada.protection.rules import value
from musanada.protection.sections import Standing, standing

ALIVE = FamilyMember.Alive
RELATIVE = Q(voided_at=None)
UNASKED = Q(in_contact="not_asked") | Q(wished="not_asked") | Q(safe="not_asked")
# word → the table, and which of its rows
ROWS: dict[str, tuple[Any, Q]] = {
    "age": (AgeRecord, Q(applied=True)),
    "relative": (FamilyMember, RELATIVE),
    "mother": (FamilyMember, RELATIVE & Q(tie="mother")),
    "father": (FamilyMember, RELATIVE & Q(tie="father")),
    "unknown_alive": (FamilyMember, RELATIVE & Q(alive=ALIVE.UNKNOWN)),
    "unasked_contact": (FamilyMember, RELATIVE & ~Q(alive=ALIVE.NO) & UNASKED),
    "separation": (Separation, Q()),
    "care": (CareArrangement, Q(to_on=None)),
    "placed": (CareArrangement, Q(to_on=None, kind__in=CareArrangement.PLACED)),
    "care_checked": (CareArrangement, Q(to_on=None, checked_on__isnull=False)),
    "care_view": (CareArrangement, Q(to_on=None) & ~Q(view="")),
    "mandate": (Mandate, ~Q(state="refused")),
    "mandate_active": (Mandate, Q(state="active")),
    "concern": (Concern, Q()),
    "tracing": (Tracing, Q()),
    "tracing_action": (TracingAction, Q()),
    "tracing_found": (Tracing, Q(state__in=("found", "verified", "reunified"))),
    "tracing_verified": (Tracing, Q(verified_on__isnull=False)),
    "bia": (Assessment, Q(done_on__isnull=False)),
    "bia_reviewed": (Assessment, Q(state="reviewed")),
    "bid_needed": (Assessment, Q(state="reviewed") & ~Q(bid_needed__in=("", "no"))),
    "bid_decided": (Determination, Q(decided_on__isnull=False)),
    "bid_told": (Determination, Q(told_on__isnull=False)),
    "plan": (PlanAction, Q()),
    "service": (Service, Q()),
    "follow_up": (FollowUp, Q()),
    "follow_up_done": (FollowUp, Q(done_on__isnull=False)),
    "transition": (TransitionItem, Q()),
    "transition_open": (TransitionItem, Q(state="open")),
    "closing": (Closing, ~Q(state="refused")),
    "closing_approved": (Closing, Q(state="approved")),
    "closing_feedback": (Closing, ~Q(state="refused") & ~Q(feedback="")),
    "closing_aftercare": (Closing, ~Q(state="refused") & (~Q(aftercare="") | Q(aftercare_on__isnull=False))),
}


@dataclass(frozen=True)
class Facts:
    """One file as its form sees it."""

    file: ProtectionFile
    child: Child
    person: Person
    has: frozenset[str]
    grown: bool


def facts(file: ProtectionFile) -> Facts:
    person = person_of(file)
    told = {
        word: Exists(model.objects.filter(rows, file=OuterRef("pk"))) for word, (model, rows) in ROWS.items()
    }
    told["language"] = Exists(Language.objects.filter(person=person.pk))
    told["consent"] = Exists(Consent.objects.filter(person=person.pk))
    row = ProtectionFile.objects.filter(pk=file.pk).annotate(
        **{f"has_{word}": test for word, test in told.items()}
    )
    found = row.values(*(f"has_{word}" for word in told)).get()
    words = frozenset(name.removeprefix("has_") for name, there in found.items() if there)
    age = age_of(file)
    grown = age is not None and age >= value("transition_age")
    return Facts(file, file.child, person, words, grown)


def blocks(file: ProtectionFile) -> list[Standing]:
    """How far each block of the form is."""
    return standing(facts(file))
