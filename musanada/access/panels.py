"""What the accounts put on the day's work: the recovery codes are nearly used up."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.access.signin import factors
from musanada.kit.timeline import PANELS, Panel

FEW = 3


def few_codes(actor: User) -> Panel | None:
    left = factors.codes_left(actor) if settings.SECOND_FACTOR else None
    if left is None or left >= FEW:
        return None
    row = (
        _("Renouvelez vos codes de secours"),
        _("Il vous en reste peu : sans eux, un téléphone perdu vous laisse dehors."),
        reverse("account:security"),
    )
    return Panel("recovery-codes", _("Votre compte"), [row], order=1)


PANELS.add("access.codes", few_codes)
