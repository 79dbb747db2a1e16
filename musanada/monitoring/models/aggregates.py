"""Totals of associations that keep no records here: a figure status of their own, never added to counts of records.

An act without a name counts acts, never persons: a reported number of persons says by whom and how it was counted.
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.partners.models import Partner
from musanada.programmes.models import Programme
from musanada.reference.models import Place


class ReportedAggregate(models.Model):
    """One number that a partner reported for a period; corrected by the next version, never overwritten."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class State(models.TextChoices):
        REPORTED = "reported", _("Rapporté")
        ACCEPTED = "accepted", _("Accepté")
        RETURNED = "returned", _("Renvoyé")
        REPLACED = "replaced", _("Remplacé")

    class Counted(models.TextChoices):
        ACTS = "acts", _("Aides remises")
        PERSONS = "persons", _("Personnes, comptées par l'association")
        SESSIONS = "sessions", _("Séances")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # partner, programme, service, what is counted, place, sex and period in one canonical word.
    key = models.CharField(max_length=400, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("association"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    service = models.CharField(_("aide"), max_length=60)  # code of the catalogue, or of a family
    counted = models.CharField(_("ce qui est compté"), max_length=8, choices=Counted)
    method = models.CharField(_("comment on a compté"), max_length=300, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lieu")
    )
    sex = models.CharField(_("sexe"), max_length=8, blank=True)
    period = models.CharField(_("période"), max_length=40)
    value = models.DecimalField(
        _("valeur"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.REPORTED)
    remark = models.CharField(_("remarque"), max_length=500, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unité qui reçoit"))
    reported_on = models.DateField(_("rapporté le"))
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("saisi par"))
    noted_at = models.DateTimeField(_("saisi le"))
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-period", "partner", "service")
        constraints = (
            models.UniqueConstraint(
                fields=("key",), condition=~Q(state="replaced"), name="aggregate_one_in_force"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="aggregate_not_negative"),
            models.CheckConstraint(
                condition=~Q(counted="persons") | ~Q(method=""), name="aggregate_of_persons_says_how"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("reported", "replaced")) | Q(decided_by__isnull=False),
                name="aggregate_decided_by_someone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.service} {self.period}"
