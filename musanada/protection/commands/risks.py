"""The level of risk of a file, dated and with its reason; the days until its review, and the assessment that comes sooner.

Rows are only added: the level of a day stays what it was. Of two of one day the later written counts.
"""

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.models import Case
from musanada.kit.errors import bad
from musanada.kit.ids import new_id
from musanada.protection.commands import clocks
from musanada.protection.commands.checks import insist_open, one_of, past_day, words
from musanada.protection.models import Assessment, Clock, ProtectionFile, Risk, RiskRecord
from musanada.protection.rules import value


@command("protection.work")
def record_risk(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    level: str,
    reason: str,
    on: date | None = None,
    pk: UUID | None = None,
) -> RiskRecord:
    """Sets the file's and the case's level and the clock of its review. Raises: Refused, BadInput."""
    if pk is not None and (known := RiskRecord.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    one_of("level", level, Risk.values)
    day = past_day(file, "on", on)
    if RiskRecord.objects.filter(file=file, on__gt=day).exists():
        raise bad("on", _("Un niveau plus récent est déjà noté : écrivez un jour qui ne le précède pas."))
    review = day + timedelta(days=value(f"risk_review_{level}", day))
    made = RiskRecord.objects.create(
        id=pk or new_id(),
        file=file,
        level=level,
        on=day,
        reason=words("reason", reason),
        review_on=review,
        by=actor,
    )
    ProtectionFile.objects.filter(pk=file.pk).update(risk=level)
    Case.objects.filter(pk=file.case_id).update(risk=level)
    file.risk = file.case.risk = level
    clocks.meet(file, Clock.Kind.RISK, on=day)
    clocks.start(file, Clock.Kind.RISK, review, on=day)
    bring_assessment_forward(file, level, day)
    return made


def bring_assessment_forward(file: ProtectionFile, level: str, day: date) -> None:
    """A higher risk shortens the time of an assessment that is due; a lower one lengthens none."""
    due = day + timedelta(days=value(f"bia_{level}", day))
    running = Clock.objects.filter(
        file=file, kind=Clock.Kind.BIA, met_on=None, dropped_on=None, due_on__gt=due
    )
    for one in running:
        clocks.start(file, Clock.Kind.BIA, due, subject=one.subject)
    waiting = (Assessment.State.OPEN, Assessment.State.RETURNED)
    Assessment.objects.filter(file=file, state__in=waiting, due_on__gt=due).update(due_on=due)


say(
    {"protection.record_risk": _("Niveau de risque noté")},
    kinds={"protection.riskrecord": _("Niveau de risque")},
)
