"""People who are hidden from their first line on, by the hundred: files that a register of the past brings.

As ``confidential.open_file`` leaves them, in few statements: names sealed, no name keys, numbers under a random word,
tokens in their place, a file that hides each of them and those it names. Nobody was in the clear before, so that no other
app has anything to forget.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused
from musanada.kit.ids import new_id, new_reference
from musanada.kit.secrets import Sealed
from musanada.people.commands.bulk import NAME, shown_names, write_details, write_persons
from musanada.people.commands.persons import insist_on_countries
from musanada.people.commands.protecting import take_out
from musanada.people.drafts import BasisDraft, PersonDraft, insist
from musanada.people.hiding import Words, document_words, name_words, phone_words, token
from musanada.people.models import (
    ConfidentialFile,
    Contact,
    Identifier,
    NamedAccess,
    Person,
    PersonName,
    ProtectedToken,
)

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PastAccess:
    """Someone named on the file, until a moment."""

    user: UUID
    by: UUID
    until_at: datetime
    from_at: datetime


@dataclass(frozen=True, slots=True)
class HiddenFile:
    """The file that hides a person; ``named`` holds its owner too."""

    person: UUID
    subject: str
    reason: str
    owner: UUID
    opened_at: datetime
    named: tuple[PastAccess, ...]
    id: UUID = field(default_factory=new_id)
    reference: str = ""


@command("people.register")
def register_hidden(
    actor: User,
    unit: Unit,
    *,
    drafts: Sequence[PersonDraft],
    basis: BasisDraft,
    files: Sequence[HiddenFile],
    dead: Sequence[UUID] = (),
) -> int:
    """Keep people at ``unit`` whom nobody finds but those their file names. Returns how many.

    Raises: BadInput for a row that breaks a rule; Refused for a person without a file or a file that names not its owner.
    """
    insist(basis, *drafts)
    insist_on_countries({code for d in drafts for code in (*d.nationalities, *d.documents)})
    owned = {file.person for file in files if file.owner in {one.user for one in file.named}}
    if owned != {draft.id for draft in drafts}:
        raise Refused(_("Chaque personne cachée a un dossier qui nomme son responsable : rien n'est gardé."))
    listed = list(drafts)
    write_persons(actor, unit, listed, None)
    write_sealed(listed)
    write_details(actor, unit, listed, basis)
    keys = [draft.id for draft in listed]
    for some in parts(keys):
        Person.objects.filter(pk__in=some).update(protected=True)
    for some in parts(list(dead)):
        Person.objects.filter(pk__in=some).update(vital_state=Person.Vital.DECEASED)
    take_out_all(listed)
    write_tokens(listed)
    write_files(unit, files)
    return len(listed)


def parts(keys: list[UUID]) -> Iterator[list[UUID]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def write_sealed(drafts: Sequence[PersonDraft]) -> None:
    """Names as the table keeps those of the hidden; no keys beside them."""
    bulk.insert(
        PersonName,
        NAME,
        (
            (
                *(new_id(), d.id, Sealed(n.full), n.script, Sealed(n.given), Sealed(n.father)),
                *(
                    Sealed(n.grandfather),
                    Sealed(n.family),
                    Sealed(n.nickname),
                    Sealed(n.mother),
                    n.source,
                    preferred,
                ),
            )
            for d in drafts
            for n, preferred in shown_names(d)
        ),
    )


def take_out_all(drafts: Sequence[PersonDraft]) -> None:
    """Of the few who gave a document or a phone: filed under a random word."""
    kinds: tuple[tuple[Any, list[UUID]], ...] = (
        (Identifier, [d.id for d in drafts if d.identifiers]),
        (Contact, [d.id for d in drafts if d.contacts]),
    )
    for model, keys in kinds:
        for some in parts(keys):
            for row in model.objects.filter(person__in=some):
                take_out(row)


def write_tokens(drafts: Sequence[PersonDraft]) -> None:
    bulk.insert(
        ProtectedToken,
        ("id", "person", "kind", "words", "token"),
        (
            (new_id(), d.id, words[0], words[1], token(words))
            for d in drafts
            for words in dict.fromkeys(words_of(d))
            if words[1]
        ),
    )


def words_of(draft: PersonDraft) -> Iterator[Words]:
    for name, _preferred in shown_names(draft):
        yield name_words(name.full)
    for document in draft.identifiers:
        yield document_words(document.value)
    for contact in draft.contacts:
        yield phone_words(contact.kind, contact.value)


def write_files(unit: Unit, files: Sequence[HiddenFile]) -> None:
    bulk.insert(
        ConfidentialFile,
        ("id", "reference", "person", "unit", "subject", "reason", "hides_person", "owner", "opened_at", "opened_by"),
        (
            (f.id, f.reference or new_reference(), f.person, unit.pk, f.subject, f.reason, True, f.owner, f.opened_at,
             f.owner)
            for f in files
        ),
    )  # fmt: skip
    bulk.insert(
        NamedAccess,
        ("id", "file", "user", "from_at", "until_at", "reason", "granted_by"),
        (
            (new_id(), f.id, one.user, one.from_at, one.until_at, f.reason, one.by)
            for f in files
            for one in f.named
        ),
    )


say({"people.register_hidden": _("A repris des personnes protégées, chacune avec son dossier")})
