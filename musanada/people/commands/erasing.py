"""Destroying who someone was. What was done stays, as coded acts of an empty row that counts as before.

Names, ways to reach them, documents, ties, agreements and every free text go; sex, nationality, place and the age that
the figures counted stay. Called inside the procedure of ``dataprotection``, never alone.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import BirthPrecision
from musanada.kit.ids import new_reference
from musanada.kit.subject import COUNTED_ON, ERASERS, Eraser
from musanada.people.attachments import store
from musanada.people.commands.keys import destroy_key
from musanada.people.models import (
    AsylumStatus,
    Attachment,
    ConfidentialFile,
    Consent,
    ConsentOverride,
    Contact,
    Correction,
    Household,
    HouseholdMember,
    Identifier,
    Language,
    MergeProposal,
    MergeRecord,
    NamedAccess,
    NameKey,
    Nationality,
    Person,
    PersonName,
    Presence,
    ProtectedToken,
    Relationship,
)

M = TypeVar("M", bound=Model)
NOTHING = "—"  # where a table asks for a text
WORDS = {
    "people": _("Fiches vidées"),
    "names": _("Noms"),
    "contacts": _("Coordonnées"),
    "documents": _("Documents d'identité"),
    "languages": _("Langues"),
    "agreements": _("Accords et refus"),
    "attachments": _("Pièces jointes"),
    "ties": _("Liens de famille et de ménage"),
    "places": _("Lieux où la personne était connue"),
}


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """Everything by which these records could be someone again. The caller holds the transaction.

    Where another organisation knows them too (``units``), they leave these offices, and the answer counts the same: it
    must not tell that there is another one.
    """
    rows = list(Person.objects.select_for_update().filter(pk__in=people, erased_at=None).order_by("pk"))
    keys = [row.pk for row in rows]
    held = {
        "names": PersonName.objects.filter(person__in=keys).count(),
        "contacts": Contact.objects.filter(person__in=keys).count(),
        "documents": Identifier.objects.filter(person__in=keys).count(),
        "languages": Language.objects.filter(person__in=keys).count(),
        "people": len(keys),
    }
    held |= {"agreements": erase_agreements(keys, units), "ties": erase_ties(keys, units)}
    held["attachments"] = erase_attachments(keys, units)
    held["places"] = of_units(Presence.objects.filter(person__in=keys), "unit", units).delete()[0]
    if units is None:
        days = {day for counted in COUNTED_ON.values() for day in counted(keys)}
        erase_identity(keys)
        for row in rows:
            empty(row, days)
    return held


def of_units(rows: QuerySet[M], place: str, units: frozenset[UUID] | None) -> QuerySet[M]:
    return rows if units is None else rows.filter(**{f"{place}__in": units})


def erase_identity(keys: Sequence[UUID]) -> None:
    for model in (NameKey, PersonName, ProtectedToken, Contact, Identifier, Language, Correction):
        model._default_manager.filter(person__in=keys).delete()
    Relationship.objects.filter(Q(person__in=keys) | Q(other__in=keys)).delete()
    MergeRecord.objects.filter(Q(kept__in=keys) | Q(gone__in=keys)).update(
        reason="", undo_reason="", snapshot={}
    )
    MergeProposal.objects.filter(Q(kept__in=keys) | Q(gone__in=keys)).delete()
    keep_one_nationality(keys)
    close_files(keys)
    for one in Person.objects.filter(pk__in=keys):
        destroy_key(one)  # frozen copies, wherever they lie, cannot be read from here on


def erase_attachments(keys: Sequence[UUID], units: frozenset[UUID] | None) -> int:
    """The rows now, their sealed files once that is certain: without its row no file can be told whose it was."""
    rows = of_units(Attachment.objects.filter(person__in=keys), "unit", units)
    files = list(rows.values_list("pk", flat=True))
    rows.delete()
    transaction.on_commit(lambda: drop_files(files))
    return len(files)


def drop_files(files: Sequence[UUID]) -> None:
    for pk in files:
        store.drop(pk)


def erase_agreements(keys: Sequence[UUID], units: frozenset[UUID] | None) -> int:
    """Their witnesses and reasons are free text; why anything could be kept at all (``LegalBasis``) is coded, and stays."""
    overrides = of_units(ConsentOverride.objects.filter(person__in=keys), "unit", units).delete()[0]
    return overrides + of_units(Consent.objects.filter(person__in=keys), "unit", units).delete()[0]


def erase_ties(keys: Sequence[UUID], units: frozenset[UUID] | None) -> int:
    """A household nobody is in any more goes too."""
    ties = Relationship.objects.filter(Q(person__in=keys) | Q(other__in=keys)).count()
    rows = of_units(HouseholdMember.objects.filter(person__in=keys), "household__unit", units)
    homes = list(rows.values_list("household_id", flat=True))
    ties += rows.delete()[0]
    Household.objects.filter(pk__in=homes, members=None).delete()
    return ties


def keep_one_nationality(keys: Sequence[UUID]) -> None:
    """The figures count one: shown by a document before declared, then the first given."""
    gone: list[UUID] = []
    seen: set[UUID] = set()
    rows = Nationality.objects.filter(person__in=keys).order_by("-basis", "id")
    for pk, person in rows.values_list("pk", "person_id"):
        gone += [pk] if person in seen else []
        seen.add(person)
    Nationality.objects.filter(pk__in=gone).delete()


def close_files(keys: Sequence[UUID]) -> None:
    """A P4 file keeps its coded subject and its dates; nobody is named on it any more, nor why they were."""
    now = timezone.now()
    files = ConfidentialFile.objects.filter(person__in=keys)
    AsylumStatus.objects.filter(file__in=files).update(certificate="")
    NamedAccess.objects.filter(file__in=files, ended_at=None).update(ended_at=now)
    NamedAccess.objects.filter(file__in=files).update(reason=NOTHING)
    files.filter(closed_at=None).update(closed_at=now)


def empty(row: Person, days: Iterable[date]) -> None:
    """The row that counts and is nobody."""
    Person.objects.filter(pk=row.pk).update(
        reference=unused_reference(),
        birth_date=coarse_birth(row.birth_date, row.birth_precision, days),
        preferred_language="",
        interpreter_needed=None,
        vital_state=Person.Vital.UNKNOWN,
        source_batch=None,
        erased_at=timezone.now(),
    )


def unused_reference() -> str:
    while Person.objects.filter(reference=(found := new_reference())).exists():
        pass
    return found


def coarse_birth(birth: date | None, precision: str, days: Iterable[date]) -> date | None:
    """The earliest day of the month of birth that leaves every age counted so far, and at each month's end, the same."""
    if birth is None or precision != BirthPrecision.DAY:
        return birth
    own = (birth.month, birth.day)
    floor = max((md for d in days if (md := (d.month, d.day)) < own), default=(0, 0))
    found = birth.replace(day=1)
    while (found.month, found.day) <= floor:
        found += timedelta(days=1)
    return found


def registered_days(people: Sequence[UUID]) -> list[date]:
    return list(Person.objects.filter(pk__in=people).values_list("registered_on", flat=True))


COUNTED_ON.add("people", registered_days)
ERASERS.add(
    "people",
    Eraser(
        run=erase,
        words=WORDS,
        covers=frozenset(
            f"people.{name}"
            for name in (
                *("person", "personname", "namekey", "nationality", "identifier", "language", "contact"),
                *("correction", "householdmember", "relationship", "presence", "mergerecord"),
                *(
                    "mergeproposal",
                    "consent",
                    "consentoverride",
                    "confidentialfile",
                    "namedaccess",
                    "protectedtoken",
                ),
                *("attachment", "personkey", "asylumstatus"),
            )
        ),
        keeps={
            "people.legalbasis": "coded: why the acts that stay could be recorded at all; no text of anybody",
            "people.asylumreferral": "coded: an authority and a day, of a row that is nobody",
        },
    ),
)
