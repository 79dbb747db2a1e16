"""What a victim's file holds, in words for the person: told from the files that name whoever answers, and from no other.

A checklist ticked before there was a file names nobody and cannot be told; the one that led to the file is.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.protection.models import (
    Detection,
    Episode,
    NrmReferral,
    Proceeding,
    Reflection,
    ReturnRisk,
    SafetyPlan,
    VictimScreening,
    VictimStatus,
)

P = FieldGroup.PROTECTION
Rows = list[tuple[Sentence, ...]]


def held(asking: Asking) -> Iterator[HeldSection]:
    yield detections(asking)
    yield established(asking)
    yield episodes(asking)
    yield safety(asking)
    yield returns(asking)
    yield terms(asking)
    yield referrals(asking)


def own(asking: Asking, model: Any, order: str, path: str = "file") -> Any:
    """Of this person's files at these offices that name the one who answers."""
    wanted = {
        f"{path}__case__person__in": asking.people,
        f"{path}__case__unit__in": asking.units,
        f"{path}__secret__in": asking.named,
    }
    return model.objects.filter(**wanted).order_by(order, "id")


def day(asking: Asking, value: date | None) -> str:
    return format_date(value, asking.lang) if value else ""


def joined(*parts: object) -> str:
    return " ; ".join(str(part) for part in parts if part)


def detections(asking: Asking) -> HeldSection:
    rows: Rows = []
    for one in own(asking, Detection, "on"):
        answer = _("Orienter, urgent") if one.urgent else _("Orienter") if one.refer else _("Ne pas orienter")
        rows.append((day(asking, one.on), answer, one.note))
    columns = (_("Le"), _("Réponse de la grille"), _("Note"))
    return HeldSection(P, _("La grille de repérage qui vous a fait orienter"), rows, columns, order=90)


def established(asking: Asking) -> HeldSection:
    """Interviews and the status that followed."""
    rows: Rows = []
    for one in own(asking, VictimScreening, "on"):
        rows.append((day(asking, one.on), _("Entretien"), one.get_result_display(), one.text))
    for status in own(asking, VictimStatus, "on"):
        rows.append(
            (day(asking, status.on), status.get_body_display(), status.get_status_display(), status.text)
        )
    columns = (_("Le"), _("Par"), _("Résultat"), _("Ce qui est écrit"))
    return HeldSection(P, _("Vos entretiens et votre statut"), rows, columns, order=91)


def episodes(asking: Asking) -> HeldSection:
    rows: Rows = []
    for one in own(asking, Episode, "from_on").prefetch_related("forms"):
        country = country_name(str(one.country_id), asking.lang) if one.country_id else ""
        forms = ", ".join(str(form.get_form_display()) for form in one.forms.all())
        where = joined(country, one.place, one.sector)
        rows.append((day(asking, one.from_on), day(asking, one.to_on), forms, where, one.text))
    columns = (_("Du"), _("Au"), _("Formes"), _("Où"), _("Ce qui est écrit"))
    return HeldSection(P, _("Ce que vous avez subi, tel qu'il est noté"), rows, columns, order=92)


def safety(asking: Asking) -> HeldSection:
    rows: Rows = [(day(asking, one.on), one.dangers, one.steps) for one in own(asking, SafetyPlan, "version")]
    columns = (_("Le"), _("Dangers"), _("Quoi faire"))
    return HeldSection(P, _("Vos plans de sécurité"), rows, columns, order=93)


def returns(asking: Asking) -> HeldSection:
    rows: Rows = []
    for one in own(asking, ReturnRisk, "on"):
        country = country_name(str(one.country_id), asking.lang)
        said = joined(one.dangers, one.conditions)
        rows.append((day(asking, one.on), country, one.get_result_display(), day(asking, one.valid_to), said))
    columns = (_("Le"), _("Pays"), _("Résultat"), _("Vaut jusqu'au"), _("Ce qui est écrit"))
    return HeldSection(P, _("Le risque d'un retour"), rows, columns, order=94)


def terms(asking: Asking) -> HeldSection:
    """The time to decide, and the stages of criminal proceedings."""
    rows: Rows = []
    for one in own(asking, Reflection, "from_on"):
        choice = one.get_choice_display() if one.choice else ""
        rows.append((day(asking, one.from_on), day(asking, one.to_on), _("Délai de réflexion"), choice))
    for stage in own(asking, Proceeding, "on"):
        rows.append((day(asking, stage.on), "", _("Procédure pénale"), stage.get_stage_display()))
    columns = (_("Du"), _("Au"), _("Ce que c'est"), _("État"))
    return HeldSection(P, _("Votre délai de réflexion et la procédure pénale"), rows, columns, order=95)


def referrals(asking: Asking) -> HeldSection:
    """Sent from the file, or the one that opened it: to whom, what was agreed to, what came of it."""
    rows: Rows = []
    found = {
        one.pk: one for path in ("file", "opened") for one in own(asking, NrmReferral, "recorded_at", path)
    }
    for one in found.values():
        said = ", ".join(
            f"{item.get_service_display()} ({item.get_word_display()})" for item in one.items.all()
        )
        sent = one.sent_at.date() if one.sent_at else None
        rows.append((day(asking, sent), str(one.unit), str(one.to), said, one.get_state_display()))
    columns = (_("Le"), _("De"), _("À"), _("Ce que vous avez dit"), _("État"))
    return HeldSection(P, _("Vos orientations"), rows, columns, order=96)


HELD.add("protection.trafficking", held)
