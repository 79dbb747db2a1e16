"""What was done for people: the catalogue of services, and one act per service given."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.assistance import kinds
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField
from musanada.reference.codes import ServiceFamily


class ServiceType(models.Model):
    """A row of the catalogue: an assistance type that differs in data only needs nothing else."""

    PRIVACY = Privacy.P1
    PLACE = (
        None  # one catalogue for the installation: read through queries, changed under assistance.catalogue
    )

    class Modality(models.TextChoices):
        KIND = "in_kind", _("En nature")
        CASH = "cash", _("Argent")
        VOUCHER = "voucher", _("Bon")
        SERVICE = "service", _("Service")

    class Reached(models.TextChoices):
        """Who counts as reached by one act (declared rule, domain section 10)."""

        RECIPIENT = "recipient", _("La personne qui reçoit")
        MEMBERS = "members", _("Tous les membres du ménage")

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    family = models.CharField(_("famille"), max_length=16, choices=ServiceFamily)
    kind = models.CharField(_("sorte"), max_length=20, choices=kinds.choices)
    modality = models.CharField(_("modalité"), max_length=10, choices=Modality, default=Modality.SERVICE)
    name_fr = models.CharField(_("nom en français"), max_length=120)
    name_ar = models.CharField(_("nom en arabe"), max_length=120, blank=True)
    name_en = models.CharField(_("nom en anglais"), max_length=120, blank=True)
    name_es = models.CharField(_("nom en espagnol"), max_length=120, blank=True)
    reached = models.CharField(
        _("personnes comptées"), max_length=10, choices=Reached, default=Reached.RECIPIENT
    )
    repeat_days = models.PositiveSmallIntegerField(
        _("intervalle avant une nouvelle remise (jours)"), null=True, blank=True
    )
    ceiling = models.DecimalField(
        _("plafond sans approbation"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("monnaie du plafond"), max_length=3, blank=True, default="MAD")
    active = models.BooleanField(_("proposé"), default=True)

    class Meta:
        ordering = ("family", "code")

    def __str__(self) -> str:
        return str(getattr(self, f"name_{(get_language() or 'fr')[:2]}", "") or self.name_fr)


class Act(models.Model):
    """One service for one person (and, where the type says so, their household), on a day, at a place."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.SERVICES

    class State(models.TextChoices):
        REQUESTED = "requested", _("À approuver")
        APPROVED = "approved", _("Approuvée")
        GIVEN = "given", _("Remise")
        REFUSED = "refused", _("Refusée")
        VOIDED = "voided", _("Annulée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="acts", verbose_name=_("personne")
    )
    service = models.ForeignKey(ServiceType, models.PROTECT, related_name="acts", verbose_name=_("aide"))
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    programme = models.ForeignKey(
        "programmes.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    partner = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partenaire"),
    )
    place = models.ForeignKey(
        "reference.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lieu")
    )
    given_on = models.DateField(_("date"), default=timezone.localdate)
    until_on = models.DateField(_("départ"), null=True, blank=True)
    quantity = models.DecimalField(_("quantité"), max_digits=10, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(_("montant"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("monnaie"), max_length=3, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.GIVEN)
    occasion = models.UUIDField(
        null=True, blank=True, editable=False, db_index=True
    )  # one distribution, many acts
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # When we learned that it was given: the clock of the figures. NULL until then.
    given_recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = EncryptedCharField(_("raison"), max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source_batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        ordering = ("-given_on", "-id")
        indexes = (
            models.Index(fields=("person", "-given_on"), name="act_of_person"),
            models.Index(fields=("unit", "-given_on", "-id"), name="act_of_unit"),
            models.Index(
                fields=("state",), condition=Q(state__in=("requested", "approved")), name="act_open"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("given_on")), name="stay_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0) & ~Q(currency=""), name="amount_has_currency"
            ),
            models.CheckConstraint(
                condition=Q(state="voided", voided_at__isnull=False) | ~Q(state="voided") & Q(voided_at=None),
                name="voided_says_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")), name="not_own_approval"
            ),
            models.CheckConstraint(
                condition=~Q(state="given") | Q(given_recorded_at__isnull=False),
                name="given_says_when_recorded",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class ActMember(models.Model):
    """Someone reached by an act beside its recipient: the household as it stood when the act was recorded."""

    PRIVACY = Privacy.P3
    PLACE = "act__unit"
    PERSON = ("person", "act__person")
    GROUP = FieldGroup.SERVICES

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.ForeignKey(Act, models.CASCADE, related_name="members")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("act", "person"), name="reached_once_an_act"),)

    def __str__(self) -> str:
        return str(self.pk)
