"""Movements: legs, who is on board, who escorts, what was handed over, and the events that figures read."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.programmes.models import currency_format
from musanada.returns.models.papers import TravelDocument
from musanada.returns.models.returns import OfReturn, Return
from musanada.returns.models.rules import Channel, Direction


class Movement(models.Model):
    """A journey organised by an office on a day: a seat on a scheduled flight, or a charter for a group."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class Mode(models.TextChoices):
        AIR = "air", _("Avion de ligne")
        CHARTER = "charter", _("Vol affrété")
        SEA = "sea", _("Bateau")
        LAND = "land", _("Route")

    class State(models.TextChoices):
        PLANNED = "planned", _("En préparation")
        CLOSED = "closed", _("Liste arrêtée")
        DEPARTED = "departed", _("Parti")
        CANCELLED = "cancelled", _("Annulé")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("organisé par"))
    direction = models.CharField(_("sens"), max_length=12, choices=Direction)
    channel = models.CharField(_("voie"), max_length=8, choices=Channel)
    mode = models.CharField(_("moyen"), max_length=8, choices=Mode)
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.PLANNED)
    departs_on = models.DateField(_("jour du départ"))
    to_country = models.ForeignKey(
        "reference.Country", models.PROTECT, related_name="+", verbose_name=_("vers")
    )
    carrier = models.CharField(_("transporteur"), max_length=80, blank=True)
    seats = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    # Entered after it took place: the list was never a booking.
    late_entry = models.BooleanField(_("saisi après coup"), default=False)
    cost = models.DecimalField(_("coût du transport"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("monnaie"), max_length=3, default="MAD", validators=[currency_format])
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-departs_on", "-id")
        indexes = (models.Index(fields=("unit", "departs_on"), name="movement_of_unit"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0), name="movement_cost_not_negative"
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class Leg(models.Model):
    """One stretch of a movement, with local times."""

    PRIVACY = Privacy.P1
    PLACE = "movement__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    movement = models.ForeignKey(Movement, models.CASCADE, related_name="legs")
    order = models.PositiveSmallIntegerField(_("rang"), default=1)
    carrier = models.CharField(_("transporteur"), max_length=80, blank=True)
    number = models.CharField(_("numéro de vol ou de ligne"), max_length=20, blank=True)
    from_place = models.CharField(_("de"), max_length=80)
    to_place = models.CharField(_("à"), max_length=80)
    departs_on = models.DateField(_("départ le"))
    departs_at = models.TimeField(_("à (heure locale)"), null=True, blank=True)
    arrives_on = models.DateField(_("arrivée le"))
    arrives_at = models.TimeField(_("à (heure locale)"), null=True, blank=True)

    class Meta:
        ordering = ("movement", "order")
        constraints = (
            models.UniqueConstraint(fields=("movement", "order"), name="leg_order_once"),
            models.CheckConstraint(condition=Q(arrives_on__gte=F("departs_on")), name="leg_arrives_after"),
        )

    def __str__(self) -> str:
        return f"{self.from_place} – {self.to_place}"


class Passenger(models.Model):
    """A traveller on a list: as in the document, with what the carrier must provide. One open place at a time."""

    PRIVACY = Privacy.P3
    PLACE = "movement__unit"
    PERSON = "ret__case__person"
    GROUP = FieldGroup.TRAVEL

    class State(models.TextChoices):
        BOOKED = "booked", _("Inscrit")
        BOARDED = "boarded", _("Embarqué")
        NO_SHOW = "no_show", _("Ne s'est pas présenté")
        WITHDRAWN = "withdrawn", _("A renoncé")
        REMOVED = "removed", _("Retiré de la liste")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="passengers")
    ret = models.ForeignKey(Return, models.PROTECT, related_name="places")
    document = models.ForeignKey(TravelDocument, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.BOOKED)
    needs = models.CharField(_("besoins"), max_length=80, blank=True)
    reason = EncryptedTextField(_("motif"), blank=True, default="")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("booked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("ret",), condition=Q(state__in=("booked", "boarded")), name="one_place_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def need_set(self) -> list[str]:
        return [code for code in self.needs.split(",") if code]


class Escort(models.Model):
    """Who accompanies: a movement, or one of its travellers."""

    PRIVACY = Privacy.P2
    PLACE = "movement__unit"

    class Kind(models.TextChoices):
        MEDICAL = "medical", _("Médical")
        OPERATIONS = "operations", _("Opérations")
        CHILD = "child", _("Accompagnateur d'enfant")
        FAMILY = "family", _("Famille")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="escorts")
    passenger = models.ForeignKey(Passenger, models.PROTECT, null=True, blank=True, related_name="escorts")
    kind = models.CharField(_("sorte"), max_length=10, choices=Kind)
    name: Any = EncryptedCharField(_("nom"), max_length=120)
    until = models.CharField(_("jusqu'à"), max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        return self.get_kind_display()


class Allowance(OfReturn):
    """Pocket money handed over, against a numbered receipt. A wrong one is voided with a reason, never rewritten."""

    PLACE = "unit"

    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    ret = models.ForeignKey(Return, models.PROTECT, related_name="allowances")
    passenger = models.ForeignKey(Passenger, models.PROTECT, null=True, blank=True, related_name="allowances")
    number = models.PositiveIntegerField(_("reçu n°"))  # of the unit
    amount = models.DecimalField(_("montant"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("monnaie"), max_length=3, validators=[currency_format])
    rate = models.DecimalField(_("dirhams pour une unité"), max_digits=18, decimal_places=8)
    on = models.DateField(_("remis le"))
    received_by = models.CharField(
        _("reçu attesté par"),
        max_length=9,
        choices=[
            ("signature", _("Signature")),
            ("thumb", _("Empreinte")),
            ("mark", _("Croix ou marque")),
            ("parent", _("Le parent")),
        ],
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = EncryptedTextField(blank=True, default="")

    class Meta:
        ordering = ("unit", "number")
        constraints = (
            models.UniqueConstraint(fields=("unit", "number"), name="allowance_receipt_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, rate__gt=0), name="allowance_is_something"),
        )

    def __str__(self) -> str:
        return str(self.number)


class TravelEvent(OfReturn):
    """Somebody left, arrived, did not come; or that earlier line was wrong. Append-only: what figures read.

    A counter-fact names the line it undoes (``undoes``): as known at a cut-off between the two, the first one stands.
    """

    PLACE = "unit"

    class Kind(models.TextChoices):
        DEPARTED = "departed", _("Parti")
        ARRIVED = "arrived", _("Arrivé")
        NO_SHOW = "no_show", _("Ne s'est pas présenté")
        UNDONE = "undone", _("Contre-écriture")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="events")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")  # who says so
    kind = models.CharField(_("fait"), max_length=8, choices=Kind)
    on = models.DateField(_("le"))
    passenger = models.ForeignKey(Passenger, models.PROTECT, null=True, blank=True, related_name="events")
    late_entry = models.BooleanField(_("saisi après coup"), default=False)
    # What a booking would have demanded and was not there: codes of ``Lock``; of a late entry only.
    lacking = models.CharField(max_length=120, blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    text = EncryptedTextField(_("motif"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("recorded_at", "id")
        indexes = (models.Index(fields=("ret", "recorded_at"), name="event_of_return"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="undone", undoes__isnull=False) | (~Q(kind="undone") & Q(undoes=None)),
                name="undone_names_its_line",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
