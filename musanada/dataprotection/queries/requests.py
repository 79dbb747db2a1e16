"""Requests of persons, actor first. One about a protected person stands in no list: their named team sees it on its own."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.doors import holds, may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.dataprotection.models import RightsRequest
from musanada.dataprotection.queries.registers import MANAGE, VIEW, Standing
from musanada.people.models import Person

REQUEST = "dataprotection.request"


def requests(actor: User, *, named: bool = False) -> QuerySet[RightsRequest]:
    rows = RightsRequest.objects.select_related("unit", "person", "opened_by", "answered_by")
    return scoped(actor, VIEW, rows, named=named)


def request(actor: User, pk: UUID) -> RightsRequest:
    """Raises: Http404 unless visible."""
    found = requests(actor, named=True).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def requests_of(actor: User, person: Person) -> QuerySet[RightsRequest]:
    """Every request about one person already opened, newest first."""
    rows = requests(actor, named=True).filter(person=person.pk)
    return rows.order_by("-received_on", "-id")


def late(rows: QuerySet[RightsRequest]) -> QuerySet[RightsRequest]:
    return rows.filter(state=RightsRequest.State.OPEN, due_on__lt=timezone.localdate())


def standing(line: RightsRequest) -> Standing:
    if line.state != RightsRequest.State.OPEN:
        kind = "done" if line.state == RightsRequest.State.ANSWERED else "refused"
        return Standing(kind, str(line.get_state_display()))
    if line.due_on < timezone.localdate():
        return Standing("late", _("en retard"))
    return Standing("wait", _("en cours"))


def units_to_receive(actor: User) -> list[Unit]:
    """Units at which the actor may record a request."""
    return list(units_for(actor, REQUEST).filter(active=True).order_by("path"))


def may_open(actor: User) -> bool:
    return holds(actor, REQUEST)


def may_settle(actor: User, line: RightsRequest) -> bool:
    return line.state == RightsRequest.State.OPEN and may(actor, MANAGE, line)


def person_asked_for(actor: User, text: str) -> Person | None:
    """Someone by reference, where the actor may record a request about them."""
    from musanada.people.queries import by_reference

    return by_reference(actor, text, REQUEST)
