"""Money of reintegration: suppliers, instalments with the evidence each needs, approvals, and a ledger that adds up."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.programmes.models import currency_format
from musanada.returns.models.reintegration import Activity, Reintegration
from musanada.returns.models.rules import Form, Funding


class Supplier(models.Model):
    """Who is paid instead of the person: a shop, a school, a clinic. May be one craftsman: a name is a person's."""

    PRIVACY = Privacy.P2
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    name: Any = EncryptedCharField(_("nom"), max_length=160)
    sells: Any = EncryptedCharField(_("fournit"), max_length=160, blank=True, default="")
    account: Any = EncryptedCharField(_("compte ou mode de paiement"), max_length=120, blank=True, default="")
    active = models.BooleanField(_("en activité"), default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        return str(self.pk)


class Proof(models.TextChoices):
    """Evidence an instalment may need before it is paid."""

    RECEIPT = "receipt", _("Facture ou reçu")
    QUOTE = "quote", _("Devis")
    VISIT = "visit", _("Visite : le projet tourne")
    ATTENDANCE = "attendance", _("Attestation de présence")
    CONTRACT = "contract", _("Bail ou contrat")
    CERTIFICATE = "certificate", _("Certificat ou diplôme")
    PRESCRIPTION = "prescription", _("Ordonnance ou devis médical")


class OfMoney(models.Model):
    """Part of the file that only those who deal with money reach."""

    PRIVACY = Privacy.P3
    PLACE = "file__case__unit"
    PERSON = "file__case__person"
    GROUP = FieldGroup.MONEY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Tranche(OfMoney):
    """An instalment of an activity: how much, due when, on which evidence, to whom."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Prévue")
        SUBMITTED = "submitted", _("Soumise")
        APPROVED = "approved", _("Approuvée")
        PAID = "paid", _("Payée")
        CANCELLED = "cancelled", _("Annulée")

    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    file = models.ForeignKey(Reintegration, models.PROTECT, related_name="tranches")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="tranches")
    order = models.PositiveSmallIntegerField(_("rang"), default=1)
    amount = models.DecimalField(_("montant"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("monnaie"), max_length=3, default="EUR", validators=[currency_format])
    form = models.CharField(_("forme"), max_length=8, choices=Form)
    due_on = models.DateField(_("due le"))
    proofs = models.CharField(_("preuves demandées"), max_length=120, blank=True)  # codes of ``Proof``
    supplier = models.ForeignKey(
        Supplier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tranches",
        verbose_name=_("fournisseur"),
    )
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.PLANNED)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(_("payée le"), null=True, blank=True)

    class Meta:
        ordering = ("due_on", "order", "id")
        indexes = (models.Index(fields=("state", "due_on"), name="tranche_due"),)
        constraints = (
            models.UniqueConstraint(fields=("activity", "order"), condition=~Q(state="cancelled"),
                                    name="tranche_order_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_is_something"),
            models.CheckConstraint(condition=Q(state="paid", paid_on__isnull=False) | (~Q(state="paid") & Q(paid_on=None)),
                                   name="tranche_paid_says_when"),
        )  # fmt: skip

    def __str__(self) -> str:
        return show_reference(self.reference)

    @property
    def proof_set(self) -> list[str]:
        return [code for code in self.proofs.split(",") if code]


class TrancheProof(OfMoney):
    """A piece of evidence brought for an instalment. A wrong one is set aside with a reason."""

    PLACE = "tranche__file__case__unit"
    PERSON = "tranche__file__case__person"

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="evidence")
    proof = models.CharField(_("preuve"), max_length=12, choices=Proof)
    on = models.DateField(_("du"))
    visit = models.ForeignKey("returns.Visit", models.PROTECT, null=True, blank=True, related_name="+")
    attachment = models.UUIDField(null=True, blank=True, editable=False)
    amount = models.DecimalField(
        _("montant de la pièce"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    text = EncryptedTextField(_("précision"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        return self.get_proof_display()


class Approval(OfMoney):
    """One person's yes or no to an instalment, by the limit that held that day. Never the one who submitted it."""

    PLACE = "tranche__file__case__unit"
    PERSON = "tranche__file__case__person"

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="approvals")
    given = models.BooleanField(_("accord"))
    on = models.DateField(_("le"), default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = EncryptedTextField(_("motif"), blank=True, default="")
    void = models.BooleanField(default=False)  # given before the instalment was changed and submitted anew

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("tranche", "by"), condition=Q(void=False), name="one_word_of_each"
            ),
        )

    def __str__(self) -> str:
        return str(self.given)


class LedgerLine(OfMoney):
    """The ledger, append-only: money set aside for an instalment, released, paid out, paid back.

    ``amount`` is signed and in the currency of the line; ``rate`` is the dirhams for one unit on that day, ``mad`` the
    product rounded to the centime. Per instalment: sum of ``commit`` ≥ sum of ``pay`` ≥ 0, and of all it adds up.
    """

    class Kind(models.TextChoices):
        COMMIT = "commit", _("Engagement")
        RELEASE = "release", _("Désengagement")
        PAY = "pay", _("Paiement")
        REFUND = "refund", _("Remboursement ou contre-écriture")

    number = models.PositiveIntegerField(_("n°"))  # of the unit's organisation, without a gap
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")  # the office whose money it is
    file = models.ForeignKey(Reintegration, models.PROTECT, related_name="ledger")
    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="ledger")
    funding = models.ForeignKey(Funding, models.PROTECT, related_name="ledger")
    kind = models.CharField(_("écriture"), max_length=8, choices=Kind)
    on = models.DateField(_("le"))
    amount = models.DecimalField(_("montant"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("monnaie"), max_length=3, validators=[currency_format])
    rate = models.DecimalField(_("dirhams pour une unité"), max_digits=18, decimal_places=8)
    mad = models.DecimalField(_("en dirhams"), max_digits=14, decimal_places=2)
    receipt: Any = EncryptedCharField(_("reçu"), max_length=60, blank=True, default="")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    text = EncryptedTextField(_("motif"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("unit", "number")
        indexes = (
            models.Index(fields=("tranche", "kind"), name="ledger_of_tranche"),
            models.Index(fields=("unit", "on"), name="ledger_by_day"),
        )
        constraints = (
            models.UniqueConstraint(fields=("unit", "number"), name="ledger_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("commit", "pay"), amount__gt=0) | Q(kind__in=("release", "refund"), amount__lt=0),
                name="ledger_sign_is_its_kind",
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="ledger_rate_positive"),
            models.CheckConstraint(
                condition=~Q(kind="refund") | Q(reverses__isnull=False), name="refund_names_its_payment"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.number)
