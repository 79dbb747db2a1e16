"""Deadlines as data (domain, appendix A): a rule says what starts it, how long it runs, what suspends it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.cases.models.files import Case, OfCase
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id


class DeadlineRule(models.Model):
    """A legal or programme deadline. States are those of the procedure's table, as ",lodged,complete,".

    It starts when the case enters one of ``starts``, is met when it enters one of ``meets``, stands still while it is
    in one of ``suspends`` (the days there are added to the end). A due day on a holiday stays as computed.
    """

    PRIVACY = Privacy.P0
    PLACE = None  # a rule of the installation

    class Length(models.TextChoices):
        DAYS = "days", _("jours civils")
        WORKING = "working", _("jours ouvrables")
        MONTHS = "months", _("mois de date à date")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40)
    procedure = models.CharField(max_length=40)
    name_fr = models.CharField(_("nom en français"), max_length=160)
    name_ar = models.CharField(_("nom en arabe"), max_length=160, blank=True)
    starts = models.CharField(_("commence dans l'état"), max_length=200)
    meets = models.CharField(_("tenu dans l'état"), max_length=300)
    suspends = models.CharField(_("suspendu dans l'état"), max_length=200, blank=True)
    length = models.PositiveSmallIntegerField(_("durée"))
    measure = models.CharField(_("en"), max_length=8, choices=Length)
    warn_days = models.PositiveSmallIntegerField(_("prévenir, jours avant"), default=15)
    legal = models.BooleanField(_("délai légal"), default=False)
    source = models.CharField(_("texte"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)
    valid_from = models.DateField(_("valable depuis"))
    valid_to = models.DateField(_("valable jusqu'au (exclu)"), null=True, blank=True)

    class Meta:
        ordering = ("procedure", "code", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("procedure", "code", "valid_from"), name="deadline_rule_once"),
            models.CheckConstraint(condition=Q(length__gte=1), name="deadline_lasts"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="deadline_rule_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr


class Deadline(OfCase):
    """One rule running on one case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    rule = models.ForeignKey(DeadlineRule, models.PROTECT, related_name="+")
    started_on = models.DateField(_("court depuis le"))
    due_on = models.DateField(_("échéance"))
    suspended_on = models.DateField(_("suspendu depuis le"), null=True, blank=True)
    # Days the clock stood still, in the rule's own days: working days where the rule counts those.
    suspended_days = models.PositiveSmallIntegerField(_("jours suspendus"), default=0)
    met_on = models.DateField(_("tenu le"), null=True, blank=True)
    dropped_on = models.DateField(_("sans objet depuis le"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (
            models.Index(
                fields=("case",), condition=Q(met_on=None, dropped_on=None), name="deadline_running"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case", "rule"),
                condition=Q(met_on=None, dropped_on=None),
                name="one_running_deadline",
            ),
        )

    def __str__(self) -> str:
        return str(self.due_on)

    @property
    def running(self) -> bool:
        return self.met_on is None and self.dropped_on is None

    def late_on(self, day: date) -> int:
        """Days past the end: until it was met, until the clock stopped, or until ``day``. What was dropped is not late."""
        if self.dropped_on is not None:
            return 0
        return max(((self.met_on or self.suspended_on or day) - self.due_on).days, 0)

    @property
    def days_late(self) -> int:
        return self.late_on(timezone.localdate())


class Holiday(models.Model):
    """A day that is no working day, as its date: feasts that follow the moon are entered when they are announced.

    One that was entered by mistake is taken out of use, never erased: a deadline counted with it stays explained.
    """

    PRIVACY = Privacy.P0
    PLACE = None  # one calendar for the installation

    day = models.DateField(_("jour"), primary_key=True)
    name_fr = models.CharField(_("nom en français"), max_length=80)
    name_ar = models.CharField(_("nom en arabe"), max_length=80, blank=True)
    observed = models.BooleanField(_("chômé"), default=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr
