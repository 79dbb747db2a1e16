"""Appeals, heard by the national commission, and relief decisions: a new criterion run over files already refused."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedTextField
from musanada.regularisation.models.applications import Application
from musanada.regularisation.models.operations import CriterionVersion, Operation


class Appeal(models.Model):
    """Against the refusal of one file, by either channel. What crosses to the commission crosses by the applicant's
    own act."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "application__case__person"
    GROUP = FieldGroup.LEGAL

    class Channel(models.TextChoices):
        OFFICE = "office", _("Déposé à l'administration")
        COMMISSION = "commission", _("Déposé à la commission de recours")

    class Category(models.TextChoices):
        """How the technical committee sorts files (domain, section 2)."""

        NONE = "", _("Non trié")
        WOMEN = "women", _("Femmes")
        CHILDREN = "children", _("Enfants")
        WORKERS = "workers", _("Travailleurs")
        MARRIED = "married", _("Personnes mariées")
        SCHOOLED = "schooled", _("Moins de cinq ans de séjour, scolarité secondaire")
        OTHER = "other", _("Autres")

    class State(models.TextChoices):
        LODGED = "lodged", _("Déposé")
        SORTED = "sorted", _("Trié")
        SCHEDULED = "scheduled", _("À l'ordre du jour")
        ACCEPTED = "accepted", _("Décision favorable")
        REJECTED = "rejected", _("Rejeté")
        RELIEVED = "relieved", _("Sans objet : assouplissement")
        WITHDRAWN = "withdrawn", _("Retiré")
        ENDED = "ended", _("Sans objet : personne décédée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("numéro"), max_length=8, unique=True, default=new_reference, editable=False
    )
    application = models.ForeignKey(Application, models.PROTECT, related_name="appeals")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("commission"))
    channel = models.CharField(_("voie"), max_length=10, choices=Channel)
    lodged_on = models.DateField(_("déposé le"))
    grounds = EncryptedTextField(_("moyens"), blank=True, default="")
    category = models.CharField(_("tri technique"), max_length=8, choices=Category, blank=True, default="")
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.LODGED)
    decided_on = models.DateField(_("décidé le"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sorted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("lodged_on", "id")
        indexes = (models.Index(fields=("unit", "state", "category"), name="appeal_work_list"),)
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=~Q(state="withdrawn"),
                name="one_appeal_a_file",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class Relief(models.Model):
    """A collective decision: a criterion version run over the refused files of an operation, then decided for the list
    by another person than the one who prepared it."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class State(models.TextChoices):
        PREPARED = "prepared", _("Liste préparée")
        DECIDED = "decided", _("Décidée")
        CANCELLED = "cancelled", _("Abandonnée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="reliefs")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    version = models.ForeignKey(CriterionVersion, models.PROTECT, related_name="+")
    name_fr = models.CharField(_("intitulé en français"), max_length=200)
    name_ar = models.CharField(_("intitulé en arabe"), max_length=200, blank=True)
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.PREPARED)
    examined = models.PositiveIntegerField(_("dossiers examinés"), default=0)
    # What was found, frozen: of each office (by key), how many files per outcome of ``Evaluation``. Numbers only.
    tally = models.JSONField(default=dict, editable=False)
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-prepared_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("prepared_by")),
                name="relief_decided_by_another",
            ),
        )

    def __str__(self) -> str:
        from musanada.regularisation.models.operations import in_language

        return in_language(self)


class ReliefItem(models.Model):
    """A refused file that would qualify, why, and whether it is in the list that is decided."""

    PRIVACY = Privacy.P3
    PLACE = "relief__unit"
    PERSON = "application__case__person"
    GROUP = FieldGroup.LEGAL

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    relief = models.ForeignKey(Relief, models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="relief_items")
    findings = models.JSONField(default=list)
    kept = models.BooleanField(_("retenu"), default=True)
    left_out_reason = EncryptedTextField(_("écarté parce que"), blank=True, default="")

    class Meta:
        ordering = ("application__lodged_on", "id")
        constraints = (models.UniqueConstraint(fields=("relief", "application"), name="relieved_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class Instruction(models.Model):
    """What the national commission asks an office to carry out for one file: followed until it is done.

    Its place is the office that carries it out; the commission follows its own through ``unit``."""

    PRIVACY = Privacy.P3
    PLACE = "application__case__unit"
    PERSON = "application__case__person"
    GROUP = FieldGroup.LEGAL

    class State(models.TextChoices):
        SENT = "sent", _("Transmise")
        SEEN = "seen", _("Reçue par le bureau")
        DONE = "done", _("Exécutée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="instructions")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("commission"))
    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, related_name="instructions")
    relief = models.ForeignKey(Relief, models.PROTECT, null=True, related_name="instructions")
    favourable = models.BooleanField(_("favorable"))
    sent_on = models.DateField(_("transmise le"))
    due_on = models.DateField(_("à exécuter pour le"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=4, choices=State, default=State.SENT)
    done_on = models.DateField(_("exécutée le"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("sent_on", "id")
        indexes = (models.Index(fields=("unit", "state"), name="instruction_followed"),)

    def __str__(self) -> str:
        return self.get_state_display()
