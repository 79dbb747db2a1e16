"""What is told to a person who asks: which parts of the file, from which offices, gathered from every app."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone, translation

from musanada.access.doors import may, named_keys, scoped, units_for
from musanada.access.models import Unit, User
from musanada.dataprotection.models import AccessReport, RightsRequest
from musanada.dataprotection.models.answers import AccessReport as Report
from musanada.dataprotection.models.erasure import Verified
from musanada.dataprotection.organisations import office_keys
from musanada.kit.choices import FieldGroup
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.people.models import Person, Presence
from musanada.people.queries import cluster, groups_seen
from musanada.people.queries import person as find_person

ACCESS, WHOLE = "rights.access", "rights.access_whole"
VERIFIED = Verified.choices
FORMS = Report.Form.choices
LANGUAGES = (("fr", "Français"), ("ar", "العربية"))
OPEN_FOR = timedelta(hours=1)


def person(actor: User, pk: UUID | str) -> Person:
    """Raises: Http404 unless the actor may answer this person."""
    return find_person(actor, pk, ACCESS)


def groups_told(actor: User, person: Person) -> frozenset[str]:
    """The parts of the file this actor's answer holds: the whole one is for the data-protection officer to give."""
    if may(actor, WHOLE, person):
        return frozenset(FieldGroup.values)
    return groups_seen(actor, person, ACCESS)


def office(actor: User, person: Person) -> Unit | None:
    """The actor's office that knows the person: its organisation answers."""
    known = Presence.objects.filter(person__in=cluster(person)).values("unit")
    return units_for(actor, ACCESS, FieldGroup.IDENTITY).filter(pk__in=known).order_by("-path").first()


def sections(actor: User, person: Person, unit: Unit, lang: str) -> list[HeldSection]:
    """Everything held, in the order of the paper; a section with nothing in it says so on the paper."""
    asking = Asking(
        actor=actor,
        people=tuple(cluster(person)),
        units=office_keys(unit),
        groups=groups_told(actor, person),
        named=frozenset(named_keys(actor, "files")),
        lang=lang,
    )
    with translation.override(lang):
        found = [one for provider in HELD.values() for one in provider(asking) if one.group in asking.groups]
    return sorted(found, key=lambda one: one.order)


def left_out(groups: Sequence[str] | frozenset[str]) -> list[FieldGroup]:
    """Parts that this answer does not hold: the person is told to whom to ask for them."""
    return [g for g in FieldGroup if g not in groups]


def reports_of(actor: User, person: Person) -> QuerySet[AccessReport]:
    rows = scoped(actor, ACCESS, AccessReport.objects.filter(person__in=cluster(person)), named=True)
    return rows.select_related("unit", "made_by").order_by("-made_at")


@dataclass(frozen=True)
class Opened:
    """A report that its maker may still open: within the hour, the same person's."""

    report: AccessReport
    open: bool


def report(actor: User, pk: UUID | str) -> Opened:
    """Raises: Http404 unless the actor made it: nobody else opens what was for the person's hand."""
    rows = scoped(actor, ACCESS, AccessReport.objects.filter(pk=pk, made_by=actor), named=True)
    found = rows.select_related("person", "unit").first()
    if found is None:
        raise Http404
    return Opened(found, timezone.now() - found.made_at < OPEN_FOR)


def open_requests(actor: User, person: Person) -> QuerySet[RightsRequest]:
    """Requests of this person still to be answered, at the actor's places."""
    rows = RightsRequest.objects.filter(person__in=cluster(person), state="open")
    return scoped(actor, ACCESS, rows, named=True).order_by("due_on")
