"""Reads of assistance, actor first. What the actor may not see is not found."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, scoped, units_for
from musanada.access.models import Unit, User
from musanada.assistance.models import Act, ActMember, ServiceType
from musanada.assistance.workflow import ACT
from musanada.cases.steps import Step
from musanada.kit.errors import Sentence
from musanada.kit.timeline import Line
from musanada.people import queries as people_queries
from musanada.reference.codes import ServiceFamily

CLOSED_FAMILIES = (ServiceFamily.HEALTH, ServiceFamily.MHPSS)
RELATED = ("service", "unit", "programme", "partner", "place", "person")
TONES = {Act.State.REQUESTED: "warning", Act.State.REFUSED: "danger", Act.State.VOIDED: "muted"}


def acts(actor: User, right: str = "assistance.view", *, named: bool = False) -> QuerySet[Act]:
    """Acts at the units where the actor holds the right, newest first. ``named``: those of hidden people too whose file
    names the actor; for one act, and for the time line of a person already opened."""
    rows = scoped(actor, right, Act.objects.select_related(*RELATED), named=named)
    return rows.order_by("-given_on", "-id")


def filtered(
    rows: QuerySet[Act],
    *,
    service: str = "",
    family: str = "",
    state: str = "",
    programme: str = "",
    since: Any = None,
) -> QuerySet[Act]:
    """The list's filters, each empty unless chosen."""
    wanted = {"service": service, "service__family": family, "state": state, "programme__code": programme}
    rows = rows.filter(**{k: v for k, v in wanted.items() if v})
    return rows.filter(given_on__gte=since) if since else rows


def act(actor: User, pk: UUID | str) -> Act:
    """Raises: Http404 unless visible. Of someone hidden, reading it is noted as reading them."""
    rows = acts(actor, named=True).select_related("recorded_by", "decided_by", "voided_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    people_queries.note_reading(actor, found.person)
    return found


def what(actor: User, one: Act) -> Sentence:
    """The service's name; for health, its family only, unless the actor may know (domain, section 11)."""
    if one.service.family in CLOSED_FAMILIES and not holds(actor, "assistance.health"):
        return ServiceFamily(one.service.family).label
    return str(one.service)


def open_steps(actor: User, one: Act) -> list[Step]:
    return ACT.open_steps(actor, one)


def services(family: str = "") -> QuerySet[ServiceType]:
    """The catalogue on offer."""
    rows = ServiceType.objects.filter(active=True)
    return rows.filter(family=family) if family else rows


def catalogue() -> QuerySet[ServiceType]:
    """The whole catalogue, withdrawn services included."""
    return ServiceType.objects.all()


def service(code: str) -> ServiceType:
    found = ServiceType.objects.filter(pk=code).first()
    if found is None:
        raise Http404
    return found


def members(one: Act) -> QuerySet[ActMember]:
    """Who was reached beside the recipient, as far as nothing hides them."""
    return ActMember.objects.filter(act=one, person__protected=False).select_related("person")


def to_approve(actor: User) -> QuerySet[Act]:
    """Acts that wait for this actor's decision: not their own."""
    rows = acts(actor, "assistance.approve").filter(state=Act.State.REQUESTED)
    return rows.exclude(recorded_by=actor).order_by("recorded_at")


def to_give(actor: User) -> QuerySet[Act]:
    return acts(actor, "assistance.record").filter(state=Act.State.APPROVED).order_by("recorded_at")


def open_stays(actor: User, days: int = 7) -> QuerySet[Act]:
    """People sheltered with no departure yet, for longer than ``days``: the stay is to be reviewed (T15)."""
    before = timezone.localdate() - timedelta(days=days)
    rows = acts(actor, "assistance.record").filter(
        service__kind="shelter", until_on=None, state=Act.State.GIVEN
    )
    return rows.filter(given_on__lte=before).order_by("given_on")


def timeline(actor: User, people: list[UUID]) -> Iterator[Line]:
    """The person's acts that the actor may see, the void ones marked. What reached them with someone hidden is on the
    page of that one only."""
    reached = Q(person__in=people) | Q(pk__in=ActMember.objects.filter(person__in=people).values("act"))
    others = Q(person__protected=True) & ~Q(person__in=people)
    for one in acts(actor, named=True).filter(reached).exclude(others)[:500]:
        yield Line(
            on=one.given_on,
            kind=one.service.family,
            what=what(actor, one),
            who=str(one.partner or one.unit),
            where=str(one.place or ""),
            programme=str(one.programme or ""),
            state="" if one.state == Act.State.GIVEN else one.get_state_display(),
            tone=TONES.get(Act.State(one.state), ""),
            url=address("assistance:act", one.pk),
            note=_("reçu avec le ménage") if one.person_id not in people else "",
        )


def address(name: str, pk: UUID) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


STATES = Act.State.choices
MODALITIES = ServiceType.Modality.choices
REACHED = ServiceType.Reached.choices


def units_to_record_at(actor: User) -> QuerySet[Unit]:
    """Units where the actor may record: their own first, the deepest (the counter) before the office."""
    return units_for(actor, "assistance.record").filter(active=True).order_by("path")


def catalogue_unit(actor: User) -> Unit:
    """The place at which the actor tends the catalogue. Raises: Http404 when there is none."""
    found = units_for(actor, "assistance.catalogue").order_by("path").first()
    if found is None:
        raise Http404
    return found


def key_of_line(occasion: UUID, person: UUID) -> UUID:
    """The act's key for a person at a distribution: sending the list twice records nobody twice."""
    return uuid5(occasion, str(person))


def usual(actor: User, service: str) -> dict[str, str]:
    """What the actor answered last time for this service: the same programme, partner and unit, most likely."""
    rows = acts(actor, "assistance.record").filter(service=service).exclude(state=Act.State.VOIDED)
    last = rows.filter(recorded_by=actor).first() or rows.first()
    if last is None:
        return {}
    kept = {"programme": last.programme_id, "partner": last.partner_id, "unit": last.unit_id}
    return {name: str(key) for name, key in kept.items() if key}


def often(actor: User, most: int = 6) -> list[ServiceType]:
    """The services the actor's units give most these days, for one tap at the counter."""
    recent = (
        acts(actor, "assistance.record")
        .order_by("-given_on", "-id")
        .values_list("service_id", flat=True)[:300]
    )
    counted = Counter(recent).most_common(most)
    known = services().in_bulk([code for code, _count in counted])
    return [known[code] for code, _count in counted if code in known]


def by_family() -> list[tuple[Sentence, list[ServiceType]]]:
    """The catalogue on offer, family by family."""
    groups: dict[str, list[ServiceType]] = {}
    for one in services():
        groups.setdefault(one.family, []).append(one)
    return [(ServiceFamily(family).label, rows) for family, rows in groups.items()]
