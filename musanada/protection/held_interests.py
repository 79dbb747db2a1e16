"""What best interests hold about a child, in words for them: assessments with their own words, decisions, exceptions.

P4: only what the files say that name who answers. Who sat on a panel, and how each voted, is not told.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, isolate
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.protection.models import (
    Assessment,
    Determination,
    Factor,
    Option,
    ProtectionFile,
    TravelException,
)

P = FieldGroup.PROTECTION
Rows = list[tuple[Sentence, ...]]
NOTHING = ""


def held(asking: Asking) -> Iterator[HeldSection]:
    files = list(
        ProtectionFile.objects.filter(
            case__person__in=asking.people, case__unit__in=asking.units, secret__in=asking.named
        )
    )
    if files:
        yield assessments(asking, files)
        yield weighed(asking, files)
        yield decisions(asking, files)
        yield exceptions(asking, files)


def day(asking: Asking, value: date | None) -> str:
    return format_date(value, asking.lang) if value else NOTHING


def joined(parts: Iterable[object]) -> str:
    return " ; ".join(str(part) for part in parts if part)


def assessments(asking: Asking, files: list[ProtectionFile]) -> HeldSection:
    rows: Rows = []
    for one in Assessment.objects.filter(file__in=files).order_by("opened_on", "id"):
        found = Factor.objects.filter(assessment=one)
        factors = joined(f"{row.get_kind_display()} : {row.found}" for row in found)
        rows.append(
            (
                day(asking, one.opened_on),
                joined((one.get_trigger_display(), one.get_state_display())),
                joined((one.views, one.maturity)),
                factors,
                joined((one.get_recommendation_display(), one.reasons, one.review)),
            )
        )
    columns = (_("Ouverte le"), _("Pourquoi"), _("Vos mots, et votre maturité"), _("Ce qui est constaté"), _("Recommandation"))  # fmt: skip
    return HeldSection(P, _("Évaluations de votre intérêt supérieur"), rows, columns, order=81)


def weighed(asking: Asking, files: list[ProtectionFile]) -> HeldSection:
    rows: Rows = []
    for one in Option.objects.filter(file__in=files).order_by("recorded_at", "id"):
        where = country_name(one.country_id, asking.lang) if one.country_id else NOTHING
        rows.append((one.get_outlook_display(), where, one.pros, one.cons))
    columns = (_("Option"), _("Pays"), _("Arguments pour"), _("Arguments contre"))
    return HeldSection(P, _("Options pesées pour vous"), rows, columns, order=82)


def decisions(asking: Asking, files: list[ProtectionFile]) -> HeldSection:
    """Reports and decisions; of the sealed dossier, its number and the day it was sealed: its parts stand elsewhere."""
    rows: Rows = []
    for one in Determination.objects.filter(file__in=files).order_by("opened_on", "id"):
        where = country_name(one.country_id, asking.lang) if one.country_id else NOTHING
        rows.append(
            (
                isolate(str(one)),
                joined((one.get_question_display(), one.get_state_display())),
                one.report,
                joined(
                    (
                        day(asking, one.decided_on),
                        one.get_outlook_display(),
                        where,
                        one.reasons,
                        one.conditions,
                    )
                ),
                joined((day(asking, one.told_on), one.reopened_why)),
            )
        )
    columns = (
        _("Numéro"),
        _("Question et état"),
        _("Rapport"),
        _("Décision et motifs"),
        _("Dite le, reprise"),
    )
    return HeldSection(P, _("Décisions d'un panel sur votre intérêt supérieur"), rows, columns, order=83)


def exceptions(asking: Asking, files: list[ProtectionFile]) -> HeldSection:
    rows: Rows = [
        (
            day(asking, one.asked_on),
            one.get_reason_display(),
            one.text,
            day(asking, one.until_on),
            one.get_state_display(),
        )
        for one in TravelException.objects.filter(file__in=files).order_by("asked_on", "id")
    ]
    columns = (_("Demandée le"), _("Raison"), _("Pourquoi"), _("Jusqu'au"), _("État"))
    return HeldSection(P, _("Exceptions demandées pour votre voyage"), rows, columns, order=84)


HELD.add("protection.interests", held)
