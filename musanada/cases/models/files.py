"""A person's file: the spine every procedure shares, the journal of its steps, and what is written in it.

A case is a typed file over one spine (architecture, decision 6): the spine knows person, procedure, state, office,
owner, next deadline; each domain adds its own detail table. Which part of the person's file a case belongs to is told
by its procedure (``cases.procedures``): the same table holds a regularisation and a return.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField


class Case(models.Model):
    """One person, one procedure, one office. ``principal`` is the case this one depends on (a dependant's)."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.SERVICES  # the procedure's own part is asked on top: ``field_group``

    class Risk(models.TextChoices):
        NONE = "", _("Non évalué")
        LOW = "low", _("Faible")
        MEDIUM = "medium", _("Moyen")
        HIGH = "high", _("Élevé")

    class Closure(models.TextChoices):
        """Domain, appendix E."""

        MET = "goals_met", _("Objectifs atteints")
        PERIOD = "period_over", _("Période d'appui terminée")
        CRITERIA = "not_eligible", _("Ne remplit plus les conditions")
        WITHDREW = "withdrew", _("La personne a renoncé")
        MOVED = "moved", _("La personne a déménagé")
        UNREACHABLE = "unreachable", _("La personne est injoignable")
        RETURNED = "returned", _("La personne est rentrée")
        RESETTLED = "resettled", _("La personne est réinstallée")
        TRANSFERRED = "transferred", _("Dossier transféré")
        DECEASED = "deceased", _("La personne est décédée")
        DUPLICATE = "duplicate", _("Dossier en double")
        FUNDS = "funds", _("Plus de moyens")
        SAFETY = "safety", _("Sécurité")
        REFUSED = "refused", _("Décision défavorable définitive")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("numéro de dossier"), max_length=8, unique=True, default=new_reference, editable=False
    )
    procedure = models.CharField(_("procédure"), max_length=40)
    state = models.CharField(_("état"), max_length=24)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="cases")
    household = models.ForeignKey(
        "people.Household", models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    principal = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dependants", verbose_name=_("principal")
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("bureau"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    risk = models.CharField(_("niveau de risque"), max_length=6, choices=Risk, blank=True, default="")
    # The next legal date of the file: written with the deadlines, read by every work list.
    due_on = models.DateField(_("prochaine échéance"), null=True, blank=True)
    opened_on = models.DateField(_("ouvert le"), default=timezone.localdate)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_on = models.DateField(_("clos le"), null=True, blank=True)
    closure = models.CharField(_("motif de clôture"), max_length=14, choices=Closure, blank=True)

    class Meta:
        ordering = ("-opened_on", "-id")
        indexes = (
            models.Index(fields=("unit", "state", "due_on"), name="case_work_list"),
            models.Index(fields=("person", "procedure"), name="case_of_person"),
            models.Index(fields=("owner", "due_on"), condition=Q(closed_on=None), name="case_of_owner"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_on=None, closure="") | (Q(closed_on__isnull=False) & ~Q(closure="")),
                name="case_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(principal=None) | ~Q(principal=F("id")), name="case_not_its_own_principal"
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)

    @property
    def field_group(self) -> str:
        """The part of the person's file this procedure belongs to."""
        from musanada.cases.procedures import procedure

        return procedure(self.procedure).group

    @property
    def late(self) -> bool:
        return self.closed_on is None and self.due_on is not None and self.due_on < timezone.localdate()


class OfCase(models.Model):
    """What hangs on a case: its place, its person and its part of the file are the case's."""

    PRIVACY = Privacy.P3
    PLACE = "case__unit"
    PERSON = "case__person"
    GROUP = FieldGroup.SERVICES

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    @property
    def field_group(self) -> str:
        case: Any = getattr(self, "case")  # noqa: B009  every child declares it
        return str(case.field_group)


class CaseStep(OfCase):
    """One line of a case's journal: what was done, from which state to which, when, by whom, why. Never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    code = models.CharField(max_length=40)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    on = models.DateField(_("le"), default=timezone.localdate)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reasons = models.CharField(_("motifs"), max_length=200, blank=True)  # codes, as ",length,identity,"
    text = EncryptedTextField(_("en toutes lettres"), blank=True, default="")
    # What the step saw when it was taken (a criterion's version, the pieces counted): JSON, never a name.
    seen = EncryptedTextField(blank=True, default="")

    class Meta:
        ordering = ("recorded_at", "id")
        indexes = (models.Index(fields=("case", "recorded_at"), name="step_of_case"),)

    def __str__(self) -> str:
        return self.code


class Task(OfCase):
    """Something to do by a day, for one colleague or for the office."""

    class State(models.TextChoices):
        OPEN = "open", _("À faire")
        DONE = "done", _("Fait")
        DROPPED = "dropped", _("Abandonné")

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    what = EncryptedTextField(_("à faire"))
    due_on = models.DateField(_("pour le"))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due_on", "id")
        indexes = (
            models.Index(fields=("assigned_to", "due_on"), condition=Q(state="open"), name="task_waiting"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", done_at=None) | (~Q(state="open") & Q(done_at__isnull=False)),
                name="task_done_says_when",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Note(OfCase):
    """Words in a file. A wrong one is struck out with a reason, never rewritten."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    text = EncryptedTextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    struck_reason = EncryptedTextField(blank=True, default="")

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class Appointment(OfCase):
    """When the person is expected, where, what for, and whether it took place."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Prévu")
        KEPT = "kept", _("La personne est venue")
        MISSED = "missed", _("La personne n'est pas venue")
        CANCELLED = "cancelled", _("Annulé")

    class Purpose(models.TextChoices):
        INTERVIEW = "interview", _("Entretien")
        PIECES = "pieces", _("Apporter des pièces")
        NOTIFICATION = "notification", _("Retirer une décision")
        CARD = "card", _("Retirer une carte")
        HEARING = "hearing", _("Être entendu par la commission")
        OTHER = "other", _("Autre")

    case = models.ForeignKey(Case, models.PROTECT, related_name="appointments")
    at = models.DateTimeField(_("le"))
    purpose = models.CharField(_("objet"), max_length=12, choices=Purpose)
    where: Any = EncryptedCharField(_("lieu"), max_length=120, blank=True, default="")
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.PLANNED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.get_purpose_display()


class Alert(OfCase):
    """Something whoever opens the file must see first, from a day until it is lifted."""

    class Level(models.TextChoices):
        NOTE = "note", _("À savoir")
        WARNING = "warning", _("Attention")
        DANGER = "danger", _("Danger")

    case = models.ForeignKey(Case, models.PROTECT, related_name="alerts")
    level = models.CharField(_("degré"), max_length=7, choices=Level)
    text = EncryptedTextField(_("alerte"))
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-raised_at", "-id")

    def __str__(self) -> str:
        return self.get_level_display()


def days_late(due: date | None) -> int:
    """How many days past ``due`` today is; 0 when it is not."""
    return max((timezone.localdate() - due).days, 0) if due else 0
