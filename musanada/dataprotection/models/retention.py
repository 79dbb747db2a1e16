"""How long each kind of record is kept, and what was disposed of when its time had passed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id, new_reference, show_reference


class Then(models.TextChoices):
    DELETE = "delete", _("Détruire")
    PSEUDONYMISE = "pseudonymise", _("Effacer qui c'était, garder les actes en codes")
    SEAL = "seal", _("Sceller en archive")
    TRANSFER = "transfer", _("Verser aux archives de l'administration")
    KEEP = "keep", _("Garder, en agrégats seulement")


class RetentionRule(models.Model):
    """What one organisation decided for one kind. Without a row the proposal of ``retention.defaults`` holds."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("organisation"))
    kind = models.CharField(_("sorte"), max_length=30)
    months = models.PositiveIntegerField(_("durée, en mois"))
    then = models.CharField(_("ensuite"), max_length=14, choices=Then)
    legal_note = models.CharField(_("fondement"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "kind"), name="one_retention_rule_a_kind"),
            models.CheckConstraint(condition=Q(months__gte=1), name="retention_lasts"),
        )

    def __str__(self) -> str:
        return self.kind


class Disposal(models.Model):
    """What was proposed, confirmed by a second person and disposed of: the disposal log (IOM principle 9).

    ``keys`` are opaque: of what is gone nothing else is kept.
    """

    PRIVACY = Privacy.P2
    PLACE = "unit"

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposée, à confirmer")
        DONE = "done", _("Exécutée")
        DECLINED = "declined", _("Refusée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("numéro"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("organisation"))
    kind = models.CharField(_("sorte"), max_length=30)
    months = models.PositiveIntegerField()
    then = models.CharField(max_length=14, choices=Then)
    before = models.DateField(_("échu avant le"))
    keys: Any = models.JSONField(default=list, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    disposed = models.PositiveIntegerField(default=0, editable=False)
    kept = models.PositiveIntegerField(default=0, editable=False)  # no longer due when it was executed

    class Meta:
        ordering = ("-proposed_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="disposal_by_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="disposal_decided_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)
