"""What is known of one number of a text: where it stands, what it is worth, what it counts, for whom, for when.

``reading.read(text, lang)`` finds them; ``checks`` compare them. ``start`` and ``end`` are positions in the text as given.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Class = Literal[
    "figure", "percent", "change", "rank", "list", "money", "date", "year", "age", "ordinal", "duration", "time", "phone",
    "law", "reference", "page", "other",
]  # fmt: skip
Qualifier = Literal["exact", "about", "nearly", "more-than", "at-least", "less-than", "at-most"]


@dataclass(frozen=True)
class Number:
    """``value`` of a percentage is in percent; ``step`` is the unit of its last printed digit (60,7 → 0.1; 23 → 1).

    ``unit``: persons, applications, attempts, networks, countries, cities, percent, … ("" when the sentence does not say);
    ``noun``: the words that say it. ``entity``: traits by axis (``nationality=CIV``, ``region=MA-06``, ``sex=F``,
    ``minor=yes``, ``age=13-17``, ``origin=West Africa``, …) with the words that name it in ``label``.
    ``period``: in the grammar of periods (``2024``, ``2024-01/2024-09``), "" where nothing says it; ``sentence``: its number.
    ``of``: position (index) of the number it is a part or share of, where the sentence says so ("dont", "sur", "parmi").
    ``role``: host or origin, nationality or residence, where the sentence says so. ``attributed``: the source named.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    cls: Class
    step: Decimal = Decimal(1)
    unit: str = ""
    noun: str = ""
    qualifier: Qualifier = "exact"
    words: str = ""  # the words of the qualifier, as written
    period: str = ""
    base_period: str = ""  # of a change: against what
    entity: dict[str, str] = field(default_factory=dict)
    label: str = ""
    role: str = ""
    of: int | None = None
    attributed: str = ""
    subject: str = (
        ""  # what the sentence is about: returns, assistance, children, attempts … (``reading.subjects``)
    )
    sentence: int = 0
    spelled: bool = False  # written in letters
    inherited: bool = False  # the period is that of what was read before, not named in the sentence
    signed: bool = False  # a rise or a fall: "hausse de", "-4 %"


@dataclass(frozen=True)
class Sentence:
    """A sentence, heading or list item: its place, and the things it names in a row (for LIST.count and RANK.order)."""

    start: int
    end: int
    text: str
    enumerated: tuple[tuple[int, int, str], ...] = ()  # (start, end, words) of things named in a row


@dataclass(frozen=True)
class Text:
    """A text that was read. ``numbers`` in order."""

    raw: str
    language: str
    sentences: tuple[Sentence, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Finding:
    """What a check says: code and level of ``figures.md`` section 7, the place, one sentence with the arithmetic."""

    code: str
    level: Literal["error", "check"]
    start: int
    end: int
    message: str
    numbers: tuple[int, ...] = ()  # indices of the numbers it is about
