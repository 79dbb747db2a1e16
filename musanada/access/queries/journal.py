"""Lines of the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from musanada.access.doors import holds, units_for
from musanada.access.models import AuditEntry, RoleHolding, User
from musanada.access.queries.common import AUDIT
from musanada.access.verbs import KINDS, PAGES, label
from musanada.kit.errors import Sentence


@dataclass(frozen=True)
class JournalLine:
    """A line of the journal in words; ``url`` leads to the object where the actor may open such pages."""

    entry: AuditEntry
    verb: Sentence
    kind: Sentence
    url: str


def entries(
    actor: User, *, verb: str = "", outcome: str = "", day: date | None = None
) -> QuerySet[AuditEntry]:
    """Lines about the actor's units; a line without a place (a page asked for, an account) counts where its
    author works."""
    keys = list(units_for(actor, AUDIT).values_list("pk", flat=True))
    staff = RoleHolding.objects.filter(unit__in=keys).values("user")
    rows = AuditEntry.objects.filter(Q(unit__in=keys) | Q(unit=None, actor__in=staff))
    if verb:
        rows = rows.filter(verb=verb)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if day:
        start = timezone.make_aware(datetime.combine(day, time.min))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows.select_related("actor", "unit").order_by("-number")


def as_lines(actor: User, rows: Sequence[AuditEntry]) -> list[JournalLine]:
    return [
        JournalLine(row, label(row.verb), KINDS.get(row.object_kind, row.object_kind), page_of(actor, row))
        for row in rows
    ]


def page_of(actor: User, row: AuditEntry) -> str:
    """The object's page, if it has one and the actor holds the right it asks for; the page itself decides."""
    name = PAGES.get(row.object_kind)
    if not name or not row.object_id:
        return ""
    try:
        url = reverse(name, args=[row.object_id])
    except NoReverseMatch:
        return ""
    return url if holds(actor, getattr(resolve(url).func, "declares", "")) else ""
