"""A family's files of return: the principal's and those that depend on it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from musanada.people.models import Relationship
from musanada.people.queries.register import cluster
from musanada.returns.models import Return


def family(ret: Return) -> list[Return]:
    """The other files of the same family and direction, the principal's first."""
    head = ret.case.principal_id or ret.case_id
    rows = Return.objects.filter(Q(case=head) | Q(case__principal=head), direction=ret.direction)
    return list(rows.exclude(pk=ret.pk).select_related("case__person").order_by("case__principal", "pk"))


def parent_travels(ret: Return, together: Iterable[Any]) -> bool:
    """Is a parent of this child among those of the same movement? By the ties of the register; where the family's files
    say nothing (``with_parent``), by what the counsellor wrote."""
    keys = list(together)
    if keys:
        people = Return.objects.filter(pk__in=keys).values("case__person")
        own = cluster(ret.case.person)
        ties = Relationship.objects.filter(kind__in=("parent", "guardian"), other__in=own, person__in=people)
        if ties.exists():
            return True
    return (
        bool(ret.with_parent) and any(one.pk in set(keys) for one in family(ret))
        if keys
        else bool(ret.with_parent)
    )
