"""The journal of what was done."""

from datetime import UTC
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.access.models.accounts import Unit, User
from musanada.kit.choices import Privacy


class AuditEntry(models.Model):
    """One line of the journal. Append-only by trigger; each line's hash covers the line before it.

    Columns hold codes and keys, never a name: the journal outlives the erasure of the people in it.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("Fait")
        DENIED = "denied", _("Droit manquant")
        REFUSED = "refused", _("Refusé par une règle")

    PRIVACY = Privacy.P2
    PLACE = "unit"

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # Their indexes go with the number: the newest lines of an account, of a place, of a verb.
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=80)
    outcome = models.CharField(max_length=8, choices=Outcome)
    object_kind = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    details = models.JSONField(default=dict)
    origin = models.CharField(max_length=45, blank=True, default="")  # the address a request came from
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        indexes = (
            models.Index(fields=("object_kind", "object_id"), name="audit_object"),
            models.Index(fields=("actor", "number"), name="audit_actor"),
            models.Index(fields=("unit", "number"), name="audit_unit"),
            models.Index(fields=("verb", "number"), name="audit_verb"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    def content(self) -> dict[str, Any]:
        """What the hash covers, in a form that does not depend on the database (``audit.chain.text_of`` writes it)."""
        told = {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": str(self.actor_id or ""),
            "verb": self.verb,
            "outcome": self.outcome,
            "object": [self.object_kind, self.object_id],
            "unit": str(self.unit_id or ""),
            "details": self.details,
        }
        return told | ({"from": self.origin} if self.origin else {})


class AuditHead(models.Model):
    """The end of the chain: the row that writers lock, and the proof that no last line was cut off.

    By trigger it moves forward only, onto a line that is there.
    """

    PRIVACY = Privacy.P1
    PLACE = None  # one row for the installation

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    digest = models.CharField(max_length=64, default="")  # of all lines, without a key
    seal = models.CharField(max_length=64, default="")
    day = models.DateField(null=True)  # of the last line, in UTC

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="audit_has_one_head"),)

    def __str__(self) -> str:
        return str(self.number)


class AuditAnchor(models.Model):
    """The end of the chain as it stood when a day (UTC) was over. Append-only by trigger; also written as a file that
    is kept elsewhere: whoever has the key and rewrites the chain cannot rewrite that."""

    PRIVACY = Privacy.P1
    PLACE = None  # of the installation

    day = models.DateField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day} {self.number}"
