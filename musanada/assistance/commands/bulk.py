"""Acts by the thousand: a staged import, the demonstration country."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.assistance.commands.acts import problems
from musanada.assistance.drafts import ActDraft
from musanada.assistance.models import Act, ActMember, ServiceType
from musanada.kit.errors import BadInput
from musanada.kit.ids import new_id, new_reference
from musanada.people.queries import members_of

ACT = [
    "id",
    "reference",
    "person",
    "service",
    "unit",
    "programme",
    "partner",
    "place",
    "given_on",
    "until_on",
    "quantity",
    "amount",
    "currency",
    "state",
    "occasion",
    "recorded_at",
    "recorded_by",
    "given_recorded_at",
    "source_batch",
]


@command("assistance.record")
def record_many(actor: User, unit: Unit, *, drafts: Sequence[ActDraft], batch: UUID | None = None) -> int:
    """Record many acts at ``unit``; those whose id is known are passed over. Returns how many are new. All or none.

    Acts above a ceiling arrive as given: the past was approved on paper. Raises: BadInput for the first bad row.
    """
    known = known_ids(drafts)
    fresh = [d for d in drafts if d.id not in known]
    services = ServiceType.objects.in_bulk()
    for draft in fresh:
        insist(draft, services)
    bulk.insert(Act, ACT, (row(actor, unit, d, batch) for d in fresh))
    homes = households(fresh, services)
    bulk.insert(
        ActMember,
        ("id", "act", "person"),
        ((new_id(), d.id, p) for d in fresh for p in reached(d, homes, services)),
    )
    return len(fresh)


def reached(draft: ActDraft, homes: dict[UUID, list[UUID]], services: dict[str, ServiceType]) -> list[UUID]:
    """Who was reached beside the recipient."""
    counts = services[draft.service].reached == ServiceType.Reached.MEMBERS
    people = draft.members or (homes.get(draft.person, ()) if counts else ())
    return [p for p in people if p != draft.person]


def households(drafts: Sequence[ActDraft], services: dict[str, ServiceType]) -> dict[UUID, list[UUID]]:
    """The households of today for the acts that count them and name no members themselves."""
    counted = {code for code, s in services.items() if s.reached == ServiceType.Reached.MEMBERS}
    return members_of({d.person for d in drafts if d.service in counted and not d.members})


def known_ids(drafts: Sequence[ActDraft]) -> set[UUID]:
    known: set[UUID] = set()
    for start in range(0, len(drafts), 500):
        ids = [d.id for d in drafts[start : start + 500]]
        known.update(Act.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return known


def insist(draft: ActDraft, services: dict[str, ServiceType]) -> None:
    service = services.get(draft.service)
    if service is None:
        raise BadInput(_("L'aide « %(code)s » n'est pas au catalogue.") % {"code": draft.service})
    found = problems(draft, service)
    if found:
        raise BadInput(next(iter(found.values())), fields=found)


def row(actor: User, unit: Unit, d: ActDraft, batch: UUID | None) -> tuple[object, ...]:
    return (
        d.id,
        d.reference or new_reference(),
        d.person,
        d.service,
        unit.pk,
        d.programme,
        d.partner,
        d.place or unit.town_id,
        d.given_on,
        d.until_on,
        d.quantity,
        d.amount,
        d.currency,
        Act.State.GIVEN.value,
        d.occasion,
        d.recorded_at,
        actor.pk,
        d.recorded_at,
        batch,
    )


@command("assistance.void")
def void_many(actor: User, unit: Unit, *, batch: UUID, reason: str) -> int:
    """Undo an import: its acts still given are voided with the reason. Returns how many."""
    rows = Act.objects.filter(source_batch=batch, unit=unit, state=Act.State.GIVEN)
    return rows.update(state=Act.State.VOIDED, voided_at=timezone.now(), voided_by=actor, reason=reason[:300])
