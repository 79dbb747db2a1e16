"""Rights over partners, and who knows of which: an organisation's list is known to its whole staff."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import places_of
from musanada.access.models import User
from musanada.access.rights import right

STAFF = (
    "agent",
    "case_manager",
    "health_focal_point",
    "shelter_manager",
    "protection_officer",
    "travel_officer",
    "programme_manager",
    "mne_officer",
    "statistician",
    "auditor",
    "administrator",
    "console",
)

right("partners.view", _("Voir les partenaires et les accords"), roles=STAFF)
right("partners.manage", _("Gérer les partenaires et les accords"), roles=("programme_manager", "console"))


def above(path: str) -> list[str]:
    """``iom/oujda/desk/`` → the paths of the unit and of the units it belongs to."""
    steps = [step for step in path.split("/") if step]
    return ["/".join(steps[:n]) + "/" for n in range(1, len(steps) + 1)]


def around(actor: User, right_code: str, lookup: str) -> Q:
    """Rows whose unit (``lookup``) lies under a place where ``actor`` holds the right, or above it."""
    wanted = [Q(pk__in=[])]
    for path in places_of(actor, right_code):
        wanted += [Q(**{f"{lookup}__path__startswith": path}), Q(**{f"{lookup}__path__in": above(path)})]
    return reduce(or_, wanted)
