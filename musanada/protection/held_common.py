"""What both kinds of protection file hold about the person, in words for them: risk, plan, services, visits, the end.

P4: only what the files say that name who answers (``asking.named``).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.protection.models import (
    Clock,
    Closing,
    FollowUp,
    PlanAction,
    ProtectionFile,
    RiskRecord,
    Service,
)

P = FieldGroup.PROTECTION
Rows = list[tuple[Sentence, ...]]


def held(asking: Asking) -> Iterator[HeldSection]:
    files = ProtectionFile.objects.filter(
        case__person__in=asking.people, case__unit__in=asking.units, secret__in=asking.named
    )
    if not files.exists():
        return
    yield risks(asking, files)
    yield plan(asking, files)
    yield services(asking, files)
    yield visits(asking, files)
    yield ends(asking, files)
    yield clocks(asking, files)


def day(asking: Asking, value: date | None) -> str:
    return format_date(value, asking.lang) if value else ""


def joined(parts: Iterable[object]) -> str:
    return " ; ".join(str(part) for part in parts if part)


def risks(asking: Asking, files: Any) -> HeldSection:
    rows: Rows = [
        (day(asking, one.on), one.get_level_display(), one.reason, day(asking, one.review_on))
        for one in RiskRecord.objects.filter(file__in=files).order_by("on", "id")
    ]
    columns = (_("Le"), _("Niveau de risque"), _("Pourquoi"), _("À revoir le"))
    return HeldSection(P, _("Le risque, tel que nous l'évaluons"), rows, columns, order=81)


def plan(asking: Asking, files: Any) -> HeldSection:
    rows: Rows = [
        (one.goal, one.action, one.responsible, day(asking, one.due_on), one.get_agreed_display(),
         joined((one.get_state_display(), day(asking, one.ended_on), one.ended_text)))
        for one in PlanAction.objects.filter(file__in=files)
    ]  # fmt: skip
    columns = (_("But"), _("Action"), _("Qui"), _("Pour le"), _("Votre accord"), _("Où cela en est"))
    return HeldSection(P, _("Votre plan"), rows, columns, order=82)


def services(asking: Asking, files: Any) -> HeldSection:
    rows: Rows = [
        (day(asking, timezone.localdate(one.asked_at)), one.get_kind_display(), one.agency,
         joined((one.get_state_display(), day(asking, one.given_on))), one.note)
        for one in Service.objects.filter(file__in=files).order_by("asked_at", "id")
    ]  # fmt: skip
    columns = (_("Demandé le"), _("Service"), _("À qui"), _("Réponse"), _("Note"))
    return HeldSection(P, _("Les services demandés pour vous"), rows, columns, order=83)


def visits(asking: Asking, files: Any) -> HeldSection:
    rows: Rows = [
        (one.get_kind_display(), day(asking, one.due_on), day(asking, one.done_on), day(asking, one.missed_on),
         one.get_way_display() if one.way else "", one.findings)
        for one in FollowUp.objects.filter(file__in=files)
    ]  # fmt: skip
    columns = (
        _("Visite"),
        _("Prévue le"),
        _("Faite le"),
        _("Manquée le"),
        _("Comment"),
        _("Ce qui est écrit"),
    )
    return HeldSection(P, _("Les visites de suivi"), rows, columns, order=84)


def ends(asking: Asking, files: Any) -> HeldSection:
    rows: Rows = [
        (day(asking, one.asked_on), one.get_reason_display(), one.get_state_display(),
         joined((one.text, one.answer)), joined((one.feedback, one.aftercare, day(asking, one.aftercare_on))))
        for one in Closing.objects.filter(file__in=files).order_by("asked_on", "id")
    ]  # fmt: skip
    columns = (_("Le"), _("Motif"), _("État"), _("Ce qui est écrit"), _("Ce que vous en dites, et après"))
    return HeldSection(P, _("La fin du suivi"), rows, columns, order=85)


def clocks(asking: Asking, files: Any) -> HeldSection:
    rows: Rows = [
        (one.get_kind_display(), day(asking, one.started_on), day(asking, one.due_on),
         day(asking, one.met_on or one.dropped_on))
        for one in Clock.objects.filter(file__in=files).order_by("started_on", "id")
    ]  # fmt: skip
    columns = (_("Échéance"), _("Depuis le"), _("Pour le"), _("Finie le"))
    return HeldSection(P, _("Les délais de votre dossier"), rows, columns, order=86)


HELD.add("protection.common", held)
