"""The right to check a text: nothing of the text is kept."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right

right(
    "press.check",
    _("Vérifier les chiffres d'un texte"),
    roles=(
        "mne_officer",
        "statistician",
        "programme_manager",
        "protection_officer",
        "auditor",
        "data_protection",
        "console",
    ),
)
