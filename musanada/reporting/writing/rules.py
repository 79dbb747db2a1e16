"""What a definition written here may not do, beyond the schema: shipped files were read by engineers, these were not.

An indicator counts; it never points at one record. So no identifier and no reference of a file stands in its condition
or splits it: otherwise a figure of one, with its records, would be a search for somebody.
"""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, bad
from musanada.kit.facts import FACTS
from musanada.reporting.definitions import Indicator
from musanada.reporting.registry import shipped_indicators
from musanada.reporting.where import comparisons

NAMES_ONE = frozenset({"reference"})  # codes that name one file or one person
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
    tested = {test.name for test in comparisons(indicator.condition)} if indicator.condition else set()
    split = {
        column for name, dim in indicator.dims.items() for column in (dim.levels or (dim.column or name,))
    }
    if found := sorted((tested | split) & named):
        raise BadInput(
            _(
                "« %(column)s » désigne un dossier ou une personne : un indicateur compte, il ne cherche personne. "
                "Retirez ce critère."
            )
            % {"column": found[0]},
            fields={"where": _("Ce critère désigne une seule fiche.")},
        )


def naming_one(fact: str) -> frozenset[str]:
    """Columns of a fact that point at one record."""
    return frozenset(c.name for c in FACTS[fact].columns if c.kind == "id") | NAMES_ONE
