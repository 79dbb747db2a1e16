"""Figures of others, with where they stand; and the indicators that people wrote here, version by version."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
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


class ExternalSeries(models.Model):
    """What the figures of one series count, in the words of who publishes them. A figure may come before its series."""

    PRIVACY = Privacy.P0
    PLACE = None  # published by others: no unit owns it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("série"), max_length=80, unique=True)
    label_fr = models.CharField(_("nom en français"), max_length=200)
    label_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    label_en = models.CharField(_("nom en anglais"), max_length=200, blank=True)
    label_es = models.CharField(_("nom en espagnol"), max_length=200, blank=True)
    unit = models.CharField(_("unité de compte"), max_length=40)
    counts = models.TextField(_("ce qui est compté"), blank=True)
    publisher = models.CharField(_("qui la publie"), max_length=200, blank=True)
    # Words by which a text names it, one per line, in any language: what the press check looks for.
    words = models.TextField(_("mots qui la nomment"), blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class IndicatorVersion(models.Model):
    """A definition written in the browser or imported: the same schema as the shipped files (``reporting.definitions``).

    In force once a second person has reviewed it; never changed then: a change of meaning is the next version.
    """

    PRIVACY = Privacy.P0
    PLACE = "unit"

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        SUBMITTED = "submitted", _("À relire")
        RETURNED = "returned", _("Renvoyée")
        ACTIVE = "active", _("En vigueur")
        REPLACED = "replaced", _("Remplacée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("indicateur"), max_length=120)
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("définition"))  # YAML, as exported and imported
    digest = models.CharField(max_length=64, editable=False)  # ``Indicator.hash``
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.DRAFT)
    reason = models.CharField(_("raison de la version"), max_length=500, blank=True)
    remark = models.CharField(_("remarque de la relecture"), max_length=500, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unité"))
    written_at = models.DateTimeField(_("écrite le"))
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("écrite par"))
    reviewed_at = models.DateTimeField(_("relue le"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("relue par")
    )

    class Meta:
        ordering = ("code", "-version")
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="indicator_version_once"),
            models.UniqueConstraint(
                fields=("code",), condition=Q(state="active"), name="indicator_one_active"
            ),
            models.UniqueConstraint(
                fields=("code",),
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="indicator_one_in_work",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("active", "replaced")) | Q(reviewed_by__isnull=False),
                name="indicator_active_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("written_by")),
                name="indicator_reviewed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
