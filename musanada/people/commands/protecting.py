"""How a person is hidden and shown again: names sealed, keys and numbers taken out of search, tokens put in their place.

Mechanics only: who may, and why, is decided in ``commands.confidential``. Nothing here asks for a right.
"""

import secrets
from uuid import UUID

from django.db import IntegrityError, transaction

from musanada.kit.names import keys
from musanada.kit.secrets import Sealed
from musanada.people.hiding import (
    HIDING,
    MARK,
    Words,
    document_words,
    name_words,
    phone_words,
    token,
)
from musanada.people.models import (
    ConfidentialFile,
    Contact,
    Identifier,
    MergeRecord,
    NamedAccess,
    NameKey,
    Person,
    PersonName,
    ProtectedToken,
)
from musanada.people.numbers import contact_index, document_index

PARTS = ("text", "given", "father", "grandfather", "family", "nickname", "mother")


def records_of(person: Person) -> list[UUID]:
    """The canonical record and those merged into it."""
    return [person.pk, *Person.objects.filter(merged_into=person.pk).values_list("pk", flat=True)]


def protect(person: Person) -> None:
    """Hide a person and every record merged into them."""
    records = records_of(person)
    Person.objects.filter(pk__in=records).update(protected=True)
    person.protected = True
    for record in records:
        cover(record)
    for forget in HIDING.values():
        forget(records)


def cover(record: UUID) -> None:
    """Seal the names of a hidden record, take its numbers out of search and write its tokens anew.

    Run again after each change of a name, a document or a contact of someone hidden.
    """
    words: list[Words] = []
    for name in PersonName.objects.filter(person=record):
        for part in PARTS:
            setattr(name, part, Sealed(getattr(name, part)))
        name.save(update_fields=PARTS)
        words.append(name_words(name.text))
    NameKey.objects.filter(person=record).delete()
    for document in Identifier.objects.filter(person=record):
        take_out(document)
        words.append(document_words("" if document.retired else document.value))
    for contact in Contact.objects.filter(person=record):
        take_out(contact)
        words.append(phone_words(contact.kind, contact.value))
    write_tokens(record, words)


def take_out(row: Identifier | Contact) -> None:
    """File a number under a random word: nothing that is said finds it."""
    if not row.normalised.startswith(MARK):
        row.normalised = MARK + secrets.token_hex(15)
        row.save(update_fields=["normalised"])


def write_tokens(record: UUID, words: list[Words]) -> None:
    ProtectedToken.objects.filter(person=record).delete()
    ProtectedToken.objects.bulk_create(
        ProtectedToken(person_id=record, kind=one[0], words=one[1], token=token(one))
        for one in dict.fromkeys(words)
        if one[1]
    )


def show_again(person: Person) -> int:
    """The reverse, as far as it is safe. Returns how many documents stay out of search: their number names someone
    registered meanwhile, and two people do not share a document."""
    records, kept = records_of(person), 0
    for record in records:
        kept += uncover(record)
    Person.objects.filter(pk__in=records).update(protected=False)
    person.protected = False
    return kept


def uncover(record: UUID) -> int:
    birth = Person.objects.values_list("birth_date", flat=True).get(pk=record)
    born = birth.year if birth else 0
    for name in PersonName.objects.filter(person=record):
        for part in PARTS:
            setattr(name, part, str(getattr(name, part)))
        name.save(update_fields=PARTS)
        NameKey.objects.filter(name=name).delete()
        found = dict.fromkeys(keys(f"{name.text} {name.nickname}".strip()))
        NameKey.objects.bulk_create(
            NameKey(person_id=record, name=name, kind=k.kind, value=k.value, born=born) for k in found
        )
    for contact in Contact.objects.filter(person=record):
        contact.normalised = contact_index(contact.kind, contact.value)
        contact.save(update_fields=["normalised"])
    ProtectedToken.objects.filter(person=record).delete()
    return sum(not put_back(document) for document in Identifier.objects.filter(person=record))


def put_back(document: Identifier) -> bool:
    """The number leads to the person again, unless it is another's by now."""
    before = document.normalised
    document.normalised = document_index(document.value)
    try:
        with transaction.atomic():
            document.save(update_fields=["normalised"])
    except IntegrityError:
        document.normalised = before
        return False
    return True


def covered_again(person: Person, record: UUID) -> None:
    """After a change of what a person is found by: nothing of a hidden one stays in the clear."""
    if person.protected:
        cover(record)


def follow_merge(kept: Person) -> None:
    """Whoever is merged into someone hidden is hidden with them."""
    if kept.protected:
        protect(kept)


def follow_unmerge(record: MergeRecord) -> None:
    """Separated again, the other one stays hidden under a file of their own, with the same owner and the same users."""
    gone = Person.objects.get(pk=record.gone_id)
    if not gone.protected:
        return
    files = ConfidentialFile.objects.filter(person=record.kept_id, hides_person=True, closed_at=None)
    for file in files:
        named = list(NamedAccess.objects.filter(file=file, ended_at=None))
        file.pk, file.reference = None, ConfidentialFile._meta.get_field("reference").get_default()
        file._state.adding = True
        file.pk = ConfidentialFile._meta.pk.get_default()
        file.person = gone
        file.save(force_insert=True)
        for one in named:
            one.pk, one.file = NamedAccess._meta.pk.get_default(), file
            one.save(force_insert=True)
