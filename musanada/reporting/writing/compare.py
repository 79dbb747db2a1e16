"""What two versions of a definition say differently, field by field, in the words of the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from musanada.reporting.definitions import Indicator


@dataclass(frozen=True)
class Difference:
    """``before`` or ``after`` is empty where the field was added or left out. ``lang``: of a text, its language."""

    title: str
    before: str
    after: str
    lang: str = ""


def differences(old: Indicator, new: Indicator) -> list[Difference]:
    """In the order of the schema; the version's number is none."""
    before, after = dict(flat(dumped(old))), dict(flat(dumped(new)))
    names = [name for name in dict.fromkeys([*before, *after]) if name != ("version",)]
    return [
        Difference(title(name), before.get(name, ""), after.get(name, ""), language(name))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def dumped(indicator: Indicator) -> dict[str, Any]:
    return indicator.model_dump(mode="json", by_alias=True, exclude_unset=True)


def flat(value: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Texts and splits one by one, every other field as a whole."""
    for name, inner in value.items():
        here = (*path, name)
        if isinstance(inner, Mapping) and here[0] in {"label", "definition", "dims"} and len(here) == 1:
            yield from flat(inner, here)
        else:
            yield here, plain(inner)


def plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} : {plain(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(plain(inner) for inner in value)
    return "" if value is None else str(value)


def language(path: tuple[str, ...]) -> str:
    return path[1] if path[0] in {"label", "definition"} and len(path) > 1 else ""


def title(path: tuple[str, ...]) -> str:
    words = {
        "id": _("Identifiant"), "label": _("Libellé"), "definition": _("Définition"), "kind": _("Sorte"),
        "unit": _("Unité"), "fact": _("Fait"), "measure": _("Ce qui est compté"), "person_rule": _("Règle des personnes"),
        "date": _("Date"), "where": _("Condition"), "dims": _("Répartition"), "residual": _("Lignes restantes"),
        "rounding": _("Arrondi"), "disclosure": _("Petits nombres"), "checks": _("Vérifications"),
        "numerator": _("Numérateur"), "denominator": _("Dénominateur"), "of": _("Chiffre de départ"), "part": _("Partie"),
        "against": _("Comparé à"), "baseline": _("Période de référence"), "part_of": _("Compris dans"),
        "eligible": _("Qui pouvait répondre"), "group": _("Rubrique"), "additive": _("Additif"),
    }  # fmt: skip
    rest = " · ".join(path[1:])
    return f"{words.get(path[0], path[0])} ({rest})" if rest else words.get(path[0], path[0])
