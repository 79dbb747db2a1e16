"""A definition as YAML, in the spelling of the shipped files; and a file of several, taken apart."""

from collections.abc import Iterable
from typing import Any

from musanada.kit.errors import BadInput
from musanada.reporting.definitions import Indicator
from musanada.reporting.registry import DefinitionError, read_indicator

LARGEST = 1_000_000  # characters of a file of definitions


def written(indicator: Indicator) -> str:
    """The fields as given, in the order of the schema; reading it again gives the same hash."""
    import yaml

    given: dict[str, Any] = indicator.model_dump(mode="json", by_alias=True, exclude_unset=True)
    options: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 4096}
    order = dict.fromkeys(("id", "version", "label", "definition", *given))
    return "".join(
        yaml.safe_dump({name: given[name]}, default_flow_style=block(name, given[name]), **options)
        for name in order
    )


def block(name: str, value: Any) -> bool | None:
    """Texts and plain values stand on lines of their own, the rest in short brackets."""
    return False if name in {"label", "definition"} or not isinstance(value, dict | list) else None


def written_together(indicators: Iterable[Indicator]) -> str:
    """Several in one file, each behind ``---``."""
    return "".join(f"---\n{written(one)}" for one in indicators)


def read_several(text: str, file: str) -> list[Indicator]:
    """Every definition of a file. Raises DefinitionError naming the first that cannot be used, BadInput."""
    from musanada.reporting.writing.rules import TOO_LARGE

    if len(text) > LARGEST:
        raise BadInput(TOO_LARGE)
    parts = [part for part in documents(text) if part.strip()]
    if not parts:
        raise DefinitionError(f"{file}: there is no definition in it")
    found: list[Indicator] = []
    for number, part in enumerate(parts, 1):
        one = read_indicator(part, file if len(parts) == 1 else f"{file} ({number})")
        if any(one.id == other.id for other in found):
            raise DefinitionError(f"{file}: '{one.id}' is defined twice")
        found.append(one)
    return found


def documents(text: str) -> Iterable[str]:
    """What stands between lines ``---``."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.rstrip() == "---":
            yield "\n".join(lines)
            lines = []
        else:
            lines.append(line)
    yield "\n".join(lines)
