"""What may happen to a publication: draft → checked → approved by two → frozen → published → superseded. One table.

Nothing goes back: what was wrong is abandoned and built again, and what was published is superseded, never deleted.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Refused, Sentence

DRAFT, CHECKED, APPROVED, FROZEN = "draft", "checked", "approved", "frozen"
PUBLISHED, SUPERSEDED, ABANDONED = "published", "superseded", "abandoned"
APPROVALS = 2
FIXED = frozenset({FROZEN, PUBLISHED, SUPERSEDED})  # its folder is never written again
OPEN = frozenset({DRAFT, CHECKED, APPROVED})


@dataclass(frozen=True)
class Step:
    """A verb, the states it starts from, and the one it leads to (``approve`` stays until the second yes)."""

    verb: str
    sources: frozenset[str]
    target: str
    otherwise: Sentence


def step(verb: str, sources: Collection[str], target: str, otherwise: Sentence) -> Step:
    return Step(verb, frozenset(sources), target, otherwise)


STEPS = {
    one.verb: one
    for one in (
        step(
            "check",
            (DRAFT,),
            CHECKED,
            _("Seul un brouillon se contrôle : cette révision est allée plus loin."),
        ),
        step(
            "approve",
            (CHECKED,),
            APPROVED,
            _(
                "Seule une révision contrôlée sans erreur s'approuve : corrigez les erreurs, puis préparez-la de nouveau."
            ),
        ),
        step(
            "freeze",
            (APPROVED,),
            FROZEN,
            _("Deux personnes doivent d'abord approuver cette révision."),
        ),
        step(
            "publish",
            (FROZEN,),
            PUBLISHED,
            _("Seule une révision gelée se publie : faites-la approuver par deux personnes, puis gelez-la."),
        ),
        step(
            "supersede",
            (PUBLISHED,),
            SUPERSEDED,
            _("Seule une révision publiée est remplacée par une autre."),
        ),
        step(
            "abandon",
            OPEN,
            ABANDONED,
            _("Une révision gelée ou publiée ne s'abandonne pas : publiez une correction."),
        ),
    )
}


def require(verb: str, state: str) -> Step:
    """The step. Raises: Refused where the state does not allow it."""
    found = STEPS[verb]
    if state not in found.sources:
        raise Refused(found.otherwise, code="state")
    return found


def after_approval(given: int) -> str:
    """Where the ``given``-th yes leads."""
    return APPROVED if given >= APPROVALS else CHECKED


def may_approve(actor: object, builder: object, already: Collection[object]) -> Refused | None:
    """Why this person may not say yes; None where they may. Two persons approve, neither of them the builder."""
    if actor == builder:
        return Refused(
            _("Vous avez préparé cette révision : deux autres personnes doivent l'approuver."),
            code="own-work",
        )
    if actor in already:
        return Refused(
            _("Vous avez déjà approuvé cette révision : il faut une seconde personne."),
            code="approved-already",
        )
    return None
