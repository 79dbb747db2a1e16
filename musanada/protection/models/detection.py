"""Detection by checklist, and the national referral mechanism: no file is opened, no name is kept."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy, Sex
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.protection.models.files import Known, ProtectionFile
from musanada.protection.models.rules import IndicatorList
from musanada.reference.codes import ServiceFamily

USER = settings.AUTH_USER_MODEL


class Detection(models.Model):
    """A checklist ticked about somebody met: refer or not, urgent or not. No name, no file; its own detector's alone."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "file__case__person"
    GROUP = FieldGroup.PROTECTION

    class Age(models.TextChoices):
        CHILD = "child", _("Enfant, ou peut-être enfant")
        ADULT = "adult", _("Adulte")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("bureau"))
    file = models.ForeignKey(ProtectionFile, models.PROTECT, null=True, blank=True, related_name="detections")
    lists = models.ManyToManyField(IndicatorList, related_name="+")
    on = models.DateField(_("le"), default=timezone.localdate)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sex = models.CharField(_("sexe"), max_length=10, choices=Sex, default=Sex.NOT_ASKED)
    age = models.CharField(_("âge"), max_length=5, choices=Age)
    safe_now = models.CharField(
        _("en sécurité maintenant"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    private = models.BooleanField(_("entretien en privé"), default=False)
    # Computed when it was ticked, from the lists as they were: never recomputed.
    refer = models.BooleanField(_("orienter"), editable=False)
    urgent = models.BooleanField(_("urgent"), editable=False)
    score = models.PositiveSmallIntegerField(editable=False)
    note: Any = EncryptedTextField(_("note, sans nom"), blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("by", "-on"), name="detection_of_detector"),)

    def __str__(self) -> str:
        return show_reference(self.reference)


class Tick(models.Model):
    """One item of a checklist, as answered."""

    PRIVACY = Privacy.P3
    PLACE = "detection__unit"
    PERSON = "detection__file__case__person"
    GROUP = FieldGroup.PROTECTION

    class Found(models.TextChoices):
        PRESENT = "present", _("Présent")
        ABSENT = "absent", _("Absent")
        UNKNOWN = "unknown", _("Inconnu")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    detection = models.ForeignKey(Detection, models.CASCADE, related_name="ticks")
    list = models.ForeignKey(IndicatorList, models.PROTECT, related_name="+")
    item = models.SlugField(max_length=40)
    found = models.CharField(max_length=7, choices=Found)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("detection", "list", "item"), name="tick_once"),)

    def __str__(self) -> str:
        return self.item


class Mechanism(models.Model):
    """A partner of the national referral mechanism: which services, in which place, reached how; with or without account."""

    PRIVACY = Privacy.P1
    PLACE = None  # one list for the installation

    class Kind(models.TextChoices):
        UNIT = "unit", _("Unité spécialisée")
        SHELTER = "shelter", _("Hébergement sûr")
        HEALTH = "health", _("Santé")
        LEGAL = "legal", _("Aide juridique")
        PROSECUTOR = "prosecutor", _("Parquet spécialisé")
        ASSOCIATION = "association", _("Association habilitée")
        COMMISSION = "commission", _("Commission nationale")
        ABROAD = "abroad", _("Mécanisme d'un autre pays")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name_fr = models.CharField(_("nom en français"), max_length=160)
    name_ar = models.CharField(_("nom en arabe"), max_length=160, blank=True)
    kind = models.CharField(_("sorte"), max_length=11, choices=Kind)
    unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("partners.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    country = models.ForeignKey("reference.Country", models.PROTECT, null=True, blank=True, related_name="+")
    town = models.ForeignKey("reference.Place", models.PROTECT, null=True, blank=True, related_name="+")
    services = models.CharField(_("services"), max_length=200, blank=True)  # ServiceFamily codes
    active = models.BooleanField(_("en service"), default=True)
    since = models.DateField(_("depuis le"), null=True, blank=True)

    class Meta:
        ordering = ("name_fr", "id")

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr


class NrmReferral(models.Model):
    """From a detection or a file to one partner of the mechanism: what the person agreed to, answered within a delay.

    Its sender sees it by ``unit`` and as long as the person is nobody's file; afterwards those named. The receiver
    answers through ``queries.nrm`` alone.
    """

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = ("file__case__person", "opened__case__person", "detection__file__case__person")
    GROUP = FieldGroup.PROTECTION

    class State(models.TextChoices):
        DRAFT = "draft", _("Préparée")
        SENT = "sent", _("Envoyée")
        ACCEPTED = "accepted", _("Acceptée")
        REFUSED = "refused", _("Refusée")
        DONE = "done", _("Menée à bien")
        REVOKED = "revoked", _("Retirée : accord repris")
        LAPSED = "lapsed", _("Sans réponse dans le délai")

    class Refusal(models.TextChoices):
        NO_PLACE = "no_place", _("Plus de place")
        MANDATE = "mandate", _("Hors de notre mandat")
        CRITERIA = "criteria", _("Critères non remplis")
        SAFETY = "safety", _("Sécurité non assurée chez nous")
        OTHER = "other", _("Autre raison")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("de"))
    detection = models.ForeignKey(Detection, models.PROTECT, null=True, blank=True, related_name="referrals")
    file = models.ForeignKey(
        ProtectionFile, models.PROTECT, null=True, blank=True, related_name="nrm_referrals"
    )
    # The file that the receiver opened when accepting.
    opened = models.ForeignKey(ProtectionFile, models.PROTECT, null=True, blank=True, related_name="+")
    to = models.ForeignKey(Mechanism, models.PROTECT, related_name="+", verbose_name=_("à"))
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.DRAFT)
    urgent = models.BooleanField(_("urgent"), default=False)
    # How the receiver reaches the person, and by which word they know each other: no name is needed.
    safe_contact: Any = EncryptedCharField(
        _("comment joindre la personne sans risque"), max_length=200, blank=True, default=""
    )
    note: Any = EncryptedTextField(
        _("pour le destinataire, dans les limites de l'accord"), blank=True, default=""
    )
    respond_by = models.DateTimeField(_("réponse attendue le"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField(_("raison du refus"), max_length=8, choices=Refusal, blank=True)
    answer: Any = EncryptedTextField(_("réponse"), blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-recorded_at", "-id")
        indexes = (models.Index(fields=("to", "state"), name="nrm_inbox"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(detection=None, file__isnull=False) | Q(detection__isnull=False, file=None),
                name="nrm_from_one_source",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "accepted", "refused", "done", "lapsed"))
                | Q(sent_at__isnull=False, respond_by__isnull=False),
                name="nrm_sent_says_until_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="nrm_refusal_says_why"
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class NrmItem(models.Model):
    """One service asked of that partner, and the person's own word on it. Only what they agreed to leaves."""

    PRIVACY = Privacy.P3
    PLACE = "referral__unit"
    PERSON = (
        "referral__file__case__person",
        "referral__opened__case__person",
        "referral__detection__file__case__person",
    )
    GROUP = FieldGroup.PROTECTION

    class Word(models.TextChoices):
        YES = "yes", _("D'accord")
        NO = "no", _("Pas d'accord")
        WITHDRAWN = "withdrawn", _("Accord repris")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(NrmReferral, models.CASCADE, related_name="items")
    service = models.CharField(_("service"), max_length=16, choices=ServiceFamily)
    word = models.CharField(_("accord"), max_length=9, choices=Word)
    said_on = models.DateField(_("dit le"), default=timezone.localdate)
    language = models.CharField(_("langue"), max_length=3, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    given_on = models.DateField(_("rendu le"), null=True, blank=True)

    class Meta:
        ordering = ("service",)
        constraints = (
            models.UniqueConstraint(fields=("referral", "service"), name="nrm_item_once"),
            models.CheckConstraint(
                condition=~Q(word="withdrawn") | Q(withdrawn_on__isnull=False), name="nrm_withdrawn_says_when"
            ),
        )

    def __str__(self) -> str:
        return self.get_service_display()
