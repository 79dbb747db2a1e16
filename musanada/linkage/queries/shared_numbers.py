"""Numbers that several people bear: an association's phone, a family's, a paper used twice. Flagged, never assumed.

Found by blind indexes: the numbers themselves are opened only for the few that are shown, and shown in part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.people import queries as people
from musanada.people.models import Contact, Identifier, Person

REVIEW = "twins.review"
SHOWN, MOST, BEARERS = 40, 2_000, 12


@dataclass(frozen=True)
class SharedNumber:
    """A number in part, what it is, and the people who bear it, as far as the actor sees them."""

    kind: Any
    masked: str
    what: str  # phone, document
    people: Sequence[Person]
    more: bool


def shared(actor: User) -> list[SharedNumber]:
    """Borne by at least two visible people (records that are one person count once), the most shared first."""
    phones = Contact.objects.filter(kind__in=("phone", "whatsapp"))
    papers = Identifier.objects.filter(retired=False)
    found = [one for what, rows in (("phone", phones), ("document", papers)) for one in of(actor, what, rows)]
    return sorted(found, key=lambda one: (-len(one.people), one.masked))[:SHOWN]


def of(actor: User, what: str, rows: Any) -> list[SharedNumber]:
    seen = scoped(actor, REVIEW, rows.exclude(normalised="")).filter(
        Q(person__merged_into=None) | Q(person__merged_into__protected=False), person__voided_at=None
    )
    bearer = Coalesce("person__merged_into", "person")
    common = (
        seen.order_by()
        .values("normalised")
        .annotate(number=Count(bearer, distinct=True))
        .filter(number__gt=1)
    )
    tokens = list(common.order_by("-number").values_list("normalised", flat=True)[:SHOWN])
    by_token: dict[str, list[Any]] = {}
    for row in seen.filter(normalised__in=tokens).select_related("person").order_by("pk")[:MOST]:
        by_token.setdefault(row.normalised, []).append(row)
    leads = {r.person.merged_into_id or r.person_id for found in by_token.values() for r in found}
    known = {p.pk: p for p in people.with_names(people.persons(actor, REVIEW).filter(pk__in=leads))}
    return [one for found in by_token.values() if (one := told(what, found, known))]


def told(what: str, rows: Sequence[Any], known: dict[Any, Person]) -> SharedNumber | None:
    bearers = list(dict.fromkeys(r.person.merged_into_id or r.person_id for r in rows))
    visible = [known[pk] for pk in bearers if pk in known]
    if len(visible) < 2:
        return None
    shown = visible[:BEARERS]
    return SharedNumber(
        rows[0].get_kind_display(), masked(str(rows[0].value)), what, shown, len(visible) > BEARERS
    )


def masked(value: str) -> str:
    """The last three characters: enough to recognise, not to call."""
    plain = "".join(c for c in value if c.isalnum())
    return "•" * max(len(plain) - 3, 1) + plain[-3:]
