"""Encrypted columns against the same columns in clear: writing and reading contacts, registering people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.measure import Line, Table
from bench.places import Place


def tables(place: Place, rows: int) -> Iterator[Table]:
    """``place`` holds a country; each way works on a copy of it."""
    took = {}
    for way in ("clear", "encrypted"):
        other = place.copy()
        took[way] = other.call("secrets.contacts", way=way, rows=rows)
        other.drop()
    lines = []
    for step, name in (
        ("register", f"{rows:,} people with their contacts"),
        ("write", f"{rows:,} contacts written"),
        ("read", f"{rows:,} contacts read"),
        ("find", "a phone found"),
    ):
        clear = took["clear"][step]
        for way in ("clear", "encrypted"):
            lines.append(Line(f"{name}: {way}", took[way][step], baseline=clear))
    return iter([Table(f"Encryption at rest ({place.vendor})", "the same work on columns in clear", lines)])


def contacts(way: str, rows: int) -> dict[str, float]:
    """Seconds of each step, with encryption or with columns left in clear."""
    from bench.house import drafts
    from bench.measure import once, seconds
    from musanada.access.bulk import insert
    from musanada.access.commands import system_user
    from musanada.access.models import Unit
    from musanada.kit.secrets import encrypt
    from musanada.people.commands import register_many
    from musanada.people.drafts import BasisDraft
    from musanada.people.models import Contact
    from musanada.people.numbers import contact_index, phone_tokens

    encrypt("warm", "bench")
    basis = BasisDraft(basis="consent", means="on_file", notice_version="2023-01", language="fra")
    unit = Unit.objects.filter(kind="team").order_by("code")[0]
    crowd = list(drafts(rows))
    phones = [f"06{number:08d}" for number in range(rows)]
    owners = [one.id for one in crowd]

    def written() -> Iterator[tuple[Any, ...]]:
        return (
            (o, "phone", p, contact_index("phone", p), "safe") for o, p in zip(owners, phones, strict=True)
        )

    def keep() -> int:
        return insert(Contact, ("person", "kind", "value", "normalised", "safety"), written())

    with in_clear() if way == "clear" else as_it_is():
        register, _number = once(lambda: register_many(system_user(), unit, drafts=crowd, basis=basis))
        write, _number = once(keep)
        read = seconds(lambda: list(Contact.objects.values_list("value", flat=True)[:rows]), repeat=3)
        wanted = phones[rows // 2]
        find = seconds(lambda: list(Contact.objects.filter(normalised__in=phone_tokens(wanted))), repeat=15)
    return {"register": register, "write": write, "read": read, "find": find}


@contextmanager
def as_it_is() -> Iterator[None]:
    yield


@contextmanager
def in_clear() -> Iterator[None]:
    """Fields and indexes that change nothing: what the register would do without encryption."""
    from unittest.mock import patch

    from musanada.kit.secrets.fields import Sealing

    def same(_purpose: str, text: str) -> str:
        return text[:32]

    with (
        patch.object(Sealing, "to_table", lambda _field, value: value),
        patch.object(Sealing, "from_db_value", lambda _field, value, _expression, _connection: value),
        patch("musanada.people.numbers.blind_index", same),
        patch("musanada.people.numbers.blind_indexes", lambda purpose, text: [same(purpose, text)]),
    ):
        yield
