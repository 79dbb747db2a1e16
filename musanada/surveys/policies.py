"""The rights of surveys: who asks, who reads scores, who keeps instruments."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

right(
    "survey.view",
    _("Voir les questionnaires et les campagnes"),
    roles=(
        "agent",
        "case_manager",
        "programme_manager",
        "mne_officer",
        "auditor",
        "administrator",
        "console",
    ),
)
right(
    "survey.interview",
    _("Mener un entretien d'enquête"),
    roles=("agent", "case_manager", "console"),
    reaches=Privacy.P3,
)
right(
    "survey.scores",
    _("Lire les notes d'une personne"),
    roles=("case_manager", "console"),
    reaches=Privacy.P3,
)
right(
    "survey.manage",
    _("Charger et figer un questionnaire, ouvrir une campagne"),
    roles=("mne_officer", "console"),
)
