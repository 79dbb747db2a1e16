"""Rights over programmes, and who knows of which.

An organisation's programmes are known to its whole staff; a partner's staff knows those it works in, and of
them its own lines only (domain, section 23).
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.access.rights import right
from musanada.partners.policies import STAFF, around
from musanada.programmes.models import Activity, Programme

right("programmes.view", _("Voir les programmes et leurs activités"), roles=STAFF)
right(
    "programmes.manage", _("Gérer les programmes et leurs activités"), roles=("programme_manager", "console")
)


def visible_programmes(actor: User) -> QuerySet[Programme]:
    partners_here = Activity.objects.filter(around(actor, "programmes.view", "partner__unit"), voided_at=None)
    return Programme.objects.filter(
        around(actor, "programmes.view", "lead_unit") | Q(pk__in=partners_here.values("programme"))
    )


def visible_activities(actor: User) -> QuerySet[Activity]:
    return Activity.objects.filter(
        around(actor, "programmes.view", "programme__lead_unit")
        | around(actor, "programmes.view", "partner__unit")
    )
