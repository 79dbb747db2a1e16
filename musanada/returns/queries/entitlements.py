"""What a returnee is entitled to, and what is left of it."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.returns.models import Plan, Reintegration

NOTHING = Decimal(0)


def plan_total(plan: Plan) -> Decimal:
    """The activities of a plan that are not dropped, in the file's currency."""
    return sum((one.amount for one in plan.activities.exclude(state="dropped")), NOTHING)


def entitlement(file: Reintegration) -> Decimal | None:
    """Frozen with the first approved plan; before it, the scheme's cap. None: no scheme."""
    if file.entitlement is not None:
        return file.entitlement
    return file.scheme.cap if file.scheme else None


def overrun(file: Reintegration) -> Sentence | None:
    """The sentence that refuses a plan beyond the rights, or None."""
    total = entitlement(file)
    if total is None:
        return _(
            "Aucun dispositif n'est choisi : choisissez celui qui s'applique avant de soumettre le plan."
        )
    plan = file.plans.filter(state__in=("draft", "submitted")).first()
    if plan is not None and plan_total(plan) > total:
        return _("Le plan dépasse les droits de la personne : réduisez un montant, ou changez de dispositif.")
    return None


def plan_beyond_limit(actor: User, file: Reintegration) -> Sentence | None:
    """Above the actor's own limit of approval, somebody else decides."""
    return None
