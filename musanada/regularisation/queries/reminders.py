"""Whom the office tells today that their card ends, and in which words."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.ids import show_reference
from musanada.people.queries import note_reading
from musanada.regularisation import reminding
from musanada.regularisation.models import Reminder
from musanada.regularisation.queries.cards import holder

REMIND = "card.remind"
RELATED = ("card__person__merged_into", "card__unit", "card__application__case")
DUE, UNREACHABLE = Reminder.State.DUE, Reminder.State.UNREACHABLE


def reminders(actor: User) -> QuerySet[Reminder]:
    return scoped(actor, REMIND, Reminder.objects.select_related(*RELATED))


def to_tell(actor: User, day: date | None = None) -> QuerySet[Reminder]:
    """Due, of cards still running, whose end comes first first."""
    today = day or timezone.localdate()
    return (
        reminders(actor)
        .filter(state=DUE, due_on__lte=today, card__state="delivered", card__valid_to__gte=today)
        .order_by("card__valid_to", "id")
    )


def unreachable(actor: User, day: date | None = None) -> QuerySet[Reminder]:
    """Tried in vain, and their card still runs: they can be tried again."""
    today = day or timezone.localdate()
    rows = reminders(actor).filter(state=UNREACHABLE, card__state="delivered", card__valid_to__gte=today)
    return rows.order_by("card__valid_to", "id")


def told_lately(actor: User, day: date | None = None) -> QuerySet[Reminder]:
    since = (day or timezone.localdate()) - timedelta(days=30)
    return reminders(actor).filter(state=Reminder.State.TOLD, told_on__gte=since).order_by("-told_on", "-id")


def reminder(actor: User, pk: UUID | str) -> Reminder:
    """One reminder. Raises: Http404 unless visible."""
    rows = Reminder.objects.select_related(*RELATED, "told_by").filter(pk=pk)
    found = scoped(actor, REMIND, rows, named=True).first()
    if found is None:
        raise Http404
    note_reading(actor, holder(found.card))
    return found


def open_still(one: Reminder) -> bool:
    return one.state in (DUE, UNREACHABLE)


def words(one: Reminder) -> reminding.Words:
    """What is said, in the holder's language as it stands today."""
    language = holder(one.card).preferred_language or one.language
    ends = one.card.valid_to or timezone.localdate()
    from django.utils import translation

    lang, _own = reminding.written_in(language)
    with translation.override(lang):
        office = str(one.card.unit)
    return reminding.words(language, ends, office, show_reference(one.card.reference))


def days_left(one: Reminder) -> int:
    ends = one.card.valid_to
    return max((ends - timezone.localdate()).days, 0) if ends else 0


def tops(actor: User) -> list[Unit]:
    """The highest units under which the actor reminds: the list is prepared once for each."""
    found: list[Unit] = []
    for unit in units_for(actor, REMIND).order_by("path"):
        if not any(unit.path.startswith(top.path) for top in found):
            found.append(unit)
    return found
