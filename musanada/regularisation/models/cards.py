"""Residence cards: how long by which dated rule, ordered to delivered, renewed or lapsed, and what the holder is told."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.regularisation.models.applications import Application


class CardRule(models.Model):
    """How long a card lasts, for cards that begin from a day (appendix A, T4 and T5)."""

    PRIVACY = Privacy.P0
    PLACE = None  # a rule of the installation

    class Kind(models.TextChoices):
        FIRST = "first", _("Première carte")
        RENEWED = "renewed", _("Renouvellement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("sorte"), max_length=7, choices=Kind)
    months = models.PositiveSmallIntegerField(_("durée, en mois"))
    # A renewal is that long only once so many months have passed since regularisation.
    after_months = models.PositiveSmallIntegerField(_("une fois passés, en mois"), default=0)
    valid_from = models.DateField(_("valable depuis"))
    valid_to = models.DateField(_("valable jusqu'au (exclu)"), null=True, blank=True)
    source = models.CharField(_("texte"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("kind", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("kind", "after_months", "valid_from"), name="card_rule_once"),
            models.CheckConstraint(condition=Q(months__gte=1), name="card_lasts"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.months}"


class Card(models.Model):
    """One card of one holder. A renewal makes a new row: stock at a date is not the number issued."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.LEGAL

    class State(models.TextChoices):
        ORDERED = "ordered", _("Commandée")
        PRINTED = "printed", _("Imprimée")
        DELIVERED = "delivered", _("Remise")
        REPLACED = "replaced", _("Remplacée")
        LOST = "lost", _("Perdue ou volée")
        WITHDRAWN = "withdrawn", _("Retirée")
        CANCELLED = "cancelled", _("Commande annulée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="cards")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="cards")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("bureau"))
    place = models.ForeignKey("reference.Place", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("sorte"), max_length=7, choices=CardRule.Kind)
    number: Any = EncryptedCharField(_("numéro de carte"), max_length=20, blank=True, default="")
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.ORDERED)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name=_("carte précédente")
    )
    ordered_on = models.DateField(_("commandée le"))
    printed_on = models.DateField(_("imprimée le"), null=True, blank=True)
    delivered_on = models.DateField(_("remise le"), null=True, blank=True)
    valid_from = models.DateField(_("valable du"), null=True, blank=True)
    valid_to = models.DateField(_("valable jusqu'au (inclus)"), null=True, blank=True)
    ended_on = models.DateField(_("fin anticipée le"), null=True, blank=True)
    end_reason = EncryptedTextField(_("motif du retrait"), blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    delivered_recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    source_batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        ordering = ("-ordered_on", "-id")
        indexes = (
            models.Index(fields=("unit", "state"), name="card_work_list"),
            models.Index(fields=("state", "valid_to"), name="card_running_out"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=("delivered", "replaced"))
                | Q(valid_from__isnull=False, valid_to__isnull=False, valid_to__gte=F("valid_from")),
                name="card_delivered_is_valid_for_a_time",
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(state__in=("ordered", "printed")),
                name="one_card_being_made",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class Renewal(models.Model):
    """A request to renew a card, with its receipt, until it is granted or refused."""

    PRIVACY = Privacy.P3
    PLACE = "card__unit"
    PERSON = "card__person"
    GROUP = FieldGroup.LEGAL

    class State(models.TextChoices):
        FILED = "filed", _("Déposée")
        GRANTED = "granted", _("Accordée")
        REFUSED = "refused", _("Refusée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.ForeignKey(Card, models.PROTECT, related_name="renewals")
    filed_on = models.DateField(_("déposée le"))
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.FILED)
    # Papers given, as codes of ``cases.PieceType``: what is missing is told at the counter.
    papers = models.CharField(max_length=300, blank=True)
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = EncryptedTextField(_("motif du refus"), blank=True, default="")
    court_by = models.DateField(_("recours au tribunal jusqu'au"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-filed_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("card",), condition=Q(state="filed"), name="one_open_renewal_a_card"
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()


class Reminder(models.Model):
    """Told to the holder 60 and 30 days before the card ends, in their language. What was said is made when shown."""

    PRIVACY = Privacy.P3
    PLACE = "card__unit"
    PERSON = "card__person"
    GROUP = FieldGroup.LEGAL

    class State(models.TextChoices):
        DUE = "due", _("À transmettre")
        TOLD = "told", _("Transmis")
        UNREACHABLE = "unreachable", _("Personne injoignable")
        NEEDLESS = "needless", _("Sans objet")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.ForeignKey(Card, models.CASCADE, related_name="reminders")
    days_before = models.PositiveSmallIntegerField(_("jours avant la fin"))
    due_on = models.DateField(_("à transmettre le"))
    language = models.CharField(_("langue"), max_length=3)
    state = models.CharField(_("état"), max_length=11, choices=State, default=State.DUE)
    told_on = models.DateField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due_on", "id")
        constraints = (models.UniqueConstraint(fields=("card", "days_before"), name="reminded_once"),)

    def __str__(self) -> str:
        return str(self.due_on)
