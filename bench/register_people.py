"""The counter search on a large register: people of a generated population, loaded in bulk, then asked for.

``python -m bench.register_people POPULATION [--database sqlite|postgresql] [--people N] [--keep FOLDER]``:
POPULATION is a folder with ``people.parquet`` (or ``.csv``), ``queries.csv`` and ``answers.csv``. Every line
becomes a record of one mission of six offices; some stand at a ministry, so that the search has to leave
another side out, as it must in a country. The records of one person are left as they were found: twins.
"""

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

OFFICES = 6
CHUNK = 20_000
ELSEWHERE = 0.03  # share of people who stand at the ministry and not with the mission
KINDS = {"passport": "passport", "consular": "consular_card", "consular_card": "consular_card"}
Row = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.register_people", description=__doc__)
    parser.add_argument("population", type=Path)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--people", type=int, default=0, help="only the first N, and who is among them")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument(
        "--keep", type=Path, help="a folder for the register; asked again if it is already there"
    )
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="register-")))
        url = ""
        if options.database == "postgresql":
            from tools.private_postgres import private_postgres

            url = stack.enter_context(private_postgres())
        asked = {"population": str(options.population), "people": options.people}
        if url or not (folder / "loaded").exists():
            run(folder, url, "migrate")
            print(json.dumps(run(folder, url, "load", **asked)), flush=True)
            (folder / "loaded").touch()
        print(json.dumps(run(folder, url, "ask", queries=options.queries, **asked), indent=1))


def run(folder: Path, url: str, job: str, **options: Any) -> Any:
    """One step in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "MUSANADA_DATA": str(folder),
        "MUSANADA_DATABASE": url,
        "MUSANADA_POOL": "no",
    }
    words = [sys.executable, "-m", "bench.child", f"register_people.{job}", json.dumps(options)]
    # S603: our own module, in our own interpreter.
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def migrate() -> None:
    from django.core.management import call_command

    from musanada.access.commands import add_unit, first_accounts, found_organisation
    from musanada.reference.commands import load_reference

    call_command("migrate", verbosity=0)
    load_reference()
    mission = found_organisation("mission", "Mission", side="humanitarian")
    ministry = found_organisation("ministry", "Ministère", side="state")
    first_accounts(mission, [("bench-owner", "Owner", "une-phrase-assez-longue", "agent")])
    for number in range(OFFICES):
        office = add_unit(mission, f"office-{number}", f"Bureau {number}", kind="office", side="humanitarian")
        first_accounts(office, [(f"bench-{number}", f"Agent {number}", "une-phrase-assez-longue", "agent")])
    first_accounts(ministry, [("bench-state", "State", "une-phrase-assez-longue", "agent")])


def people_of(population: str, limit: int) -> Iterator[Row]:
    """The lines of the population, every value a text."""
    found: Iterator[Row]
    if (parquet := Path(population, "people.parquet")).exists():
        found = from_parquet(parquet)
    else:
        found = from_csv(Path(population, "people.csv"))
    return islice(found, limit or None)


def from_csv(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def from_parquet(path: Path) -> Iterator[Row]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(CHUNK):
        for row in batch.to_pylist():
            yield {name: "" if value is None else str(value) for name, value in row.items()}


def load(population: str, people: int) -> dict[str, Any]:
    """Write them table by table; the seconds it took."""
    from django.db import connection, transaction

    from musanada.access.models import Unit, User
    from musanada.linkage.commands.counting import count_names
    from musanada.people.models import Person

    began = time.perf_counter()
    offices = list(Unit.objects.filter(kind="office").order_by("code"))
    ministry = Unit.objects.get(code="ministry")
    owner = User.objects.get(username="bench-owner")
    chance = random.Random(8)
    rows, number = people_of(population, people), 0
    while some := list(islice(rows, CHUNK)):
        units = [ministry if chance.random() < ELSEWHERE else chance.choice(offices) for _row in some]
        with transaction.atomic():
            write(some, units, owner, number)
        number += len(some)
    count_names()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"people": Person.objects.count(), "seconds": round(time.perf_counter() - began, 1)}


def write(rows: list[Row], units: list[Any], owner: Any, first: int) -> None:
    from musanada.access import bulk
    from musanada.kit.names import keys, script_of
    from musanada.people.models import Contact, Identifier, NameKey, Nationality, Person, PersonName, Presence
    from musanada.people.numbers import contact_index, document_index

    here = [(identity(row["person_id"]), row, unit) for row, unit in zip(rows, units, strict=True)]
    people = (
        "id",
        "reference",
        "sex",
        "birth_date",
        "birth_precision",
        "unit",
        "registered_on",
        "recorded_by",
    )
    bulk.insert(
        Person,
        people,
        (
            (pk, f"{number:08}", sex(row), *birth(row), unit.pk, met(row), owner.pk)
            for number, (pk, row, unit) in enumerate(here, first)
        ),
    )
    names = [
        (identity(f"{row['person_id']} {text}"), pk, text, script_of(text), row.get("mother_name", ""))
        for pk, row, _unit in here
        for text in names_of(row)
    ]
    bulk.insert(
        PersonName,
        ("id", "person", "text", "script", "mother", "preferred"),
        ((i, pk, text[:200], script, mother[:80], True) for i, pk, text, script, mother in names),
    )
    born = {pk: day.year if (day := birth(row)[0]) else 0 for pk, row, _unit in here}
    bulk.insert(
        NameKey,
        ("person", "name", "kind", "value", "born"),
        ((pk, i, k.kind, k.value, born[pk]) for i, pk, text, *_more in names for k in keys(text)),
    )
    countries = [(pk, row["nationality"], "declared") for pk, row, _unit in here if row.get("nationality")]
    bulk.insert(Nationality, ("person", "country", "basis"), countries)
    bulk.insert(Presence, ("person", "unit", "from_on"), ((pk, unit.pk, met(row)) for pk, row, unit in here))
    papers = [(pk, row, unit) for pk, row, unit in here if row.get("doc_number")]
    bulk.insert(
        Identifier,
        ("person", "side", "kind", "value", "normalised", "issuer", "retired"),
        (
            (pk, unit.side, KINDS.get(row["doc_type"], "other"), n, document_index(n), "", True)
            for pk, row, unit in papers
            for n in (row["doc_number"],)
        ),
    )
    phones = [(pk, row["phone"]) for pk, row, _unit in here if row.get("phone")]
    bulk.insert(
        Contact,
        ("person", "kind", "value", "normalised"),
        ((pk, "phone", phone, contact_index("phone", phone)) for pk, phone in phones),
    )


def identity(text: str) -> UUID:
    """The same key for the same line in every run."""
    from uuid import NAMESPACE_OID, uuid5

    return uuid5(NAMESPACE_OID, text)


def names_of(row: Row) -> list[str]:
    latin = f"{row.get('given_name', '')} {row.get('family_name', '')}".strip()
    return [name for name in (latin, row.get("name_ar", "").strip()) if name]


def sex(row: Row) -> str:
    return row.get("sex") or "not_asked"


def met(row: Row) -> date:
    text = row.get("registered_on") or ""
    return date.fromisoformat(text[:10]) if text else date(2024, 1, 1)


def birth(row: Row) -> tuple[date | None, str]:
    text = row.get("birth_date") or ""
    if not text:
        return None, "not_asked"
    year, month, day = (int(part) for part in [*text.split("-"), "1", "1"][:3])
    return date(year, month, day), {4: "year", 7: "month"}.get(len(text), "day")


def ask(population: str, people: int, queries: int) -> dict[str, Any]:
    """Recall and seconds of the queries whose person is in the register on the mission's side."""
    from musanada.access.models import User
    from musanada.people.models import Person

    truth = entities(population)
    known = {}
    for key, side in Person.objects.values_list("id", "unit__side"):
        known[key] = side
    loaded = {row["person_id"]: identity(row["person_id"]) for row in people_of(population, people)}
    entity = {pk: truth.get(line, line) for line, pk in loaded.items()}
    findable = {entity[pk] for pk in loaded.values() if known.get(pk) == "humanitarian"}
    asked = [(q, e) for q, e in questions(population) if e in findable][:queries]
    owner = User.objects.get(username="bench-owner")
    report = {"all": measured(owner, asked, entity)}
    with_year = [a for a in asked if a[0].get("birth_date") or a[0].get("birth_year")]
    report["year known"] = measured(owner, with_year, entity)
    report["arabic"] = measured(owner, [a for a in asked if a[0]["name"][:1] >= "\u0600"], entity)
    report["name only"] = measured(owner, [({**q, **NOTHING}, e) for q, e in asked], entity)
    office = User.objects.get(username="bench-0")
    there = set(Person.objects.filter(unit__code="office-0").values_list("id", flat=True))
    own = {entity[pk] for pk in there}
    report["one office"] = measured(office, [a for a in asked if a[1] in own], entity)
    return report


NOTHING = {"birth_date": "", "birth_year": "", "sex": "", "nationality": "", "phone": "", "doc_number": ""}


def entities(population: str) -> dict[str, str]:
    if (parquet := Path(population, "truth.parquet")).exists():
        return {row["person_id"]: row["entity_id"] for row in from_parquet(parquet)}
    return {row["person_id"]: row["entity_id"] for row in from_csv(Path(population, "truth.csv"))}


def questions(population: str) -> Iterator[tuple[Row, str]]:
    answers: dict[str, str] = {}
    for row in from_csv(Path(population, "answers.csv")):
        answers[row["query_id"]] = row.get("entity_id") or row.get("person_id") or ""
    for row in from_csv(Path(population, "queries.csv")):
        if row["query_id"] in answers:
            yield row, answers[row["query_id"]]


def sought(row: Row) -> Any:
    from musanada.linkage.sought import Sought

    said = row.get("birth_date") or row.get("birth_year") or ""
    full = datetime.strptime(said, "%Y-%m-%d").date() if len(said) == 10 else None  # noqa: DTZ007
    return Sought(
        name=row["name"],
        born=int(said[:4]) if said else None,
        birth_date=full,
        sex=row.get("sex", ""),
        nationality=row.get("nationality", ""),
        phone=row.get("phone", ""),
        document=row.get("doc_number", ""),
    )


def measured(actor: Any, asked: list[tuple[Row, str]], entity: dict[UUID, str]) -> dict[str, Any]:
    from musanada.linkage.queries import look_for

    if not asked:
        return {"queries": 0}
    for row, _wanted in asked[:20]:
        look_for(actor, sought(row), limit=5)
    times, first, five = [], 0, 0
    for row, wanted in asked:
        began = time.perf_counter()
        found = look_for(actor, sought(row), limit=5)
        times.append(1000 * (time.perf_counter() - began))
        answers = [entity[one.person_id] for one in found]
        first += wanted in answers[:1]
        five += wanted in answers
    cuts = statistics.quantiles(times, n=100)
    return {
        "queries": len(asked),
        "recall@1": round(first / len(asked), 3),
        "recall@5": round(five / len(asked), 3),
        "p50 ms": round(cuts[49], 2),
        "p95 ms": round(cuts[94], 2),
    }


if __name__ == "__main__":
    main()
