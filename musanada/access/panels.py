"""What the accounts put on the day's work: a password that someone else chose is to be changed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access import queries
from musanada.access.models import User
from musanada.kit.timeline import PANELS, Panel


def provisional(actor: User) -> Panel | None:
    if not queries.password_is_provisional(actor):
        return None
    row = (
        _("Choisissez votre mot de passe"),
        _("Celui que vous utilisez a été choisi par un administrateur."),
        reverse("access:own-password"),
    )
    return Panel("password", _("Votre compte"), [row], order=1)


PANELS.add("access.password", provisional)
