"""The organisation that answers for a record: everything under one root of the tree of units."""

from uuid import UUID

from django.db.models import QuerySet

from musanada.access.models import Unit


def root_path(unit: Unit) -> str:
    """``iom/oujda/desk/`` → ``iom/``."""
    return unit.path.split("/", 1)[0] + "/"


def organisation_of(unit: Unit) -> Unit:
    return Unit.objects.get(path=root_path(unit))


def offices_of(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(path__startswith=root_path(unit))


def office_keys(unit: Unit) -> frozenset[UUID]:
    return frozenset(offices_of(unit).values_list("pk", flat=True))
