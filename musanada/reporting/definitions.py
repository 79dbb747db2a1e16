"""The schema of an indicator: data that says what to measure, never how (design: figures, section 1).

A definition is read from YAML (or the same fields of a page), checked here, and hashed over its canonical JSON:
two definitions with one hash count the same. What it may name (facts, columns) is checked by ``registry``.
"""

import hashlib
import json
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from musanada.kit.ages import AgeBands
from musanada.kit.errors import BadInput
from musanada.kit.periods import read_period
from musanada.reporting.where import Condition, read

Kind = Literal["flow", "stock", "ever", "score", "ratio", "share", "part", "change", "sum"]
PersonRule = Literal["each", "once_per_period", "first_ever", "repeat"]
Against = Literal["previous_period", "same_period_last_year", "baseline"]
Unit = Literal[
    "persons", "households", "cases", "requests", "referrals", "acts", "person_services", "acts_per_person", "nights",
    "days", "kits", "sessions", "programmes", "agreements", "cities", "associations", "cards", "years", "MAD", "percent",
    "returns", "countries", "kinds", "interventions", "score", "encounters", "placements", "searches", "visits", "hours",
    "minutes",
]  # fmt: skip
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
IndicatorId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
COUNTED = frozenset({"flow", "stock", "ever", "score"})
MIDDLES = frozenset({"median", "p90"})  # what no rows add up to, not even with their counts
RATES = MIDDLES | {"mean"}


def _readable(text: str) -> str:
    try:
        read(text)
    except BadInput as error:
        raise ValueError(str(error)) from None
    return text


Where = Annotated[str, AfterValidator(_readable)]


class Part(BaseModel):
    """Closed to unknown fields, and never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Part):
    """One sentence in the four languages of the interface."""

    fr: str = Field(min_length=2)
    ar: str = Field(min_length=2)
    en: str = Field(min_length=2)
    es: str = Field(min_length=2)

    def in_language(self, lang: str) -> str:
        return str(getattr(self, lang.split("-")[0].lower(), self.fr))


class Measure(Part):
    """What is counted or added up. ``days: inside`` adds the days of an interval that fall inside the period."""

    count: Literal["events", "persons", "rows"] | None = None
    distinct: Name | None = None
    sum: Name | None = None
    mean: Name | None = None
    median: Name | None = None
    p90: Name | None = None  # nine in ten have this value or less
    days: Literal["inside"] | None = None

    @model_validator(mode="after")
    def one_only(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a measure says exactly one of count, distinct, sum, mean, median, p90, days")
        return self

    @property
    def how(self) -> str:
        """``persons``, ``events``, ``rows``, ``distinct``, ``sum``, ``mean``, ``median``, ``p90`` or ``days``."""
        return self.count or next(iter(self.model_fields_set))

    @property
    def column(self) -> str | None:
        return self.distinct or self.sum or self.mean or self.median or self.p90


class Interval(Part):
    """Something that lasts: from (included) to until (excluded, empty while it goes on)."""

    from_: Name = Field(alias="from")
    until: Name


class Dimension(Part):
    """One way to split. A column of codes, an age in bands (``from``), or levels of places from coarse to fine.

    ``overlapping``: a person (or event) may stand in several rows. ``at``: the value when it happened, or the
    latest one. ``codes`` names a code list, ``rollup`` a coarser one its codes fall into. ``within`` names the dimension
    that this one spells out (single years of a band); of such a family one alone ``crosses`` (see ``engine.guard``).
    """

    column: Name | None = None
    codes: Name | None = None
    rollup: Name | None = None
    from_: Name | None = Field(default=None, alias="from")
    precision: Name | None = None
    bands: tuple[int, ...] | None = None
    levels: tuple[Name, ...] | None = None
    at: Literal["event", "cutoff"] = "event"
    overlapping: bool = False
    within: Name | None = None
    crosses: bool = True

    @model_validator(mode="after")
    def one_sort(self) -> Self:
        if (self.from_ is None) != (self.bands is None) or (self.from_ is None) != (self.precision is None):
            raise ValueError("an age needs from, precision and bands together")
        if self.bands is not None:
            AgeBands(self.bands)
        if sum(x is not None for x in (self.column, self.from_, self.levels)) > 1:
            raise ValueError("a dimension is a column, an age (from) or levels, not two of them")
        if self.rollup and (self.from_ or self.levels):
            raise ValueError("only codes of a column roll up")
        return self


class Other(Part):
    """Fold the codes below the first ``after`` into a row *other*, for these dimensions."""

    after: int = Field(ge=1, le=500)
    dims: tuple[Name, ...]


class Residual(Part):
    unknown: Literal["always", "if_any"] = "always"
    other: Other | None = None


class Rounding(Part):
    """Decimals printed, half up; the value itself stays exact as numerator and denominator."""

    share: int = Field(default=1, ge=0, le=6)
    method: Literal["half_up"] = "half_up"


class Disclosure(Part):
    """*ordinary*: enforced when something is published; *protection*: wherever it is shown (``engine.guard``), the row
    *unknown* alone open for the dimensions of ``open_unknown``."""

    class_: Literal["ordinary", "protection"] = Field(default="ordinary", alias="class")
    zeros: Literal["open", "hidden"] = "open"
    mode: Literal["suppress", "round"] = "suppress"
    open_unknown: tuple[Name, ...] = ()


class Indicator(Part):
    """A definition. Its texts are published word for word."""

    id: IndicatorId
    version: int = Field(ge=1)
    label: Text
    definition: Text
    kind: Kind
    unit: Unit
    fact: Name | None = None
    measure: Measure | None = None
    person_rule: PersonRule = "each"
    date: Name | Interval | None = None
    where: Where | None = None
    dims: dict[Name, Dimension] = Field(default_factory=dict)
    additive: dict[Name, bool | Literal["events_only"]] = Field(default_factory=dict)
    residual: Residual = Residual()
    rounding: Rounding = Rounding()
    disclosure: Disclosure = Disclosure()
    checks: tuple[str, ...] = ()
    numerator: IndicatorId | None = None
    denominator: IndicatorId | None = None
    of: IndicatorId | tuple[IndicatorId, ...] | None = None
    part: str | None = None
    against: Against | None = None
    baseline: str | None = (
        None  # of a change against a baseline: the period that all others are compared with
    )
    # A part of a whole, never added to it nor to another part (checked when all definitions are read).
    part_of: IndicatorId | None = None
    # Of a score: who could have answered; the page prints how many did beside every mean.
    eligible: IndicatorId | None = None
    group: Name = "other"

    @model_validator(mode="after")
    def fits_its_kind(self) -> Self:
        if self.kind in COUNTED:
            self._counts()
        else:
            self._derives()
        return self

    def _counts(self) -> None:
        missing = [name for name in ("fact", "measure", "date") if getattr(self, name) is None]
        if missing:
            raise ValueError(f"a {self.kind} needs {', '.join(missing)}")
        extra = {"numerator", "denominator", "of", "part", "against", "baseline"} & self.model_fields_set
        if extra:
            raise ValueError(f"a {self.kind} has no {', '.join(sorted(extra))}")
        self._person_rule_fits()
        self._score_fits()
        if self.kind == "stock" and not isinstance(self.date, Interval):
            raise ValueError("a stock needs date: {from: …, until: …}")
        if self.how == "days" and not (self.kind == "flow" and isinstance(self.date, Interval)):
            raise ValueError("days: inside needs a flow over date: {from: …, until: …}")
        unknown = set(self.residual.other.dims if self.residual.other else ()) - set(self.dims)
        if unknown:
            raise ValueError(f"residual.other names no dimension: {', '.join(sorted(unknown))}")
        for name, declared in self.additive.items():
            if name in self.dims and declared is True and self.dims[name].overlapping:
                raise ValueError(f"dims.{name} overlaps: it is not additive")

    def _score_fits(self) -> None:
        if (self.kind == "score") != (self.eligible is not None):
            raise ValueError("a score, and nothing else, names the indicator of who is eligible")
        if self.kind == "score" and (self.how != "mean" or isinstance(self.date, Interval)):
            raise ValueError("a score is a mean over one date")

    def _person_rule_fits(self) -> None:
        if self.person_rule == "each":
            return
        if self.measure is None or self.measure.count != "persons":
            raise ValueError(f"person_rule {self.person_rule} counts persons: measure: {{count: persons}}")
        if self.person_rule in {"first_ever", "repeat"} and (
            self.kind != "flow" or isinstance(self.date, Interval)
        ):
            raise ValueError(f"person_rule {self.person_rule} needs a flow with one date")

    def _derives(self) -> None:
        needs = {
            "ratio": {"numerator", "denominator"},
            "share": {"of", "part"},
            "part": {"of", "part"},
            "change": {"of", "against"},
            "sum": {"of"},
        }
        wanted = needs[self.kind]
        given = {
            n for n in ("numerator", "denominator", "of", "part", "against") if getattr(self, n) is not None
        }
        if given != wanted:
            raise ValueError(f"a {self.kind} needs exactly {', '.join(sorted(wanted))}")
        self._baseline_fits()
        if isinstance(self.of, tuple) != (self.kind == "sum"):
            raise ValueError("of is a list for a sum, one indicator otherwise")
        extra = {
            "fact",
            "measure",
            "person_rule",
            "date",
            "where",
            "dims",
            "residual",
            "part_of",
            "eligible",
        } & self.model_fields_set
        if extra:
            raise ValueError(f"a {self.kind} takes {', '.join(sorted(extra))} from its indicators")

    def _baseline_fits(self) -> None:
        if (self.against == "baseline") != (self.baseline is not None):
            raise ValueError(
                "a change against a baseline, and nothing else, names the period of its baseline"
            )
        if self.baseline is None:
            return
        try:
            closed = read_period(self.baseline).closed
        except BadInput as error:
            raise ValueError(f"baseline: {error}") from None
        if not closed:
            raise ValueError("a baseline has a beginning and an end")

    @property
    def counted(self) -> bool:
        """Counted from a fact, not derived from other indicators."""
        return self.kind in COUNTED

    @property
    def how(self) -> str:
        return self.measure.how if self.measure else ""

    @property
    def protected(self) -> bool:
        """Counts hidden people too: small numbers are hidden, and whoever lacks the right does not know of it."""
        return self.disclosure.class_ == "protection"

    @property
    def once(self) -> bool:
        """Counts distinct things of the whole period, so that months do not add up to the year."""
        return self.counted and (
            self.how == "distinct"
            or (self.how == "persons" and self.person_rule in {"once_per_period", "repeat"})
        )

    def refers_to(self) -> tuple[str, ...]:
        """The indicators it derives from."""
        of = self.of if isinstance(self.of, tuple) else (self.of,)
        return tuple(x for x in (self.numerator, self.denominator, *of, self.eligible) if x)

    @cached_property
    def condition(self) -> Condition | None:
        return read(self.where) if self.where else None

    @property
    def canonical(self) -> str:
        """The fields as given, in one spelling."""
        given = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return json.dumps(given, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical definition, without what it refers to (see ``registry.Indicators.hash``)."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


def problems_of(errors: list[Any]) -> list[str]:
    """Pydantic's findings as ``field: what is wrong``."""
    return [
        f"{'.'.join(str(p) for p in e['loc']) or 'definition'}: {e['msg'].removeprefix('Value error, ')}"
        for e in errors
    ]
