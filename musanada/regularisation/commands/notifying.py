"""A decision told to the applicant: by hand, by post, by telephone; one file or a list; received, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.models import Case
from musanada.kit.errors import Refused, bad
from musanada.regularisation.commands.instructions import settle
from musanada.regularisation.commands.intake import insist_on_day
from musanada.regularisation.models import Application, Decision, Notification, Result
from musanada.regularisation.workflow import FLOW

NOTIFY = "regularisation.notify"
# The step that tells what was decided, by the state the decision left the file in.
TELLING = {
    "favourable": "notify",
    "appeal_favourable": "notify",
    "relieved": "notify",
    "unfavourable": "notify_refusal",
}
FINAL = (
    "refused"  # a refusal in last resort is told without moving the file: an open relief may still change it
)


@dataclass(frozen=True)
class Telling:
    """When, by what means, and whether it has reached the person already."""

    on: date
    means: str
    received_on: date | None = None

    def checked(self, decided_on: date) -> "Telling":
        """Raises: BadInput for means unknown, a day to come, or one before the decision."""
        if self.means not in Notification.Means.values:
            raise bad("means", _("Choisissez par quel moyen la décision est dite à la personne."))
        insist_on_day(self.on)
        if self.on < decided_on:
            raise bad(
                "on",
                _("La décision est du %(day)s : elle ne peut pas avoir été notifiée avant.")
                % {"day": decided_on.strftime("%d/%m/%Y")},
            )
        if self.received_on:
            insist_on_day(self.received_on, field="received_on")
            if self.received_on < self.on:
                raise bad(
                    "received_on",
                    _("La lettre ne peut pas être reçue avant d'être notifiée : corrigez la date."),
                )
        received = self.received_on or (self.on if self.means == Notification.Means.HAND else None)
        return Telling(self.on, self.means, received)


def notify(
    actor: User, application: Application, *, on: date, means: str, received_on: date | None = None
) -> Notification:
    """Tell the decision that stands. Handed over, it is received the same day; by post, its receipt is noted later.

    Raises: Refused when nothing is decided, or it was told already.
    """
    case = application.case
    if case.state == FINAL:
        return notify_final(actor, application, on=on, means=means, received_on=received_on)
    if case.state not in TELLING:
        raise nothing_to_tell()
    decision = standing(application)
    told = Telling(on, means, received_on).checked(decision.on)
    made: list[Notification] = []

    def also(actor: User, case: Case) -> None:
        made.append(write(actor, decision, told))

    FLOW.run(actor, case, TELLING[case.state], move=Move(on=on), also=also)
    return made[0]


@command(NOTIFY)
def notify_final(
    actor: User, application: Application, *, on: date, means: str, received_on: date | None = None
) -> Notification:
    """A refusal in last resort, told to the person. The file stays where it is."""
    # Two clerks at once: the second one waits here, and reads the first one's letter.
    state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=application.case_id)
    decision = standing(application)
    if state != FINAL or decision.result != Result.UNFAVOURABLE:
        raise nothing_to_tell()
    if decision.notifications.exists():
        raise Refused(_("Cette décision a déjà été notifiée : sa lettre est au dossier."), code="told")
    told = write(actor, decision, Telling(on, means, received_on).checked(decision.on))
    settle(actor, [application.pk], on=on)
    return told


def nothing_to_tell() -> Refused:
    return Refused(
        _("Ce dossier n'attend pas de notification : aucune décision, ou déjà notifiée. Rechargez la page."),
        code="nothing_to_tell",
    )


def standing(application: Application) -> Decision:
    """The decision that holds. Raises: Refused when there is none."""
    found = standing_of([application.case_id]).get(application.case_id)
    if found is None:
        raise nothing_to_tell()
    return found


def standing_of(cases: Iterable[UUID]) -> dict[UUID, Decision]:
    """Of each case the last decision that did not adjourn, in one statement."""
    rows = Decision.objects.filter(application__case__in=list(cases), voided_at=None)
    rows = rows.exclude(result=Result.ADJOURNED).select_related("application")
    return {one.application.case_id: one for one in rows.order_by("on", "recorded_at", "id")}


def write(actor: User, decision: Decision, told: Telling) -> Notification:
    return Notification.objects.create(
        application_id=decision.application_id,
        decision=decision,
        on=told.on,
        means=told.means,
        received_on=told.received_on,
        by=actor,
    )


@command(NOTIFY)
def notify_many(
    actor: User,
    unit: Unit,
    *,
    cases: Sequence[Case],
    on: date,
    means: str,
    received_on: date | None = None,
) -> list[Notification]:
    """Tell a list of decisions of one office, all of them or none."""
    decisions = standing_of(case.pk for case in cases)
    if any(case.state not in TELLING or case.pk not in decisions for case in cases):
        raise nothing_to_tell()
    told = {pk: Telling(on, means, received_on).checked(one.on) for pk, one in decisions.items()}
    by_step: dict[str, list[Case]] = {}
    for case in cases:
        by_step.setdefault(TELLING[case.state], []).append(case)
    for step, some in by_step.items():
        FLOW.run_many(actor, unit, some, step, move_of=lambda case: Move(on=on))
    rows = [drawn(actor, decisions[case.pk], told[case.pk]) for case in cases]
    return Notification.objects.bulk_create(rows)


def notify_offices(actor: User, cases: Sequence[Case], **answers: Any) -> list[Notification]:
    """A list that spans offices: all of them or none, each office's under its own right."""
    by_office: dict[UUID, list[Case]] = {}
    for case in cases:
        by_office.setdefault(case.unit_id, []).append(case)
    with transaction.atomic():
        return [
            told
            for some in by_office.values()
            for told in notify_many(actor, some[0].unit, cases=some, **answers)
        ]


def drawn(actor: User, decision: Decision, told: Telling) -> Notification:
    values: dict[str, Any] = {"on": told.on, "means": told.means, "received_on": told.received_on}
    return Notification(application_id=decision.application_id, decision=decision, by=actor, **values)


@command(NOTIFY)
def received(actor: User, notification: Notification, *, on: date) -> Notification:
    """The letter reached the person: from that day the time for an appeal runs."""
    insist_on_day(on)
    if on < notification.on:
        raise bad("on", _("La lettre ne peut pas être reçue avant d'être notifiée : corrigez la date."))
    with transaction.atomic():
        changed = Notification.objects.filter(pk=notification.pk, received_on=None).update(received_on=on)
    if not changed:
        raise Refused(_("La réception de cette lettre est déjà notée. Rechargez la page."), code="received")
    notification.received_on = on
    return notification


say(
    {
        "regularisation.notify_final": _("Refus en dernier ressort notifié"),
        "regularisation.notify_many": _("Décisions notifiées en liste"),
        "regularisation.received": _("Réception d'une lettre notée"),
    },
    kinds={
        "regularisation.notification": _("Notification d'une décision"),
        "regularisation.decision": _("Avis ou décision"),
    },
)
