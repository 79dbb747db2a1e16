"""Two records that may be one person, and every decision about them: kept, and not asked again until the facts change."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy, Side
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField
from musanada.linkage.models.runs import LinkageRun


class TwinPair(models.Model):
    """Two records of one side. Whoever sees it sees both people; protected people are in none.

    ``facts`` is a fingerprint of what was compared when it was last decided: another one, and the question is open
    again. ``evidence`` holds codes of agreement per field and their weights, never a value.
    """

    class State(models.TextChoices):
        OPEN = "open", _("À regarder")
        SAME = "same", _("La même personne")
        DIFFERENT = "different", _("Deux personnes")
        UNSURE = "unsure", _("Pas sûr")
        CLOSED = "closed", _("Sans objet")

    class Origin(models.TextChoices):
        RUN = "run", _("Comparaison du registre")
        COUNTER = "counter", _("Enregistrement au guichet")
        IMPORT = "import", _("Import d'une liste")
        HAND = "hand", _("Comparées à la main")

    PRIVACY = Privacy.P2
    PLACE = "left__presences__unit"
    PERSON = ("left", "right")
    GROUP = FieldGroup.IDENTITY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    left = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    right = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    side = models.CharField(max_length=12, choices=Side, editable=False)
    origin = models.CharField(_("origine"), max_length=7, choices=Origin)
    run = models.ForeignKey(LinkageRun, models.SET_NULL, null=True, related_name="pairs")
    # Probability that they are one person, by the model of the run; empty where people alone compared them.
    probability = models.FloatField(_("probabilité"), null=True)
    # What a decision is worth: how undecided, and how much hangs on it. The queue's order.
    value = models.FloatField(default=0.0, db_index=True)
    evidence: Any = models.JSONField(default=list)
    # Pairs of one cluster share it; a cluster that grew suspiciously is looked at pair by pair.
    cluster = models.UUIDField(null=True, db_index=True)
    suspicious = models.BooleanField(_("groupe suspect"), default=False)
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.OPEN)
    facts = models.CharField(max_length=64, editable=False)
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-value", "id")
        indexes = (models.Index(fields=("state", "-value"), name="twin_queue"),)
        constraints = (
            models.UniqueConstraint(fields=("left", "right"), name="twin_pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="twin_pair_in_order"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class TwinDecision(models.Model):
    """One step about a pair, with its reason. Nothing is changed later; the newest one holds."""

    PRIVACY = Privacy.P2
    PLACE = "pair__left__presences__unit"
    PERSON = ("pair__left", "pair__right")
    GROUP = FieldGroup.IDENTITY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.ForeignKey(TwinPair, models.CASCADE, related_name="decisions")
    said = models.CharField(_("décision"), max_length=9, choices=TwinPair.State)
    reason = EncryptedCharField(_("raison"), max_length=300, blank=True)
    facts = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return str(self.at)
