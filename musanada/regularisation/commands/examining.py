"""The pieces of a file held against the criteria, and what they show kept with the version used.

The system explains, people decide: an examination never changes the state of a file.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.regularisation.criteria.judging import NOT_EXAMINED, evaluate
from musanada.regularisation.models import Application, CriterionVersion, Evaluation
from musanada.regularisation.queries.examining import reference_day, shown_for
from musanada.regularisation.queries.operations import versions_on


@command("regularisation.examine")
def examine(
    actor: User,
    application: Application,
    /,
    *,
    on: date | None = None,
    stage: str = CriterionVersion.Stage.FIRST,
    others: bool = False,
) -> list[Evaluation]:
    """Every category claimed, under the version that holds on ``on`` (the day of the deposit); earlier ones stay.

    ``others``: categories not claimed are recorded as not examined. What is found exactly as before is not repeated.
    """
    day = on or reference_day(application)
    shown = shown_for([application.pk], on)[application.pk]
    claims = set(application.claims.filter(withdrawn_on=None).values_list("criterion_id", flat=True))
    made = []
    for version in versions_on(application.operation, day, stage):
        if version.criterion_id in claims:
            found = evaluate(shown, version)
            made.append(kept(actor, application, version, found.outcome, found.findings, day))
        elif others:
            made.append(kept(actor, application, version, NOT_EXAMINED, [], day))
    return made


def kept(
    actor: User,
    application: Application,
    version: CriterionVersion,
    outcome: str,
    findings: list[dict[str, object]],
    day: date,
) -> Evaluation:
    last = Evaluation.objects.filter(application=application, version__criterion=version.criterion).first()
    same = last and (last.version_id, last.outcome, last.findings, last.on) == (
        version.pk,
        outcome,
        findings,
        day,
    )
    if last and same:
        return last
    return Evaluation.objects.create(
        application=application, version=version, outcome=outcome, findings=findings, on=day, by=actor
    )


say(
    {"regularisation.examine": _("Critères examinés")},
    kinds={"regularisation.evaluation": _("examen d'un critère")},
)
