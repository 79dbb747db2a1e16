"""What is left of protection when a person is erased: codes and days of nobody; every word, name and place goes.

Every encrypted column of every table that tells of the person is emptied, by the models themselves: a new one is covered
from the day it exists. When such a file lapses is its owner's word (``dataprotection.retention.kinds``): nothing is
proposed for disposal by itself.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.kit.subject import COUNTED_ON, ERASERS, Eraser
from musanada.protection.models import (
    Assessment,
    Determination,
    Enrolment,
    ProtectionFile,
    Session,
)

GONE = "effacé"  # where a constraint wants a word
WANTED = {"basis_text", "why"}
# Texts that are not encrypted and might still say something of somebody.
CLEAR: dict[str, tuple[str, ...]] = {
    "pathwayleg": ("from_city", "to_city"),
    "enrolment": ("placement",),
}
AREAS: dict[str, tuple[str, ...]] = {
    "encounters": ("mappedchild", "encounter", "pathwayleg"),
    "children": ("child", "agerecord", "familymember", "siblinglink", "separation", "carearrangement", "mandate",
                 "concern", "harm", "tracing", "tracingaction", "schooling", "transitionitem"),
    "interests": ("assessment", "factor", "option", "determination", "panelmember", "travelexception"),
    "trafficking": ("detection", "victim", "victimscreening", "victimstatus", "episode", "safetyplan", "returnrisk",
                    "nrmreferral"),
    "casualties": ("casualty", "evacuation", "hospitalstay", "onwardneed", "death", "familycontact"),
    "courses": ("enrolment", "pupilnote"),
    "files": ("protectionfile", "riskrecord", "planaction", "service", "followup", "closing"),
}  # fmt: skip
WORDS = {
    "files": _("Dossier de protection : risque, plan, services, visites, clôture"),
    "encounters": _("Rencontres de rue : surnoms, lieux, parcours"),
    "children": _("Dossier de l'enfant : âge, famille, accueil, tutelle, recherches, école"),
    "interests": _("Intérêt supérieur : évaluations, dossiers du panel, motifs"),
    "trafficking": _("Traite : repérage, entretiens, sécurité, orientations"),
    "casualties": _("Blessés aux frontières : signes, transports, hôpital, décès"),
    "courses": _("Cours : comment on l'appelait, notes"),
}
CODED = "codes and days only: what figures stand on"
KEPT = ("clock", "proceeding", "reflection", "episodeform", "attendance", "nrmitem", "tick")


def words_of(model: Any) -> list[str]:
    """Columns that hold words about somebody."""
    kinds = (EncryptedCharField, EncryptedTextField)
    secret = [field.name for field in model._meta.get_fields() if isinstance(field, kinds)]
    return [*secret, *CLEAR.get(model._meta.model_name, ())]


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """The caller holds the transaction. With ``units`` only what lies at these offices."""
    counts = dict.fromkeys(WORDS, 0)
    for area, tables in AREAS.items():
        for table in tables:
            counts[area] += stripped(apps.get_model("protection", table), people, units)
    return counts


def paths(model: Any) -> tuple[str, ...]:
    declared = model.PERSON
    return (declared,) if isinstance(declared, str) else tuple(declared)


def stripped(model: Any, people: Sequence[UUID], units: frozenset[UUID] | None) -> int:
    told = Q()
    for path in paths(model):
        told |= Q(**{f"{path}__in": people})
    rows = model.objects.filter(told)
    if units is not None:
        rows = rows.filter(**{f"{model.PLACE}__in": units})
    keys = list(rows.values_list("pk", flat=True))
    columns = words_of(model)
    if not keys or not columns:
        return len(keys)
    written = 0
    for name in columns:
        empty = GONE if name in WANTED else ""
        written = model.objects.filter(pk__in=keys).update(**{name: empty})
    return int(written)


def days(people: Sequence[UUID]) -> list[date]:
    """Days on which figures count a person's age."""
    rows = (
        ProtectionFile.objects.filter(case__person__in=people).values_list("identified_on", flat=True),
        Assessment.objects.filter(file__case__person__in=people).values_list("done_on", flat=True),
        Determination.objects.filter(file__case__person__in=people).values_list("decided_on", flat=True),
        Enrolment.objects.filter(person__in=people).values_list("from_on", flat=True),
        Session.objects.filter(attendance__enrolment__person__in=people).values_list("on", flat=True),
    )
    return sorted({day for found in rows for day in found if day})


COUNTED_ON.add("protection", days)
ERASERS.add(
    "protection",
    Eraser(
        run=erase,
        words=WORDS,
        covers=frozenset(f"protection.{table}" for tables in AREAS.values() for table in tables),
        keeps={f"protection.{table}": CODED for table in KEPT},
    ),
)
