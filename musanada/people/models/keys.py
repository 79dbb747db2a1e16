"""A key of one person's own: what is frozen elsewhere is sealed with it, so that erasing it erases every copy."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import WrappedKeyField
from musanada.people.models.persons import Person


class PersonKey(models.Model):
    """The wrapped key. Erasure empties it and keeps the row: it is never made anew for the same person."""

    PRIVACY = Privacy.P3
    PLACE = None  # opened by the commands that seal and unseal, never listed
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="own_key")
    wrapped: Any = WrappedKeyField(blank=True, default="")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(destroyed_at=None) & ~Q(wrapped="") | Q(destroyed_at__isnull=False, wrapped=""),
                name="person_key_there_or_destroyed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.made_at}"
