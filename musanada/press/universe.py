"""What is known of the figures that texts reuse: series of ours and of others, all their vintages, who publishes them.

Shipped as data, so that a text can be checked on an empty installation; the figures of others that were imported here
come on top, with the values they replaced.
"""

import csv
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from musanada.kit.periods import Change, Period, read_span
from musanada.press.reading.folding import folded

DATA = Path(__file__).parent / "data" / "known"
FINE = {"final": 3, "revised": 3, "provisional": 1, "estimated": 0}


@dataclass(frozen=True)
class Known:
    """One published value: of which series, for when, for whom, by whom."""

    series: str
    period: str
    dims: tuple[tuple[str, str], ...]
    value: Decimal
    unit: str
    qualifier: str = "exact"
    status: str = "final"
    published: str = ""
    source: str = ""
    replaced: bool = False

    @cached_property
    def span(self) -> Period | Change:
        return read_span(self.period)

    @property
    def final(self) -> bool:
        return self.status in ("final", "revised") and not self.replaced


@dataclass(frozen=True)
class Series:
    """What one series counts. ``words``: every pattern is met in a text that names it; ``avoid``: none of these is."""

    code: str
    label: dict[str, str]
    unit: str
    words: tuple[re.Pattern[str], ...]
    avoid: re.Pattern[str] | None = None
    source: str = ""
    prints: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    direction: str = ""
    change_of: str = ""
    share_of: tuple[str, ...] = ()
    cumulative: str = ""
    live: dict[str, str] = field(default_factory=dict)
    values: tuple[Known, ...] = ()

    @property
    def axes(self) -> frozenset[str]:
        return frozenset(axis for known in self.values for axis, _code in known.dims)

    def named(self, lang: str) -> str:
        return self.label.get(lang) or self.label.get("fr") or self.code

    def at(self, dims: tuple[tuple[str, str], ...] = ()) -> tuple[Known, ...]:
        """All vintages and periods of one row, the best first: final before provisional, newest first."""
        return tuple(known for known in self.values if known.dims == dims)


@dataclass(frozen=True)
class Source:
    code: str
    name: dict[str, str]
    words: re.Pattern[str]
    compiles: bool = False


@dataclass(frozen=True)
class Universe:
    series: dict[str, Series]
    sources: dict[str, Source]

    @cached_property
    def by_value(self) -> dict[Decimal, tuple[Known, ...]]:
        found: dict[Decimal, list[Known]] = {}
        for one in self.series.values():
            for known in one.values:
                found.setdefault(known.value, []).append(known)
        return {value: tuple(ones) for value, ones in found.items()}

    def sources_in(self, text: str) -> list[str]:
        """Which sources a folded text names."""
        return [code for code, source in self.sources.items() if source.words.search(text)]

    def with_values(self, more: dict[str, list[Known]]) -> "Universe":
        """The same with further values, each where its period and row are not known with that value."""
        series = dict(self.series)
        for code, extra in more.items():
            one = series[code]
            seen = {(k.period, k.dims, k.value) for k in one.values}
            new = [k for k in extra if (k.period, k.dims, k.value) not in seen]
            series[code] = replace(one, values=in_order((*one.values, *new)))
        return Universe(series, self.sources)


@cache
def shipped() -> Universe:
    """What comes with the product."""
    import yaml

    rows: dict[str, list[Known]] = {}
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            rows.setdefault(line["series"], []).append(
                Known(
                    line["series"], line["period"], read_dims(line["dimension"]), Decimal(line["value"]),
                    line["unit"], line["qualifier"], line["status"], line["published"], line["source"],
                )
            )  # fmt: skip
    content = yaml.safe_load((DATA / "series.yaml").read_text(encoding="utf-8"))
    series = {code: read_series(code, body, rows.get(code, [])) for code, body in content.items()}
    sources = {
        code: Source(code, body["name"], pattern(body["words"]), bool(body.get("compiles")))
        for code, body in yaml.safe_load((DATA / "sources.yaml").read_text(encoding="utf-8")).items()
    }
    if unknown := rows.keys() - series.keys():
        raise ValueError(f"figures.csv names series that series.yaml does not describe: {sorted(unknown)}")
    return Universe(series, sources)


def read_series(code: str, body: dict[str, Any], values: list[Known]) -> Series:
    return Series(
        code=code,
        label=body["label"],
        unit=body["unit"],
        words=tuple(pattern(words) for words in body["words"]),
        avoid=pattern(body["not"]) if body.get("not") else None,
        source=body.get("source", ""),
        prints=tuple(body.get("prints", ())),
        like=tuple(body.get("like", ())),
        exclusive=tuple(body.get("exclusive", ())),
        direction=body.get("direction", ""),
        change_of=body.get("change_of", ""),
        share_of=tuple(body.get("share_of", ())),
        cumulative=body.get("cumulative", ""),
        live=body.get("live", {}),
        values=in_order(values),
    )


def in_order(values: list[Known] | tuple[Known, ...]) -> tuple[Known, ...]:
    best = sorted(values, key=lambda k: k.published, reverse=True)
    return tuple(sorted(best, key=lambda k: (k.replaced, -FINE.get(k.status, 0))))


def read_dims(text: str) -> tuple[tuple[str, str], ...]:
    if text in ("", "total"):
        return ()
    pairs = (part.partition("=") for part in text.split(";"))
    return tuple(sorted((key.strip(), code.strip()) for key, _equals, code in pairs))


def pattern(text: str) -> re.Pattern[str]:
    """A pattern on folded text; patterns are written folded, but for Arabic letters of one's keyboard."""
    return re.compile("".join(folded(char) if ord(char) > 127 else char for char in text))
