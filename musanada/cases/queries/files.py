"""Which files an actor may see: by office, and by the part of a person's file that each procedure belongs to.

One table holds every procedure. Of two roles that hold the same right at the same office, only the one that reaches a
procedure's part of the file sees its cases: a shelter manager sees no regularisation.
"""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from musanada.access.doors import places_of, units_for, unprotected
from musanada.access.models import User
from musanada.cases import policies  # noqa: F401  the rights exist before the queries
from musanada.cases.models import Case
from musanada.cases.procedures import codes_by_group
from musanada.people.models import Person
from musanada.people.queries import note_reading, of_cluster

if TYPE_CHECKING:
    from musanada.cases.queries.parts import Parts

VIEW, WORK, LEAD = "case.view", "case.work", "case.lead"


def reached(actor: User, right: str, codes: list[str] | None = None) -> Q:
    """The condition itself: procedures of each part of the file, at the units where the right reaches that part.

    Parts that are held at the same places are asked once; the tree is small and resolved first.
    """
    by_places: dict[tuple[str, ...], tuple[str, list[str]]] = {}
    for group, procedures in codes_by_group().items():
        wanted = [code for code in procedures if codes is None or code in codes]
        places = tuple(sorted(set(places_of(actor, right, group))))
        if wanted and places:
            by_places.setdefault(places, (group, []))[1].extend(wanted)
    parts = [
        Q(procedure__in=wanted, unit__in=list(units_for(actor, right, group).values_list("pk", flat=True)))
        for group, wanted in by_places.values()
    ]
    return reduce(or_, parts, Q(pk__in=[]))


def visible(actor: User, right: str = VIEW) -> QuerySet[Case]:
    """The cases an actor may see under ``right``, as one statement. Protected people are in no list."""
    return unprotected(actor, Case.objects.filter(reached(actor, right)))


def find(actor: User, pk: UUID | str, right: str = VIEW) -> Case | None:
    """The case, if visible: of a protected person too, where their file names the actor. Not journalled."""
    rows = unprotected(actor, Case.objects.filter(reached(actor, right), pk=pk), named=True)
    return rows.select_related("person", "unit", "owner", "principal").first()


def case(actor: User, pk: UUID | str, right: str = VIEW) -> Case:
    """One case. Reading that of a protected person leaves its line in the journal. Raises: Http404 unless visible."""
    found = find(actor, pk, right)
    if found is None:
        raise Http404
    note_reading(actor, found.person)
    return found


def cases_of(actor: User, person: Person, right: str = VIEW) -> QuerySet[Case]:
    """A person's cases (and those of the records merged into them), of one page already opened."""
    rows = Case.objects.filter(of_cluster(person), reached(actor, right))
    return unprotected(actor, rows, named=True).select_related("unit", "owner")


def parts(actor: User, case: Case) -> "Parts":
    """What the page of a case shows, for the templates ``cases/_file_*.html``; ``case`` comes from ``case()`` above."""
    from musanada.cases.queries.parts import parts_of

    return parts_of(actor, case)
