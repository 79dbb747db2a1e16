"""Separating two records: what was added meanwhile goes where somebody says, what was corrected is put back if wanted.

Only rows of the merge itself are touched: a key that names anything else is refused.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Answer
from musanada.kit.errors import Refused
from musanada.people.commands.persons import write_keys
from musanada.people.commands.protecting import covered_again
from musanada.people.models import (
    Identifier,
    Language,
    MergeRecord,
    Nationality,
    Person,
    PersonName,
    Presence,
)
from musanada.people.queries.separating import MOVABLE, NAME_PARTS, added_rows


def snapshot_of(records: Sequence[UUID]) -> dict[str, Any]:
    """Names and documents as they are now. Old phone numbers serve nobody: of contacts nothing is kept."""
    names = PersonName.objects.filter(person__in=records).order_by("pk")
    documents = Identifier.objects.filter(person__in=records, retired=False).order_by("pk")
    return {
        "names": [
            {part: str(getattr(name, part)) for part in NAME_PARTS}
            | {"id": str(name.pk), "person": str(name.person_id), "preferred": name.preferred}
            for name in names
        ],
        "documents": [str(pk) for pk in documents.values_list("pk", flat=True)],
    }


def take_back(record: MergeRecord, moved: Collection[str], restored: Collection[str]) -> None:
    """Runs when the pointers have gone back. Raises: Refused for what is not of this merge."""
    kept, gone = Person.objects.get(pk=record.kept_id), Person.objects.get(pk=record.gone_id)
    for kind, pk in keys(moved):
        row = added_rows(record, kind).filter(pk=pk).first() if kind in MOVABLE else None
        if row is None:
            raise stranger()
        move(kind, row, kept, gone)
    for kind, pk in keys(restored):
        restore(record, kind, pk)
    if moved:
        say_nationality(kept, gone)


def keys(chosen: Iterable[str]) -> list[tuple[str, UUID]]:
    found = []
    for key in dict.fromkeys(chosen):
        kind, _colon, pk = key.partition(":")
        try:
            found.append((kind, UUID(pk)))
        except ValueError:
            raise stranger() from None
    return found


def stranger() -> Refused:
    return Refused(_("Un élément choisi n'est plus là : rechargez la page et choisissez de nouveau."))


def move(kind: str, row: Any, kept: Person, gone: Person) -> None:
    if kind == "name":
        move_name(row, kept, gone)
        return
    if kind in ("nationality", "language", "presence") and known_already(kind, row, gone):
        row.delete()
        return
    row.person = gone
    row.save(update_fields=["person"])
    for one in (kept, gone):
        covered_again(one, one.pk)


def known_already(kind: str, row: Any, gone: Person) -> bool:
    """Does the other record say the same already? Then one row is enough, as the tables ask."""
    if kind == "nationality":
        return Nationality.objects.filter(person=gone, country=row.country_id, basis=row.basis).exists()
    if kind == "language":
        return Language.objects.filter(person=gone, code=row.code).exists()
    return Presence.objects.filter(person=gone, unit=row.unit_id, to_on=None, derived=False).exists()


def move_name(name: PersonName, kept: Person, gone: Person) -> None:
    """The name and its keys; each record keeps one preferred name in a script."""
    if not PersonName.objects.filter(person=kept).exclude(pk=name.pk).exists():
        raise Refused(_("C'est le seul nom de la fiche gardée : il y reste."))
    was_preferred = name.preferred
    theirs = PersonName.objects.filter(person=gone, script=name.script, preferred=True)
    name.person, name.preferred = gone, not theirs.exists()
    name.save(update_fields=["person", "preferred"])
    following = PersonName.objects.filter(person=kept, script=name.script).order_by("pk").first()
    if was_preferred and following:
        PersonName.objects.filter(pk=following.pk).update(preferred=True)
    write_keys(gone, name, searchable(name))
    covered_again(kept, kept.pk)


def searchable(name: PersonName) -> str:
    return f"{name.text} {name.nickname}".strip()


def say_nationality(*people: Person) -> None:
    """The answer to "which nationality?" agrees with the rows again."""
    for one in people:
        there = Nationality.objects.filter(person=one).exists()
        if there != (one.nationality_answer == Answer.GIVEN):
            state = Answer.GIVEN if there else Answer.NOT_ASKED
            Person.objects.filter(pk=one.pk).update(nationality_answer=state)


def restore(record: MergeRecord, kind: str, pk: UUID) -> None:
    """A name or a document of the separated record as it was at the merge. Raises: Refused."""
    before = record.snapshot or {}
    if kind == "name":
        if found := next((one for one in before.get("names", ()) if one["id"] == str(pk)), None):
            return restore_name(pk, found)
    elif kind == "document" and str(pk) in before.get("documents", ()):
        return restore_document(pk)
    raise stranger()


def restore_name(pk: UUID, before: dict[str, Any]) -> None:
    person = Person.objects.get(pk=before["person"])
    others = PersonName.objects.filter(person=person, script=before["script"]).exclude(pk=pk)
    if before["preferred"]:
        others.update(preferred=False)
    preferred = before["preferred"] or not others.filter(preferred=True).exists()
    name, _made = PersonName.objects.update_or_create(
        pk=pk,
        defaults={"person": person, "preferred": preferred} | {part: before[part] for part in NAME_PARTS},
    )
    write_keys(person, name, searchable(name))


def restore_document(pk: UUID) -> None:
    document = Identifier.objects.select_related("person").get(pk=pk)
    document.retired = False
    try:
        with transaction.atomic():
            document.save(update_fields=["retired"])
    except IntegrityError:
        raise Refused(
            _("Le numéro de ce document est maintenant celui d'une autre personne : laissez-le retiré.")
        ) from None
    covered_again(document.person, document.person_id)
