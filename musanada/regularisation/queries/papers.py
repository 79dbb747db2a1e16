"""The papers of a renewal: which are demanded, which were given, which are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from musanada.cases.models import DeadlineRule, PieceType, RequiredPiece
from musanada.regularisation.models import Renewal
from musanada.regularisation.workflow import CODE

CONTEXT = "renewal"
COURT = "renewal-court"


@dataclass(frozen=True)
class Paper:
    """One line of the list: a paper, or papers of which one is enough. ``given`` is told of one request."""

    types: Sequence[PieceType]
    mandatory: bool
    source: str
    confirmed: bool
    given: tuple[str, ...] = ()

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.types]

    @property
    def missing(self) -> bool:
        return self.mandatory and not self.given


def demanded(day: date) -> list[Paper]:
    """What the rules of that day ask for."""
    open_then = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = RequiredPiece.objects.filter(
        open_then, procedure=CODE, context=CONTEXT, scheme="", valid_from__lte=day
    ).select_related("type")
    groups: dict[str, list[RequiredPiece]] = {}
    for row in rows:
        groups.setdefault(f"{row.alternative}" if row.alternative else row.type_id, []).append(row)
    return [
        Paper(
            [row.type for row in some],
            any(row.mandatory for row in some),
            some[0].source,
            all(row.confirmed for row in some),
        )
        for some in groups.values()
    ]


def papers(renewal: Renewal) -> list[Paper]:
    """The list of the day it was filed, with what was given."""
    given = {code for code in renewal.papers.split(",") if code}
    return [
        Paper(
            one.types,
            one.mandatory,
            one.source,
            one.confirmed,
            tuple(code for code in one.codes if code in given),
        )
        for one in demanded(renewal.filed_on)
    ]


def lacking(renewal: Renewal) -> list[Paper]:
    return [one for one in papers(renewal) if one.missing]


def court_rule(day: date) -> DeadlineRule | None:
    """The time to go to court against a refusal, as the installation keeps it."""
    open_then = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = DeadlineRule.objects.filter(open_then, procedure=CODE, code=COURT, valid_from__lte=day)
    return rows.order_by("-valid_from").first()
