"""The rights of figures: reading them, opening the records behind them, entering figures of others."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

READERS = ("programme_manager", "mne_officer", "statistician", "auditor", "data_protection")

right("figures.view", _("Voir les chiffres"), roles=(*READERS, "console"))
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
