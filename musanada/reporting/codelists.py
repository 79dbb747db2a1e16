"""The words behind codes, and the coarser lists that codes fall into.

A *closed* list shows its zero rows in its own order; an open one (countries, programmes) shows what occurs.
A rollup is written into the extract, so a figure stays a function of the extract alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils import translation

from musanada.access.models import Unit, User
from musanada.assistance import queries as assistance
from musanada.kit.choices import Sex
from musanada.kit.formats import country_codes, country_name
from musanada.kit.registry import Registry
from musanada.partners import queries as partners
from musanada.programmes import queries as programmes
from musanada.reference import queries as reference
from musanada.reference.codes import ServiceFamily
from musanada.reference.files import SIXTEEN_REGIONS, TWELVE_REGIONS
from musanada.regularisation.models import Appeal, CardRule, Refusal, Result, Stage
from musanada.regularisation.queries import names as regularisation
from musanada.regularisation.territories import region_then_labels
from musanada.reporting import codelists_protection, codelists_returns

Words = Mapping[str, str]


@dataclass(frozen=True)
class CodeList:
    """``labels(actor, language)`` gives code → words, as far as the actor may read them; a code without words stays
    a code. ``closed`` is the list itself where nothing else may occur; ``breaks`` are the days on which a list of the time
    changed its meaning."""

    labels: Callable[[User, str], Words]
    closed: tuple[str, ...] = ()
    breaks: tuple[date, ...] = ()


@dataclass(frozen=True)
class Rollup:
    """``parents()`` gives code → coarser code, as it holds when the extract is made."""

    parents: Callable[[], Words]
    labels: Callable[[User, str], Words]


CODE_LISTS: Registry[CodeList] = Registry("code list")
ROLLUPS: Registry[Rollup] = Registry("rollup")
SEXES = (Sex.FEMALE, Sex.MALE, Sex.OTHER)


def chosen(*choices: TextChoices) -> Callable[[User, str], Words]:
    """Words of choices in any language, whatever language is active."""

    def labels(actor: User, lang: str) -> Words:
        with translation.override(lang):
            return {choice.value: str(choice.label) for choice in choices}

    return labels


def countries(actor: User, lang: str) -> Words:
    return {code: country_name(code, lang) for code in country_codes()}


def places(actor: User, lang: str) -> Words:
    return reference.place_labels(lang)


def communes(actor: User, lang: str) -> Words:
    return reference.place_labels(lang, ["commune"])


def groups_of_countries(actor: User, lang: str) -> Words:
    with translation.override(lang):
        return reference.group_labels()


def services(actor: User, lang: str) -> Words:
    with translation.override(lang):
        return {service.pk: str(service) for service in assistance.catalogue()}


def programme_names(actor: User, lang: str) -> Words:
    return programmes.programme_labels(actor, lang)


def partner_names(actor: User, lang: str) -> Words:
    return {code: partner.name(lang) for code, partner in partners.partners_by_code(actor).items()}


def donor_names(actor: User, lang: str) -> Words:
    with translation.override(lang):
        return {donor.code: str(donor) for donor in programmes.donors(actor)}


def unit_names(actor: User, lang: str) -> Words:
    with translation.override(lang):
        return {unit.code: str(unit) for unit in Unit.objects.all()}


def operations(actor: User, lang: str) -> Words:
    with translation.override(lang):
        return regularisation.operation_names()


def criteria(actor: User, lang: str) -> Words:
    with translation.override(lang):
        return regularisation.criterion_names()


def regions_then(actor: User, lang: str) -> Words:
    return region_then_labels(lang)


CODE_LISTS.add("operations", CodeList(operations))
CODE_LISTS.add("criteria", CodeList(criteria))
CODE_LISTS.add("regions_then", CodeList(regions_then, breaks=(SIXTEEN_REGIONS, TWELVE_REGIONS)))
CODE_LISTS.add("results", CodeList(chosen(*(r for r in Result if r != Result.ADJOURNED))))
CODE_LISTS.add("decision_stages", CodeList(chosen(*Stage)))
CODE_LISTS.add("refusal_reasons", CodeList(chosen(*Refusal)))
CODE_LISTS.add("appeal_channels", CodeList(chosen(*Appeal.Channel)))
CODE_LISTS.add("appeal_categories", CodeList(chosen(*(c for c in Appeal.Category if c.value))))
CODE_LISTS.add("card_kinds", CodeList(chosen(*CardRule.Kind)))
CODE_LISTS.add("sex", CodeList(chosen(*SEXES), closed=tuple(sex.value for sex in SEXES)))
CODE_LISTS.add("families", CodeList(chosen(*ServiceFamily)))
CODE_LISTS.add("countries", CodeList(countries))
CODE_LISTS.add("places", CodeList(places))
CODE_LISTS.add("communes", CodeList(communes))
CODE_LISTS.add("services", CodeList(services))
CODE_LISTS.add("programmes", CodeList(programme_names))
CODE_LISTS.add("partners", CodeList(partner_names))
CODE_LISTS.add("donors", CodeList(donor_names))
CODE_LISTS.add("units", CodeList(unit_names))
for name, (labels, closed) in (codelists_returns.lists() | codelists_protection.lists()).items():
    CODE_LISTS.add(name, CodeList(labels, closed))
ROLLUPS.add("world_region", Rollup(reference.groups_of_countries, groups_of_countries))
