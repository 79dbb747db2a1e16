"""The facts of cards and of associations: a card is valid for a time, an association is regularised on a day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from musanada.kit.facts import FACTS, Column, Fact
from musanada.people.queries import canonical_at
from musanada.people.queries.traits import NOBODY, traits_at
from musanada.regularisation.models import Association, Card
from musanada.regularisation.territories import territories

CARD = (
    Column("card", "id"),
    Column("reference", "code"),
    Column("person", "id"),
    Column("kind", "code"),
    Column("operation", "code"),
    Column("office", "code"),
    Column("region", "code"),
    Column("province", "code"),
    Column("sex", "code"),
    Column("birth_date", "date"),
    Column("birth_precision", "code"),
    Column("nationality", "code"),
    Column("side", "code"),
    Column("delivered_on", "date"),
    Column("valid_from", "date"),
    Column("until_on", "date"),  # excluded: the day after the last day, or the day it ended early
    Column("recorded_at", "instant"),
    Column("months", "int"),
)
ASSOCIATION = (
    Column("association", "id"),
    Column("reference", "code"),
    Column("state", "code"),
    Column("region", "code"),
    Column("province", "code"),
    Column("side", "code"),
    Column("regularised_on", "date"),
    Column("recorded_at", "instant"),
    Column("members", "int"),
    Column("members_regularised", "int"),
)
DAYS_A_MONTH = 30.44


def card_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """Cards handed over, known by then. What replaced or ended one closes its time."""
    hidden = Q() if protected else Q(person__protected=False)
    canonical, traits, lands = canonical_at(known_at), traits_at(known_at), territories()
    rows = Card.objects.filter(hidden, delivered_recorded_at__lte=known_at, valid_from__isnull=False)
    values = rows.annotate(
        office=F("unit__code"), side=F("unit__side"), operation=F("application__operation__code")
    ).order_by("pk")
    columns = (
        *("pk", "reference", "person_id", "kind", "operation", "office", "place_id", "side", "delivered_on"),
        *("valid_from", "valid_to", "ended_on", "delivered_recorded_at"),
    )
    for row in values.values_list(*columns).iterator(chunk_size=5000):
        pk, reference, holder, kind, operation, office, place, side, on, start, end, ended, at = row
        person, land = canonical.get(holder, holder), lands.get(place)
        until = min(end + timedelta(days=1), ended) if ended else end + timedelta(days=1)
        yield (
            *(pk, reference, person, kind, operation, office),
            *(land.region if land else None, land.province if land else None),
            *(*traits.get(person, NOBODY), side, on, start, max(until, start), at),
            round((end - start).days / DAYS_A_MONTH),
        )


def association_rows(known_at: datetime) -> Iterator[tuple[Any, ...]]:
    """Associations whose situation was regularised, known by then. Members are a number given by the association."""
    lands = territories()
    rows = Association.objects.filter(regularised_recorded_at__lte=known_at, regularised_on__isnull=False)
    for one in rows.select_related("unit").order_by("pk"):
        land = lands.get(one.place_id)
        yield (
            *(
                one.pk,
                one.reference,
                one.state,
                land.region if land else None,
                land.province if land else None,
            ),
            *(
                one.unit.side,
                one.regularised_on,
                one.regularised_recorded_at,
                one.members,
                one.members_regularised,
            ),
        )


FACTS.add(
    "residence_card",
    Fact("residence_card", _("Cartes de séjour remises"), CARD, card_rows, row="card", event="card",
         person="person", date="valid_from", until="until_on", recorded="recorded_at"),
)  # fmt: skip
FACTS.add(
    "association_regularised",
    Fact("association_regularised", _("Associations régularisées"), ASSOCIATION, association_rows,
         row="association", event="association", date="regularised_on", recorded="recorded_at"),
)  # fmt: skip
