"""Reads of the arrival list, actor first."""

from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from musanada.access.doors import holdings_of, scoped, units_for
from musanada.access.models import Unit, User
from musanada.intake.models import Arrival
from musanada.people.queries import shown_name


def counters(actor: User, right: str = "arrivals.view") -> QuerySet[Unit]:
    """The units whose list the actor may see (or keep)."""
    return units_for(actor, right).filter(active=True).order_by("path")


def counter(actor: User, chosen: str = "", right: str = "arrivals.view") -> Unit | None:
    """The counter chosen, else the one the actor's role is held at. None when the actor has none."""
    rows = counters(actor, right)
    if chosen:
        try:
            found = rows.filter(pk=UUID(chosen)).first()
        except ValueError:
            found = None
        if found:
            return found
    own = [path for _role, path in holdings_of(actor)]
    return rows.filter(path__in=own).first() or rows.first()


def today(actor: User, unit: Unit) -> QuerySet[Arrival]:
    """Today's visits to the unit with ``latin`` and ``arabic``, in the order of their numbers."""
    rows = scoped(actor, "arrivals.view", Arrival.objects.filter(unit=unit, day=timezone.localdate()))
    rows = rows.annotate(latin=shown_name("Latn", "person"), arabic=shown_name("Arab", "person"))
    return rows.annotate(reference=F("person__reference")).order_by("number")


def waiting(actor: User) -> QuerySet[Arrival]:
    """Everyone who waits today at the actor's counters, the longest first."""
    rows = Arrival.objects.filter(day=timezone.localdate(), state__in=Arrival.OPEN)
    rows = scoped(actor, "arrivals.view", rows).select_related("unit")
    rows = rows.annotate(latin=shown_name("Latn", "person"), arabic=shown_name("Arab", "person"))
    return rows.order_by("arrived_at", "number")


def arrival(actor: User, pk: UUID | str, right: str = "arrivals.view") -> Arrival:
    """Raises: Http404 unless visible."""
    found = scoped(actor, right, Arrival.objects.select_related("unit", "person")).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def who(arrival: Arrival) -> str:
    """What to call out: the name on file in the reader's script, else the call name, else the number alone."""
    latin, arabic = getattr(arrival, "latin", None), getattr(arrival, "arabic", None)
    own = (arabic or latin) if get_language() == "ar" else (latin or arabic)
    return str(own or arrival.call_name)
