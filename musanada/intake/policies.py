"""The rights of the counter: the arrival list. Registering is the register's own right."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

COUNTER = ("agent", "case_manager", "health_focal_point", "shelter_manager", "protection_officer")

right(
    "arrivals.view",
    _("Voir qui attend à l'accueil"),
    roles=(*COUNTER, "programme_manager"),
    reaches=Privacy.P3,
)
right("arrivals.manage", _("Tenir la liste d'attente de l'accueil"), roles=COUNTER, reaches=Privacy.P3)
