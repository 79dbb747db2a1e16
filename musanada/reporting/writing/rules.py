"""What a definition written here may not do, beyond the schema: shipped files were read by engineers, these were not.

An indicator counts; it never points at one record. So no identifier and no reference of a file stands in its condition
or splits it, no day of birth but as an age, and no amount to the cent: otherwise a figure of one, with its records, would be
a search for somebody.
"""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, bad
from musanada.kit.facts import FACTS
from musanada.reporting.definitions import Indicator, Interval
from musanada.reporting.registry import shipped_indicators
from musanada.reporting.where import Comparison, comparisons

# Codes that name one file or one person, and the day that with little else finds one.
NAMES_ONE = frozenset({"reference", "birth_date"})
EXACT = frozenset({"decimal", "fraction"})
TOO_LARGE = _("Ce fichier est trop grand pour des définitions : vérifiez que c'est le bon.")


def insist(indicator: Indicator) -> None:
    """Raises BadInput."""
    if indicator.id in shipped_indicators():
        raise bad(
            "id",
            _(
                "« %(id)s » est un indicateur livré avec le logiciel : il ne change pas. Donnez un autre identifiant à "
                "celui-ci."
            )
            % {"id": indicator.id},
        )
    if not indicator.counted:
        return
    named = naming_one(indicator.fact or "")
    tested = {test.name for test in tests_of(indicator)}
    split = {
        column for name, dim in indicator.dims.items() for column in (dim.levels or (dim.column or name,))
    }
    if found := sorted((tested | split | dated(indicator)) & named | exact(indicator)):
        raise BadInput(
            _(
                "« %(column)s » désigne un dossier ou une personne : un indicateur compte, il ne cherche personne. "
                "Retirez ce critère."
            )
            % {"column": found[0]},
            fields={"where": _("Ce critère désigne une seule fiche.")},
        )


def tests_of(indicator: Indicator) -> list[Comparison]:
    """What the condition asks of columns; an age asks for no column."""
    found = comparisons(indicator.condition) if indicator.condition else ()
    ages = {name for name, dim in indicator.dims.items() if dim.from_}
    return [test for test in found if test.name not in ages]


def exact(indicator: Indicator) -> set[str]:
    """Columns of amounts asked for one amount: that finds the file that has it."""
    kinds = {c.name: c.kind for c in FACTS[indicator.fact or ""].columns}
    return {
        test.name
        for test in tests_of(indicator)
        if kinds.get(test.name) in EXACT
        and test.values
        and not (test.span and test.values[0] != test.values[1])
    }


def dated(indicator: Indicator) -> set[str]:
    """What the period is asked of."""
    when = indicator.date
    return {when.from_, when.until} if isinstance(when, Interval) else {when or ""}


def naming_one(fact: str) -> frozenset[str]:
    """Columns of a fact that point at one record."""
    return frozenset(c.name for c in FACTS[fact].columns if c.kind == "id") | NAMES_ONE
