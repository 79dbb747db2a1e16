"""Importing people: the persons of a list become persons of the register, or are recognised there."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.models import Unit, User
from musanada.intake.imports import used
from musanada.intake.imports.kinds import IMPORT_KINDS, Done, Field, Option, Rows, Staged
from musanada.intake.imports.likely import propose, still_there
from musanada.intake.imports.person import (
    BASIS,
    MORE_FIELDS,
    PERSON_FIELDS,
    basis_of,
    check_person,
    draft_of,
    identity_of,
    name_of,
    person_choices,
    person_lists,
    show_person,
    sought_of,
)
from musanada.intake.sheets.findings import Finding
from musanada.intake.sheets.values.base import Codes
from musanada.kit.errors import Sentence
from musanada.linkage.sought import Sought
from musanada.people import commands as people


class PeopleKind:
    """Persons of a list become persons of the register, or are recognised there."""

    code: str = "people"
    label: Sentence = _("Des personnes")
    rights: tuple[str, ...] = ("people.register", "people.find")
    undo_rights: tuple[str, ...] = ("people.void",)
    fields: tuple[Field, ...] = PERSON_FIELDS + MORE_FIELDS

    def options(self, actor: User, unit: Unit) -> tuple[Option, ...]:
        return (BASIS,)

    def lists(self, actor: User, unit: Unit) -> Mapping[str, Codes]:
        return person_lists()

    def choices(self, list_name: str, word: str) -> list[tuple[str, str]]:
        return person_choices(list_name, word)

    def identity(self, values: Mapping[str, Any]) -> str:
        return identity_of(values)

    def check(self, row: Staged, options: Mapping[str, str], today: date) -> None:
        check_person(row, today)

    def find(self, actor: User, unit: Unit, rows: Sequence[Staged]) -> None:
        propose(self, actor, unit, rows)

    def review(self, actor: User, unit: Unit, rows: Sequence[Staged], options: Mapping[str, str]) -> None:
        return

    def sought(self, values: Mapping[str, Any]) -> Sought | None:
        return sought_of(values, timezone.localdate())

    def repeated(self, row: Staged) -> None:
        if not any(found.code == "twice-in-file" for found in row.findings):
            row.findings.append(Finding("warning", "twice-in-file"))
        row.decision, row.match = "skip", None

    def title(self, values: Mapping[str, Any]) -> str:
        return name_of(values)

    def show(self, field: str, value: Any) -> str:
        return show_person(field, value)

    def commit(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        leads, gone = still_there(part.rows)
        known = [row for row in part.rows if row.decision == "same" and row.pk not in gone]
        results = gone | {row.pk: Done("added") for row in known}
        new: dict[UUID, Any] = {}
        for row in part.rows:
            if row.decision == "new":
                results[row.pk] = Done("already" if row.person in new else "created")
                new.setdefault(row.person, row)
        if new:
            drafts = [draft_of(person, row.values, part.today) for person, row in new.items()]
            people.register_many(
                actor, part.unit, drafts=drafts, basis=basis_of(part.options), batch=part.batch
            )
        if met := {leads[row.match] for row in known}:
            people.meet_many(actor, part.unit, met=[(person, part.today) for person in met])
        return results

    def undo(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        created = [row for row in part.rows if row.outcome == "created"]
        reasons = used.since(row.person for row in created)
        free = [row.person for row in created if row.person not in reasons]
        if free:
            people.remove_many(actor, part.unit, ids=free, batch=part.batch)
        results = {
            row.pk: Done("kept", str(reasons[row.person])) if row.person in reasons else Done("undone")
            for row in created
        }
        stays = str(_("La personne était connue avant l'import : sa fiche reste telle quelle."))
        return results | {row.pk: Done("kept", stays) for row in part.rows if row.outcome == "added"}

    def preview(self, counts: Mapping[str, int]) -> list[Sentence]:
        new, same = counts["new"], counts["same"]
        lines: list[Sentence] = [
            ngettext("%(count)s personne sera créée.", "%(count)s personnes seront créées.", new)
            % {"count": new}
        ]
        if same:
            lines.append(
                ngettext(
                    "%(count)s ligne concerne une personne déjà connue : sa fiche ne change pas.",
                    "%(count)s lignes concernent des personnes déjà connues : leur fiche ne change pas.",
                    same,
                )
                % {"count": same}
            )
        return lines


IMPORT_KINDS.add("people", PeopleKind())
