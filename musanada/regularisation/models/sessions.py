"""Sessions of a commission, local or national: members, agenda, who has read what, who stands aside, opinions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.regularisation.models.applications import Application, Result, Stage
from musanada.regularisation.models.operations import CriterionVersion, Operation


class Session(models.Model):
    """A sitting of one commission. ``unit`` is the commission's: the office's for a local one, the appeals commission's
    for the plenary."""

    PRIVACY = Privacy.P2
    PLACE = "unit"

    class Kind(models.TextChoices):
        LOCAL = "local", _("Commission locale")
        PLENARY = "plenary", _("Plénière de recours")

    class State(models.TextChoices):
        PREPARED = "prepared", _("En préparation")
        CONVENED = "convened", _("Convoquée")
        OPEN = "open", _("Ouverte")
        CLOSED = "closed", _("Levée")
        SIGNED = "signed", _("Procès-verbal signé")
        CANCELLED = "cancelled", _("Annulée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="sessions")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("sorte"), max_length=7, choices=Kind, default=Kind.LOCAL)
    number = models.PositiveIntegerField(_("numéro"))
    held_on = models.DateField(_("tenue le"))
    where: Any = EncryptedCharField(_("lieu"), max_length=160, blank=True, default="")
    quorum = models.PositiveSmallIntegerField(_("quorum"))
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.PREPARED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    # The signed copy: a sealed file of the house's store (kit.secrets.files), by its key.
    signed_copy = models.UUIDField(null=True, blank=True, editable=False)
    signed_media_type = models.CharField(max_length=20, blank=True, editable=False)
    remark = EncryptedTextField(_("observations au procès-verbal"), blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-held_on", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("operation", "unit", "kind", "number"), name="session_numbered_once"
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="session_has_a_quorum"),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class SessionMember(models.Model):
    """A colleague called to a session, in a capacity; present or not."""

    PRIVACY = Privacy.P2
    PLACE = "session__unit"

    class Capacity(models.TextChoices):
        CHAIR = "chair", _("Préside")
        AUTHORITY = "authority", _("Autorité locale")
        POLICE = "police", _("Sûreté nationale")
        CIVIL = "civil_society", _("Société civile")
        MINISTRY = "ministry", _("Ministère")
        INSTITUTION = "institution", _("Institution nationale")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(_("qualité"), max_length=14, choices=Capacity)
    present = models.BooleanField(_("présent"), null=True, blank=True)

    class Meta:
        ordering = ("capacity", "user__display_name")
        constraints = (
            models.UniqueConstraint(fields=("session", "user"), name="member_called_once"),
            models.UniqueConstraint(
                fields=("session",), condition=Q(capacity="chair"), name="one_chair_a_session"
            ),
        )

    def __str__(self) -> str:
        return self.get_capacity_display()


class AgendaItem(models.Model):
    """A file before a session. Members of that session read it, and nobody else's files; opinions stand here."""

    PRIVACY = Privacy.P3
    PLACE = "session__unit"
    PERSON = "application__case__person"
    GROUP = FieldGroup.LEGAL

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="agenda_items")
    stage = models.CharField(_("étape"), max_length=6, choices=Stage, default=Stage.FIRST)
    appeal = models.ForeignKey(
        "regularisation.Appeal", models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    position = models.PositiveIntegerField(_("rang"))
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    result = models.CharField(_("avis"), max_length=12, choices=Result, blank=True, default="")
    retained = models.ForeignKey(CriterionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.CharField(_("motifs"), max_length=120, blank=True)
    text = EncryptedTextField(_("en toutes lettres"), blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "application"), condition=Q(removed_at=None), name="file_once_a_session"
            ),
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(result="", removed_at=None),
                name="file_before_one_session",
            ),
            models.CheckConstraint(
                condition=Q(result="", decided_at=None) | (~Q(result="") & Q(decided_at__isnull=False)),
                name="item_decided_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(result="unfavourable") | ~Q(reasons=""), name="item_refusal_gives_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}"

    @property
    def reason_set(self) -> list[str]:
        return [code for code in self.reasons.split(",") if code]


class OfItem(models.Model):
    """What a member says of a file on the agenda."""

    PRIVACY = Privacy.P3
    PLACE = "item__session__unit"
    PERSON = "item__application__case__person"
    GROUP = FieldGroup.LEGAL

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item: Any
    member = models.ForeignKey(SessionMember, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Reading(OfItem):
    """A member has read the file: only then may it be decided in bulk."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="readings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "member"), name="read_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class Conflict(OfItem):
    """A member stands aside from one file; the reason is for the minutes' keeper."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="conflicts")
    reason: Any = EncryptedCharField(_("motif"), max_length=300, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "member"), name="stands_aside_once"),)

    def __str__(self) -> str:
        return str(self.pk)
