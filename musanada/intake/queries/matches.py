"""Who the person at the counter may already be: the matching engine's answer, as the registration page shows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from musanada.access.models import Unit, User
from musanada.kit.ages import age_on
from musanada.kit.choices import BirthPrecision, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Sentence
from musanada.linkage.queries import look_for
from musanada.linkage.sought import Candidate, Sought
from musanada.people.drafts import PersonDraft

# From this score on, saving asks the clerk to say who is in front of them.
STRONG = 80
SHOWN = 6


@dataclass(frozen=True)
class Likeness:
    """Someone of the register, and why they may be the person in front."""

    person: UUID
    reference: str
    latin: str
    arabic: str
    sex: Sentence
    born: PartialDate
    age: int | None
    nationality: str
    reasons: tuple[Sentence, ...]
    strong: bool


def sought(draft: PersonDraft) -> Sought:
    """A draft as the engine asks for it: only what is known."""
    names = [n.full for n in draft.names if n.full]
    nationalities = draft.documents or draft.nationalities
    born = draft.birth.date
    return Sought(
        name=names[0] if names else "",
        other_name=names[1] if len(names) > 1 else "",
        born=born.year if born else None,
        born_about=draft.birth.precision == BirthPrecision.ESTIMATED,
        nationality=nationalities[0] if nationalities else "",
        sex=draft.sex if draft.sex in (Sex.FEMALE, Sex.MALE) else "",
        phone=draft.contacts[0].value if draft.contacts else "",
        document=draft.identifiers[0].value if draft.identifiers else "",
        mother=next((n.mother for n in draft.names if n.mother), ""),
        birth_date=born if draft.birth.precision == BirthPrecision.DAY else None,
    )


def likely(actor: User, unit: Unit, person: Sought, *, typing: bool = False) -> list[Likeness]:
    """The likeliest first; nobody before something was said."""
    said = "".join((*person.names, person.phone, person.document))
    if len(said.strip()) < 2:
        return []
    found = look_for(actor, person, unit=unit, typing=typing, limit=SHOWN)
    return [shown(candidate, timezone.localdate()) for candidate in found]


def shown(candidate: Candidate, today: date) -> Likeness:
    precision = BirthPrecision(candidate.birth_precision)
    return Likeness(
        person=candidate.person_id,
        reference=candidate.reference,
        latin=candidate.latin,
        arabic=candidate.arabic,
        sex=Sex(candidate.sex).label,
        born=PartialDate(candidate.birth, precision),
        age=age_on(candidate.birth, precision, today),
        nationality=candidate.nationality,
        reasons=candidate.reasons,
        strong=candidate.score >= STRONG,
    )


def shown_likely(actor: User, unit: Unit, draft: PersonDraft) -> dict[UUID, bool]:
    """Those on the page; True of those whom saving must not pass over in silence."""
    return {one.person: one.strong for one in likely(actor, unit, sought(draft))}
