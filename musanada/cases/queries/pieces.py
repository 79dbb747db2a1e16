"""Which pieces a case needs, which are there, which are missing: the checklist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from musanada.cases.models import Case, Piece, RequiredPiece

GIVEN = (Piece.State.RECEIVED, Piece.State.VERIFIED)


@dataclass(frozen=True)
class Line:
    """One line of a checklist: a piece, or a group of pieces of which one is enough. ``given`` are those in the file."""

    required: Sequence[RequiredPiece]
    given: Sequence[Piece]

    @property
    def mandatory(self) -> bool:
        return any(one.mandatory for one in self.required)

    @property
    def missing(self) -> bool:
        return self.mandatory and not self.given


def demanded(procedure: str, contexts: Iterable[str], day: date, scheme: str = "") -> QuerySet[RequiredPiece]:
    """The pieces demanded on ``day`` of everyone and of these categories, by the rules of all and of this scheme."""
    open_then = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = RequiredPiece.objects.filter(
        open_then,
        procedure=procedure,
        valid_from__lte=day,
        context__in=["", *contexts],
        scheme__in=["", scheme],
    )
    return rows.select_related("type")


def checklist(case: Case, contexts: Iterable[str], scheme: str = "", day: date | None = None) -> list[Line]:
    """The lines of a case's checklist; pieces of one alternative stand on one line."""
    groups: dict[tuple[str, int | str], list[RequiredPiece]] = {}
    for one in demanded(case.procedure, contexts, day or case.opened_on, scheme):
        groups.setdefault((one.context, one.alternative or one.type_id), []).append(one)
    given: dict[str, list[Piece]] = {}
    for piece in Piece.objects.filter(case=case, state__in=GIVEN).select_related("type"):
        given.setdefault(piece.type_id, []).append(piece)
    return [Line(some, [p for one in some for p in given.get(one.type_id, [])]) for some in groups.values()]


def missing_pieces(case: Case) -> list[Line]:
    """Lines that still lack their piece. What is claimed, and under which scheme, is told by the procedure's own app."""
    from musanada.cases.checklists import CONTEXTS

    known = case.procedure in CONTEXTS
    contexts, scheme = CONTEXTS[case.procedure](case) if known else ((), "")
    return [line for line in checklist(case, contexts, scheme) if line.missing]
