"""The first reading of a text: everything it asks for, so that all of it is computed and protected together."""

from dataclasses import dataclass
from typing import Literal

from musanada.publications.wanted import WantedCell, WantedTable

DerivedKind = Literal["share", "chg", "diff", "approx", "rank", "claim"]


@dataclass(frozen=True)
class Term:
    """``factor`` × the cell of that key; a share or change is two terms over two (see ``Derived``)."""

    key: str
    factor: int = 1


@dataclass(frozen=True)
class Derived:
    """What a sentence lets a reader work out beyond its cells: what an attacker knows (``disclosure``).

    - ``share``: Σ ``over`` / Σ ``under`` in percent, printed with ``decimals``
    - ``chg``: Σ ``over`` / Σ ``under`` − 1 in percent, printed with ``decimals``; ``diff``: Σ ``over`` − Σ ``under``
    - ``approx``: Σ ``over`` is more than, nearly or about ``bound`` (``op``: ``>``, ``<`` within 5 %, ``=`` within 5 %)
    - ``rank``: ``over`` are in descending order (values printed as cells)
    - ``claim``: (Σ ``over`` / Σ ``under``) ``op`` ``bound``, in percent where ``percent``; ``under`` empty: a sum alone
    """

    kind: DerivedKind
    source: str  # the citation as written
    over: tuple[Term, ...]
    under: tuple[Term, ...] = ()
    decimals: int = 0
    op: str = ""
    bound: str = ""  # a decimal number as text
    percent: bool = False


@dataclass(frozen=True)
class Wants:
    """``problems``: (line, sentence) of each citation that cannot be read; such a text is never published."""

    cells: tuple[WantedCell, ...]
    tables: tuple[WantedTable, ...]
    derived: tuple[Derived, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()


def wanted(text: str, period: str) -> Wants:
    """What the text cites, each thing once, in order of appearance. ``period``: the report's own, for citations without."""
    from musanada.publications.narrative.asking import ask

    return ask(text, period)
