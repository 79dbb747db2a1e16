"""The rights over likely twins and the models that propose them. Merging itself asks ``people.merge`` on both records."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

right(
    "twins.review",
    _("Décider si deux fiches sont la même personne"),
    roles=("case_manager", "protection_officer"),
    reaches=Privacy.P3,
)
right(
    "twins.run",
    _("Comparer le registre à la recherche de doublons"),
    roles=("administrator", "mne_officer", "console"),
)
right(
    "twins.model",
    _("Lire les modèles de rapprochement et leurs estimations"),
    roles=(
        "case_manager",
        "protection_officer",
        "mne_officer",
        "statistician",
        "data_protection",
        "auditor",
        "administrator",
        "console",
    ),
)
right(
    "twins.tune",
    _("Mettre un modèle de rapprochement en service"),
    roles=("administrator", "data_protection", "console"),
)
