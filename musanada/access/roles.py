"""Roles that recur (domain/systems.md, "Roles that recur"). A role is held at a unit and carries rights."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    AGENT = "agent", _("Agent d'accueil")
    CASE_MANAGER = "case_manager", _("Gestionnaire de cas")
    HEALTH = "health_focal_point", _("Point focal santé")
    SHELTER = "shelter_manager", _("Responsable d'hébergement")
    PROGRAMME_MANAGER = "programme_manager", _("Responsable de programme")
    MNE_OFFICER = "mne_officer", _("Chargé de suivi-évaluation")
    STATISTICIAN = "statistician", _("Statisticien")
    DATA_PROTECTION = "data_protection", _("Point focal protection des données")
    AUDITOR = "auditor", _("Auditeur")
    ADMINISTRATOR = "administrator", _("Administrateur")
    # The system user of commands run in a terminal: holds its role everywhere, approves nothing, sees no P4.
    CONSOLE = "console", _("Console")
