"""How records are compared in batches: the trained parameters, kept by version, and each run with its counts."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id


class MatchModel(models.Model):
    """One version of the parameters: numbers per field and level of agreement, never a value of somebody.

    ``parameters`` are what explains a score (m and u of each level, the prior), ``thresholds`` the probabilities from
    which a pair is looked at or is nearly sure, ``estimates`` precision and recall with what they rest on.
    """

    class State(models.TextChoices):
        TRAINED = "trained", _("Entraîné, pas encore en service")
        ACTIVE = "active", _("En service")
        RETIRED = "retired", _("Remplacé")

    PRIVACY = Privacy.P1
    PLACE = None  # the installation's, of nobody

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(_("version"), unique=True)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.TRAINED)
    parameters: Any = models.JSONField()
    thresholds: Any = models.JSONField(default=dict)
    estimates: Any = models.JSONField(default=dict)
    trained_on = models.PositiveIntegerField(_("fiches lues"), default=0)
    trained_at = models.DateTimeField(default=timezone.now, editable=False)
    trained_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    activated_at = models.DateTimeField(null=True, editable=False)
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(
                fields=("state",), condition=Q(state="active"), name="one_match_model_in_force"
            ),
        )

    def __str__(self) -> str:
        return str(self.version)


class LinkageRun(models.Model):
    """One comparison of the register: all against all, or what is new since the last one against all."""

    class Kind(models.TextChoices):
        FULL = "full", _("Tout le registre")
        NEW = "new", _("Ce qui est nouveau ou corrigé")

    class State(models.TextChoices):
        RUNNING = "running", _("En cours")
        DONE = "done", _("Terminé")
        FAILED = "failed", _("Interrompu")

    PRIVACY = Privacy.P1
    PLACE = None  # the installation's: counts only

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("étendue"), max_length=4, choices=Kind)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.RUNNING)
    model = models.ForeignKey(MatchModel, models.PROTECT, related_name="runs")
    # Whatever was recorded or corrected up to here has been compared.
    known_at = models.DateTimeField()
    counts: Any = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return str(self.started_at)
