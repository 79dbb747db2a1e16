"""The rights of the access app."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.access.roles import Role
from musanada.kit.choices import Privacy

EVERYONE = tuple(r for r in Role.values if r != Role.CONSOLE)

right("app.use", _("Utiliser l'application"), roles=EVERYONE)
right(
    "access.view", _("Voir les unités et les comptes"), roles=("administrator", "auditor", "data_protection")
)
right(
    "access.manage",
    _("Gérer les unités, les comptes et les rôles"),
    roles=("administrator", "console"),
    reaches=Privacy.P4,
)
right(
    "audit.view",
    _("Lire le journal d'audit"),
    roles=("auditor", "data_protection", "console"),
    reaches=Privacy.P4,
)
right(
    "audit.export",
    _("Exporter le journal d'audit pour un contrôle"),
    roles=("auditor", "data_protection", "console"),
    reaches=Privacy.P4,
)
