"""Where a referral of the national mechanism may not go (``access.firewall``): asked of every partner, whoever refers.

An authority of the State is reached by one way only: the person's own word, service by service, that names the specialised
prosecutor or the commission. No override opens another.
"""

from django.utils.translation import gettext_lazy as _

from musanada.access.firewall import between_sides
from musanada.access.models import Unit
from musanada.kit.choices import Side
from musanada.kit.errors import Refused, Sentence
from musanada.protection.models import Mechanism

# The two authorities that the person's own word may name.
NAMED = frozenset({Mechanism.Kind.PROSECUTOR, Mechanism.Kind.COMMISSION})


def side_of(unit: Unit | None, partner: object | None) -> str:
    """Whom the body answers to; a body without account and without record is taken for one that helps."""
    if unit is not None:
        return unit.side
    return str(getattr(partner, "side", "") or "")


def barrier(from_side: str, kind: str, to_side: str) -> Sentence | None:
    """The sentence that refuses, or None."""
    if to_side != Side.STATE or kind in NAMED:
        return None
    flow = between_sides(from_side, to_side)
    why = flow.why if flow else ""
    return _(
        "Une orientation ne va jamais à une autorité de l'État, sauf au parquet spécialisé ou à la commission que la "
        "personne nomme elle-même. %(why)s"
    ) % {"why": why}


def insist_may_go(from_unit: Unit, to: Mechanism) -> None:
    """Raises: Refused with the firewall's sentence."""
    if why := barrier(from_unit.side, to.kind, side_of(to.unit, to.partner)):
        raise Refused(why, code="firewall")
