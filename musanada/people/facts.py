"""The fact ``person_registered``: one nameless row per canonical person at the cut-off."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from musanada.kit.facts import FACTS, Column, Fact
from musanada.kit.territory import levels
from musanada.people.models import Person
from musanada.people.queries import canonical_at, first_nationality

COLUMNS = (
    Column("person", "id"),
    Column("reference", "code"),
    Column("registered_on", "date"),
    Column("recorded_at", "instant"),
    Column("sex", "code"),
    Column("birth_date", "date"),
    Column("birth_precision", "code"),
    Column("nationality", "code"),
    Column("region", "code"),
    Column("province", "code"),
    Column("commune", "code"),
    Column("unit", "code"),
    Column("side", "code"),
)
VALUES = ("F", "M", "X")


def registered(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """People recorded by ``known_at`` and not voided then; those merged by then count once.

    Whom a P4 file hides is in no live figure. ``protected`` yields them too: for a frozen publication alone, which
    counts them, controls disclosure and lets nobody look behind the number. No column tells who they are.
    """
    gone = canonical_at(known_at)
    shown = Q() if protected else Q(protected=False)
    rows = (
        Person.objects.filter(shown, Q(voided_at=None) | Q(voided_at__gt=known_at), recorded_at__lte=known_at)
        .annotate(
            country=first_nationality(),
            place_path=F("place__path"),
            unit_code=F("unit__code"),
            side=F("unit__side"),
        )
        .order_by("pk")
        .values_list(*NAMES)
    )
    for pk, reference, on, at, sex, birth, precision, country, place, unit, side in rows.iterator(
        chunk_size=5000
    ):
        if pk not in gone:
            known_sex = sex if sex in VALUES else None
            yield (
                pk,
                reference,
                on,
                at,
                known_sex,
                birth,
                precision if birth else None,
                country,
                *levels(place),
                unit,
                side,
            )


NAMES = [
    "pk",
    "reference",
    "registered_on",
    "recorded_at",
    "sex",
    "birth_date",
    "birth_precision",
    "country",
    "place_path",
    "unit_code",
    "side",
]

FACTS.add(
    "person_registered",
    Fact(
        name="person_registered",
        label=_("Personne enregistrée"),
        columns=COLUMNS,
        rows=registered,
        row="person",
        event="person",
        person="person",
        date="registered_on",
        recorded="recorded_at",
    ),
)
