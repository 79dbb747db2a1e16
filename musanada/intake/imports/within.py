"""Two lines of one file that may be about one person in another spelling: said as a remark, never supposed.

Lines are filed by what their names sound like and the year of birth, so that a list of a hundred thousand stays fast; what
is kept between chunks is what the comparison needs, of one file, in the memory of one run.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from musanada.intake.imports.kinds import ImportKind, Staged
from musanada.intake.sheets.findings import Finding, say
from musanada.kit.documents import normal
from musanada.kit.names import keys, likeness
from musanada.linkage.sought import Sought
from musanada.people.numbers import canonical_phone

CODE = "alike-in-file"
ALIKE, SAME_NUMBER = 0.85, 0.6  # of names; less is asked where a document or a phone is the same
MOST = 24  # lines compared under one key
GUESSED = {(1, 1), (31, 12)}  # first and last day of a year

say(
    CODE,
    _(
        "Cette ligne ressemble à la ligne %(line)s : peut-être la même personne, écrite autrement. Si c'est elle, laissez "
        "une des deux de côté."
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    names: tuple[str, ...]
    sex: str
    year: int | None
    day: date | None
    phone: str
    document: str
    mother: str


def line_of(row: Staged, sought: Sought) -> Line:
    day = sought.birth_date
    return Line(
        row.number,
        sought.names,
        sought.sex,
        None if sought.born_about else sought.year,
        None if day is None or (day.day, day.month) in GUESSED else day,
        canonical_phone(sought.phone),
        normal(sought.document),
        sought.mother,
    )


class Within:
    """What earlier lines of the file said."""

    def __init__(self, kind: ImportKind) -> None:
        self.kind = kind
        self.filed: dict[tuple[str, int | None], list[Line]] = defaultdict(list)

    def look(self, row: Staged) -> None:
        """Add the finding, and file the line. A line that repeats an earlier person says so already."""
        sought = self.kind.sought(row.values)
        if sought is None or row.repeats or row.blocked:
            return
        line = line_of(row, sought)
        filed_under = set(self.places(line))
        earlier = {
            id(one): one for at in filed_under for near in years(at) for one in self.filed.get(near, ())
        }
        twin = next((one for one in earlier.values() if alike(one, line)), None)
        if twin is not None:
            row.findings.append(Finding("warning", CODE, params={"line": twin.number}))
        for at in filed_under:
            if len(self.filed[at]) < MOST:
                self.filed[at].append(line)

    def places(self, line: Line) -> Iterator[tuple[str, int | None]]:
        for name in line.names:
            for key in keys(name):
                if key.kind == "pair":
                    yield f"{key.kind}{key.value}", line.year
        for mark, text in (("phone", line.phone), ("document", line.document)):
            if text:
                yield mark + text, None


def years(at: tuple[str, int | None]) -> Iterator[tuple[str, int | None]]:
    """The year said, its neighbours, and none said."""
    value, year = at
    yield value, None
    if year is not None:
        yield from ((value, year + n) for n in (0, -1, 1))


def alike(one: Line, other: Line) -> bool:
    """As much alike as two ways to write one person are; a contradiction says no."""
    if one.sex and other.sex and one.sex != other.sex:
        return False
    if one.document and other.document and one.document != other.document:
        return False
    names = max((likeness(a, b) for a in one.names for b in other.names), default=0.0)
    if (one.phone and one.phone == other.phone) or (one.document and one.document == other.document):
        return names >= SAME_NUMBER
    if names < ALIKE or one.year is None or other.year is None:
        return False
    if one.day and other.day:
        return one.day == other.day or swapped(one.day, other.day)
    mothers = not (one.mother and other.mother) or likeness(one.mother, other.mother) >= ALIKE
    return one.year == other.year and mothers and (not one.phone or not other.phone)


def swapped(one: date, other: date) -> bool:
    """Day and month the other way round."""
    return (one.year, one.month, one.day) == (other.year, other.day, other.month)
