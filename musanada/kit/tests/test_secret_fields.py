"""What the table holds, what code reads, what may be asked: the fields over a table made for the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import F, OuterRef, Subquery, Value
from django.test.utils import isolate_apps

from musanada.kit.secrets import (
    EncryptedCharField,
    EncryptedJSONField,
    EncryptedTextField,
    SealableCharField,
    Sealed,
    Unreadable,
    encrypt,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(db: None) -> Iterator[Any]:
    with isolate_apps("musanada.kit"):

        class Note(models.Model):
            class Meta:
                app_label = "kit"
                db_table = "kit_note"

            text = EncryptedTextField(blank=True)
            phone = EncryptedCharField(max_length=20, blank=True, null=True)
            raw = EncryptedJSONField(default=list)
            name = SealableCharField(max_length=20, context="kit-name")
            other = SealableCharField(max_length=20, context="kit-name", blank=True)

        # The schema editor cannot be used inside a test's transaction on SQLite.
        number = "bigserial" if connection.vendor == "postgresql" else "integer"
        columns = "text text, phone text NULL, raw text, name text, other text"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE kit_note (id {number} PRIMARY KEY, {columns})")
        yield Note


def stored(column: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM kit_note ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_code_reads_clear_what_the_table_holds_sealed(note: Any) -> None:
    note.objects.create(text="a secret", phone="0612", raw=["Traoré", {"x": 1}], name="Amadou")
    assert all(v.startswith("enc1:") for column in ("text", "phone", "raw") for v in stored(column))
    one = note.objects.get()
    assert (one.text, one.phone, one.raw, one.name) == ("a secret", "0612", ["Traoré", {"x": 1}], "Amadou")
    assert stored("name") == ["Amadou"]


def test_every_way_of_writing_encrypts(note: Any) -> None:
    note.objects.bulk_create([note(text="one", raw={"a": "one"}, name="n"), note(text="two", name="n")])
    note.objects.filter(name="n").update(text="three", raw=["three"])
    rows = list(note.objects.order_by("id"))
    rows[0].text, rows[0].raw = "four", {"b": "four"}
    note.objects.bulk_update(rows[:1], ["text", "raw"])
    assert not any(
        word in v for column in ("text", "raw") for v in stored(column) for word in ("three", "four")
    )
    assert list(note.objects.order_by("id").values_list("text", "raw")) == [
        ("four", {"b": "four"}),
        ("three", ["three"]),
    ]


def test_empty_stays_empty_and_can_be_asked(note: Any) -> None:
    note.objects.create(text="", phone=None, name="n")
    note.objects.create(text="x", phone="1", name="n")
    assert stored("text")[0] == "" and stored("phone")[0] is None
    assert note.objects.filter(text="").count() == note.objects.filter(phone=None).count() == 1
    assert note.objects.exclude(text="").count() == note.objects.filter(phone__isnull=False).count() == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"text": "x"},
        {"text__contains": "x"},
        {"text__in": ["x"]},
        {"phone__gt": "0"},
        {"phone__startswith": "06"},
        {"raw__a": "x"},
        {"raw": ["x"]},
    ],
)
def test_anything_else_is_refused_with_what_to_do(note: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(FieldError, match="blind index"):
        list(note.objects.filter(**asked))


def test_a_sealed_name_reads_back_sealed_also_in_a_list(note: Any) -> None:
    note.objects.create(name=Sealed("Aminata"), other="open")
    assert stored("name")[0].startswith("enc1:")
    one = note.objects.annotate(
        shown=Subquery(note.objects.filter(pk=OuterRef("pk")).values("name")[:1]), same=F("name")
    ).get()
    assert {one.name, one.shown, one.same} == {"Aminata"}
    assert all(isinstance(n, Sealed) for n in (one.name, one.shown, one.same)) and not isinstance(
        one.other, Sealed
    )
    one.save()
    assert stored("name")[0].startswith("enc1:") and note.objects.get().name == "Aminata"
    given = SealableCharField(max_length=20, context="kit-name")
    shown = note.objects.annotate(s=Subquery(note.objects.values("name")[:1], output_field=given)).get().s
    assert shown == "Aminata"


def test_unsealing_keeps_the_name_clear_again(note: Any) -> None:
    one = note.objects.create(name=Sealed("Aminata"))
    one.name = str.__str__(one.name)
    note.objects.filter(pk=one.pk).update(name=Value("Aminata"))
    assert stored("name") == ["Aminata"] and not isinstance(note.objects.get().name, Sealed)


def test_a_long_arabic_name_fits_when_sealed(note: Any) -> None:
    note.objects.create(name=Sealed("م" * 20), phone="م" * 20)
    assert note.objects.get().name == "م" * 20 == note.objects.get().phone


def test_a_ciphertext_cannot_be_written_as_a_name(note: Any) -> None:
    with pytest.raises(Unreadable):
        note.objects.create(name=encrypt("x", "kit-name"))


def test_a_clear_text_in_an_encrypted_column_is_refused(note: Any) -> None:
    one = note.objects.create(text="x", name="n")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_note SET text = %s WHERE id = %s", ["planted", one.pk])
    with pytest.raises(Unreadable):
        note.objects.get()


def test_the_length_of_the_clear_text_is_what_counts(note: Any) -> None:
    from django.core.exceptions import ValidationError

    note(phone="0" * 20, text="x", raw=[], name="n").clean_fields(exclude=["raw"])
    with pytest.raises(ValidationError):
        note(phone="0" * 21, text="x", raw=[], name="n").clean_fields(exclude=["raw"])


def test_fields_say_what_migrations_need() -> None:
    for field in (
        EncryptedTextField(),
        EncryptedCharField(max_length=9),
        SealableCharField(max_length=9, context="n"),
    ):
        _name, path, args, kwargs = field.deconstruct()
        assert path.startswith("musanada.kit.secrets.")
        assert type(field)(*args, **kwargs).deconstruct()[3] == kwargs
    assert apps.is_installed("musanada.kit")
