"""What the steps of both procedures demand. Each answers with the sentence that refuses, or None."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.cases.models import CaseStep
from musanada.kit.errors import Sentence
from musanada.protection.models import (
    Assessment,
    Closing,
    Determination,
    PlanAction,
    ProtectionFile,
    VictimScreening,
    VictimStatus,
)
from musanada.protection.rules import value
from musanada.protection.seals import CHANGED, intact

BID = Determination.State
BIA = Assessment.State


def file_of(case: Any) -> ProtectionFile:
    found: ProtectionFile = case.protection
    return found


def last_bia(case: Any) -> Assessment | None:
    return Assessment.objects.filter(file=file_of(case)).order_by("-opened_on", "-id").first()


def last_bid(case: Any) -> Determination | None:
    rows = Determination.objects.filter(file=file_of(case)).exclude(state=BID.DROPPED)
    return rows.order_by("-opened_on", "-id").first()


# A child's procedure


def no_open_bia(actor: User, case: Any) -> Sentence | None:
    found = last_bia(case)
    if found is None or found.state != BIA.OPEN:
        return _("Aucune évaluation n'est ouverte : commencez-en une, avec son motif.")
    return None


def bia_not_reviewed(actor: User, case: Any) -> Sentence | None:
    found = last_bia(case)
    if found is None or found.state != BIA.REVIEWED:
        return _("L'évaluation n'est pas relue : une autre personne que l'évaluateur la relit et la retient.")
    return None


def no_plan(actor: User, case: Any) -> Sentence | None:
    if PlanAction.objects.filter(file=file_of(case)).exists():
        return None
    return _("Le plan est vide : écrivez au moins une action, avec son responsable et sa date.")


def bid_not_needed(actor: User, case: Any) -> Sentence | None:
    reviewed = Assessment.objects.filter(file=file_of(case), state=BIA.REVIEWED)
    last = reviewed.order_by("-opened_on", "-id").first()
    if last is not None and last.bid_needed not in ("", Assessment.Need.NO):
        return None
    before = last_bid(case)
    if before is not None and before.state == BID.REOPENED:
        return None
    return _(
        "La dernière évaluation relue ne conclut pas à une BID : reprenez l'évaluation si les faits ont changé."
    )


def panel_not_ready(actor: User, case: Any) -> Sentence | None:
    found = last_bid(case)
    if found is None or not found.digest:
        return _("Le dossier du panel n'est pas scellé : faites relire le rapport, puis scellez-le.")
    if not intact(found):
        return CHANGED
    seats = found.panel.filter(left_at=None).exclude(conflict=True).count()
    least, most = value("panel_least"), value("panel_most")
    if least <= seats <= most and found.panel_on is not None:
        return None
    return _(
        "Le panel compte %(seats)s membres sans conflit d'intérêts : il en faut de %(least)s à %(most)s, et une date."
    ) % {"seats": seats, "least": least, "most": most}


def bid_not_decided(actor: User, case: Any) -> Sentence | None:
    found = last_bid(case)
    if found is not None and found.state == BID.DECIDED and not intact(found):
        return CHANGED
    if found is None or found.state != BID.DECIDED:
        return _(
            "Le panel n'a pas décidé : chaque membre lit le dossier et vote, puis la décision est consignée."
        )
    return None


def child_not_told(actor: User, case: Any) -> Sentence | None:
    found = last_bid(case)
    if found is None or found.told_on is None:
        return _("L'enfant ne sait pas encore ce qui a été décidé : dites-le-lui, et notez quand et par qui.")
    return None


# A victim's procedure


def last_screening(case: Any) -> VictimScreening | None:
    return VictimScreening.objects.filter(file=file_of(case)).order_by("-on", "-recorded_at", "-id").first()


def last_status(case: Any) -> VictimStatus | None:
    return VictimStatus.objects.filter(file=file_of(case)).order_by("-on", "-recorded_at", "-id").first()


def not_presumed(actor: User, case: Any) -> Sentence | None:
    found = last_screening(case)
    if found is None or found.result != VictimScreening.Result.PRESUMED:
        return _(
            "Le dernier entretien ne conclut pas à une victime présumée : menez ou reprenez l'entretien."
        )
    return None


def not_ruled_out(actor: User, case: Any) -> Sentence | None:
    found = last_screening(case)
    if found is None or found.result != VictimScreening.Result.NOT_SHOWN:
        return _("Aucun entretien ne conclut que les éléments ne sont pas réunis : menez-le d'abord.")
    return None


def not_identified(actor: User, case: Any) -> Sentence | None:
    found = last_status(case)
    if found is None or found.status != VictimStatus.Status.IDENTIFIED:
        return _("Notez d'abord l'identification : par quelle autorité, et quand.")
    return None


def not_refused(actor: User, case: Any) -> Sentence | None:
    found = last_status(case)
    if found is None or found.status != VictimStatus.Status.NOT_IDENTIFIED:
        return _("Notez d'abord le refus d'identification : par quelle autorité, et quand.")
    return None


# Both


def closing_not_approved(actor: User, case: Any) -> Sentence | None:
    found = Closing.objects.filter(file=file_of(case)).order_by("-asked_on", "-recorded_at", "-id").first()
    if found is None or found.state != Closing.State.APPROVED or opened_again(case, found):
        return _("La clôture n'est pas approuvée : demandez-la, une seconde personne en décide.")
    return None


def opened_again(case: Any, one: Closing) -> bool:
    """An approval closes once: a file that was opened again needs another."""
    return CaseStep.objects.filter(case=case.pk, code="reopen", recorded_at__gt=one.recorded_at).exists()
