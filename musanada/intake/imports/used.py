"""Has a person been used since they were created? Asked of every table that points at persons, whoever owns it.

Intake does not know the domains above it; the tables' own foreign keys say who leans on whom.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import paths_to_people
from musanada.access.models import AuditEntry
from musanada.kit.errors import Sentence
from musanada.people.models import Person

# What an import writes with the person itself. Linkage's own notes about likely twins are no use of a person.
OWN = frozenset(
    {"personname", "namekey", "nationality", "identifier", "language", "contact", "legalbasis", "presence"}
)
APART = frozenset({"linkage"})
NOTES = ("linkage.note_different", "linkage.note_unsure")
LEANT_ON = _("A servi depuis : une aide, un dossier, un lien ou une fusion s'y rattache.")


def since(persons: Iterable[UUID]) -> dict[UUID, Sentence]:
    """Person → why they stay. Those who are not named may be taken back."""
    wanted = list(dict.fromkeys(persons))
    reasons: dict[UUID, Sentence] = {}
    for relation in leaning():
        holder: type[models.Model] = relation.related_model
        name = relation.field.name
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            rows = told(holder).filter(**{f"{name}__in": part}, **in_force(holder))
            for person in rows.values_list(f"{name}_id", flat=True).distinct():
                reasons.setdefault(person, LEANT_ON)
    for person in corrected(wanted):
        reasons.setdefault(person, _("Sa fiche a été complétée ou corrigée depuis."))
    return reasons


def leaning() -> list[Any]:
    """Foreign keys to a person from outside the person's own record."""
    return [
        relation
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.is_relation
        and relation.auto_created
        and not relation.concrete
        and relation.one_to_many
        and not is_own(relation.related_model)
    ]


def told(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """Rows that do not tell of someone whom a P4 file hides: the reason given must not say that there is one."""
    rows = model._default_manager.all()
    for path in paths_to_people(model):
        rows = rows.exclude(**{f"{path}__protected" if path else "protected": True})
    return rows


def in_force(model: type[models.Model]) -> dict[str, bool]:
    """A row that was voided or undone holds nobody."""
    names = {field.name for field in model._meta.get_fields()}
    return {f"{name}__isnull": True for name in ("voided_at", "undone_at") if name in names}


def is_own(model: Any) -> bool:
    meta = model._meta
    return meta.app_label in APART or (meta.app_label == "people" and meta.model_name in OWN)


def corrected(persons: list[UUID]) -> set[UUID]:
    """People with a line of their own in the journal."""
    found: set[UUID] = set()
    for start in range(0, len(persons), 500):
        part = [str(person) for person in persons[start : start + 500]]
        entries = AuditEntry.objects.filter(object_kind="people.person", object_id__in=part, outcome="done")
        entries = entries.exclude(verb__in=NOTES)
        found.update(UUID(key) for key in entries.values_list("object_id", flat=True))
    return found
