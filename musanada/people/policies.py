"""The rights of the register. *find* shows who matches at the counter; *view* opens a person's page."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

CASEWORK = ("agent", "case_manager", "health_focal_point", "shelter_manager")

right(
    "people.find",
    _("Chercher une personne"),
    roles=(*CASEWORK, "programme_manager", "console", "protection_officer", "travel_officer"),
    reaches=Privacy.P3,
)
right(
    "people.view",
    _("Ouvrir la page d'une personne"),
    roles=(*CASEWORK, "programme_manager", "console", "protection_officer", "travel_officer"),
    reaches=Privacy.P4,
)
right(
    "people.register",
    _("Enregistrer une personne"),
    roles=("agent", "case_manager", "console", "health_focal_point", "protection_officer"),
    reaches=Privacy.P4,
)
right(
    "people.correct",
    _("Compléter ou corriger une personne"),
    roles=("agent", "case_manager", "console", "protection_officer"),
    reaches=Privacy.P4,
)
right(
    "people.merge",
    _("Fusionner et séparer des personnes"),
    roles=("case_manager", "protection_officer"),
    reaches=Privacy.P4,
)
right(
    "people.void",
    _("Annuler une personne saisie par erreur"),
    roles=("case_manager", "programme_manager", "console", "protection_officer"),
    reaches=Privacy.P4,
)
