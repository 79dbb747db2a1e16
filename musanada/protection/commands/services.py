"""Services asked for somebody: shelter within the hour, a doctor within the day. No state of the procedure forbids one,
a closed file neither: help waits for nothing."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands import clocks
from musanada.protection.commands.checks import one_of, past_day, words
from musanada.protection.models import Clock, ProtectionFile, Service
from musanada.reference.codes import ServiceFamily

STATE = Service.State
HOURS = {
    Service.Urgency.HOUR: 1,
    Service.Urgency.HOURS: 3,
    Service.Urgency.DAY: 24,
    Service.Urgency.DAYS: 72,
}


def due_at(asked_at: datetime, urgency: str) -> datetime:
    return asked_at + timedelta(hours=HOURS[Service.Urgency(urgency)])


@command("protection.work")
def ask_service(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    kind: str,
    urgency: str,
    agency: str = "",
    note: str = "",
    asked_at: datetime | None = None,
    pk: UUID | None = None,
) -> Service:
    """Raises: BadInput."""
    if pk is not None and (known := Service.objects.filter(pk=pk, file=file).first()):
        return known
    one_of("kind", kind, ServiceFamily.values)
    one_of("urgency", urgency, Service.Urgency.values)
    moment = asked_at or timezone.now()
    if moment > timezone.now():
        raise bad("asked_at", _("Ce moment n'est pas encore venu : écrivez quand le service a été demandé."))
    made = Service.objects.create(
        id=pk or new_id(),
        file=file,
        kind=kind,
        urgency=urgency,
        agency=agency.strip()[:160],
        note=note.strip(),
        asked_at=moment,
        by=actor,
    )
    due = timezone.localdate(due_at(moment, urgency))
    clocks.start(file, Clock.Kind.SERVICE, due, on=timezone.localdate(moment), subject=made.pk)
    return made


@command("protection.work")
def answer_service(
    actor: User,
    one: Service,
    /,
    *,
    state: str,
    on: date | None = None,
    agency: str = "",
    note: str = "",
    amount: Decimal | None = None,
) -> Service:
    """Given, refused by the service, declined by the person, or given up. Raises: Refused, BadInput."""
    fresh = Service.objects.select_for_update().get(pk=one.pk)
    if fresh.state != STATE.ASKED:
        raise Refused(_("Ce service a déjà sa réponse : rechargez la page."), code="state")
    one_of("state", state, [code for code in STATE.values if code != STATE.ASKED])
    if state in (STATE.REFUSED, STATE.DROPPED):
        words("note", note)
    if amount is not None and amount < 0:
        raise bad("amount", _("Un coût ne peut pas être négatif."))
    day = past_day(one.file, "on", on)
    if day < timezone.localdate(fresh.asked_at):
        raise bad("on", _("La réponse ne peut pas venir avant la demande : vérifiez la date."))
    fresh.state, fresh.given_on, fresh.amount = state, day, amount
    fresh.agency = agency.strip()[:160] or fresh.agency
    fresh.note = "\n".join(filter(None, (fresh.note, note.strip())))
    fresh.save(update_fields=["state", "given_on", "amount", "agency", "note"])
    end_clock = clocks.meet if state == STATE.GIVEN else clocks.drop
    end_clock(one.file, Clock.Kind.SERVICE, on=day, subject=fresh.pk)
    return fresh


say(
    {
        "protection.ask_service": _("Service demandé"),
        "protection.answer_service": _("Réponse à une demande de service"),
    },
    kinds={"protection.service": _("Service demandé pour une personne")},
)
