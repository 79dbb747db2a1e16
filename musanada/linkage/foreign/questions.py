"""The questions of a batch: a name, and what else is said."""

from dataclasses import dataclass
from pathlib import Path

from musanada.linkage.foreign import files
from musanada.linkage.foreign.dates import UNKNOWN, Birth, read_birth
from musanada.linkage.foreign.people import country_of, sex_of

WANTED = (
    "query_id", "name", "birth_date", "birth_year", "sex", "nationality", "phone", "doc_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody as described; ``sex`` 1 for a woman, 2 for a man, 0 unsaid."""

    id: str
    name: str
    birth: Birth = UNKNOWN
    sex: int = 0
    nationality: str = ""
    phone: str = ""
    document: str = ""


def read_questions(path: Path) -> tuple[list[Question], int]:
    """The questions in their order, and how many dates could not be read (they count as unknown)."""
    table = files.columns(path, WANTED, ("query_id", "name"))
    rows = len(table["query_id"])
    lists = [table[c].to_pylist() if c in table else [None] * rows for c in WANTED]
    out: list[Question] = []
    unreadable = 0
    for query_id, name, date_said, year_said, sex, nationality, phone, document in zip(*lists, strict=True):
        read = [read_birth(date_said), read_birth(year_said)]
        unreadable += None in read
        birth = next((one for one in read if one and one.year), UNKNOWN)
        question = Question(
            (query_id or "").strip(),
            name or "",
            birth,
            sex_of(sex),
            country_of(nationality),
            phone or "",
            document or "",
        )
        out.append(question)
    return out, unreadable
