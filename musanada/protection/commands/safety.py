"""Safety: a plan in versions, each with its review; the risk of a return, assessed by one and approved by another."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.commands.clearances import take_back_ungrounded
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.commands.confidential import insist_in_full
from musanada.protection.commands import clocks
from musanada.protection.commands.checks import coming_day, insist_open, one_of, past_day, words
from musanada.protection.models import Clock, ProtectionFile, ReturnRisk, SafetyPlan
from musanada.protection.rules import value


@dataclass(frozen=True)
class SafetyDraft:
    dangers: str
    steps: str
    review_on: date | None = None
    id: UUID = field(default_factory=new_id)


def last_review_day(day: date | None = None) -> date:
    """The latest day at which a plan of today is seen again."""
    on = day or timezone.localdate()
    return on + timedelta(days=value("safety_review", on))


@command("protection.work")
def write_safety_plan(actor: User, file: ProtectionFile, /, *, draft: SafetyDraft) -> SafetyPlan:
    """The next version; those before stand. Raises: BadInput, Refused."""
    if known := SafetyPlan.objects.filter(pk=draft.id, file=file).first():
        return known
    insist_open(file)
    latest = last_review_day()
    review = coming_day("review_on", draft.review_on or latest)
    if review > latest:
        raise bad("review_on", _("Ce jour dépasse le délai de révision des règles : choisissez-en un plus proche."))  # fmt: skip
    dangers, steps = words("dangers", draft.dangers), words("steps", draft.steps)
    last = SafetyPlan.objects.filter(file=file).order_by("-version").first()
    try:
        with transaction.atomic():
            made = SafetyPlan.objects.create(
                id=draft.id,
                file=file,
                version=(last.version if last else 0) + 1,
                dangers=dangers,
                steps=steps,
                review_on=review,
                by=actor,
            )
    except IntegrityError:
        raise Refused(_("Quelqu'un vient d'écrire une version : rechargez la page, relisez-la.")) from None
    clocks.meet(file, Clock.Kind.SAFETY)
    clocks.start(file, Clock.Kind.SAFETY, review)
    return made


@dataclass(frozen=True)
class RiskDraft:
    country: str
    result: str
    dangers: str
    conditions: str = ""
    on: date = field(default_factory=timezone.localdate)
    valid_to: date | None = None
    id: UUID = field(default_factory=new_id)


@command("protection.work")
def assess_return_risk(actor: User, file: ProtectionFile, /, *, draft: RiskDraft) -> ReturnRisk:
    """Waits for another person's approval; a later one replaces it. Raises: BadInput, Refused."""
    if known := ReturnRisk.objects.filter(pk=draft.id, file=file).first():
        return known
    insist_open(file)
    day = past_day(file, "on", draft.on)
    one_of("result", draft.result, ReturnRisk.Result.values)
    if not draft.country:
        raise bad("country", _("Dites vers quel pays."))
    latest = day + timedelta(days=value("return_risk_valid", day))
    until = draft.valid_to or latest
    if not day <= until <= latest:
        raise bad("valid_to", _("La validité dépasse ce que disent les règles, ou finit avant de commencer."))
    if draft.result == ReturnRisk.Result.CONDITIONS:
        words("conditions", draft.conditions)
    return ReturnRisk.objects.create(
        id=draft.id,
        file=file,
        country_id=draft.country,
        on=day,
        result=draft.result,
        dangers=words("dangers", draft.dangers),
        conditions=draft.conditions.strip(),
        valid_to=until,
        by=actor,
    )


@command("protection.approve")
def approve_return_risk(actor: User, file: ProtectionFile, /, *, risk: ReturnRisk) -> ReturnRisk:
    """By another person named on the file. Raises: Refused."""
    insist_open(file)
    insist_in_full(actor, file.secret)
    if risk.by_id == actor.pk:
        raise Refused(_("Une autre personne que l'évaluateur l'approuve : demandez à un collègue nommé au dossier."), code="two")  # fmt: skip
    rows = ReturnRisk.objects.filter(pk=risk.pk, file=file, approved_by=None)
    if not rows.update(approved_by=actor, approved_on=timezone.localdate()):
        raise Refused(_("Cette évaluation est déjà approuvée : rechargez la page."))
    risk.refresh_from_db()
    if risk.result == ReturnRisk.Result.UNSAFE:
        take_back_ungrounded(actor, file.case.person)
    return risk


say(
    {
        "protection.write_safety_plan": _("Plan de sécurité écrit"),
        "protection.assess_return_risk": _("Risque au retour évalué"),
        "protection.approve_return_risk": _("Risque au retour approuvé"),
    },
    kinds={
        "protection.safetyplan": _("Plan de sécurité"),
        "protection.returnrisk": _("Risque au retour"),
    },
)
