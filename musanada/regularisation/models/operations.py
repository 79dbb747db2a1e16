"""An exceptional operation as data: its instrument, window, offices, and the criteria with their versions.

A new operation needs rows here and no code: criteria are sets of conditions over facts a file can show.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id


def in_language(row: Any, name: str = "name") -> str:
    """The Arabic text under Arabic where there is one, else the French."""
    arabic = str(getattr(row, f"{name}_ar"))
    return arabic if get_language() == "ar" and arabic else str(getattr(row, f"{name}_fr"))


class Operation(models.Model):
    """One operation: what it rests on, when files are taken, who leads it, who hears appeals."""

    PRIVACY = Privacy.P0
    PLACE = "unit"  # who leads it manages it; anyone who works on it reads it: it is public law

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    instrument_fr = models.CharField(_("texte qui la fonde"), max_length=300)
    instrument_ar = models.CharField(_("texte qui la fonde, en arabe"), max_length=300, blank=True)
    files_from = models.DateField(_("dépôt des dossiers, du"))
    files_to = models.DateField(_("dépôt des dossiers, au (inclus)"))
    closed_on = models.DateField(_("opération close le"), null=True, blank=True)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("pilote"))
    appeals_unit = models.ForeignKey(
        "access.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commission de recours"),
    )
    # A second chance may be given on a notified refusal within so many days; 0 where the operation sets none.
    appeal_days = models.PositiveSmallIntegerField(_("délai de recours, en jours (0 : aucun)"), default=0)
    minimum_members = models.PositiveSmallIntegerField(_("quorum des commissions locales"), default=3)
    confirmed = models.BooleanField(_("vérifiée sur le texte"), default=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-files_from", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(files_to__gte=F("files_from")), name="operation_window_in_order"
            ),
        )

    def __str__(self) -> str:
        return in_language(self)

    @property
    def instrument(self) -> str:
        return in_language(self, "instrument")

    def takes_files_on(self, day: date) -> bool:
        return self.files_from <= day <= self.files_to


class OperationOffice(models.Model):
    """An office that takes files for an operation, for one prefecture or province, from a day until a day."""

    PRIVACY = Privacy.P0
    PLACE = "operation__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.CASCADE, related_name="offices")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("bureau"))
    place = models.ForeignKey("reference.Place", models.PROTECT, related_name="+", verbose_name=_("ressort"))
    from_on = models.DateField(_("depuis le"))
    to_on = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)

    class Meta:
        ordering = ("place__path",)
        constraints = (
            models.UniqueConstraint(
                fields=("operation", "unit", "place"),
                condition=Q(to_on=None),
                name="one_open_office_of_a_place",
            ),
        )

    def __str__(self) -> str:
        return str(self.unit)


class Criterion(models.Model):
    """A category of an operation: spouse, worker, resident… Its requirements are its versions (appendix B)."""

    PRIVACY = Privacy.P0
    PLACE = "operation__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.CASCADE, related_name="criteria")
    code = models.SlugField(_("code"), max_length=12)
    name_fr = models.CharField(_("catégorie en français"), max_length=160)
    name_ar = models.CharField(_("catégorie en arabe"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    # Claimed by the applicant at the counter; others are only examined (a relief decision's own category).
    claimable = models.BooleanField(_("peut être demandée"), default=True)

    class Meta:
        ordering = ("order", "code")
        constraints = (
            models.UniqueConstraint(fields=("operation", "code"), name="criterion_once_an_operation"),
        )

    def __str__(self) -> str:
        return in_language(self)


class CriterionVersion(models.Model):
    """What a criterion asks from a day until a day, at which stage, by which text. Used once, it never changes."""

    PRIVACY = Privacy.P0
    PLACE = "criterion__operation__unit"

    class Stage(models.TextChoices):
        FIRST = "first", _("Première instance")
        RELIEF = "relief", _("Décision d'assouplissement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    stage = models.CharField(_("étape"), max_length=6, choices=Stage, default=Stage.FIRST)
    text_fr = models.CharField(_("condition en français"), max_length=300)
    text_ar = models.CharField(_("condition en arabe"), max_length=300, blank=True)
    source = models.CharField(_("texte"), max_length=200, blank=True)
    valid_from = models.DateField(_("valable depuis"))
    valid_to = models.DateField(_("valable jusqu'au (exclu)"), null=True, blank=True)
    # Days without any proof that do not break continuous residence.
    gap_days = models.PositiveSmallIntegerField(_("trou toléré dans la résidence, en jours"), default=92)
    confirmed = models.BooleanField(_("vérifiée sur le texte"), default=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("criterion", "number")
        constraints = (
            models.UniqueConstraint(fields=("criterion", "number"), name="criterion_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="criterion_version_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion.code} v{self.number}"

    @property
    def words(self) -> str:
        return in_language(self, "text")


class Condition(models.Model):
    """One requirement of a version: a fact of the file, compared with a value.

    Conditions of one ``alternative`` hold together; any alternative that holds is enough.
    """

    PRIVACY = Privacy.P0
    PLACE = "version__criterion__operation__unit"

    class Compare(models.TextChoices):
        AT_LEAST = "at_least", _("au moins")
        AT_MOST = "at_most", _("au plus")
        IS = "is", _("est")
        BEFORE = "before", _("avant le")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(CriterionVersion, models.CASCADE, related_name="conditions")
    alternative = models.PositiveSmallIntegerField(_("voie"), default=1)
    fact = models.CharField(_("fait du dossier"), max_length=30)  # a code of ``criteria.FACTS``
    compare = models.CharField(_("comparaison"), max_length=8, choices=Compare)
    value = models.CharField(_("valeur"), max_length=40)

    class Meta:
        ordering = ("version", "alternative", "fact")

    def __str__(self) -> str:
        return f"{self.fact} {self.compare} {self.value}"
