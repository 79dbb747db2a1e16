"""Clearances: the lock that one domain turns and another obeys, without either knowing the other (architecture).

Every minor who travels without a parent needs a travel clearance, every return a protection clearance. The sentence of a
refusal is the same whether or not a protection file exists: nobody learns from a lock that there is something behind it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedTextField


class Clearance(models.Model):
    """Asked by an office for one person, granted until a day or refused by who holds that right."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.TRAVEL

    class Kind(models.TextChoices):
        TRAVEL = "travel", _("Feu vert de voyage d'un mineur sans parent")
        PROTECTION = "protection", _("Feu vert de protection avant un retour")

    class State(models.TextChoices):
        ASKED = "asked", _("Demandé")
        GRANTED = "granted", _("Accordé")
        REFUSED = "refused", _("Non accordé")
        REVOKED = "revoked", _("Retiré")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    kind = models.CharField(_("sorte"), max_length=10, choices=Kind)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.ASKED)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="clearances")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="clearances")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    from_on = models.DateField(_("vaut du"), null=True, blank=True)
    to_on = models.DateField(_("vaut jusqu'au (inclus)"), null=True, blank=True)
    # Why, for those who decide; who asked sees the answer only.
    grounds = EncryptedTextField(_("motifs"), blank=True, default="")

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "unit"), condition=Q(state="asked"), name="one_open_clearance"
            ),
            models.CheckConstraint(
                condition=~Q(state="granted")
                | Q(from_on__isnull=False, to_on__isnull=False, to_on__gte=F("from_on")),
                name="clearance_granted_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="clearance_by_another_person",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)
