"""The mapping that ties each reference figure to what gives it: ``reporting/reference/mapping.yaml``."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from musanada.reporting.definitions import problems_of
from musanada.reporting.engine.axes import read_by, read_filters
from musanada.reporting.registry import DefinitionError, Indicators, read_yaml

FILE = Path(__file__).parents[1] / "reference" / "mapping.yaml"
KINDS = ("indicator", "first_year", "rank", "external", "declared", "whole", "waiting", "not_a_figure")


class Tie(BaseModel):
    """Exactly one of: an indicator, the first year an indicator counts something, the first codes of its split (``rank``
    with ``by`` and ``top``), an external series, a declared fact (a date, a list), a system that is not
    built yet, or a remark why it is no figure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str | None = None
    where: str = ""
    first_year: str | None = None
    rank: str | None = None
    by: str = ""
    top: int = 0
    external: str | None = None
    dimension: str = "total"
    declared: str | int | tuple[str, ...] | None = None
    source: str = ""
    whole: str | None = None  # of an implied sum: the figure that it does not make up, and what is missing
    missing: str = ""
    waiting: str | None = None
    not_a_figure: str | None = None
    period: str | None = Field(default=None, description="instead of the printed one")

    @model_validator(mode="after")
    def one_only(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise ValueError(f"exactly one of {', '.join(KINDS)}")
        if self.declared is not None and not self.source:
            raise ValueError("a declared fact names its source")
        if (self.rank is not None) != bool(self.by and self.top):
            raise ValueError("rank goes with by and top")
        return self


def load_mapping(indicators: Indicators) -> dict[str, Tie]:
    """Raises DefinitionError naming the line that cannot be used."""
    try:
        ties = TypeAdapter(dict[str, Tie]).validate_python(
            read_yaml(FILE.read_text(encoding="utf-8"), FILE.name)
        )
    except ValidationError as error:
        raise DefinitionError(f"{FILE.name}: " + "; ".join(problems_of(error.errors()))) from None
    for code, tie in ties.items():
        named = tie.indicator or tie.first_year or tie.rank
        if named is None:
            continue
        if named not in indicators:
            raise DefinitionError(f"{FILE.name}: {code}: no indicator is named '{named}'")
        read_filters(indicators.source(named), tie.where)
        read_by(indicators.source(named), [tie.by])
    return ties
