"""What a journey needs in hand: document, exit authorisation, fitness to travel; and where one sleeps until then."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.returns.models.returns import OfReturn, Return


class TravelDocument(OfReturn):
    """A passport or a consular laissez-passer: asked of a consulate, obtained, valid until a day (included)."""

    class Kind(models.TextChoices):
        PASSPORT = "passport", _("Passeport")
        LAISSEZ_PASSER = "laissez_passer", _("Laissez-passer consulaire")
        OTHER = "other", _("Autre document reconnu")

    class State(models.TextChoices):
        ASKED = "asked", _("Demandé au consulat")
        OBTAINED = "obtained", _("Obtenu")
        REFUSED = "refused", _("Refusé par le consulat")
        VOID = "void", _("Perdu, annulé ou remplacé")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="documents")
    kind = models.CharField(_("document"), max_length=14, choices=Kind)
    state = models.CharField(_("état"), max_length=8, choices=State)
    issuer = models.ForeignKey(
        "reference.Country", models.PROTECT, related_name="+", verbose_name=_("délivré par")
    )
    number: Any = EncryptedCharField(_("numéro"), max_length=40, blank=True, default="")
    asked_on = models.DateField(_("demandé le"), null=True, blank=True)
    obtained_on = models.DateField(_("obtenu le"), null=True, blank=True)
    valid_to = models.DateField(_("valable jusqu'au (inclus)"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-recorded_at", "-id")
        indexes = (models.Index(fields=("ret", "state", "valid_to"), name="document_of_return"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="obtained") | Q(obtained_on__isnull=False, valid_to__isnull=False),
                name="document_obtained_says_until_when",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class ExitAuthorisation(OfReturn):
    """The authorities' word that the person may leave, asked through the ministry."""

    class State(models.TextChoices):
        ASKED = "asked", _("Demandée")
        GRANTED = "granted", _("Accordée")
        REFUSED = "refused", _("Refusée")
        VOID = "void", _("Annulée ou remplacée")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="exits")
    state = models.CharField(_("état"), max_length=8, choices=State)
    asked_on = models.DateField(_("demandée le"))
    answered_on = models.DateField(_("réponse du"), null=True, blank=True)
    reference: Any = EncryptedCharField(_("référence"), max_length=60, blank=True, default="")
    valid_from = models.DateField(_("vaut du"), null=True, blank=True)
    valid_to = models.DateField(_("vaut jusqu'au (inclus)"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-recorded_at", "-id")
        indexes = (models.Index(fields=("ret", "state", "valid_to"), name="exit_of_return"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="granted")
                | Q(valid_from__isnull=False, valid_to__isnull=False, valid_to__gte=F("valid_from")),
                name="exit_granted_for_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()


class FitToTravel(OfReturn):
    """What a doctor lets the carrier know: fit, fit with conditions, unfit, until when. No diagnosis: the health file
    travels by its own sealed way."""

    class Result(models.TextChoices):
        FIT = "fit", _("Apte")
        CONDITIONS = "conditions", _("Apte avec conditions")
        UNFIT = "unfit", _("Inapte")

    class Need(models.TextChoices):
        ESCORT = "escort", _("Accompagnateur médical")
        WHEELCHAIR = "wheelchair", _("Fauteuil roulant")
        OXYGEN = "oxygen", _("Oxygène")
        STRETCHER = "stretcher", _("Civière")
        MEDICINES = "medicines", _("Médicaments en cabine")
        SEAT = "seat", _("Siège particulier")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="fitness")
    on = models.DateField(_("examen du"))
    doctor: Any = EncryptedCharField(_("médecin"), max_length=120)
    result = models.CharField(_("conclusion"), max_length=10, choices=Result)
    needs = models.CharField(
        _("conditions"), max_length=80, blank=True
    )  # codes of ``Need``, as ",escort,oxygen,"
    valid_to = models.DateField(_("valable jusqu'au (inclus)"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-on", "-recorded_at")
        constraints = (
            models.CheckConstraint(condition=Q(valid_to__gte=F("on")), name="fitness_ends_after_examination"),
            models.CheckConstraint(
                condition=~Q(result="conditions") | ~Q(needs=""), name="conditions_are_named"
            ),
        )

    def __str__(self) -> str:
        return self.get_result_display()

    @property
    def need_set(self) -> list[str]:
        return [code for code in self.needs.split(",") if code]


class Stay(OfReturn):
    """A bed before the departure or on the way; ``to_on`` is the morning one leaves."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("Hébergement avant le départ")
        TRANSIT = "transit", _("Hébergement en transit")
        ARRIVAL = "arrival", _("Hébergement à l'arrivée")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="stays")
    kind = models.CharField(_("sorte"), max_length=8, choices=Kind)
    where = EncryptedTextField(_("lieu"))
    from_on = models.DateField(_("du"))
    to_on = models.DateField(_("au (matin du départ)"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-from_on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="return_stay_ends_after"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def nights(self) -> int:
        return ((self.to_on or timezone.localdate()) - self.from_on).days
