"""Answers that are not values: *unknown*, *refused* and *not asked* are three different things (domain, section 0)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "F", _("Femme")
    MALE = "M", _("Homme")
    OTHER = "X", _("Autre")
    UNKNOWN = "unknown", _("Inconnu")
    REFUSED = "refused", _("Refus de répondre")
    NOT_ASKED = "not_asked", _("Non demandé")


class Answer(TextChoices):
    """State of an answer whose value lives in another column or table."""

    GIVEN = "given", _("Répondu")
    UNKNOWN = "unknown", _("Inconnu")
    REFUSED = "refused", _("Refus de répondre")
    NOT_ASKED = "not_asked", _("Non demandé")


class BirthPrecision(TextChoices):
    """How well a birth date is known. ``ESTIMATED`` is a year counted back from an apparent age."""

    DAY = "day", _("Jour connu")
    MONTH = "month", _("Mois connu")
    YEAR = "year", _("Année connue")
    ESTIMATED = "estimated", _("Âge estimé")
    UNKNOWN = "unknown", _("Inconnue")
    REFUSED = "refused", _("Refus de répondre")
    NOT_ASKED = "not_asked", _("Non demandée")


class Privacy(TextChoices):
    """Privacy levels of ``docs/architecture.md``: every model declares ``PRIVACY``."""

    P0 = "P0", _("Agrégat public")
    P1 = "P1", _("Agrégat interne ou donnée d'organisation")
    P2 = "P2", _("Donnée personnelle")
    P3 = "P3", _("Donnée personnelle sensible")
    P4 = "P4", _("Donnée engageant la vie ou la liberté")


class FieldGroup(TextChoices):
    """Parts of a file (ICRC handbook: need-to-know by role, by assignment *and* by part of file).

    Every table that tells of a person declares its ``GROUP``; a role reaches some groups, a sharing carries some.
    ``SERVICES`` is what was given: our addition to the seven groups of the specification.
    """

    IDENTITY = "identity", _("Identité")
    CONTACT = "contact", _("Coordonnées")
    HEALTH = "health", _("Santé")
    PROTECTION = "protection", _("Protection")
    LEGAL = "legal", _("Situation administrative et accords")
    TRAVEL = "travel", _("Voyage et documents")
    MONEY = "money", _("Argent")
    SERVICES = "services", _("Aides reçues")


class Side(TextChoices):
    """Sides between which search, stubs, warnings, merges and counts never cross (architecture: Sides)."""

    STATE = "state", _("Autorité de l'État")
    HUMANITARIAN = "humanitarian", _("Humanitaire")
    HEALTH = "health", _("Santé")
    JUSTICE = "justice", _("Justice")
