"""Best interests assessments of one child, read by those named on the file. ``files.file`` has noted the reading."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import may
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.protection.models import Assessment, Child, Clock, Factor, ProtectionFile, Risk
from musanada.protection.models.best_interests import DURABLE
from musanada.protection.rules import value

ASSESS, REVIEW = "bip.assess", "bip.review"
S = Assessment.State
RUNNING = (S.OPEN, S.DONE, S.RETURNED)
WRITABLE = (S.OPEN, S.RETURNED)
HEARD: dict[str, Sentence] = {
    "child": _("L'enfant"),
    "carer": _("La personne qui s'en occupe"),
    "guardian": _("Le représentant légal"),
    "family": _("Un membre de la famille"),
    "teacher": _("L'école ou le centre"),
    "health": _("Un professionnel de santé"),
    "other": _("Une autre personne"),
}
SHAPES = {S.OPEN: "open", S.DONE: "wait", S.REVIEWED: "done", S.RETURNED: "late"}


@dataclass(frozen=True)
class AssessmentShown:
    """An assessment as its page shows it."""

    one: Assessment
    shape: str
    heard: list[Sentence]
    factors: list[tuple[Sentence, str]]
    options: list[Any]
    late: bool


def listed(column: str) -> list[str]:
    """Codes of a column such as ",child,carer,"."""
    return [code for code in column.split(",") if code]


def assessments(file: ProtectionFile) -> list[Assessment]:
    rows = Assessment.objects.filter(file=file).select_related("assessor", "reviewer")
    return list(rows.order_by("-opened_on", "-id"))


def running(file: ProtectionFile) -> Assessment | None:
    """The one that is open, waits for its reviewer, or was sent back."""
    rows = Assessment.objects.filter(file=file, state__in=RUNNING)
    return rows.select_related("assessor", "reviewer").first()


def latest_reviewed(file: ProtectionFile) -> Assessment | None:
    return Assessment.objects.filter(file=file, state=S.REVIEWED).order_by("-opened_on", "-id").first()


def assessment(file: ProtectionFile, pk: UUID) -> Assessment:
    """One of this very file. Raises: Http404."""
    rows = Assessment.objects.filter(file=file, pk=pk).select_related("assessor", "reviewer", "file__case")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def shown(one: Assessment) -> AssessmentShown:
    found = dict(Factor.objects.filter(assessment=one).values_list("kind", "found"))
    factors: list[tuple[Sentence, str]] = [
        (label, found.get(code, "")) for code, label in Factor.Kind.choices
    ]
    return AssessmentShown(
        one,
        SHAPES[S(one.state)],
        [HEARD.get(code, code) for code in listed(one.heard)],
        factors,
        list(one.options.select_related("country")),
        one.on_time is False,
    )


def factors_of(one: Assessment) -> dict[str, str]:
    return dict(Factor.objects.filter(assessment=one).values_list("kind", "found"))


def days_by_risk(file: ProtectionFile, day: date) -> int:
    """7, 14 or 30 days by level (a rule); a risk that nobody assessed counts as the highest."""
    return value(f"bia_{file.risk or Risk.HIGH}", day)


def due_day(file: ProtectionFile, trigger: str, opened_on: date) -> date:
    """The first assessment is due since the identification, any other since it was asked for; what was due already
    stays due, whatever the reason given."""
    since = file.identified_on if trigger == Assessment.Trigger.FIRST else opened_on
    due = since + timedelta(days=days_by_risk(file, since))
    clock = Clock.objects.filter(file=file, kind=Clock.Kind.BIA, met_on=None, dropped_on=None).first()
    if clock is None:
        return due
    return clock.due_on if trigger == Assessment.Trigger.FIRST else min(clock.due_on, due)


def needs_panel(file: ProtectionFile, outlook: str) -> bool:
    """Does what is recommended take a determination (child-case.md, I.2)?"""
    if outlook == "separate":
        return True
    status = Child.objects.filter(file=file).values_list("status", flat=True).first()
    return outlook in DURABLE and status in (Child.Status.UNACCOMPANIED, Child.Status.SEPARATED)


def why_not_review(actor: User, one: Assessment) -> Sentence | None:
    """The sentence that stops this actor, or None."""
    if one.state != S.DONE:
        return _("Cette évaluation n'attend pas de relecture : l'évaluateur doit d'abord la dire faite.")
    if one.assessor_id == actor.pk:
        return _("Vous avez mené cette évaluation : une autre personne la relit.")
    return None


def may_write(actor: User, one: Assessment) -> bool:
    return one.state in WRITABLE and may(actor, ASSESS, one)


def may_review(actor: User, one: Assessment) -> bool:
    return why_not_review(actor, one) is None and may(actor, REVIEW, one)


def expired(one: Assessment) -> bool:
    return one.valid_to is not None and one.valid_to < timezone.localdate()
