"""A person's request about their data: opened with its due date, answered or refused once."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, require
from musanada.access.models import Unit, User
from musanada.dataprotection import policies  # noqa: F401  the rights exist before the commands
from musanada.dataprotection.clocks import Clock, due_on
from musanada.dataprotection.models import RightsRequest
from musanada.dataprotection.queries.clocks import rule_for
from musanada.kit.errors import BadInput, Refused, Sentence
from musanada.partners.commands import check
from musanada.people.models import Person

NOTE = 4000


@command("dataprotection.request")
def open_request(
    actor: User,
    unit: Unit,
    /,
    *,
    kind: str,
    channel: str,
    received_on: date | None = None,
    person: Person | None = None,
    requester: str = RightsRequest.Requester.SELF,
    note: str = "",
) -> RightsRequest:
    """A request received at ``unit``. ``person`` must be known to the actor; the due date is counted from the receipt.

    Raises: BadInput; MissingRight where the person is not the actor's.
    """
    received = received_on or timezone.localdate()
    if received > timezone.localdate():
        raise wrong("received_on", _("Une demande ne peut pas avoir été reçue dans le futur."))
    if person is not None:
        require(actor, "dataprotection.request", person)
    rule = rule_for(Clock.RIGHTS_REQUEST, unit, received)
    line = RightsRequest(
        unit=unit,
        kind=kind,
        channel=channel,
        person=person,
        requester=requester,
        received_on=received,
        due_on=due_on(rule, received),
        due_confirmed=rule.confirmed,
        note=note.strip()[:NOTE],
        opened_by=actor,
    )
    check(line)
    line.save(force_insert=True)
    return line


@command("dataprotection.manage")
def answer_request(actor: User, request: RightsRequest, /, *, answer: str = "") -> RightsRequest:
    """The request was met; ``answer`` says how. Raises: Refused when it is no longer open."""
    return settled(actor, request, state=RightsRequest.State.ANSWERED, answer=answer.strip()[:NOTE])


@command("dataprotection.manage")
def refuse_request(actor: User, request: RightsRequest, /, *, refusal: str, answer: str) -> RightsRequest:
    """The request is refused for a reason the law or the principles know, in words the person was told."""
    if refusal not in RightsRequest.Refusal.values:
        raise wrong("refusal", _("Choisissez le motif du refus."))
    if request.kind == RightsRequest.Kind.ERASURE and refusal not in RightsRequest.ERASURE_REFUSALS:
        raise wrong(
            "refusal",
            _(
                "Un effacement ne se refuse que pour une obligation légale, une procédure, une recherche ou l'identité."
            ),
        )
    if not answer.strip():
        raise wrong("answer", _("Écrivez ce qui a été dit à la personne."))
    return settled(
        actor, request, state=RightsRequest.State.REFUSED, refusal=refusal, answer=answer.strip()[:NOTE]
    )


def settled(actor: User, request: RightsRequest, **values: Any) -> RightsRequest:
    open_one = RightsRequest.objects.filter(pk=request.pk, state=RightsRequest.State.OPEN)
    if not open_one.update(answered_at=timezone.now(), answered_by=actor, **values):
        raise Refused(_("Cette demande n'est plus en cours : rechargez la page."), code="request-closed")
    request.refresh_from_db()
    return request


def wrong(field: str, sentence: Sentence) -> BadInput:
    return BadInput(sentence, fields={field: sentence})
