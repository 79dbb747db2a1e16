"""The child's family (child-case.md, blocks D and H): relatives, siblings with a file, separation, search, reunification."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.protection.models.files import Known, OfFile, ProtectionFile

USER = settings.AUTH_USER_MODEL


class FamilyMember(OfFile):
    """A relative (block D): who, where last heard of, whether one may write to them. Never looked for against the child's wish."""

    class Tie(models.TextChoices):
        MOTHER = "mother", _("Mère")
        FATHER = "father", _("Père")
        SIBLING = "sibling", _("Frère ou sœur")
        GRANDPARENT = "grandparent", _("Grand-parent")
        UNCLE = "uncle", _("Oncle ou tante")
        COUSIN = "cousin", _("Cousin ou cousine")
        STEP = "step", _("Beau-parent")
        SPOUSE = "spouse", _("Conjoint")
        OTHER = "other", _("Autre")

    class Alive(models.TextChoices):
        YES = "yes", _("En vie")
        NO = "no", _("Mort")
        UNKNOWN = "unknown", _("Inconnu")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="family")
    tie = models.CharField(_("lien"), max_length=11, choices=Tie)
    name: Any = EncryptedCharField(_("nom en lettres latines"), max_length=160, blank=True, default="")
    name_ar: Any = EncryptedCharField(_("nom en arabe"), max_length=160, blank=True, default="")
    sex = models.CharField(_("sexe"), max_length=10, choices=Sex, default=Sex.NOT_ASKED)
    alive = models.CharField(_("en vie"), max_length=7, choices=Alive, default=Alive.UNKNOWN)
    carer = models.BooleanField(_("s'occupait de l'enfant"), default=False)
    nationality = models.ForeignKey(
        "reference.Country", models.PROTECT, null=True, blank=True, related_name="+"
    )
    where: Any = EncryptedCharField(_("dernière adresse connue"), max_length=200, blank=True, default="")
    phone: Any = EncryptedCharField(_("téléphone"), max_length=40, blank=True, default="")
    in_contact = models.CharField(_("en contact"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    wished = models.CharField(
        _("l'enfant veut ce contact"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    safe = models.CharField(_("contact sans danger"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    rank = models.PositiveSmallIntegerField(_("ordre de préférence de l'enfant"), null=True, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("rank", "recorded_at", "id")

    def __str__(self) -> str:
        return self.get_tie_display()


class SiblingLink(OfFile):
    """Two children of the same family who both have a file: kept together, or why not. One row for the pair."""

    PERSON = ("file__case__person", "other__case__person")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="siblings")
    other = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="sibling_of")
    together = models.BooleanField(_("restent ensemble"), default=True)
    why: Any = EncryptedTextField(_("pourquoi séparés"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("file", "other"), name="sibling_once"),
            models.CheckConstraint(condition=~Q(file=F("other")), name="not_own_sibling"),
            models.CheckConstraint(condition=Q(together=True) | ~Q(why=""), name="siblings_apart_says_why"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Separation(OfFile):
    """When, where and why the child and the family lost each other (block D)."""

    class Cause(models.TextChoices):
        CONFLICT = "conflict", _("Conflit")
        DEATH = "death", _("Décès")
        ABUSE = "abuse", _("Maltraitance, violence, exploitation")
        SERVICES = "services", _("Manque de services")
        ARMED = "armed", _("Groupe armé")
        SICKNESS = "sickness", _("Maladie")
        ENTRUSTED = "entrusted", _("Confié à quelqu'un")
        ARREST = "arrest", _("Arrestation ou détention")
        ABANDON = "abandonment", _("Abandon")
        REPATRIATION = "repatriation", _("Rapatriement")
        MOVEMENT = "movement", _("Mouvement de population")
        MIGRATION = "migration", _("Migration")
        POVERTY = "poverty", _("Pauvreté")
        DISASTER = "disaster", _("Catastrophe")
        DIVORCE = "divorce", _("Divorce ou remariage")
        OTHER = "other", _("Autre")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="separations")
    on = models.DateField(_("le"), null=True, blank=True)
    about: Any = EncryptedCharField(_("ou vers"), max_length=40, blank=True, default="")
    where: Any = EncryptedCharField(_("où"), max_length=160, blank=True, default="")
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    wanted = models.CharField(_("choisie par l'enfant"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    text: Any = EncryptedTextField(_("circonstances"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return self.get_cause_display()


class Tracing(OfFile):
    """A search for a relative (block H), on the child's wish: steps, verification of both sides, reunification."""

    class State(models.TextChoices):
        OPEN = "open", _("Ouverte")
        PROGRESS = "progress", _("En cours")
        FOUND = "found", _("Famille trouvée, à vérifier")
        VERIFIED = "verified", _("Vérifiée")
        REUNIFIED = "reunified", _("Réunis")
        FAILED = "failed", _("Sans résultat")
        STOPPED = "stopped", _("Arrêtée : l'enfant ne veut plus")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="tracings")
    relative = models.ForeignKey(
        FamilyMember, models.PROTECT, related_name="+", verbose_name=_("personne cherchée")
    )
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.OPEN)
    opened_on = models.DateField(_("ouverte le"))
    closed_on = models.DateField(_("close le"), null=True, blank=True)
    next_on = models.DateField(_("prochain pas"), null=True, blank=True)
    family_willing = models.CharField(
        _("la famille le veut"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    child_willing = models.CharField(
        _("l'enfant le veut"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    home_safe = models.CharField(
        _("foyer vérifié, sans danger"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    verified_on = models.DateField(_("vérifiée le"), null=True, blank=True)
    verified_how: Any = EncryptedTextField(_("comment vérifiée, de part et d'autre"), blank=True, default="")
    obstacles: Any = EncryptedTextField(_("obstacles"), blank=True, default="")
    reunified_on = models.DateField(_("réunis le"), null=True, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="reunified") | Q(reunified_on__isnull=False, verified_on__isnull=False),
                name="reunified_after_verification",
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()


class TracingAction(OfFile):
    """One step of a search: what was tried, with what result."""

    class Kind(models.TextChoices):
        CASE = "case", _("Recherche individuelle")
        MASS = "mass", _("Recherche de masse")
        PHOTO = "photo", _("Photographies")
        NGO = "ngo", _("Par une association")
        ICRC = "icrc", _("Par le CICR ou le Croissant-Rouge (RLF)")
        CONSULATE = "consulate", _("Par un consulat, avec l'accord de l'enfant")
        PHONE = "phone", _("Appel")

    class Outcome(models.TextChoices):
        PENDING = "pending", _("En attente")
        SUCCESS = "success", _("Réussi")
        FAILURE = "failure", _("Sans résultat")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="tracing_actions")
    tracing = models.ForeignKey(Tracing, models.PROTECT, related_name="actions")
    on = models.DateField(_("le"), default=timezone.localdate)
    kind = models.CharField(_("action"), max_length=9, choices=Kind)
    outcome = models.CharField(_("résultat"), max_length=7, choices=Outcome, default=Outcome.PENDING)
    text: Any = EncryptedTextField(_("où, avec qui, ce qu'il en est"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.get_kind_display()
