"""The rights of figures: reading them, opening the records behind them, entering figures of others; those of protection.

Figures of protection count people hidden from everybody: without ``figures.protection`` they do not exist. A protection
officer reads figures like others who answer for a programme; that is all it takes to reach the pages.
"""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

READERS = ("programme_manager", "mne_officer", "statistician", "auditor", "data_protection")

right("figures.view", _("Voir les chiffres"), roles=(*READERS, "protection_officer", "console"))
right(
    "figures.protection",
    _("Voir les chiffres de la protection, petits nombres masqués"),
    roles=("protection_officer", "programme_manager", "mne_officer", "statistician", "console"),
)
right(
    "figures.records",
    _("Ouvrir les fiches derrière un chiffre"),
    roles=("mne_officer", "programme_manager"),
    reaches=Privacy.P3,
)
right(
    "figures.external",
    _("Entrer des chiffres publiés par d'autres"),
    roles=("mne_officer", "statistician", "console"),
)
right(
    "figures.define",
    _("Écrire la définition d'un indicateur"),
    roles=("mne_officer", "statistician", "console"),
)
right(
    "figures.review",
    _("Relire une définition, en seconde personne"),
    roles=("mne_officer", "statistician", "programme_manager"),
)
