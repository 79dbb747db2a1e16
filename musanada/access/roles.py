"""Roles that recur (domain/systems.md, "Roles that recur"). A role is held at a unit and carries rights."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup


class Role(TextChoices):
    AGENT = "agent", _("Agent d'accueil")
    CASE_MANAGER = "case_manager", _("Gestionnaire de cas")
    HEALTH = "health_focal_point", _("Point focal santé")
    PROTECTION = "protection_officer", _("Chargé de protection")
    TRAVEL = "travel_officer", _("Chargé des voyages")
    SECRETARY = "commission_secretary", _("Secrétaire de commission")
    MEMBER = "commission_member", _("Membre de commission")
    CARDS = "card_officer", _("Agent des cartes de séjour")
    SHELTER = "shelter_manager", _("Responsable d'hébergement")
    FINANCE = "finance_officer", _("Chargé des paiements")
    STREET = "street_worker", _("Équipe de rue")
    TEACHER = "teacher", _("Enseignant")
    RESPONDER = "first_responder", _("Secouriste")
    PROGRAMME_MANAGER = "programme_manager", _("Responsable de programme")
    MNE_OFFICER = "mne_officer", _("Chargé de suivi-évaluation")
    STATISTICIAN = "statistician", _("Statisticien")
    DATA_PROTECTION = "data_protection", _("Point focal protection des données")
    AUDITOR = "auditor", _("Auditeur")
    ADMINISTRATOR = "administrator", _("Administrateur")
    # The system user of commands run in a terminal: holds its role everywhere, approves nothing, sees no P4.
    CONSOLE = "console", _("Console")


EVERY_GROUP = frozenset(FieldGroup)
G = FieldGroup
COUNTER = frozenset({G.IDENTITY, G.CONTACT, G.LEGAL, G.TRAVEL, G.MONEY, G.SERVICES})

# The one declaration of which part of a file a role reaches, whatever its rights (domain/systems.md, "sees").
GROUPS_OF: Mapping[str, frozenset[str]] = {
    Role.AGENT: COUNTER,
    Role.CASE_MANAGER: EVERY_GROUP - {G.HEALTH},
    Role.HEALTH: frozenset({G.IDENTITY, G.CONTACT, G.HEALTH, G.LEGAL, G.SERVICES}),
    Role.PROTECTION: EVERY_GROUP,
    Role.TRAVEL: frozenset({G.IDENTITY, G.TRAVEL}),
    Role.SECRETARY: frozenset({G.IDENTITY, G.CONTACT, G.LEGAL}),
    # Of the files of their sessions alone, and of nothing else (``regularisation.queries.commission``).
    Role.MEMBER: frozenset({G.IDENTITY, G.LEGAL}),
    Role.CARDS: frozenset({G.IDENTITY, G.CONTACT, G.LEGAL}),
    Role.SHELTER: frozenset({G.IDENTITY, G.CONTACT, G.LEGAL, G.SERVICES}),
    # Who pays does not read the file: who it is, how much, on which evidence.
    Role.FINANCE: frozenset({G.IDENTITY, G.MONEY}),
    # Children met, by a nickname; never a file.
    Role.STREET: frozenset({G.PROTECTION, G.SERVICES}),
    # What a pupil is called in class, through the register alone (``protection.queries.courses``).
    Role.TEACHER: frozenset(),
    Role.RESPONDER: frozenset({G.HEALTH, G.SERVICES}),
    Role.PROGRAMME_MANAGER: COUNTER,
    Role.MNE_OFFICER: frozenset({G.IDENTITY, G.SERVICES}),
    Role.STATISTICIAN: frozenset(),
    Role.DATA_PROTECTION: frozenset({G.IDENTITY, G.LEGAL}),
    Role.AUDITOR: frozenset({G.IDENTITY, G.LEGAL}),
    Role.ADMINISTRATOR: frozenset(),
    Role.CONSOLE: EVERY_GROUP,
}
