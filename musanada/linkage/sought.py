"""What is asked and what is answered: a person as someone describes them, and a person of the register who may be meant."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from musanada.kit.errors import Sentence


@dataclass(frozen=True, slots=True)
class Sought:
    """A person as described. Everything may be missing but something must be said.

    ``name`` is a full name in any script and order, ``other_name`` the same name in another script.
    ``born`` is a year; ``born_about`` says that it was counted back from an apparent age. ``nationality`` is
    ISO 3166-1 alpha-3, ``sex`` F or M; ``phone`` and ``document`` as typed.
    """

    name: str = ""
    other_name: str = ""
    born: int | None = None
    born_about: bool = False
    nationality: str = ""
    sex: str = ""
    phone: str = ""
    document: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(n for n in (self.name, self.other_name) if n.strip())


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
