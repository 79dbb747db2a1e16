"""The words behind codes, and the coarser lists that codes fall into.

A *closed* list shows its zero rows in its own order; an open one (countries, programmes) shows what occurs.
A rollup is written into the extract, so a figure stays a function of the extract alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from musanada.kit.choices import Sex
from musanada.kit.formats import country_codes, country_name
from musanada.kit.registry import Registry
from musanada.reference import queries as reference
from musanada.reference.codes import ServiceFamily


@dataclass(frozen=True)
class CodeList:
    """``labels(language)`` gives code → words; ``closed`` is the list itself where nothing else may occur."""

    labels: Callable[[str], Mapping[str, str]]
    closed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rollup:
    """``parents()`` gives code → coarser code, as it holds when the extract is made."""

    parents: Callable[[], Mapping[str, str]]
    labels: Callable[[str], Mapping[str, str]]


CODE_LISTS: Registry[CodeList] = Registry("code list")
ROLLUPS: Registry[Rollup] = Registry("rollup")
SEXES = (Sex.FEMALE, Sex.MALE, Sex.OTHER)


def choice_labels(lang: str, choices: list[tuple[str, object]]) -> dict[str, str]:
    """Labels of a ``TextChoices`` in a language, whatever language is active."""
    from django.utils import translation

    with translation.override(lang):
        return {code: str(label) for code, label in choices}


CODE_LISTS.add(
    "sex",
    CodeList(
        lambda lang: choice_labels(lang, [(s.value, s.label) for s in SEXES]),
        closed=tuple(s.value for s in SEXES),
    ),
)
CODE_LISTS.add("families", CodeList(lambda lang: choice_labels(lang, list(ServiceFamily.choices))))
CODE_LISTS.add(
    "countries", CodeList(lambda lang: {code: country_name(code, lang) for code in country_codes()})
)
CODE_LISTS.add("places", CodeList(reference.place_labels))


def group_labels(lang: str) -> dict[str, str]:
    from django.utils import translation

    with translation.override(lang):
        return reference.group_labels()


ROLLUPS.add("world_region", Rollup(reference.groups_of_countries, group_labels))
