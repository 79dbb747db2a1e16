"""The rights of assistance. What was done in health is named only to those who hold ``assistance.health``."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

COUNTER = ("agent", "case_manager", "health_focal_point", "shelter_manager", "protection_officer")

right(
    "assistance.view",
    _("Voir les aides"),
    roles=(*COUNTER, "programme_manager", "console"),
    reaches=Privacy.P3,
)
right("assistance.record", _("Enregistrer une aide"), roles=(*COUNTER, "console"), reaches=Privacy.P3)
right(
    "assistance.health",
    _("Voir la nature des actes de santé"),
    roles=("health_focal_point",),
    reaches=Privacy.P3,
)
right(
    "assistance.approve",
    _("Approuver une aide au-dessus du plafond"),
    roles=("programme_manager",),
    reaches=Privacy.P3,
)
right(
    "assistance.void",
    _("Annuler une aide saisie par erreur"),
    roles=("case_manager", "protection_officer", "programme_manager", "console"),
    reaches=Privacy.P3,
)
right("assistance.catalogue", _("Tenir le catalogue des aides"), roles=("programme_manager", "administrator"))
