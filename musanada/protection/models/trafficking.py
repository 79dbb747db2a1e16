"""Trafficking in human beings (law 27-14; domain, systems.md §17): detection, screening, status, episodes, safety, referral.

A detection opens no file and holds no name. Status is said by whom; criminal proceedings by their stage alone. Consent
to be referred is given item by item, recipient by recipient, and withdrawn as easily.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.protection.models.files import Known, OfFile, ProtectionFile

USER = settings.AUTH_USER_MODEL


class Exploitation(models.TextChoices):
    """Forms of exploitation (law 27-14, article 448-1, and common use; systems.md, appendix E)."""

    SEXUAL = "sexual", _("Exploitation sexuelle")
    LABOUR = "labour", _("Travail forcé")
    DOMESTIC = "domestic", _("Servitude domestique")
    BEGGING = "begging", _("Mendicité forcée")
    CRIME = "crime", _("Délinquance forcée")
    SLAVERY = "slavery", _("Pratiques analogues à l'esclavage")
    ORGANS = "organs", _("Prélèvement d'organes")
    MARRIAGE = "marriage", _("Mariage forcé")
    OTHER = "other", _("Autre")


class Victim(models.Model):
    """What is asked once of a presumed victim. The status and its history are rows of ``VictimStatus``."""

    PRIVACY = Privacy.P4
    PLACE = "file__case__unit"
    PERSON = "file__case__person"
    GROUP = FieldGroup.PROTECTION
    FILE = "file__secret"

    file = models.OneToOneField(ProtectionFile, models.PROTECT, primary_key=True, related_name="victim")
    # A child on the day of detection: means need not be shown, whatever the age later.
    child = models.BooleanField(_("enfant au moment des faits ou de la détection"), default=False)
    citizen = models.BooleanField(_("de nationalité marocaine"), null=True, blank=True)
    # Written with ``VictimStatus``: the one in force.
    status = models.CharField(max_length=14, default="detected", editable=False)
    shelter_on = models.DateField(_("en lieu sûr depuis le"), null=True, blank=True)
    again = models.BooleanField(_("déjà identifiée comme victime auparavant"), default=False)

    def __str__(self) -> str:
        return str(self.file)

    @property
    def unit(self) -> Unit:
        return self.file.unit


class VictimScreening(OfFile):
    """The screening interview: acts, means, purpose. Of a child the means need not be shown (law 27-14, art. 448-1)."""

    class Act(models.TextChoices):
        RECRUIT = "recruit", _("Recruter")
        TRANSPORT = "transport", _("Transporter")
        TRANSFER = "transfer", _("Transférer")
        HARBOUR = "harbour", _("Héberger")
        RECEIVE = "receive", _("Accueillir")

    class Means(models.TextChoices):
        THREAT = "threat", _("Menace ou force")
        ABDUCTION = "abduction", _("Enlèvement")
        FRAUD = "fraud", _("Fraude ou tromperie")
        POWER = "power", _("Abus d'autorité")
        VULNERABILITY = "vulnerability", _("Abus d'une situation de vulnérabilité")
        PAYMENT = "payment", _("Paiement à qui a autorité sur la personne")

    class Result(models.TextChoices):
        PRESUMED = "presumed", _("Victime présumée")
        NOT_SHOWN = "not_shown", _("Éléments non réunis")
        UNSURE = "unsure", _("À revoir")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="screenings")
    on = models.DateField(_("le"), default=timezone.localdate)
    private = models.BooleanField(_("en privé"), default=True)
    interpreter = models.CharField(_("interprète"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    agreed = models.BooleanField(_("la personne a accepté l'entretien, informée de ses droits"))
    acts = models.CharField(max_length=80, blank=True)  # codes
    means = models.CharField(max_length=100, blank=True)
    purposes = models.CharField(max_length=120, blank=True)  # Exploitation codes
    result = models.CharField(_("résultat"), max_length=9, choices=Result)
    text: Any = EncryptedTextField(_("ce qui fonde le résultat"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.get_result_display()


class VictimStatus(OfFile):
    """Presumed, identified, not identified: since a day, by which body. The last one counts; nothing is rewritten."""

    class Status(models.TextChoices):
        PRESUMED = "presumed", _("Victime présumée")
        IDENTIFIED = "identified", _("Victime identifiée")
        NOT_IDENTIFIED = "not_identified", _("Non identifiée comme victime")

    class Body(models.TextChoices):
        TEAM = "team", _("Équipe de protection")
        ASSOCIATION = "association", _("Association habilitée")
        PROSECUTOR = "prosecutor", _("Parquet")
        COURT = "court", _("Tribunal")
        COMMISSION = "commission", _("Commission nationale (CNCLT)")
        IOM = "iom", _("OIM")
        UNHCR = "unhcr", _("HCR")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="statuses")
    status = models.CharField(_("statut"), max_length=14, choices=Status)
    on = models.DateField(_("depuis le"))
    body = models.CharField(_("par"), max_length=11, choices=Body)
    text: Any = EncryptedTextField(_("motifs"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.get_status_display()


class Episode(OfFile):
    """A time of exploitation: where, from when to when, in which trade. Its forms are several; the victim counts once."""

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="episodes")
    country = models.ForeignKey("reference.Country", models.PROTECT, null=True, blank=True, related_name="+")
    place: Any = EncryptedCharField(_("lieu"), max_length=160, blank=True, default="")
    from_on = models.DateField(_("depuis le"), null=True, blank=True)
    to_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    sector: Any = EncryptedCharField(_("secteur"), max_length=60, blank=True, default="")
    text: Any = EncryptedTextField(_("ce qu'il faut savoir pour protéger"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")),
                name="episode_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class EpisodeForm(OfFile):
    """One form of exploitation of an episode."""

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="forms")
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="forms")
    form = models.CharField(_("forme"), max_length=8, choices=Exploitation)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("episode", "form"), name="episode_form_once"),)

    def __str__(self) -> str:
        return self.get_form_display()


class SafetyPlan(OfFile):
    """What to do when danger comes, as agreed with the person; each version stands, the last one counts."""

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="safety_plans")
    version = models.PositiveSmallIntegerField(_("version"))
    on = models.DateField(_("établi le"), default=timezone.localdate)
    dangers: Any = EncryptedTextField(_("dangers"))
    steps: Any = EncryptedTextField(_("quoi faire, qui appeler, mot convenu"))
    review_on = models.DateField(_("à revoir le"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=("file", "version"), name="safety_plan_version_once"),)

    def __str__(self) -> str:
        return str(self.version)


class ReturnRisk(OfFile):
    """The assessment of risk before a return of a victim: by one, approved by another, valid until a day."""

    class Result(models.TextChoices):
        SAFE = "safe", _("Retour possible")
        CONDITIONS = "conditions", _("Possible sous conditions")
        UNSAFE = "unsafe", _("Retour dangereux")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="return_risks")
    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+")
    on = models.DateField(_("le"), default=timezone.localdate)
    result = models.CharField(_("résultat"), max_length=10, choices=Result)
    dangers: Any = EncryptedTextField(_("dangers au retour : auteurs, dette, famille, stigmate"))
    conditions: Any = EncryptedTextField(_("conditions : qui accueille, qui suit"), blank=True, default="")
    valid_to = models.DateField(_("vaut jusqu'au (inclus)"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("by")), name="return_risk_by_two"
            ),
        )

    def __str__(self) -> str:
        return self.get_result_display()


class Reflection(OfFile):
    """The time a foreign victim has to recover and decide; its length and renewals are rules, to be confirmed."""

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="reflections")
    from_on = models.DateField(_("depuis le"))
    to_on = models.DateField(_("jusqu'au (inclus)"))
    renewal = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(_("fini le"), null=True, blank=True)
    choice = models.CharField(
        _("la personne choisit"),
        max_length=12,
        blank=True,
        choices=[
            ("cooperate", _("Coopérer avec la justice")),
            ("not", _("Ne pas coopérer")),
            ("later", _("Pas encore")),
        ],
    )
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="reflection_ends_later"),
            models.UniqueConstraint(fields=("file", "renewal"), name="reflection_renewal_once"),
        )

    def __str__(self) -> str:
        return f"{self.from_on}"


class Proceeding(OfFile):
    """The stage of criminal proceedings, and nothing else: no name, no court file, no statement."""

    class Stage(models.TextChoices):
        NONE = "none", _("Pas de plainte")
        COMPLAINT = "complaint", _("Plainte ou signalement")
        INQUIRY = "inquiry", _("Enquête")
        INSTRUCTION = "instruction", _("Instruction")
        TRIAL = "trial", _("Jugement")
        CONVICTION = "conviction", _("Condamnation")
        ACQUITTAL = "acquittal", _("Relaxe ou non-lieu")
        COMPENSATION = "compensation", _("Réparation accordée")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="proceedings")
    stage = models.CharField(_("étape"), max_length=12, choices=Stage)
    on = models.DateField(_("depuis le"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.get_stage_display()
