"""The rights of monitoring: targets, what associations report, the quality of the data. Dashboards ask for ``figures.view``."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right

right(
    "targets.view",
    _("Voir les cibles et ce que d'autres rapportent"),
    roles=("mne_officer", "statistician", "programme_manager", "auditor", "console"),
)
right(
    "targets.set",
    _("Fixer une cible ou une valeur de départ"),
    roles=("mne_officer", "programme_manager", "console"),
)
right(
    "aggregates.report",
    _("Rapporter des totaux sans fiches"),
    roles=("mne_officer", "programme_manager", "case_manager", "console"),
)
right(
    "aggregates.accept",
    _("Accepter ou renvoyer des totaux rapportés, en seconde personne"),
    roles=("mne_officer", "programme_manager"),
)
right(
    "quality.view",
    _("Voir la qualité des données, par bureau et sans nom"),
    roles=("mne_officer", "statistician", "programme_manager", "administrator", "console"),
)
