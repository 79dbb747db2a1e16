"""Figures of others: what a ministry, a census or a report published, with where it stands."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.reference.codes import Qualifier


class ExternalFigure(models.Model):
    """One published value of a series. A changed value is a new row; the one before it stays, marked as replaced."""

    class Status(models.TextChoices):
        FINAL = "final", _("Définitif")
        PROVISIONAL = "provisional", _("Provisoire")
        ESTIMATED = "estimated", _("Estimé")
        REVISED = "revised", _("Révisé")

    PRIVACY = Privacy.P0
    PLACE = None  # published by others: no unit owns it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.CharField(_("série"), max_length=80)
    period = models.CharField(_("période"), max_length=40)
    dimension = models.CharField(_("ventilation"), max_length=200, default="total")
    revision = models.PositiveIntegerField(_("révision"), default=1)
    value = models.DecimalField(_("valeur"), max_digits=20, decimal_places=4)
    unit = models.CharField(_("unité"), max_length=40)
    qualifier = models.CharField(_("précision"), max_length=12, choices=Qualifier, default=Qualifier.EXACT)
    status = models.CharField(_("statut"), max_length=12, choices=Status, default=Status.FINAL)
    published = models.CharField(_("publié le"), max_length=10, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    page = models.CharField(_("page"), max_length=40, blank=True)
    note = models.TextField(_("remarque"), blank=True)
    recorded_at = models.DateTimeField(_("entré le"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entré par"))
    replaced_at = models.DateTimeField(_("remplacé le"), null=True, blank=True)

    class Meta:
        ordering = ("series", "period", "dimension", "revision")
        constraints = (
            models.UniqueConstraint(
                fields=("series", "period", "dimension", "revision"), name="external_figure_revision_once"
            ),
            models.UniqueConstraint(
                fields=("series", "period", "dimension"),
                condition=Q(replaced_at=None),
                name="external_figure_one_current",
            ),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.period} {self.dimension}"
