"""One published number as every part of the house passes it on: computed, protected, cited, drawn, exported, signed.

A cell is named by its ``key``: ``assistance.people_assisted@2024``, ``returns.departures_iom[country=CIV]@2024``,
``ext:moi.attempts_prevented[origin=Maghreb]@2024-01/2024-09``: the same words as in a citation (``narrative.grammar``).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Number = int | Decimal
# SDMX: free; hidden because small (primary); hidden so that no other can be worked out (secondary); not for publication.
Conf = Literal["F", "A", "D", "N"]
Obs = Literal["A", "P", "E", "B", "M"]  # final, provisional, estimate, break, missing
Dims = tuple[tuple[str, str], ...]  # (axis, code), in the order of the axes' names; empty: the total


def key_of(figure: str, dims: Dims, period: str) -> str:
    inside = ";".join(f"{axis}={code}" for axis, code in sorted(dims))
    return f"{figure}[{inside}]@{period}" if inside else f"{figure}@{period}"


def dims_of(given: Mapping[str, str]) -> Dims:
    return tuple(sorted(given.items()))


@dataclass(frozen=True)
class FigureCell:
    """A value, or a hidden one (``value`` is None and ``conf`` is not F). A quotient keeps both its numbers.

    ``count``: how many records it stands on, for disclosure control; never written to what is published.
    ``figure`` of a source of others begins with ``ext:``; its ``source`` says where it stands.
    """

    figure: str
    period: str
    dims: Dims
    value: Number | None
    unit: str
    version: int = 1
    digest: str = ""  # hash of the definition
    numerator: Number | None = None
    denominator: Number | None = None
    obs: Obs = "A"
    conf: Conf = "F"
    count: int | None = None
    rounded_to: int = 0  # 5 where controlled rounding replaced the value
    footnotes: tuple[str, ...] = ()
    source: Mapping[str, str] = field(
        default_factory=dict
    )  # of others: source, url, page, published, note, status

    @property
    def key(self) -> str:
        return key_of(self.figure, self.dims, self.period)

    @property
    def id(self) -> str:
        """Short and stable: what a document prints beside the number and an address ends with."""
        return "c" + hashlib.sha256(self.key.encode()).hexdigest()[:10]

    @property
    def external(self) -> bool:
        return self.figure.startswith("ext:")

    @property
    def hidden(self) -> bool:
        return self.conf != "F"

    def as_row(self) -> dict[str, Any]:
        """As it is published: nothing of a hidden cell but that it is hidden."""
        shown = not self.hidden
        return {
            "id": self.id, "key": self.key, "figure": self.figure, "version": self.version, "digest": self.digest,
            "period": self.period, "dims": dict(self.dims), "value": plain(self.value) if shown else None,
            "numerator": plain(self.numerator) if shown else None,
            "denominator": plain(self.denominator) if shown else None,
            "unit": self.unit, "obs_status": self.obs, "conf_status": self.conf, "rounded_to": self.rounded_to,
            "footnotes": list(self.footnotes), "source": dict(self.source),
        }  # fmt: skip


def plain(value: Number | None) -> str | None:
    """A number as text, in one spelling: no exponent, no zeros at the end of decimals."""
    if value is None:
        return None
    if isinstance(value, int):
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
