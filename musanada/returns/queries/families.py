"""A family's files of return: the principal's and those that depend on it."""

from django.db.models import Q

from musanada.returns.models import Return


def family(ret: Return) -> list[Return]:
    """The other files of the same family and direction, the principal's first."""
    head = ret.case.principal_id or ret.case_id
    rows = Return.objects.filter(Q(case=head) | Q(case__principal=head), direction=ret.direction)
    return list(rows.exclude(pk=ret.pk).select_related("case__person").order_by("case__principal", "pk"))
