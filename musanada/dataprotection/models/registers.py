"""The registers of law 09-08 and of the principles: who answers, what is done with data, where it lies, what was assessed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from musanada.dataprotection.clocks import Clock, Counting
from musanada.dataprotection.codes import Concerned, labels
from musanada.dataprotection.models.base import RegisterLine
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import BlindIndexField, EncryptedCharField, EncryptedTextField
from musanada.partners.models import Agreement, Partner
from musanada.people.models import LegalBasis

HOME = "MAR"


class Controllership(RegisterLine):
    """Who answers for the data of a unit (controller), and who treats them on whose behalf (processor)."""

    EDITABLE = (
        "controller",
        "processor",
        "processor_name",
        "agreement",
        "agreement_reference",
        "focal_point",
        "to_on",
    )

    controller = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="+", verbose_name=_("responsable du traitement")
    )
    processor = models.ForeignKey(
        "access.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sous-traitant (unité d'ici)"),
    )
    processor_name = models.CharField(_("sous-traitant (autre organisme)"), max_length=200, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accord enregistré"),
    )
    agreement_reference = models.CharField(
        _("référence du contrat ou de l'accord"), max_length=80, blank=True
    )
    focal_point = models.CharField(_("joindre le point focal"), max_length=200)
    from_on = models.DateField(_("depuis le"))
    to_on = models.DateField(_("jusqu'au"), null=True, blank=True)

    class Meta:
        ordering = ("unit__path", "-from_on")
        constraints = (
            models.UniqueConstraint(
                fields=("unit",), condition=Q(to_on=None), name="one_controllership_in_force"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="controllership_ends_after_it_begins",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        )

    def __str__(self) -> str:
        return str(self.controller)

    @property
    def processor_label(self) -> str:
        return str(self.processor) if self.processor else self.processor_name

    @property
    def contract(self) -> str:
        return str(self.agreement) if self.agreement else self.agreement_reference


class Processing(RegisterLine):
    """A treatment of personal data. To be confirmed until someone has checked it; a change makes it so again."""

    EDITABLE = (
        "name",
        "purpose",
        "legal_basis",
        "subjects",
        "groups",
        "sensitive",
        "identity_card",
        "recipients",
        "retention",
        "hosted_abroad",
        "started_on",
        "ended_on",
    )

    name = models.CharField(_("nom du traitement"), max_length=160)
    purpose = models.TextField(_("finalité"), max_length=2000)
    legal_basis = models.CharField(_("base légale"), max_length=20, choices=LegalBasis.Basis)
    subjects = models.CharField(_("personnes concernées"), max_length=120)
    groups = models.CharField(_("données traitées"), max_length=120)
    sensitive = models.BooleanField(_("données sensibles au sens de la loi 09-08"), default=False)
    identity_card = models.BooleanField(_("numéro de la carte nationale (CIN)"), default=False)
    recipients = models.TextField(_("destinataires"), max_length=2000, blank=True)
    retention = models.TextField(_("durée de conservation"), max_length=600)
    hosted_abroad = models.ForeignKey(
        "reference.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pays où les données vont hors du Maroc"),
    )
    started_on = models.DateField(_("depuis le"))
    ended_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    verified_at = models.DateTimeField(_("vérifié le"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("unit__path", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="processing_ends_after_it_begins",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="processing_verified_by_someone",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def subject_labels(self) -> list[str]:
        return list(labels(self.subjects, Concerned))

    @property
    def group_labels(self) -> list[str]:
        return list(labels(self.groups, FieldGroup))

    @property
    def goes_abroad(self) -> bool:
        return bool(self.hosted_abroad_id) and self.hosted_abroad_id != HOME


class Formality(RegisterLine):
    """A step with the national commission (CNDP) for a treatment: what was asked, what was answered."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("Déclaration (récépissé)")
        AUTHORISATION = "authorisation", _("Autorisation")
        TRANSFER = "transfer", _("Transfert ou hébergement à l'étranger")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Demandée")
        OBTAINED = "obtained", _("Obtenue")
        REFUSED = "refused", _("Refusée")

    EDITABLE = ("state", "number", "on", "valid_to")

    processing = models.ForeignKey(Processing, models.PROTECT, related_name="formalities")
    kind = models.CharField(_("démarche"), max_length=14, choices=Kind)
    state = models.CharField(_("état"), max_length=10, choices=State)
    number = models.CharField(_("numéro du récépissé ou de l'autorisation"), max_length=60, blank=True)
    on = models.DateField(_("en date du"))
    valid_to = models.DateField(_("valable jusqu'au"), null=True, blank=True)

    class Meta:
        ordering = ("kind", "-on")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="obtained") | ~Q(number=""),
                name="an_obtained_formality_has_a_number",
                violation_error_message=_("Écrivez le numéro reçu de la CNDP."),
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Hosting(RegisterLine):
    """Where the data of the installation lie. Abroad is a transfer in the sense of the law."""

    class What(models.TextChoices):
        APPLICATION = "application", _("L'application et sa base de données")
        BACKUPS = "backups", _("Les sauvegardes")
        MAIL = "mail", _("La messagerie")
        OTHER = "other", _("Autre service")

    EDITABLE = ("what", "provider", "country", "transfer_number", "transfer_on", "to_on")

    what = models.CharField(_("quoi"), max_length=12, choices=What)
    provider = models.CharField(_("chez qui"), max_length=160)
    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays"))
    transfer_number = models.CharField(_("autorisation de transfert (CNDP)"), max_length=60, blank=True)
    transfer_on = models.DateField(_("en date du"), null=True, blank=True)
    from_on = models.DateField(_("depuis le"))
    to_on = models.DateField(_("jusqu'au"), null=True, blank=True)

    class Meta:
        ordering = ("unit__path", "what", "-from_on")

    def __str__(self) -> str:
        return self.get_what_display()

    @property
    def abroad(self) -> bool:
        return self.country_id != HOME


class Assessment(RegisterLine):
    """An impact assessment (DPIA) of a module, a partner or a transfer: it ends, and is then done again."""

    class Subject(models.TextChoices):
        MODULE = "module", _("Une partie du système")
        PARTNER = "partner", _("Un partenaire")
        TRANSFER = "transfer", _("Un transfert")

    class Result(models.TextChoices):
        ACCEPTABLE = "acceptable", _("Risque acceptable")
        MEASURES = "measures", _("Acceptable avec des mesures")
        REFUSED = "refused", _("Risque trop élevé")

    EDITABLE = ("subject_kind", "subject", "partner", "done_on", "ends_on", "result", "measures", "closed_on")

    subject_kind = models.CharField(_("sur quoi"), max_length=10, choices=Subject)
    subject = models.CharField(_("objet"), max_length=160)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partenaire")
    )
    done_on = models.DateField(_("faite le"))
    ends_on = models.DateField(_("à refaire avant le"))
    result = models.CharField(_("résultat"), max_length=10, choices=Result)
    measures = models.TextField(_("mesures décidées"), max_length=3000, blank=True)
    closed_on = models.DateField(_("remplacée ou sans objet depuis le"), null=True, blank=True)

    class Meta:
        ordering = ("ends_on", "subject")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("done_on")),
                name="assessment_ends_after_it_was_done",
                violation_error_message=_("La date de fin doit suivre celle de l'analyse."),
            ),
            models.CheckConstraint(
                condition=~Q(subject_kind="partner") | Q(partner__isnull=False),
                name="assessment_of_a_partner_names_it",
                violation_error_message=_("Choisissez le partenaire analysé."),
            ),
        )

    def __str__(self) -> str:
        return self.subject


class AssessmentDocument(models.Model):
    """The text of an assessment, sealed like every file."""

    PRIVACY = Privacy.P1
    PLACE = "assessment__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="documents")
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    digest = BlindIndexField()
    name: Any = EncryptedCharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return str(self.assessment)


class Deadline(RegisterLine):
    """An organisation's own rule for a clock, from a day: the latest in force counts. Never changed, only followed."""

    clock = models.CharField(_("délai"), max_length=20, choices=Clock)
    length = models.PositiveSmallIntegerField(_("durée"))
    counting = models.CharField(_("comptée en"), max_length=14, choices=Counting)
    weekend = models.CharField(_("jours de repos"), max_length=20, blank=True)
    holidays: Any = models.TextField(_("jours fériés"), max_length=2000, blank=True)
    confirmed = models.BooleanField(_("confirmé par un juriste"), default=False)
    source = models.CharField(_("texte"), max_length=160)
    from_on = models.DateField(_("en vigueur du"))

    class Meta:
        ordering = ("clock", "-from_on", "-recorded_at")
        constraints = (models.CheckConstraint(condition=Q(length__gt=0), name="deadline_has_a_length"),)

    def __str__(self) -> str:
        return self.get_clock_display()


class Breach(RegisterLine):
    """A breach of data and its clock: a number of people, never their names; what happened stays encrypted."""

    class Risk(models.TextChoices):
        UNKNOWN = "unknown", _("Pas encore connu")
        LOW = "low", _("Faible")
        HIGH = "high", _("Élevé")

    EDITABLE = (
        "detected_at",
        "what",
        "groups",
        "people_touched",
        "risk",
        "contained_at",
        "focal_point_told_at",
        "authority_told_at",
        "authority_reference",
        "people_told_at",
        "why_not_told",
        "closed_at",
        "lessons",
    )

    reference = models.CharField(_("référence"), max_length=8, unique=True, editable=False)
    detected_at = models.DateTimeField(_("constatée le"))
    what: Any = EncryptedTextField(_("ce qui s'est passé"), max_length=4000)
    groups = models.CharField(_("données touchées"), max_length=120)
    people_touched = models.PositiveIntegerField(_("nombre de personnes touchées"), null=True, blank=True)
    risk = models.CharField(_("risque pour elles"), max_length=8, choices=Risk, default=Risk.UNKNOWN)
    contained_at = models.DateTimeField(_("arrêtée le"), null=True, blank=True)
    focal_point_told_at = models.DateTimeField(_("point focal prévenu le"), null=True, blank=True)
    authority_due_at = models.DateTimeField(_("autorité à prévenir avant le"), editable=False)
    due_confirmed = models.BooleanField(default=False, editable=False)
    authority_told_at = models.DateTimeField(_("autorité prévenue le"), null=True, blank=True)
    authority_reference = models.CharField(_("numéro donné par l'autorité"), max_length=60, blank=True)
    people_told_at = models.DateTimeField(_("personnes prévenues le"), null=True, blank=True)
    why_not_told: Any = EncryptedTextField(_("pourquoi l'une ou les autres ne le sont pas"), blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)
    lessons: Any = EncryptedTextField(_("ce qui change désormais"), blank=True)

    class Meta:
        ordering = ("-detected_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(contained_at=None) | Q(contained_at__gte=F("detected_at")),
                name="breach_contained_after_detected",
                violation_error_message=_("Elle ne peut pas être arrêtée avant d'être constatée."),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def group_labels(self) -> list[str]:
        return list(labels(self.groups, FieldGroup))
