"""The register as a list: twins among its people, side by side and never across; protected and erased people left out.

Nothing is written here: ``commands`` keep what is found. What is new or corrected since a moment is compared with
everybody of its side. Of several documents, phones or nationalities of a person the first is compared; of the names one
in each script.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from musanada.access.doors import holds, missing, units_for
from musanada.access.models import User
from musanada.linkage.twins.compare import LEVELS, MISSING, code_of
from musanada.linkage.twins.engines import engine_of
from musanada.linkage.twins.files import columns_of
from musanada.linkage.twins.joint import Evidence, ModelParameters, ScoredPair
from musanada.linkage.twins.prepare import TEXTS
from musanada.linkage.twins.run import Outcome, empty_model, link, load, probabilities, session
from musanada.linkage.twins.score import weights
from musanada.people.models import Contact, Correction, Identifier, Nationality, Person, PersonName
from musanada.people.numbers import canonical_phone

PART = 1_000
RUN = "twins.run"
KNOWN = {"day": 10, "month": 7, "year": 4, "estimated": 4}  # characters of a date that are known
DOCUMENTS = (
    "passport",
    "consular_card",
    "unhcr",
    "residence_card",
    "birth_certificate",
    "other",
    "local_number",
)
Row = dict[str, str]


@dataclass
class RegisterRun:
    """Pairs worth a look, best first, and what the run says of itself."""

    outcome: Outcome
    pairs: list[ScoredPair] = field(default_factory=list)
    known_at: datetime | None = None


def comparable() -> QuerySet[Person]:
    """Whom a run may see: open records that nobody hides."""
    return Person.objects.filter(protected=False, voided_at=None, erased_at=None, merged_into=None)


def changed_since(moment: datetime) -> set[UUID]:
    """Recorded or corrected since; a record that took in another counts with it."""
    new = comparable().filter(recorded_at__gte=moment).values_list("pk", flat=True)
    touched = Correction.objects.filter(at__gte=moment).values_list("person_id", flat=True)
    return {*new, *touched}


def parts(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    every = iter(keys)
    while part := list(islice(every, PART)):
        yield part


def read(people: QuerySet[Person]) -> tuple[list[str], dict[str, list[str | None]]]:
    """Ids and columns, in the order of registration."""
    rows: dict[UUID, Row] = {}
    for pk, sex, birth, precision, side in people.order_by("pk").values_list(
        "pk", "sex", "birth_date", "birth_precision", "unit__side"
    ):
        rows[pk] = {
            "side": side,
            "sex": sex if sex in ("F", "M") else "",
            "birth_date": birth_text(birth, precision),
        }
    for part in parts(rows):
        add_names(rows, part)
        add_numbers(rows, part)
    ids = [str(pk) for pk in rows]
    return ids, {name: [row.get(name) for row in rows.values()] for name in (*TEXTS, "side")}


def birth_text(birth: date | None, precision: str) -> str:
    return birth.isoformat()[: KNOWN.get(precision, 0)] if birth else ""


def add_names(rows: dict[UUID, Row], part: list[UUID]) -> None:
    """The preferred name of each script; Tifinagh reads as Latin."""
    for name in PersonName.objects.filter(person__in=part).order_by("-preferred", "pk"):
        row = rows[name.person_id]
        if name.mother:
            row.setdefault("mother_name", str(name.mother))
        if name.script == PersonName.Script.ARABIC:
            row.setdefault("name_ar", str(name.text))
        elif "given_name" not in row:
            row["given_name"] = str(name.text)
    for person, country in (
        Nationality.objects.filter(person__in=part)
        .order_by("-basis", "pk")
        .values_list("person_id", "country_id")
    ):
        rows[person].setdefault("nationality", country)


def add_numbers(rows: dict[UUID, Row], part: list[UUID]) -> None:
    documents = Identifier.objects.filter(person__in=part, retired=False)
    for document in sorted(documents, key=lambda d: (DOCUMENTS.index(d.kind), d.pk)):
        row = rows[document.person_id]
        if "doc_number" not in row:
            row["doc_number"] = str(document.value)
            row["doc_type"] = f"{document.kind} {document.issuer}".strip().lower()
    for contact in Contact.objects.filter(person__in=part, kind__in=("phone", "whatsapp")).order_by("pk"):
        rows[contact.person_id].setdefault("phone", canonical_phone(str(contact.value)))


def link_register(actor: User, engine: str = "duckdb") -> tuple[list[str], Outcome]:
    """Groups of the whole register, for the command: ids and what was found."""
    if not holds(actor, RUN):
        raise missing(RUN)
    out = Outcome()
    with engine_of(engine, out) as compare, session() as con:
        with out.step("read"):
            ids, columns = read(comparable().filter(unit__in=units_for(actor, RUN)))
            out.records = load(con, columns_of(ids, columns))
        if out.records > 1:
            link(con, out, compare)
    return ids, out


def train_on_register() -> ModelParameters:
    """A model learnt from the register as it is. To be stored, looked at and put into force by people."""
    return compared_register().outcome.model or empty_model(0)


def run_on_register(
    since: datetime | None = None, model: ModelParameters | None = None
) -> Iterator[ScoredPair]:
    """Likely twins of the register, the likeliest first; ``since``: only pairs with somebody new or corrected."""
    yield from compared_register(since, model).pairs


def compared_register(since: datetime | None = None, model: ModelParameters | None = None) -> RegisterRun:
    """The run with all it counted. Sides are compared apart: no pair crosses them."""
    new = None if since is None else changed_since(since)
    return compare_all(comparable(), new, model)


def compare_all(
    people: QuerySet[Person], new_ids: set[UUID] | None = None, model: ModelParameters | None = None
) -> RegisterRun:
    """Everybody with everybody, or the new ones with everybody."""
    found = RegisterRun(Outcome())
    out = found.outcome
    if new_ids is not None and not new_ids:
        return found
    with engine_of("duckdb", out) as compare, session() as con:
        with out.step("read"):
            ids, columns = read(people)
            out.records = load(con, columns_of(ids, columns))
        if out.records < 2:
            return found
        only = ""
        if new_ids is not None:
            only = "newcomers"
            places = [place for place, one in enumerate(ids) if UUID(one) in new_ids]
            con.execute("CREATE TABLE newcomers (rid INT)")
            if places:
                con.executemany("INSERT INTO newcomers VALUES (?)", [(place,) for place in places])
        link(con, out, compare, model, only)
        found.pairs = list(pairs_of(con, ids, out))
    return found


def pairs_of(con: Any, ids: list[str], out: Outcome) -> Iterator[ScoredPair]:
    assert out.model is not None  # a run always has one
    told = weights(*probabilities(out.model))
    group = {one: members[0] for members in out.groups for one in members}
    fields = ", ".join(LEVELS)
    rows = con.execute(
        f"SELECT l, r, p, {fields} FROM scored WHERE l <> r AND p >= ? ORDER BY p DESC, l, r",  # noqa: S608
        [out.model.thresholds.look],
    ).fetchall()
    for left, right, probability, *levels in rows:
        together = group.get(left, left) == group.get(right, right)
        first, second = sorted((ids[left], ids[right]))
        yield ScoredPair(
            first,
            second,
            probability=probability,
            evidence=tuple(
                Evidence(f, code_of(f, n), round(told[f][n], 2))
                for f, n in zip(LEVELS, levels, strict=True)
                if n != MISSING
            ),
            cluster=ids[group[left]] if together else "",
            suspicious=left in out.suspicious or right in out.suspicious,
        )
