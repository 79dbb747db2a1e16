"""What is asked and what is answered: a person as someone describes them, and a person of the register who may be meant."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from musanada.kit.errors import Sentence
from musanada.kit.ids import normalise_reference, valid_reference

REFERENCE = 8  # characters


@dataclass(frozen=True, slots=True)
class Sought:
    """A person as described. Everything may be missing but something must be said.

    ``name`` is a full name in any script and order, ``other_name`` the same name in another script.
    ``born`` is a year; ``born_about`` says that it was counted back from an apparent age; ``birth_date`` is given
    only where the day is known. ``nationality`` is
    ISO 3166-1 alpha-3, ``sex`` F or M; ``phone`` and ``document`` as typed; ``mother`` is her name.
    """

    name: str = ""
    other_name: str = ""
    born: int | None = None
    born_about: bool = False
    nationality: str = ""
    sex: str = ""
    phone: str = ""
    document: str = ""
    birth_date: date | None = None
    mother: str = ""

    @property
    def year(self) -> int | None:
        """Year of birth, however it was said."""
        return self.birth_date.year if self.born is None and self.birth_date else self.born

    @property
    def names(self) -> tuple[str, ...]:
        """What was said that is a name: a reference or a number typed in the same box is none."""
        return tuple(n for n in (self.name, self.other_name) if n and is_name(n))


@lru_cache(maxsize=1 << 14)
def is_name(text: str) -> bool:
    """Letters that are neither a number nor a reference."""
    return bool(text.strip()) and not is_number(text) and not is_reference(text)


def is_number(text: str) -> bool:
    """A document or phone number rather than a name."""
    return sum(c.isdigit() for c in text) >= 5


def is_reference(text: str) -> bool:
    """A complete reference of a person, its check character right."""
    return len(normalise_reference(text.strip())) == REFERENCE and valid_reference(text.strip())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the register, canonical and visible to the actor. ``score`` 0..100; ``reasons`` best first."""

    person_id: UUID
    reference: str
    latin: str
    arabic: str
    birth: date | None
    birth_precision: str
    nationality: str
    sex: str
    score: int
    reasons: tuple[Sentence, ...]
