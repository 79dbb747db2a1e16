"""Erasure as a procedure: asked, examined, decided, confirmed by a second person, executed, certified."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedTextField


class Verified(models.TextChoices):
    """How we know that it is this person who asks (decree 2-09-165: proof of identity goes with the request)."""

    KNOWN = "known", _("Connue de l'agent, en personne")
    DOCUMENT = "document", _("Document d'identité présenté")
    SLIP = "slip", _("Bon de visite et questions de contrôle")
    REPRESENTATIVE = "representative", _("Représentant légal, avec son pouvoir")


class Erasure(models.Model):
    """One request to be forgotten by one organisation, and what became of it. Executed, it names nobody any more."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.LEGAL

    class State(models.TextChoices):
        ASKED = "asked", _("Demandé")
        EXAMINED = "examined", _("Examiné")
        GRANTED = "granted", _("Accordé, à confirmer")
        CONFIRMED = "confirmed", _("Confirmé, à exécuter")
        EXECUTED = "executed", _("Effacé")
        REFUSED = "refused", _("Refusé")
        RESTRICTED = "restricted", _("Refusé, traitement limité")
        WITHDRAWN = "withdrawn", _("Retiré par la personne")

    class Reason(models.TextChoices):
        """Why it may be refused (ICRC handbook): nothing else is a reason."""

        LEGAL_DUTY = "legal_duty", _("Obligation légale de conserver")
        LEGAL_CLAIM = "legal_claim", _("Action en justice, en cours ou prévisible")
        TRACING = "tracing", _("Recherche de proches disparus")
        PROTECTION = "protection", _("Protection en cours, de la personne ou d'un enfant")
        PAYMENT = "payment_proof", _("Preuve d'un paiement due à un bailleur")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="erasures")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    request = models.ForeignKey(
        "dataprotection.RightsRequest", models.SET_NULL, null=True, blank=True, related_name="erasures"
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.ASKED)
    verified = models.CharField(_("identité vérifiée par"), max_length=16, choices=Verified)
    asked_on = models.DateField(_("demandé le"), default=timezone.localdate)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note: Any = EncryptedTextField(_("ce que l'examen a montré"), blank=True, default="")
    examined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reasons = models.CharField(_("raisons du refus"), max_length=120, blank=True)  # ",legal_duty,tracing,"
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    review_on = models.DateField(_("à revoir le"), null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    executed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    executed_at = models.DateTimeField(null=True, blank=True, editable=False)
    counts: Any = models.JSONField(default=dict, editable=False)
    number = models.CharField(_("numéro du certificat"), max_length=20, blank=True, editable=False)
    proof = models.CharField(max_length=64, blank=True, editable=False)
    replayed_at = models.DateTimeField(null=True, blank=True, editable=False)

    OPEN = ("asked", "examined", "granted", "confirmed")

    class Meta:
        ordering = ("-asked_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit"),
                condition=Q(state__in=("asked", "examined", "granted", "confirmed", "restricted")),
                name="one_open_erasure_a_unit",
            ),
            models.UniqueConstraint(fields=("number",), condition=~Q(number=""), name="erasure_number_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | Q(decided_by__isnull=False) & ~Q(confirmed_by=F("decided_by")),
                name="erasure_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "executed"))
                | Q(confirmed_by__isnull=False)
                | Q(replayed_at__isnull=False),
                name="erasure_has_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state="executed")
                | Q(executed_at__isnull=False, note="") & ~Q(number="") & ~Q(proof=""),
                name="erasure_executed_is_certified",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "restricted")) | ~Q(reasons=""),
                name="erasure_refused_says_why",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)

    @property
    def reason_words(self) -> list[Any]:
        return [self.Reason(code).label for code in self.reasons.split(",") if code]
