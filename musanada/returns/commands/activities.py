"""Activities of an approved plan, as they run: begun, given, done, or given up with the reason. With money or without:
an hour with a psychologist is given like a grant. The first one that begins starts the file."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.models import Case
from musanada.kit.errors import Refused, bad
from musanada.returns.commands.plans import cancel_planned, insist_not_shared
from musanada.returns.commands.reintegration import WORK, insist_on_day, locked, words_of
from musanada.returns.models import Activity, Tranche
from musanada.returns.workflow_reintegration import FLOW

S = Activity.State
OPEN = (S.PLANNED, S.RUNNING)


def locked_activity(one: Activity) -> Activity:
    """A line of the version in force, under its lock, of an open file. Raises: Refused."""
    locked(one.plan.file)
    rows = Activity.objects.select_for_update(of=("self",)).select_related("plan__file__case")
    fresh = rows.get(pk=one.pk)
    if fresh.plan.state != "approved":
        raise Refused(
            _("Cette version du plan n'est pas en vigueur : faites d'abord approuver le plan."),
            code="not_in_force",
        )
    return fresh


def insist_on_state(one: Activity, states: tuple[str, ...]) -> None:
    if one.state not in states:
        raise Refused(
            _("Cette activité est « %(state)s » : l'étape n'est plus possible. Rechargez la page.")
            % {"state": one.get_state_display()},
            code="state",
        )


def changed(one: Activity, **values: Any) -> Activity:
    for name, value in values.items():
        setattr(one, name, value)
    one.save(update_fields=list(values))
    return one


@command(WORK)
def start_activity(actor: User, activity: Activity, /, *, on: date) -> Activity:
    """It begins; nothing has been handed over yet. Raises: Refused, BadInput."""
    one = locked_activity(activity)
    insist_on_state(one, (S.PLANNED,))
    insist_on_day(one.plan.file, on)
    changed(one, state=S.RUNNING, **({} if one.starts_on else {"starts_on": on}))
    begin(actor, one.plan.file.case, on)
    return one


@command(WORK)
def give_activity(actor: User, activity: Activity, /, *, on: date) -> Activity:
    """The day the person got it, whenever it is typed in. Raises: Refused, BadInput."""
    one = locked_activity(activity)
    insist_on_state(one, OPEN)
    insist_on_day(one.plan.file, on)
    given(one, on)
    begin(actor, one.plan.file.case, on)
    return one


@command(WORK)
def correct_given(actor: User, activity: Activity, /, *, on: date) -> Activity:
    """The day was noted wrong. Raises: Refused, BadInput."""
    one = locked_activity(activity)
    if one.given_on is None:
        raise Refused(_("Rien n'a encore été donné pour cette activité."), code="not_given")
    insist_on_day(one.plan.file, on)
    return changed(one, given_on=on, given_recorded_at=timezone.now())


def given(one: Activity, on: date) -> Activity:
    """The first day something of it reached the person. Payments call it too, under their own right."""
    values: dict[str, Any] = {}
    if one.given_on is None or on < one.given_on:
        values |= {"given_on": on, "given_recorded_at": timezone.now()}
    if one.state == S.PLANNED:
        values["state"] = S.RUNNING
    return changed(one, **values) if values else one


def begin(actor: User, case: Case, on: date) -> None:
    """The file starts with the first activity that begins."""
    case.refresh_from_db()
    if case.state == "approved":
        FLOW.run(actor, case, "start", move=Move(on=on))


@command(WORK)
def finish_activity(actor: User, activity: Activity, /, *, on: date) -> Activity:
    """Done. What was never noted as given was given by then. Raises: Refused, BadInput."""
    one = locked_activity(activity)
    insist_on_state(one, OPEN)
    insist_on_day(one.plan.file, on)
    if one.given_on is None:
        given(one, on)
    elif on < one.given_on:
        raise bad("on", _("Ce jour est avant celui où l'activité a été donnée : vérifiez la date."))
    insist_nothing_waits(one)
    changed(one, state=S.DONE, ends_on=on if one.starts_on is None or on >= one.starts_on else one.ends_on)
    begin(actor, one.plan.file.case, on)
    return one


def insist_nothing_waits(one: Activity) -> None:
    if Tranche.objects.filter(activity=one, state__in=("submitted", "approved")).exists():
        raise Refused(
            _(
                "Un versement de cette activité attend une approbation ou un paiement : réglez-le, ou annulez-le d'abord."
            ),
            code="money_open",
        )


@command(WORK)
def drop_activity(actor: User, activity: Activity, /, *, reason: str) -> Activity:
    """Given up, and why. Instalments only planned are cancelled; what was paid stays in the ledger.

    Raises: Refused, BadInput.
    """
    one = locked_activity(activity)
    insist_on_state(one, OPEN)
    insist_not_shared(one)
    words = words_of(reason, "reason", _("Écrivez pourquoi l'activité est abandonnée."))
    insist_nothing_waits(one)
    cancel_planned(one)
    return changed(one, state=S.DROPPED, dropped_reason=words)


@command(WORK)
def resume_activity(actor: User, activity: Activity, /) -> Activity:
    """It was closed by mistake, or goes on. Raises: Refused."""
    one = locked_activity(activity)
    insist_on_state(one, (S.DONE, S.DROPPED))
    return changed(one, state=S.RUNNING if one.given_on else S.PLANNED, dropped_reason="")


@command(WORK)
def start_file(actor: User, case: Case, /, *, on: date) -> Case:
    """Something was paid and the file has not started: by hand. Raises: Refused, BadInput."""
    insist_on_day(case.reintegration, on)
    started: Case = FLOW.run(actor, case, "start", move=Move(on=on))
    return started


say(
    {
        "returns.start_activity": _("Activité commencée"),
        "returns.give_activity": _("Activité donnée"),
        "returns.correct_given": _("Jour d'une activité corrigé"),
        "returns.finish_activity": _("Activité terminée"),
        "returns.drop_activity": _("Activité abandonnée"),
        "returns.resume_activity": _("Activité reprise"),
        "returns.start_file": _("Appui commencé"),
    }
)
