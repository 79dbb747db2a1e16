"""A question from an office that met someone to the offices that may know them. It says neither who nor why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference


class Question(models.Model):
    """Asked by a unit about someone it does not see. Its place is where the person is known: there it is answered.

    Who asked reads their own questions through ``queries.asked`` and sees a state, never a person or an office.
    """

    PRIVACY = Privacy.P3
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

    class State(models.TextChoices):
        ASKED = "asked", _("Demandé")
        SHARED = "shared", _("Partagé")
        DECLINED = "declined", _("Sans réponse")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="questions")
    from_unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "from_unit"), condition=Q(state="asked"), name="one_open_question_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | ~Q(state="asked") & Q(answered_at__isnull=False),
                name="question_answered_says_when",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)
