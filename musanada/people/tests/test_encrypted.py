"""What the tables of the register hold: numbers and free text never in clear, found all the same."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from musanada.kit.secrets import Sealed, is_encrypted
from musanada.kit.secrets.migrating import encrypting, indexing
from musanada.people import commands, numbers, queries
from musanada.people.drafts import ContactDraft, IdentifierDraft, NameDraft
from musanada.people.models import Contact, Correction, Identifier, MergeRecord, PersonName
from musanada.people.tests.world import CONSENT, draft, met

pytestmark = pytest.mark.django_db


def stored(model: Any, column: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def all_text() -> str:
    """Every text of every table of people, as a copied database would tell it."""
    out = []
    for model in apps.get_app_config("people").get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            out.append(str(cursor.fetchall()))
    return "\n".join(out)


def test_a_copied_database_tells_no_number_and_no_reason(world):
    passport = (IdentifierDraft("passport", "ZX99887", "GIN"),)
    contacts = (ContactDraft("phone", "0655443322"), ContactDraft("through", "Épicerie Atlas"))
    person = met(world, identifiers=passport, contacts=contacts)
    sent = [draft("Fatou Bah", identifiers=(IdentifierDraft("passport", "QW11223"),), contacts=contacts)]
    commands.register_many(world.alima, world.counter, drafts=sent, basis=CONSENT)
    paper = person.identifiers.get()
    commands.retire_document(world.alima, person, document=paper, reason="volé à Casa-Voyageurs")
    twin = met(world)
    merged = commands.merge(world.maha, person, gone=twin, reason="jumelles")
    commands.unmerge(world.maha, merged, reason="deux frères")
    text = all_text()
    for word in ("ZX99887", "QW11223", "55443322", "Atlas", "Voyageurs", "jumelles", "frères"):
        assert word not in text, word
    assert {"0655443322", "Épicerie Atlas"} == set(Contact.objects.values_list("value", flat=True))
    assert "ZX99887" in Correction.objects.get(field="document").before
    assert MergeRecord.objects.get().undo_reason == "deux frères"


def test_a_sealed_name_is_shown_to_whoever_may_open_the_person(world):
    person = met(world, names=(NameDraft(given="Aminata", family="Sarr"),))
    for name in PersonName.objects.filter(person=person):
        name.text, name.given, name.family = Sealed(name.text), Sealed(name.given), Sealed(name.family)
        name.save()
    assert "Aminata" not in str(stored(PersonName, "text") + stored(PersonName, "given"))
    row = queries.with_names(type(person).objects.filter(pk=person.pk)).get()
    assert row.latin == row.any_name == "Aminata Sarr" == queries.display_name(person)


def test_rows_from_before_are_encrypted_once_and_still_found(world):
    person = met(
        world,
        identifiers=(IdentifierDraft("passport", "AB 1234", "GIN"),),
        contacts=(ContactDraft("phone", "06 12 34 56 78"),),
    )
    with connection.cursor() as cursor:  # as they were written before
        cursor.execute("UPDATE people_contact SET value = '06 12 34 56 78', normalised = '0612345678'")
        cursor.execute("UPDATE people_identifier SET value = 'AB 1234', normalised = 'AB1234'")
    editor = type("Editor", (), {"connection": connection})
    for step in (
        indexing("people_contact", "normalised", "value", "kind", numbers.compared),
        indexing(
            "people_identifier", "normalised", "value", "kind", lambda _k, v: ("document", numbers.plain(v))
        ),
        encrypting("people_contact", "value"),
        encrypting("people_identifier", "value"),
    ) * 2:
        step(apps, editor)
    assert all(map(is_encrypted, stored(Contact, "value") + stored(Identifier, "value")))
    assert person.contacts.get().value == "06 12 34 56 78" and person.identifiers.get().value == "AB 1234"
    for text in ("ab1234", "+212612345678"):
        assert [r.pk for r in queries.listing(world.alima, queries.Filters(text=text)).rows] == [person.pk]
