"""A file handed from one mission to another: the other side sees it and goes on with it; both see where it stands."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.returns.models.returns import Return


class HandOver(models.Model):
    """Proposed by the office that holds the file, answered by the one that receives it. Once accepted the case lies
    there (same number, same history), and this row is how the first office still sees its state. To a mission without
    accounts (``mission``) it is noted, and the file stays."""

    PRIVACY = Privacy.P3
    PLACE = "from_unit"
    PERSON = "ret__case__person"
    GROUP = FieldGroup.TRAVEL

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposée")
        ACCEPTED = "accepted", _("Acceptée")
        DECLINED = "declined", _("Déclinée")
        WITHDRAWN = "withdrawn", _("Retirée")
        NOTED = "noted", _("Faite à une mission sans compte")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    ret = models.ForeignKey(Return, models.PROTECT, related_name="handovers")
    from_unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("de"))
    to_unit = models.ForeignKey(
        "access.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("à")
    )
    mission: Any = EncryptedCharField(_("mission sans compte"), max_length=120, blank=True, default="")
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.PROPOSED)
    consent = models.UUIDField(
        null=True, blank=True, editable=False
    )  # the person's own, that names the receiver
    message = EncryptedTextField(_("message"), blank=True, default="")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = EncryptedTextField(_("réponse"), blank=True, default="")

    class Meta:
        ordering = ("-proposed_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("ret",), condition=Q(state="proposed"), name="one_open_handover"),
            models.CheckConstraint(
                condition=(Q(to_unit=None) & ~Q(mission="")) | Q(to_unit__isnull=False, mission=""),
                name="handover_to_one",
            ),
            models.CheckConstraint(condition=Q(to_unit=None) | ~Q(to_unit=F("from_unit")), name="handover_elsewhere"),
        )  # fmt: skip

    def __str__(self) -> str:
        return show_reference(self.reference)
