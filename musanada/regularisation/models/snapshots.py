"""An operation frozen at a cut-off date, so that each difference with a later one can be explained, file by file."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.regularisation.models.operations import Operation


class Snapshot(models.Model):
    """What was known of an operation at a moment. Its rows are not changed by anything that comes later."""

    PRIVACY = Privacy.P1
    PLACE = "operation__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="snapshots")
    name = models.CharField(_("intitulé"), max_length=120)
    known_at = models.DateTimeField(_("état connu au"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed = models.PositiveIntegerField(_("déposés"))
    decided = models.PositiveIntegerField(_("décidés"))
    favourable = models.PositiveIntegerField(_("favorables"))
    unfavourable = models.PositiveIntegerField(_("défavorables"))

    class Meta:
        ordering = ("known_at", "made_at")
        constraints = (
            models.UniqueConstraint(fields=("operation", "known_at"), name="frozen_once_a_moment"),
        )

    def __str__(self) -> str:
        return self.name


class SnapshotRow(models.Model):
    """One file as it stood. Pseudonymous: a key, codes and dates."""

    PRIVACY = Privacy.P1
    PLACE = "snapshot__operation__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="rows")
    application = models.UUIDField()
    person = models.UUIDField()
    office = models.CharField(max_length=40)
    lodged_on = models.DateField()
    state = models.CharField(max_length=24)
    first_result = models.CharField(max_length=12, blank=True)
    result = models.CharField(max_length=12, blank=True)
    stage = models.CharField(max_length=6, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("snapshot", "application"), name="frozen_file_once"),)

    def __str__(self) -> str:
        return str(self.application)
