"""What every register of the data-protection officer shares, and what became of a line that was changed."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedTextField


class RegisterLine(models.Model):
    """A line of a register, kept by ``unit``. Nothing is deleted: a line is changed, and what it was is kept."""

    PRIVACY: ClassVar[Privacy] = Privacy.P1
    PLACE: ClassVar[str] = "unit"
    EDITABLE: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class RegisterChange(models.Model):
    """What a field of a line was before, and what it became: by whom, when."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    record = models.UUIDField()
    field = models.CharField(max_length=40)
    before: Any = EncryptedTextField(blank=True)
    after: Any = EncryptedTextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("kind", "record"), name="register_change_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.field}"
