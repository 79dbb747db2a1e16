"""What a programme set out to do: a value per indicator, programme, place and period, versioned, with its source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.programmes.models import Programme


class Target(models.Model):
    """One version of a target or baseline. A changed one is the next version; the one before stays, marked."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class Kind(models.TextChoices):
        TARGET = "target", _("Cible")
        BASELINE = "baseline", _("Valeur de départ")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # kind, indicator, ventilation, programme and period in one canonical word: a null is no distinct value.
    key = models.CharField(max_length=400, editable=False)
    kind = models.CharField(_("sorte"), max_length=8, choices=Kind, default=Kind.TARGET)
    indicator = models.CharField(_("indicateur"), max_length=120)
    dims = models.CharField(_("ventilation"), max_length=200, default="total")  # total, or key=CODE;key=CODE
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    period = models.CharField(_("période"), max_length=40)
    value = models.DecimalField(_("valeur"), max_digits=18, decimal_places=2)
    source = models.CharField(_("source"), max_length=300)
    version = models.PositiveIntegerField(_("version"), default=1)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unité"))
    set_at = models.DateTimeField(_("fixée le"))
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("fixée par"))
    replaced_at = models.DateTimeField(_("remplacée le"), null=True, blank=True)

    class Meta:
        ordering = ("indicator", "period", "dims", "-version")
        constraints = (
            models.UniqueConstraint(fields=("key", "version"), name="target_version_once"),
            models.UniqueConstraint(
                fields=("key",), condition=Q(replaced_at=None), name="target_one_in_force"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="target_has_a_source"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"
