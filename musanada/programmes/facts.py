"""What reporting may read: one row per activity, so that programmes, cities and partners are counted, never typed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.kit.facts import FACTS, Column, Fact
from musanada.kit.territory import levels
from musanada.programmes.models import Activity

COLUMNS = (
    Column("activity", "id"),
    Column("programme", "code"),
    Column("city", "code"),  # the province or prefecture: what releases call a city
    Column("region", "code"),
    Column("partner", "code"),  # NULL: no partner
    Column("partner_kind", "code"),
    Column("kind", "code"),
    Column("from_on", "date"),
    Column("until_on", "date"),  # excluded: the day after the last day
    Column("recorded_at", "instant"),
    Column("side", "code"),
)
READ = (
    "pk",
    "programme__code",
    "city__path",
    "partner__code",
    "partner__kind",
    "family",
    "starts_on",
    "ends_on",
    "end_recorded_at",
    "programme__ends_on",
    "recorded_at",
    "programme__lead_unit__side",
)


def rows(known_at: datetime) -> Iterator[tuple[Any, ...]]:
    """The activities as known at ``known_at``: an end recorded later is not known yet, nor is a later voiding."""
    known = Activity.objects.filter(recorded_at__lte=known_at).filter(
        Q(voided_at=None) | Q(voided_at__gt=known_at)
    )
    for row in known.order_by("pk").values_list(*READ).iterator(chunk_size=2_000):
        pk, programme, path, partner, kind, family, starts, ends, ended_at, programme_ends, recorded, side = (
            row
        )
        region, city, _commune = levels(path)
        last = ends if ended_at is not None and ended_at <= known_at else programme_ends
        yield pk, programme, city, region, partner, kind, family, starts, day_after(last), recorded, side


def day_after(last: date | None) -> date | None:
    return last + timedelta(days=1) if last else None


FACTS.add(
    "programme_activity",
    Fact(
        name="programme_activity",
        label=_("Activités des programmes"),
        columns=COLUMNS,
        rows=rows,
        row="activity",
        event="activity",
        date="from_on",
        recorded="recorded_at",
        until="until_on",
    ),
)
