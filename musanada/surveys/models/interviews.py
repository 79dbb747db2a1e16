"""Interviews, answers and scores. A score is never overwritten: another computation is another row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Case
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.surveys.models.instruments import InstrumentVersion, Round


class Interview(models.Model):
    """One person asked in a round: answered, or why not. ``case`` is the file the round's population counts."""

    PRIVACY = Privacy.P3
    PLACE = "case__unit"
    PERSON = "case__person"
    GROUP = FieldGroup.SERVICES

    class Mode(models.TextChoices):
        PRESENT = "present", _("En présence")
        PHONE = "phone", _("Par téléphone")
        VIDEO = "video", _("Par vidéo")
        SELF = "self", _("Remplie par la personne")

    class Outcome(models.TextChoices):
        STARTED = "started", _("En cours")
        DONE = "done", _("Répondue")
        REFUSED = "refused", _("Refusée par la personne")
        UNREACHABLE = "unreachable", _("Personne injoignable")
        MOVED = "moved", _("Personne partie ailleurs")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="interviews")
    case = models.ForeignKey(Case, models.PROTECT, related_name="interviews")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+")  # asked with
    outcome = models.CharField(_("suite"), max_length=11, choices=Outcome, default=Outcome.STARTED)
    mode = models.CharField(_("comment"), max_length=7, choices=Mode, default=Mode.PRESENT)
    language = models.CharField(_("langue"), max_length=3)
    on = models.DateField(_("le"))
    consent = models.UUIDField(null=True, blank=True, editable=False)  # the person's own word for the survey
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("round", "case"), name="asked_once_a_round"),
            models.CheckConstraint(
                condition=~Q(outcome="done") | Q(done_at__isnull=False), name="done_says_when"
            ),
        )

    def __str__(self) -> str:
        return self.get_outcome_display()


class OfInterview(models.Model):
    """What hangs on an interview."""

    PRIVACY = Privacy.P3
    PLACE = "interview__case__unit"
    PERSON = "interview__case__person"
    GROUP = FieldGroup.SERVICES

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class SurveyAnswer(OfInterview):
    """The answer to one item: a code of the instrument; unknown, refused and not asked are codes of their own."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=40)
    answer = models.CharField(max_length=40)

    class Meta:
        ordering = ("interview", "item")
        constraints = (models.UniqueConstraint(fields=("interview", "item"), name="one_answer_an_item"),)

    def __str__(self) -> str:
        return self.item


class Score(OfInterview):
    """One dimension (or the composite, ``""``) of one interview, under one version's scoring. ``value`` is None where
    the missing-answer rule gives no score."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="scores")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+")  # scored with
    dimension = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    answered = models.PositiveSmallIntegerField()
    items = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=20, blank=True)
    computed_at = models.DateTimeField(default=timezone.now, editable=False)
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("interview", "computed_at", "dimension")
        constraints = (
            models.UniqueConstraint(
                fields=("interview", "version", "dimension", "computed_at"), name="score_once_a_computation"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, value__lte=1), name="score_from_0_to_1"
            ),
        )

    def __str__(self) -> str:
        return self.dimension or "composite"
