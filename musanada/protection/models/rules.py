"""What an administrator sets: thresholds and terms, dated; checklists of indicators, versioned and frozen."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id


class ProtectionRule(models.Model):
    """One number an administrator may change, from a day: the latest in force counts. Never changed, only followed."""

    PRIVACY = Privacy.P0
    PLACE = None  # a rule of the installation

    class Measure(models.TextChoices):
        YEARS = "years", _("ans")
        MONTHS = "months", _("mois")
        DAYS = "days", _("jours civils")
        HOURS = "hours", _("heures")
        COUNT = "count", _("nombre")
        PERCENT = "percent", _("pour cent")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("règle"), max_length=40)
    value = models.PositiveSmallIntegerField(_("valeur"))
    measure = models.CharField(_("en"), max_length=8, choices=Measure)
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    source = models.CharField(_("texte"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)
    valid_from = models.DateField(_("valable depuis"))
    valid_to = models.DateField(_("valable jusqu'au (exclu)"), null=True, blank=True)

    class Meta:
        ordering = ("code", "-valid_from")
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="protection_rule_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="protection_rule_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr


class IndicatorList(models.Model):
    """One version of a checklist of trafficking indicators: general, or of one form of exploitation.

    ``definition``: ``{items: [{code, fr, ar, weight, urgent}], refer_at, urgent_at}`` as validated data
    (``protection.checklists``). Loaded from a file or a page, frozen by its first use; its digest proves which items an
    answer was given to.
    """

    PRIVACY = Privacy.P0
    PLACE = None  # shared by the installation

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    form = models.CharField(_("forme d'exploitation"), max_length=20, blank=True)  # empty: general
    for_child = models.BooleanField(_("propre aux enfants"), default=False)
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    definition = models.JSONField()
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of the canonical definition
    source = models.CharField(_("texte"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)
    active = models.BooleanField(_("proposée"), default=True)
    loaded_at = models.DateTimeField(default=timezone.now, editable=False)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("figée le"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("code", "-version")
        constraints = (models.UniqueConstraint(fields=("code", "version"), name="indicator_list_once"),)

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr
