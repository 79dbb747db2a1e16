"""The encrypted package of an external referral: one link, one download, one answer."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from musanada.cases.models.referrals import Referral
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id


class Package(models.Model):
    """A ZIP under AES-256 that waits for its download, and is destroyed by it.

    Neither the passphrase nor the two words of the links are kept: only a hash by which a link is recognised.
    """

    PRIVACY = Privacy.P3
    PLACE = "referral__from_unit"
    PERSON = "referral__person"
    GROUP = FieldGroup.SERVICES

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="packages")
    token_hash = models.CharField(max_length=64, unique=True)
    answer_hash = models.CharField(max_length=64, unique=True)
    content: Any = models.BinaryField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    answer_until = models.DateTimeField()
    downloaded_at = models.DateTimeField(null=True, blank=True)
    killed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("referral",), condition=Q(killed_at=None), name="one_live_package_a_referral"
            ),
            models.CheckConstraint(
                condition=Q(downloaded_at=None, killed_at=None) | Q(content=None),
                name="package_taken_or_killed_is_destroyed",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
