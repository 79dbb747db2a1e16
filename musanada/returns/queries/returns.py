"""One return, actor first: the file, its family, who could join it, what was changed. What is not seen is not found."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.cases.models import Case, CaseStep
from musanada.cases.queries import files
from musanada.cases.queries.clearances import may_be_minor
from musanada.kit.choices import FieldGroup
from musanada.kit.ids import normalise_reference
from musanada.people.models import Person, Relationship
from musanada.people.queries import home_seen
from musanada.people.queries.register import cluster
from musanada.reference.queries import regions
from musanada.returns.models import Funding, Return
from musanada.returns.queries.schemes import holds_on, of_organisations, root_of
from musanada.returns.workflow import CODE, RETURN

VIEW, REGISTER = "return.view", "return.register"
EDITED = "edited"  # the code of the journal's line of a correction
NAMES = ("case__unit", "organised_by", "from_country", "to_country", "to_place", "funding")


def ret(actor: User, pk: UUID | str, right: str = VIEW) -> Return:
    """By the key of its case, which is what addresses carry. Reading someone hidden is noted. Raises: Http404."""
    spine = files.case(actor, pk, right)
    if spine.procedure != CODE:
        raise Http404
    found = Return.objects.select_related(*NAMES).filter(case=spine).first()
    if found is None:
        raise Http404
    found.case = spine
    spine.return_file = found
    return found


def by_number(actor: User, text: str, right: str = VIEW) -> Return | None:
    """The file that bears this number, as typed, if the actor sees it."""
    rows = files.visible(actor, right).filter(procedure=CODE, reference=normalise_reference(text))
    found = rows.select_related("return_file", "unit", "person").first()
    return found.return_file if found else None


def of_person(actor: User, person: Person) -> list[Return]:
    """The person's files that the actor sees, the latest first; those of merged records too."""
    rows = files.cases_of(actor, person, VIEW).filter(procedure=CODE)
    return [
        one.return_file for one in rows.select_related("return_file", "unit").order_by("-opened_on", "-id")
    ]


def family_seen(actor: User, one: Return) -> list[Return]:
    """The principal's file and the dependants', as far as the actor sees them, this one among them."""
    head = one.case.principal_id or one.case_id
    rows = files.visible(actor, VIEW).filter(Q(pk=head) | Q(principal=head), procedure=CODE)
    rows = rows.select_related("return_file__to_country", "person", "unit").order_by("opened_on", "id")
    found = []
    for case in rows:
        case.return_file.case = case
        found.append(case.return_file)
    return sorted(found, key=lambda other: other.case_id != head)


def could_join(actor: User, one: Return) -> list[Any]:
    """The other members of the household, as far as the actor sees them, without an open file of that direction."""
    person = one.case.person.merged_into or one.case.person
    home, members = home_seen(actor, person)
    if home is None:
        return []
    keys = [member.person.pk for member in members if member.person.pk != person.pk]
    held = Return.objects.filter(direction=one.direction, case__closed_on=None)
    held = held.filter(Q(case__person__in=keys) | Q(case__person__merged_into__in=keys))
    busy = {
        key for pair in held.values_list("case__person_id", "case__person__merged_into_id") for key in pair
    }
    return [member for member in members if member.person.pk in keys and member.person.pk not in busy]


def offices(actor: User) -> list[Unit]:
    """Where the actor receives requests of return: their own office first, before those under it."""
    units = units_for(actor, REGISTER, FieldGroup.TRAVEL).filter(active=True)
    return list(units.order_by("path"))


def fundings_for(unit: Unit) -> QuerySet[Funding]:
    """Those of the office's organisation that hold today or held: a request may be of the past."""
    return Funding.objects.filter(of_organisations([root_of(unit)])).order_by("channel", "code")


def fundings_open(unit: Unit) -> QuerySet[Funding]:
    return fundings_for(unit).filter(holds_on(timezone.localdate()))


def region_choices() -> list[tuple[str, str]]:
    lang = get_language() or "fr"
    return [(str(one.pk), one.name(lang)) for one in regions()]


def is_minor(person: Person) -> bool:
    """May the person be under 18 today?"""
    return may_be_minor(person.merged_into or person, timezone.localdate())


def guardians(actor: User, one: Return) -> list[Person]:
    """Who may sign for a child: parents and guardians noted in the register, and adults of the family's files."""
    own = cluster(one.case.person)
    ties = Relationship.objects.filter(kind__in=("parent", "guardian"), other__in=own)
    head = one.case.principal_id or one.case_id
    near = Case.objects.filter(Q(pk=head) | Q(principal=head), procedure=CODE).exclude(pk=one.case_id)
    rows = Person.objects.filter(Q(pk__in=ties.values("person")) | Q(pk__in=near.values("person")))
    rows = rows.filter(voided_at=None, protected=False).exclude(pk__in=own).select_related("merged_into")
    found = {person.pk: person for row in rows if not is_minor(person := row.merged_into or row)}
    return list(found.values())


def entered_late(one: Return) -> int:
    """Days between the request and its entry, where it was not entered the same day."""
    days = (timezone.localdate(one.recorded_at) - one.applied_on).days
    return days if days > 1 else 0


# What was changed


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


def changes_of(step: CaseStep) -> list[Change]:
    """What a line of correction kept: the column, and its codes before and after; of words only that they changed."""
    if step.code != EDITED or not step.seen:
        return []
    return [Change(name, str(pair[0]), str(pair[1])) for name, pair in json.loads(step.seen).items()]


def shape_of(case: Case) -> str:
    """Whose move it is, as a shape."""
    if case.closed_on:
        return "done" if case.state == "handed_over" else "void"
    if case.state in ("departed", "arrived", "ready"):
        return "done"
    return "open" if case.state in RETURN.waiting else "wait"


def labels(states: Sequence[str]) -> list[tuple[str, Any]]:
    return [(state, RETURN.label_of(state)) for state in states]
