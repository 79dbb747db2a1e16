"""What a person asks about their own data, and the clock that runs from the day it was received."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedTextField
from musanada.people.models import Person


class RightsRequest(models.Model):
    """A request for access, rectification, objection or erasure. ``due_on`` is frozen when it is opened."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.LEGAL

    class Kind(models.TextChoices):
        ACCESS = "access", _("Accès")
        RECTIFICATION = "rectification", _("Rectification")
        OBJECTION = "objection", _("Opposition")
        ERASURE = "erasure", _("Effacement")

    class Channel(models.TextChoices):
        COUNTER = "counter", _("À l'accueil")
        LETTER = "letter", _("Par courrier")
        EMAIL = "email", _("Par courriel")
        PHONE = "phone", _("Par téléphone")
        THROUGH = "through", _("Par un partenaire ou l'autorité")

    class Requester(models.TextChoices):
        SELF = "self", _("La personne elle-même")
        GUARDIAN = "guardian", _("Son parent ou tuteur")
        MANDATED = "mandated", _("Quelqu'un qu'elle a mandaté")

    class State(models.TextChoices):
        OPEN = "open", _("En cours")
        ANSWERED = "answered", _("Répondue")
        REFUSED = "refused", _("Refusée")

    class Refusal(models.TextChoices):
        LEGAL_DUTY = "legal_duty", _("La loi oblige à garder ces données")
        LEGAL_CLAIM = "legal_claim", _("Une procédure en justice en dépend")
        TRACING = "tracing", _("Des proches sont recherchés grâce à elles")
        PROTECTION = "protection", _("Une protection en cours en dépend, la sienne ou celle d'un enfant")
        PAYMENT = "payment_proof", _("La preuve d'un paiement est due à un bailleur")
        IDENTITY = "identity", _("L'identité du demandeur n'est pas établie")
        OTHERS = "others", _("La réponse mettrait une autre personne en danger")
        EXCESSIVE = "excessive", _("La demande est répétée sans raison")

    # Erasure is refused for these only, and the data are then restricted (ICRC handbook).
    ERASURE_REFUSALS = (
        Refusal.LEGAL_DUTY,
        Refusal.LEGAL_CLAIM,
        Refusal.TRACING,
        Refusal.PROTECTION,
        Refusal.PAYMENT,
        Refusal.IDENTITY,
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    kind = models.CharField(_("demande"), max_length=14, choices=Kind)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="rights_requests")
    requester = models.CharField(_("qui demande"), max_length=10, choices=Requester, default=Requester.SELF)
    channel = models.CharField(_("reçue"), max_length=8, choices=Channel)
    received_on = models.DateField(_("reçue le"))
    due_on = models.DateField(_("réponse due le"))
    due_confirmed = models.BooleanField(default=False)
    note: Any = EncryptedTextField(_("précisions"), blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer: Any = EncryptedTextField(_("réponse"), blank=True)
    refusal = models.CharField(_("motif du refus"), max_length=16, choices=Refusal, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=("state", "due_on"), name="rights_request_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by=None)
                | Q(state__in=("answered", "refused"), answered_at__isnull=False, answered_by__isnull=False),
                name="an_answer_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="a_refused_request_says_why",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)
