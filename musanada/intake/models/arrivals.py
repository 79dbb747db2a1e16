"""Who came to a counter today and how far they got."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField


class Arrival(models.Model):
    """Someone who came to a counter: a number for the day and, while they wait, the name they are called by.

    The call name is not a record of a person: it goes when the visit ends, and it is not required to be true.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("En attente")
        CALLED = "called", _("Appelé")
        SEEN = "seen", _("Reçu")
        LEFT = "left", _("Parti sans être reçu")

    class Purpose(models.TextChoices):
        REGISTRATION = "registration", _("Première visite")
        ASSISTANCE = "assistance", _("Aide ou service")
        APPOINTMENT = "appointment", _("Rendez-vous")
        DOCUMENTS = "documents", _("Documents à remettre ou à retirer")
        INFORMATION = "information", _("Renseignement")
        OTHER = "other", _("Autre")

    PRIVACY = Privacy.P2
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY
    OPEN = (State.WAITING, State.CALLED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    day = models.DateField(_("jour"), default=timezone.localdate)
    number = models.PositiveIntegerField(_("numéro"))
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    call_name = EncryptedCharField(_("appelé"), max_length=60, blank=True)
    purpose = models.CharField(_("motif"), max_length=14, choices=Purpose, default=Purpose.OTHER)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.WAITING)
    arrived_at = models.DateTimeField(default=timezone.now)
    called_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("day", "number")
        indexes = (models.Index(fields=("unit", "state", "day"), name="arrival_queue"),)
        constraints = (
            models.UniqueConstraint(fields=("unit", "day", "number"), name="ticket_once_a_day"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "called"), closed_at=None)
                | Q(state__in=("seen", "left"), closed_at__isnull=False),
                name="arrival_closed_has_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "called")) | Q(call_name=""),
                name="arrival_closed_forgets_the_name",
            ),
        )

    def __str__(self) -> str:
        return str(self.number)
