"""Referral and transfer of one person: what is asked of whom, which parts of the file go with it, what came of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedTextField
from musanada.people.consents import from_list
from musanada.reference.codes import ServiceFamily


class Urgency(models.TextChoices):
    """Domain, appendix D."""

    IMMEDIATE = "immediate", _("Immédiate")
    DAY = "24h", _("Dans les 24 heures")
    THREE_DAYS = "72h", _("Dans les 72 heures")
    NORMAL = "normal", _("Normale")


class Term(models.Model):
    """How long an answer, an end, an opening may take for one urgency. Without a row the default of ``terms`` holds."""

    PRIVACY = Privacy.P0
    PLACE = None  # one table for the installation

    urgency = models.CharField(_("urgence"), max_length=10, choices=Urgency, primary_key=True)
    answer_hours = models.PositiveIntegerField(_("réponse attendue, en heures"))
    lapse_hours = models.PositiveIntegerField(_("échue sans réponse, en heures"))
    done_days = models.PositiveIntegerField(_("menée à bien, en jours"))
    open_days = models.PositiveIntegerField(_("paquet à retirer, en jours"))
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answer_hours__gte=1)
                & Q(lapse_hours__gte=F("answer_hours"))
                & Q(done_days__gte=1)
                & Q(open_days__gte=1),
                name="term_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.get_urgency_display()


class Referral(models.Model):
    """One person, referred by one unit to another unit or to a body without account.

    The sender's place is ``from_unit``; the receiver sees it by ``to_unit``, through ``queries.received`` alone.
    """

    PRIVACY = Privacy.P3
    PLACE = "from_unit"
    PERSON = "person"
    GROUP = FieldGroup.SERVICES

    class Kind(models.TextChoices):
        REFERRAL = "referral", _("Orientation : les deux bureaux suivent la personne")
        TRANSFER = "transfer", _("Transfert : l'autre bureau prend le relais")
        EXTERNAL = "external", _("Orientation vers un organisme sans compte")

    class State(models.TextChoices):
        DRAFT = "draft", _("Préparée")
        SENT = "sent", _("Envoyée")
        ACCEPTED = "accepted", _("Acceptée")
        REFUSED = "refused", _("Refusée")
        DONE = "done", _("Menée à bien")
        CLOSED = "closed", _("Close sans résultat")
        REVOKED = "revoked", _("Retirée")
        LAPSED = "lapsed", _("Échue")

    class Refusal(models.TextChoices):
        NO_PLACE = "no_place", _("Plus de place")
        MANDATE = "mandate", _("Hors de notre mandat")
        CRITERIA = "criteria", _("Critères non remplis")
        FUNDS = "funds", _("Plus de moyens")
        INFORMATION = "information", _("Informations insuffisantes")
        OTHER = "other", _("Autre raison")

    class Outcome(models.TextChoices):
        GIVEN = "given", _("Service rendu")
        PARTLY = "partly", _("Service rendu en partie")
        ONWARD = "onward", _("Orientée plus loin")
        DECLINED = "declined", _("La personne n'a pas voulu")
        NO_SHOW = "no_show", _("La personne n'est pas venue")
        NO_SLOT = "no_slot", _("Pas de rendez-vous disponible")
        COST = "cost", _("Coût non couvert")
        PAPERS = "papers", _("Papiers exigés")
        OTHER = "other", _("Autre")

    class Stop(models.TextChoices):
        SENDER = "sender", _("Retirée par le bureau qui l'a envoyée")
        WITHDRAWN = "withdrawn", _("Accord retiré par la personne")

    ACTIVE: ClassVar[tuple[str, ...]] = ("accepted", "done")
    OPEN: ClassVar[tuple[str, ...]] = ("draft", "sent", "accepted", "done")
    WAITING: ClassVar[tuple[str, ...]] = ("sent", "accepted")
    WITH_RESULT: ClassVar[tuple[str, ...]] = ("given", "partly", "onward")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    kind = models.CharField(_("sorte"), max_length=10, choices=Kind)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="referrals")
    from_unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("de"))
    to_unit = models.ForeignKey(
        "access.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("à")
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    partner = models.ForeignKey("partners.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    body = models.CharField(_("service de l'organisme"), max_length=120, blank=True)
    need = models.CharField(_("besoin"), max_length=16, choices=ServiceFamily)
    urgency = models.CharField(_("urgence"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    groups = models.CharField(max_length=120)
    note: Any = EncryptedTextField(_("note pour le destinataire"), blank=True, default="")
    # On what it stands (people.queries.consents.Grounds), and the agreement between the two organisations.
    consent = models.UUIDField(null=True, blank=True, editable=False)
    override = models.UUIDField(null=True, blank=True, editable=False)
    basis = models.CharField(max_length=20, blank=True)
    agreement = models.ForeignKey("partners.Agreement", models.PROTECT, null=True, related_name="+")
    question = models.ForeignKey("cases.Question", models.PROTECT, null=True, related_name="referrals")
    respond_by = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    done_by = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    stop = models.CharField(max_length=10, choices=Stop, blank=True)
    refusal = models.CharField(_("raison du refus"), max_length=12, choices=Refusal, blank=True)
    outcome = models.CharField(_("résultat"), max_length=10, choices=Outcome, blank=True)
    remark: Any = EncryptedTextField(_("précision"), blank=True, default="")
    # What each side held when it was sent and accepted, under the person's own key (people.commands.keys).
    frozen_sender = models.TextField(blank=True, default="", editable=False)
    frozen_receiver = models.TextField(blank=True, default="", editable=False)
    # The naming on a P4 file that the acceptance made.
    grant = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-recorded_at", "-id")
        indexes = (
            models.Index(fields=("to_unit", "state"), name="referral_inbox"),
            models.Index(fields=("from_unit", "state"), name="referral_outbox"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="external", partner__isnull=False, to_unit=None, to_user=None)
                | (~Q(kind="external") & Q(partner=None, to_unit__isnull=False, body="")),
                name="referral_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(to_unit=None) | ~Q(to_unit=F("from_unit")), name="referral_leaves_its_unit"
            ),
            models.CheckConstraint(
                condition=Q(groups__contains=",identity,"), name="referral_carries_identity"
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(asked_at__isnull=False, asked_by__isnull=False, respond_by__isnull=False)
                | Q(state="revoked"),
                name="referral_sent_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="referral_refusal_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("done", "closed")) | ~Q(outcome=""), name="referral_end_says_how"
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_at__isnull=False) & ~Q(stop=""),
                name="referral_revoked_says_when",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)

    @property
    def group_set(self) -> frozenset[str]:
        return from_list(self.groups)

    @property
    def is_external(self) -> bool:
        return self.kind == self.Kind.EXTERNAL

    @property
    def is_transfer(self) -> bool:
        return self.kind == self.Kind.TRANSFER

    @property
    def purpose(self) -> str:
        """The purpose of consent it stands on."""
        return "transfer" if self.is_transfer else "referral"

    @property
    def recipient(self) -> str:
        """The word of consent for who receives."""
        return f"partner:{self.partner_id}" if self.is_external else f"unit:{self.to_unit_id}"

    @property
    def receiver(self) -> str:
        """In words."""
        if self.is_external:
            return f"{self.partner} · {self.body}" if self.body else str(self.partner)
        return str(self.to_unit)

    @property
    def late(self) -> bool:
        """An answer or an end is overdue."""
        due = {"sent": self.respond_by, "accepted": self.done_by}.get(self.state)
        return due is not None and due < timezone.now()

    @property
    def due(self) -> Any:
        """What is waited for next, and until when."""
        return {"sent": self.respond_by, "accepted": self.done_by}.get(self.state)
