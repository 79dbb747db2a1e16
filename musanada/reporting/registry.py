"""The indicators of this installation: the shipped ones (a YAML file each) and those written and reviewed here.

Both are one schema, checked against the facts that exist. What is in force never changes: the answer is kept until
another version comes into force, in whatever process.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.facts import FACTS, Column, Fact
from musanada.kit.registry import Registry
from musanada.reporting import parts, protection
from musanada.reporting.codelists import CODE_LISTS, ROLLUPS
from musanada.reporting.definitions import Indicator, Interval, problems_of
from musanada.reporting.where import Value, comparisons

FOLDER = Path(__file__).parent / "indicators"
DEEPEST = 20  # lists in lists of a definition
TIME_NAMES = frozenset({"month", "quarter", "half", "year"})
ORDERED: dict[str, type | tuple[type, ...]] = {
    "date": date, "int": int, "decimal": (int, Decimal), "fraction": (int, Decimal), "code": str, "id": str, "bool": bool,
}  # fmt: skip


class DefinitionError(BadInput):
    """A definition that cannot be used; the sentence names the file and the field."""


class Indicators(Mapping[str, Indicator]):
    """Indicators by id; asking for an unknown one is an error that says what exists."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self._by_id = dict(indicators)

    def __getitem__(self, code: str) -> Indicator:
        try:
            return self._by_id[code]
        except KeyError:
            raise BadInput(
                _("L'indicateur « %(id)s » n'existe pas : « musanada figures list » les montre tous.")
                % {"id": code}
            ) from None

    def __contains__(self, code: object) -> bool:
        return code in self._by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def hash(self, code: str) -> str:
        """SHA-256 over a definition and those it derives from: the same hash, the same way of counting."""
        indicator = self[code]
        parts = [indicator.hash, *(self.hash(other) for other in indicator.refers_to())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def source(self, code: str) -> Indicator:
        """The counted indicator whose dimensions and records a derived one shares."""
        indicator = self[code]
        while not indicator.counted:
            indicator = self[indicator.refers_to()[0]]
        return indicator


@cache
def shipped_indicators() -> Indicators:
    """Every indicator of the product, and no other: needs no database. Raises DefinitionError."""
    return read_folder(FOLDER, FACTS)


def load_indicators() -> Indicators:
    """Every indicator in force: those of the product and those written here. Raises DefinitionError."""
    return in_force().indicators


@dataclass(frozen=True)
class InForce:
    """``own``: codes of those written here. ``unusable``: those of them that no longer fit this version of the product
    (a fact or a figure they stand on is gone, or has taken their id), and why; they count nothing."""

    indicators: Indicators
    own: frozenset[str] = frozenset()
    unusable: Mapping[str, str] = field(default_factory=dict)


def in_force() -> InForce:
    """Asks the database which versions are in force, and reads them again only where that has changed."""
    from django.db import DatabaseError

    from musanada.reporting.models import IndicatorVersion

    active = IndicatorVersion.objects.filter(state=IndicatorVersion.State.ACTIVE).order_by("code")
    try:
        keys = tuple(active.values_list("pk", "digest"))
    except DatabaseError:
        keys = ()  # an installation whose tables are not made yet
    return _merged(keys) if keys else InForce(shipped_indicators())


@lru_cache(maxsize=8)
def _merged(keys: tuple[tuple[Any, str], ...]) -> InForce:
    """The rows of these keys never change while they are in force: they alone decide."""
    from musanada.reporting.models import IndicatorVersion

    rows = IndicatorVersion.objects.filter(pk__in=[key for key, _digest in keys]).order_by("code")
    return merged({row.code: row.body for row in rows})


def merged(texts: Mapping[str, str], facts: Registry[Fact] = FACTS) -> InForce:
    """The product's indicators with these. One that cannot be read counts nothing and stops no other."""
    shipped = shipped_indicators()
    own: dict[str, Indicator] = {}
    wrong: dict[str, str] = {}
    for code, text in texts.items():
        try:
            if code in shipped:
                raise _error(code, "id", "an indicator of the product has this id now")
            own[code] = read_indicator(text, code, facts)
        except DefinitionError as problem:
            wrong[code] = str(problem)
    while bad := _unfit({**shipped, **own}, own):
        for code, why in bad.items():
            wrong[code] = why
            del own[code]
    return InForce(Indicators({**shipped, **own}), frozenset(own), wrong)


def _unfit(found: Mapping[str, Indicator], asked: Mapping[str, Indicator]) -> dict[str, str]:
    wrong = {}
    for code, indicator in asked.items():
        try:
            _check_references(indicator, found)
        except DefinitionError as problem:
            wrong[code] = str(problem)
    return wrong


def check_beside(indicator: Indicator, known: InForce) -> None:
    """Would all be usable with it in force? Raises DefinitionError of the first that would not."""
    found = {**known.indicators, indicator.id: indicator}
    own = {code: found[code] for code in known.own if code != indicator.id}
    for problem in _unfit(found, {indicator.id: indicator, **own}).values():
        raise DefinitionError(problem)


def read_folder(folder: Path, facts: Registry[Fact]) -> Indicators:
    """All ``*.yaml`` of a folder, checked one by one and against each other."""
    found: dict[str, Indicator] = {}
    for path in sorted(folder.glob("*.yaml")):
        indicator = read_indicator(path.read_text(encoding="utf-8"), path.name, facts)
        if indicator.id in found:
            raise _error(path.name, "id", f"'{indicator.id}' is defined twice")
        if path.stem != indicator.id:
            raise _error(path.name, "id", f"the file of '{indicator.id}' must be named {indicator.id}.yaml")
        found[indicator.id] = indicator
    for indicator in found.values():
        _check_references(indicator, found)
    return Indicators(found)


def read_indicator(text: str, file: str, facts: Registry[Fact] = FACTS) -> Indicator:
    """One definition. Raises DefinitionError naming the file and the field."""
    from pydantic import ValidationError

    try:
        indicator = Indicator.model_validate(read_yaml(text, file))
    except ValidationError as error:
        raise DefinitionError(f"{file}: " + "; ".join(problems_of(error.errors()))) from None
    if indicator.counted:
        _check_names(indicator, file, facts)
        if wrong := protection.problem(indicator, facts[indicator.fact or ""]):
            raise _error(file, *wrong)
    return indicator


def _error(file: str, field: str, what: str) -> DefinitionError:
    return DefinitionError(f"{file}: {field}: {what}")


def read_yaml(text: str, file: str) -> Any:
    """YAML's safe subset, where a key written twice is an error, nothing is executed, and a short text stays short:
    no aliases, no tags, no keys but plain ones, no deep nesting."""
    import yaml

    def wrong(what: str, mark: Any) -> yaml.YAMLError:
        return yaml.constructor.ConstructorError(None, None, what, mark)

    class Loader(yaml.SafeLoader):
        nested = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.peek_event()  # type: ignore[no-untyped-call]
            if isinstance(event, yaml.AliasEvent) or event.tag is not None:
                raise wrong("aliases and tags are not read here", event.start_mark)
            if self.nested >= DEEPEST:
                raise wrong("it is nested too deep", event.start_mark)
            self.nested += 1
            node = super().compose_node(parent, index)
            self.nested -= 1
            return node

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            if not all(isinstance(key, yaml.ScalarNode) for key, _value in node.value):
                raise wrong("a key is a plain word", node.start_mark)
            keys = [self.construct_object(key, deep=True) for key, _value in node.value]
            if len(keys) != len({str(key) for key in keys}):
                raise wrong("a key is written twice", node.start_mark)
            return super().construct_mapping(node, deep)

    try:
        content = yaml.load(text, Loader)  # noqa: S506  a subclass of the safe loader
    except (
        yaml.YAMLError,
        ValueError,
    ) as error:  # ValueError: a day that does not exist, a number without end
        raise DefinitionError(f"{file}: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise DefinitionError(f"{file}: a definition is a list of fields and values")
    return content


def _check_names(indicator: Indicator, file: str, facts: Registry[Fact]) -> None:
    """Fact, columns and codes exist and are of the sort their place asks for."""
    assert indicator.fact and indicator.measure and indicator.date
    if indicator.fact not in facts:
        raise _error(file, "fact", f"no fact is named '{indicator.fact}'; there are {', '.join(facts)}")
    fact = facts[indicator.fact]
    columns = {column.name: column for column in fact.columns}

    def need(field: str, name: str | None, *kinds: str) -> None:
        if name is None:
            return
        if name not in columns:
            raise _error(file, field, f"'{fact.name}' has no column '{name}'")
        if kinds and columns[name].kind not in kinds:
            raise _error(file, field, f"column '{name}' is a {columns[name].kind}, not {' or '.join(kinds)}")

    if isinstance(indicator.date, Interval):
        need("date.from", indicator.date.from_, "date")
        need("date.until", indicator.date.until, "date")
    else:
        need("date", indicator.date, "date")
    if indicator.how == "persons" and fact.person is None:
        raise _error(file, "measure.count", f"'{fact.name}' knows no persons")
    numbers = ("code", "id") if indicator.measure.distinct else ("int", "decimal", "fraction")
    need(f"measure.{indicator.how}", indicator.measure.column, *numbers)
    _check_dims(indicator, file, need, set(columns))
    _check_condition(indicator, file, columns)


def _check_dims(indicator: Indicator, file: str, need: Any, columns: set[str]) -> None:
    for name, dim in indicator.dims.items():
        field = f"dims.{name}"
        if name in TIME_NAMES:
            raise _error(file, field, "this name is kept for time")
        for level in dim.levels or ():
            need(f"{field}.levels", level, "code")
        if dim.from_:
            need(f"{field}.from", dim.from_, "date")
            need(f"{field}.precision", dim.precision, "code")
        elif not dim.levels:
            need(f"{field}.column", dim.column or name, "code", "bool")
        if dim.codes and dim.codes not in CODE_LISTS:
            raise _error(file, f"{field}.codes", f"no code list is named '{dim.codes}'")
        if dim.rollup and dim.rollup not in ROLLUPS:
            raise _error(file, f"{field}.rollup", f"no rollup is named '{dim.rollup}'")


def _check_condition(indicator: Indicator, file: str, columns: Mapping[str, Column]) -> None:
    for test in comparisons(indicator.condition) if indicator.condition else ():
        dim = indicator.dims.get(test.name)
        if dim is not None and dim.from_:
            kind = "int"
        elif test.name in columns:
            kind = columns[test.name].kind
        else:
            raise _error(file, "where", f"'{indicator.fact}' has no column '{test.name}'")
        for value in test.values:
            if not _fits(kind, value):
                raise _error(
                    file, "where", f"'{test.name}' is a {kind}: '{value}' cannot be compared with it"
                )


def _fits(kind: str, value: Value) -> bool:
    wanted = ORDERED.get(kind)
    if wanted is None or (isinstance(value, bool) and kind != "bool"):
        return False
    return isinstance(value, wanted)


def _check_references(indicator: Indicator, found: Mapping[str, Indicator]) -> None:
    """Derived indicators name existing ones, and never themselves in a circle."""
    file = f"{indicator.id}.yaml"

    def walk(code: str, seen: tuple[str, ...]) -> None:
        if code in seen:
            raise _error(file, "of", f"it refers to itself through {' → '.join((*seen, code))}")
        if code not in found:
            raise _error(file, "of", f"no indicator is named '{code}'")
        for other in found[code].refers_to():
            walk(other, (*seen, code))

    walk(indicator.id, ())
    if wrong := protection.mixed(indicator, found):
        raise _error(file, *wrong)
    if wrong := parts.problem(indicator, found):
        raise _error(file, *wrong)
    for check in indicator.checks:
        from musanada.reporting.checks import read_check

        for other in read_check(check, file).indicators:
            walk(other, ())
