"""The fact ``assistance_given``: one nameless row per act and person reached, as at the cut-off."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from musanada.assistance.models import Act, ActMember
from musanada.kit.facts import FACTS, Column, Fact
from musanada.kit.territory import levels
from musanada.people.queries import canonical_at
from musanada.people.queries.traits import NOBODY, Traits, traits_at
from musanada.programmes.models import Programme

COLUMNS = (
    Column("line", "id"),
    Column("event", "id"),
    Column("reference", "code"),
    Column("person", "id"),
    Column("recipient", "bool"),
    Column("given_on", "date"),
    Column("until_on", "date"),
    Column("recorded_at", "instant"),
    Column("service", "code"),
    Column("family", "code"),
    Column("modality", "code"),
    Column("sex", "code"),
    Column("birth_date", "date"),
    Column("birth_precision", "code"),
    Column("nationality", "code"),
    Column("region", "code"),
    Column("province", "code"),
    Column("commune", "code"),
    Column("programme", "code"),
    Column("donor", "code"),
    Column("partner", "code"),
    Column("quantity", "decimal"),
    Column("nights", "int"),
    Column("amount_mad", "decimal"),
    Column("side", "code"),
)
ACT_VALUES = [
    "pk",
    "reference",
    "person",
    "given_on",
    "until_on",
    "given_recorded_at",
    "service",
    "family",
    "act_modality",
    "place_path",
    "programme_code",
    "partner_code",
    "quantity",
    "amount",
    "currency",
    "unit_side",
]


def given(known_at: datetime, *, protected: bool = False) -> QuerySet[Act]:
    """Acts known at ``known_at`` to have been given, and not voided then; those of hidden people only if asked for."""
    held = Q(voided_at=None) | Q(voided_at__gt=known_at)
    shown = Q() if protected else Q(person__protected=False)
    return Act.objects.filter(held, shown, given_recorded_at__isnull=False, given_recorded_at__lte=known_at)


def nights(arrival: date, departure: date | None, known_at: datetime, kind_family: str) -> int | None:
    """Bed-nights of a stay; an open stay counts up to the cut-off."""
    if kind_family != "shelter":
        return None
    return max(((departure or known_at.date()) - arrival).days, 0)


def rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """Each act's recipient, then those reached with them; merged people under their canonical key.

    Whom a P4 file hides, and what was given to them, is in no live figure. ``protected`` yields them too: for a frozen
    publication alone (see ``people.facts.registered``).
    """
    canonical, people = canonical_at(known_at), traits_at(known_at)
    others: dict[UUID, list[tuple[UUID, UUID]]] = {}
    reached_with = Q() if protected else Q(person__protected=False)
    members = ActMember.objects.filter(reached_with, act__in=given(known_at, protected=protected))
    for act, pk, person in members.values_list("act_id", "pk", "person_id").iterator(chunk_size=5000):
        others.setdefault(act, []).append((pk, person))
    acts = given(known_at, protected=protected).annotate(
        family=F("service__family"),
        act_modality=F("service__modality"),
        place_path=F("place__path"),
        programme_code=F("programme__code"),
        partner_code=F("partner__code"),
        unit_side=F("unit__side"),
    )
    donors = sole_donors()
    for values in acts.order_by("pk").values_list(*ACT_VALUES).iterator(chunk_size=5000):
        reached = [(values[0], values[2]), *others.get(values[0], ())]
        for line, person in reached:
            key = canonical.get(person, person)
            yield flat(values, line, key, person == values[2], people.get(key, NOBODY), donors, known_at)


def sole_donors() -> dict[str, str]:
    """Programme → donor, where there is one: money of several donors is not one donor's."""
    found: dict[str, list[str]] = {}
    for programme, donor in Programme.objects.values_list("code", "donors__code"):
        found.setdefault(programme, []).append(donor)
    return {programme: donors[0] for programme, donors in found.items() if len(donors) == 1}


def flat(
    values: tuple[Any, ...],
    line: UUID,
    person: UUID,
    recipient: bool,
    who: Traits,
    donors: dict[str, str],
    known_at: datetime,
) -> tuple[Any, ...]:
    pk, reference, _person, on, until, at, service, family, modality, path, programme, partner = values[:12]
    quantity, amount, currency, side = values[12:]
    donor = donors.get(programme)
    in_mad = amount if currency == "MAD" and recipient else None
    stay = nights(on, until, known_at, family)
    return (
        *(line, pk, reference, person, recipient, on, until, at, service, family, modality),
        *who,
        *levels(path),
        *(programme, donor, partner, quantity if recipient else None, stay, in_mad, side),
    )


FACTS.add(
    "assistance_given",
    Fact(
        name="assistance_given",
        label=_("Aide donnée"),
        columns=COLUMNS,
        rows=rows,
        row="line",
        event="event",
        person="person",
        date="given_on",
        until="until_on",
        recorded="recorded_at",
    ),
)
