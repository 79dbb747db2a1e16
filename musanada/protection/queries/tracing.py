"""Reads of the search for a family. Of a file already opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.protection.models import Child, FamilyMember, Known, ProtectionFile, Tracing, TracingAction
from musanada.protection.queries import files
from musanada.protection.queries.care import row_of

State = Tracing.State
GOING = (State.OPEN, State.PROGRESS, State.FOUND, State.VERIFIED)
NOT_WISHED = _(
    "L'enfant n'a pas dit qu'il veut que l'on cherche sa famille : parlez-en avec lui, et notez sa réponse dans son "
    "dossier. Sans son accord, on ne cherche pas."
)
NO_LONGER = _(
    "L'enfant ne veut plus que l'on cherche sa famille : arrêtez la recherche, ou notez qu'il a changé d'avis."
)
SHAPES = {
    "open": "open",
    "progress": "open",
    "found": "wait",
    "verified": "next",
    "reunified": "done",
    "failed": "void",
    "stopped": "void",
}


def tracing(actor: User, case: UUID, item: UUID, right: str = files.WORK) -> Tracing:
    found: Tracing = row_of(actor, case, Tracing, item, right)
    return found


@dataclass(frozen=True)
class Search:
    """One search with what it may do next."""

    row: Tracing
    shape: str
    actions: Sequence[TracingAction]

    @property
    def name(self) -> str:
        return name_of(self.row.relative)

    @property
    def going(self) -> bool:
        return self.row.state in GOING

    @property
    def may_verify(self) -> bool:
        return self.row.state in (Tracing.State.FOUND, Tracing.State.VERIFIED)

    @property
    def may_reunify(self) -> bool:
        return self.row.state == Tracing.State.VERIFIED

    @property
    def may_step(self) -> bool:
        return self.going and self.row.state != Tracing.State.VERIFIED


def search_of(row: Tracing) -> Search:
    actions = list(row.actions.select_related("by"))
    return Search(row, SHAPES[row.state], actions)


def searches_of(file: ProtectionFile) -> list[Search]:
    rows = Tracing.objects.filter(file=file).select_related("relative").prefetch_related("actions__by")
    return [Search(row, SHAPES[row.state], list(row.actions.all())) for row in rows]


def wished(file: ProtectionFile) -> bool:
    return Child.objects.filter(file=file, wants_tracing=Known.YES).exists()


def why_not(file: ProtectionFile) -> Sentence:
    """What stands before any search: the child's own word."""
    if wished(file):
        return ""
    return NO_LONGER if Tracing.objects.filter(file=file, state__in=GOING).exists() else NOT_WISHED


def to_search(file: ProtectionFile) -> list[FamilyMember]:
    """Relatives whom the child wants to reach, may reach, and whom nobody searches yet; in the child's order."""
    rows = FamilyMember.objects.filter(file=file, voided_at=None, wished=Known.YES)
    going = Tracing.objects.filter(file=file, state__in=GOING).values("relative")
    rows = rows.exclude(safe=Known.NO).exclude(alive=FamilyMember.Alive.NO).exclude(pk__in=going)
    return list(rows)


def named(one: FamilyMember) -> str:
    """The tie, with the name where there is one."""
    name = name_of(one)
    return f"{one.get_tie_display()} · {name}" if name else str(one.get_tie_display())


def name_of(one: FamilyMember) -> str:
    """In the script of the page; else as it is known."""
    ordered = (one.name_ar, one.name) if get_language() == "ar" else (one.name, one.name_ar)
    return next((name for name in ordered if name), "")
