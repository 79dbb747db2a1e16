"""What other domains ask of clearances, and what pages show of them.

``refusal`` is the lock: one statement, one sentence, whether nothing was ever asked, whether it was refused, taken back,
has run out, or a file hides the person. Nobody learns from a lock that there is something behind it.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.models import Clearance
from musanada.kit.ages import age_on
from musanada.kit.choices import BirthPrecision, FieldGroup
from musanada.kit.errors import Sentence
from musanada.people.models import Person
from musanada.people.queries import note_reading
from musanada.people.queries.consents import of_whole_cluster

ASK, ANSWER = "clearance.ask", "clearance.answer"
KINDS = Clearance.Kind.choices
ADULT = 18
NONE: dict[str, Sentence] = {
    Clearance.Kind.TRAVEL: _(
        "Pas de feu vert de voyage pour cette personne mineure ce jour-là : demandez-le avant de fixer le départ."
    ),
    Clearance.Kind.PROTECTION: _(
        "Pas de feu vert de protection pour cette personne ce jour-là : demandez-le avant de fixer le départ."
    ),
}


# For the guards of other domains


def holding(day: date) -> Q:
    return Q(state=Clearance.State.GRANTED, from_on__lte=day, to_on__gte=day)


def refusal(person: Person, kind: str, day: date, *, unit: Unit | None = None) -> Sentence | None:
    """The sentence that stops, or None: is there a clearance for that very day? ``unit``: of its organisation only."""
    rows = Clearance.objects.filter(of_whole_cluster(person), holding(day), kind=kind)
    if unit is not None:
        rows = rows.filter(unit__path__startswith=unit.path.split("/")[0] + "/")
    return None if rows.exists() else NONE[kind]


def cleared(people: Sequence[UUID], kind: str, day: date) -> set[UUID]:
    """Of these people, by the keys of their own records, those who have one for that day: one statement for a manifest."""
    rows = Clearance.objects.filter(holding(day), kind=kind, person__in=people)
    return set(rows.values_list("person_id", flat=True))


def minor_without_parent(person: Person, day: date, *, with_parent: bool) -> bool:
    """Does this movement need a travel clearance? A parent in the same movement is told by the caller.

    A decision about one child never counts with a middle age: whoever may still be under 18 that day is, and so is
    somebody of whose age nothing is known.
    """
    return not with_parent and may_be_minor(person, day)


def may_be_minor(person: Person, day: date) -> bool:
    if person.birth_date is None:
        return True
    age = age_on(latest_birth(person.birth_date, person.birth_precision), BirthPrecision.DAY, day)
    return age is None or age < ADULT


def latest_birth(birth: date, precision: str) -> date:
    """The youngest they can be."""
    if precision == BirthPrecision.DAY:
        return birth
    if precision == BirthPrecision.MONTH:
        return birth.replace(day=monthrange(birth.year, birth.month)[1])
    return date(birth.year, 12, 31)


# For those who ask


def asking_units(actor: User, person: Person) -> list[Unit]:
    """The actor's offices that know the person."""
    units = units_for(actor, ASK, FieldGroup.TRAVEL).filter(active=True)
    return list(units.filter(pk__in=person.presences.values("unit")).order_by("path"))


def asked(actor: User) -> QuerySet[Clearance]:
    """What the actor's offices asked, the latest first."""
    return scoped(actor, ASK, Clearance.objects.select_related("person", "unit"))


def clearance(actor: User, pk: UUID, right: str) -> Clearance:
    """Raises: Http404 unless visible. Opening that of a protected person leaves its line in the journal."""
    rows = scoped(actor, right, Clearance.objects.filter(pk=pk), named=True)
    found = rows.select_related("person", "unit", "asked_by", "answered_by").first()
    if found is None:
        raise Http404
    note_reading(actor, found.person)
    return found


def standing(one: Clearance) -> str:
    """What who asked is told, as a shape: there is one, it is waited for, there is none."""
    if one.state == Clearance.State.ASKED:
        return "wait"
    return "done" if one.state == Clearance.State.GRANTED and not over(one) else "blocked"


def over(one: Clearance) -> bool:
    return one.to_on is not None and one.to_on < timezone.localdate()


def told(one: Clearance) -> str:
    """The same in words: never why, and never whether it was refused, taken back or ran out."""
    words = {
        "wait": _now("Demandé, sans réponse"),
        "done": _now("Feu vert accordé"),
        "blocked": _now("Pas de feu vert"),
    }
    return words[standing(one)]


# For those who answer


def to_answer(actor: User) -> QuerySet[Clearance]:
    """What waits for an answer of the actor, the oldest first; what they asked themselves is for another."""
    rows = Clearance.objects.filter(state=Clearance.State.ASKED).exclude(asked_by=actor)
    return scoped(actor, ANSWER, rows.select_related("person", "unit")).order_by("asked_at", "id")


def answered(actor: User) -> QuerySet[Clearance]:
    """What was answered at the actor's offices, the latest first."""
    rows = Clearance.objects.exclude(state=Clearance.State.ASKED).select_related("person", "unit")
    return scoped(actor, ANSWER, rows).order_by("-answered_at", "-id")
