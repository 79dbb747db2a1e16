"""Reads of the child's life: where and with whom, who stands for the child, school. Of a file already opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from musanada.access.doors import named_keys
from musanada.access.models import User
from musanada.protection.models import CareArrangement, Mandate, ProtectionFile, Schooling, SiblingLink
from musanada.protection.queries import files
from musanada.protection.queries.children import of_file

CHILD = "child"
SHAPES = {
    "asked": "wait",
    "active": "open",
    "ended": "void",
    "refused": "blocked",
}


def child_file(actor: User, case: UUID, right: str = files.WORK) -> ProtectionFile:
    """A child's file that names the actor, the reading noted. Raises: Http404."""
    return files.file(actor, case, right, kind=CHILD)


def row_of(actor: User, case: UUID, model: Any, item: UUID, right: str = files.WORK) -> Any:
    """A row of a child's file that names the actor. Raises: Http404."""
    file = child_file(actor, case, right)
    found = of_file(file, model, item)
    found.file = file
    return found


def arrangement(actor: User, case: UUID, item: UUID) -> CareArrangement:
    found: CareArrangement = row_of(actor, case, CareArrangement, item)
    return found


def mandate(actor: User, case: UUID, item: UUID) -> Mandate:
    found: Mandate = row_of(actor, case, Mandate, item)
    return found


def schooling(actor: User, case: UUID, item: UUID) -> Schooling:
    found: Schooling = row_of(actor, case, Schooling, item)
    return found


@dataclass(frozen=True)
class Care:
    """Where the child lives now, and where they lived before, the latest first."""

    now: CareArrangement | None
    before: Sequence[CareArrangement]


def care_of(file: ProtectionFile) -> Care:
    rows = list(CareArrangement.objects.filter(file=file).select_related("town", "by"))
    now = next((one for one in rows if one.to_on is None), None)
    return Care(now, [one for one in rows if one.to_on is not None])


def siblings_of(actor: User, file: ProtectionFile) -> QuerySet[SiblingLink]:
    """Links to brothers and sisters who have a file: a placement keeps them together, or says why not.

    Only for whoever both files name: to the others nothing tells that there is a second one.
    """
    keys = named_keys(actor, "files")
    links = SiblingLink.objects.filter(Q(file=file) | Q(other=file), ended_on=None)
    return links.filter(file__secret__in=keys, other__secret__in=keys)


def has_siblings(actor: User, file: ProtectionFile) -> bool:
    return siblings_of(actor, file).exists()


def mandates_of(file: ProtectionFile) -> list[tuple[Mandate, str]]:
    """Each with the shape of its state; what stands first."""
    order = {"active": 0, "asked": 1}
    rows = sorted(Mandate.objects.filter(file=file), key=lambda one: order.get(one.state, 2))
    return [(one, SHAPES[one.state]) for one in rows]


def schoolings_of(file: ProtectionFile) -> list[Schooling]:
    return list(Schooling.objects.filter(file=file))
