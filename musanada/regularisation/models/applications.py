"""An application: who applies, what they claim and show, what was found, what was decided and told."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Case
from musanada.kit.choices import Answer, FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.regularisation.models.operations import Criterion, CriterionVersion, Operation


class Refusal(models.TextChoices):
    """Reasons of an unfavourable opinion (domain, appendix E)."""

    CATEGORY = "category", _("Catégorie non remplie")
    LENGTH = "length", _("Durée non établie")
    IDENTITY = "identity", _("Identité non établie")
    EVIDENCE = "evidence", _("Preuves non retenues")
    ABSENT = "absent", _("Absence à la convocation")
    ORDER = "public_order", _("Ordre public")
    WINDOW = "window", _("Dépôt hors délai")
    DUPLICATE = "duplicate", _("Dossier en double")
    OTHER = "other", _("Autre, en toutes lettres")


class Result(models.TextChoices):
    FAVOURABLE = "favourable", _("Favorable")
    UNFAVOURABLE = "unfavourable", _("Défavorable")
    ADJOURNED = "adjourned", _("Ajourné")


class Stage(models.TextChoices):
    FIRST = "first", _("Commission")
    APPEAL = "appeal", _("Recours")
    RELIEF = "relief", _("Décision d'assouplissement")


class OfApplication(models.Model):
    """What hangs on an application: its place and its person are the case's."""

    PRIVACY = Privacy.P3
    PLACE = "application__case__unit"
    PERSON = "application__case__person"
    GROUP = FieldGroup.LEGAL

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Application(models.Model):
    """The detail of a case of regularisation. The case's reference is the file's number; its unit the office.

    What the applicant declares is stored as declared; what the pieces show is computed (``evidence``). ``place`` is the
    office's territory on the day of the deposit: a later map never moves a file.
    """

    PRIVACY = Privacy.P3
    PLACE = "case__unit"
    PERSON = "case__person"
    GROUP = FieldGroup.LEGAL

    class Spouse(models.TextChoices):
        NONE = "", _("Sans objet")
        MOROCCAN = "moroccan", _("D'une personne marocaine")
        REGULAR = "regular", _("D'une personne étrangère en séjour régulier")
        OTHER = "other", _("D'une autre personne")

    class Schooling(models.TextChoices):
        """ISCED 2011, as far as a criterion asks."""

        UNKNOWN = "unknown", _("Inconnu")
        NONE = "0", _("Aucune")
        PRIMARY = "1", _("Primaire")
        LOWER = "2", _("Collège")
        UPPER = "3", _("Lycée")
        HIGHER = "5", _("Supérieur")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="application")
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="applications")
    place = models.ForeignKey("reference.Place", models.PROTECT, related_name="+", verbose_name=_("ressort"))
    lodged_on = models.DateField(_("déposé le"), null=True, blank=True)
    lodged_recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    complete_on = models.DateField(_("complet le"), null=True, blank=True)
    # The applicant's window: a keyed hash of the secret printed on the receipt, never the secret.
    secret_hash = models.CharField(max_length=64, blank=True, editable=False)
    old_number = models.CharField(_("numéro d'origine"), max_length=40, blank=True)
    source_batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    # As declared at the counter.
    arrived_on = models.DateField(_("arrivée déclarée"), null=True, blank=True)
    spouse = models.CharField(_("conjoint"), max_length=8, choices=Spouse, blank=True, default="")
    together_on = models.DateField(_("vie commune déclarée depuis"), null=True, blank=True)
    occupation: Any = EncryptedCharField(_("activité déclarée"), max_length=120, blank=True, default="")
    schooling = models.CharField(_("scolarité"), max_length=7, choices=Schooling, default=Schooling.UNKNOWN)
    unaccompanied = models.CharField(
        _("mineur non accompagné"), max_length=9, choices=[("yes", _("Oui")), ("no", _("Non")), *Answer.choices[1:]],
        default=Answer.NOT_ASKED,
    )  # fmt: skip
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("lodged_on", "id")
        indexes = (models.Index(fields=("operation", "lodged_on"), name="application_of_operation"),)
        constraints = (
            models.UniqueConstraint(
                fields=("operation", "old_number"), condition=~Q(old_number=""), name="old_number_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.case)

    @property
    def appeals_unit(self) -> Any:
        """Where appeals against a refusal of this file are heard."""
        return self.operation.appeals_unit


class Claim(OfApplication):
    """A category the applicant claims; an opinion retains one."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="claims")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    claimed_on = models.DateField(default=timezone.localdate)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("criterion__order",)
        constraints = (
            models.UniqueConstraint(
                fields=("application", "criterion"), condition=Q(withdrawn_on=None), name="claimed_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.criterion)


class Evaluation(OfApplication):
    """What the pieces show of one criterion, under one version, on one day. The system explains, people decide."""

    class Outcome(models.TextChoices):
        MET = "met", _("Remplie")
        NOT_MET = "not_met", _("Non remplie")
        NOT_SHOWN = "not_shown", _("Non établie")
        NOT_EXAMINED = "not_examined", _("Non examinée")

    application = models.ForeignKey(Application, models.CASCADE, related_name="evaluations")
    version = models.ForeignKey(CriterionVersion, models.PROTECT, related_name="+")
    outcome = models.CharField(_("constat"), max_length=12, choices=Outcome)
    # Each condition with what was found, as JSON of codes, dates and numbers; words are made when it is shown.
    findings = models.JSONField(default=list)
    on = models.DateField(default=timezone.localdate)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("application", "version"), name="evaluation_of_version"),)

    def __str__(self) -> str:
        return self.get_outcome_display()


class Decision(OfApplication):
    """An opinion or decision as it was taken: stage, result, day, reasons, criterion retained. Never changed.

    Figures read here alone what became of a file, as known at a cut-off (``recorded_at``).
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    stage = models.CharField(_("étape"), max_length=6, choices=Stage)
    result = models.CharField(_("résultat"), max_length=12, choices=Result)
    on = models.DateField(_("le"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    retained = models.ForeignKey(CriterionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.CharField(_("motifs"), max_length=120, blank=True)  # codes of ``Refusal``, as ",length,"
    text = EncryptedTextField(_("en toutes lettres"), blank=True, default="")
    item = models.ForeignKey("regularisation.AgendaItem", models.PROTECT, null=True, related_name="decisions")
    appeal = models.ForeignKey("regularisation.Appeal", models.PROTECT, null=True, related_name="decisions")
    relief = models.ForeignKey("regularisation.Relief", models.PROTECT, null=True, related_name="decisions")
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("on", "recorded_at", "id")
        indexes = (models.Index(fields=("application", "recorded_at"), name="decision_of_application"),)
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(stage="first", voided_at=None) & ~Q(result="adjourned"),
                name="one_opinion_of_the_commission",
            ),
            models.CheckConstraint(
                condition=~Q(result="unfavourable") | ~Q(reasons=""), name="refusal_gives_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.get_result_display()

    @property
    def reason_set(self) -> list[str]:
        return [code for code in self.reasons.split(",") if code]


class Notification(OfApplication):
    """A decision told to the applicant: by which letter, when, by what means, received or not."""

    class Means(models.TextChoices):
        HAND = "hand", _("Remise en main propre")
        POST = "post", _("Courrier")
        PHONE = "phone", _("Téléphone, la lettre restant au bureau")
        POSTED = "window", _("Consultée en ligne par le demandeur")
        APPEALED = "appeal", _("Connue : la personne a fait recours")

    application = models.ForeignKey(Application, models.PROTECT, related_name="notifications")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="notifications")
    on = models.DateField(_("le"))
    means = models.CharField(_("par"), max_length=6, choices=Means)
    received_on = models.DateField(_("reçue le"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.get_means_display()
