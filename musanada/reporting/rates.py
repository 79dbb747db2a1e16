"""Rates per thousand foreigners: a figure that counts foreign persons by region, over what the census counted there.

The census gives seven of the twelve regions. The others have no rate of their own, and none is made up; together they have
one, since the total of the country is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.reporting.definitions import Indicator
from musanada.reporting.engine.answers import both
from musanada.reporting.engine.axes import axes_of
from musanada.reporting.engine.cells import Number
from musanada.reporting.parts import tests
from musanada.reporting.series import per_thousand
from musanada.reporting.where import comparisons, holds

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine
    from musanada.reporting.models import ExternalFigure

REGIONS = tuple(f"MA-{number:02}" for number in range(1, 13))
TOTAL, REST = "total", "rest"


@dataclass(frozen=True)
class Rate:
    """``region`` is a code, *rest* (those without a published base, together) or *total*. ``base`` and ``rate`` are missing
    where the base is not published, ``value`` where it is hidden."""

    region: str
    value: Number | None
    base: Decimal | None
    rate: Decimal | None


def why_not(indicator: Indicator) -> str:
    """Why a figure has no rate per thousand foreigners; empty where it has."""
    if not indicator.counted or indicator.unit != "persons" or indicator.protected:
        return str(_("Un taux se calcule pour un chiffre qui compte des personnes."))
    if "region" not in axes_of(indicator):
        return str(_("Ce chiffre ne se répartit pas par région."))
    if not foreigners_only(indicator):
        return str(_("Ce chiffre compte aussi des Marocains : les étrangers recensés ne sont pas sa base."))
    return ""


def foreigners_only(indicator: Indicator) -> bool:
    """Does something that the condition demands leave Moroccans out?"""
    for demand in tests(indicator.condition):
        names = {test.name for test in comparisons(demand)}
        if names == {"nationality"} and not holds(demand, lambda _name: "MAR"):
            return True
    return False


def by_region(
    engine: "Engine", code: str, period: str, bases: Mapping[str, "ExternalFigure"], where: str = ""
) -> list[Rate]:
    """The twelve regions in their order, those without a base together, the country. Raises BadInput."""
    indicator = engine.indicators[code]
    if reason := why_not(indicator):
        raise BadInput(reason)
    if TOTAL not in bases:
        raise BadInput(
            _("Le recensement des étrangers n'est pas entré : importez la série census.foreigners d'abord.")
        )
    total, *cells = engine.compute(code, period, ["region"], where)
    values = {cell.dims["region"]: cell.value for cell in cells}
    found = [rate_of(region, values.get(region, 0), bases.get(region)) for region in REGIONS]
    without = [one for one in found if one.base is None]
    if without:
        among = f"region={'|'.join(one.region for one in without)}"
        # Asked directly: somebody helped in two of these regions is one person.
        value = engine.value(code, period, both(where, among)).value
        left = bases[TOTAL].value - sum((one.base for one in found if one.base is not None), Decimal(0))
        rate = per_thousand(value, left) if value is not None and left > 0 else None
        found.append(Rate(REST, value, left, rate))
    return [*found, rate_of(TOTAL, total.value, bases[TOTAL])]


def rate_of(region: str, value: Number | None, base: "ExternalFigure | None") -> Rate:
    if base is None or value is None or not base.value:
        return Rate(region, value, base.value if base else None, None)
    return Rate(region, value, base.value, per_thousand(value, base.value))
