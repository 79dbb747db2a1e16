"""Instruments are data: a version holds its items, answers, scores, weights, bands and rule for missing answers.

A version is loaded from a file, may be changed while it is a draft, and is frozen before the first interview: from then
on its hash proves which questions and which scores a figure stands on. No code is needed for a new one.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id


class Instrument(models.Model):
    """A questionnaire over its versions."""

    PRIVACY = Privacy.P0
    PLACE = None  # shared by the installation

    class Kind(models.TextChoices):
        SCORED = "scored", _("Notes par dimension, de 0 à 1")
        SATISFACTION = "satisfaction", _("Satisfaction")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("sorte"), max_length=12, choices=Kind)
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr


class InstrumentVersion(models.Model):
    """One version: ``definition`` is the whole instrument as validated data (``surveys.definitions``)."""

    PRIVACY = Privacy.P0
    PLACE = None  # shared by the installation

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField(_("version"))
    definition = models.JSONField()
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of the canonical definition
    source = models.CharField(_("texte"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)
    loaded_at = models.DateTimeField(default=timezone.now, editable=False)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("figée le"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("instrument", "-version")
        constraints = (
            models.UniqueConstraint(fields=("instrument", "version"), name="instrument_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.instrument.code} {self.version}"

    @property
    def name(self) -> str:
        """One word for an address."""
        return f"{self.instrument.code}-v{self.version}"


class Round(models.Model):
    """Who is to be asked with which version, when: a population (declared by a domain) and a window counted from the
    event that opens it. A sample is declared with how it was drawn."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class Sampling(models.TextChoices):
        ALL = "all", _("Toute la population")
        RANDOM = "random", _("Échantillon tiré au hasard")
        REACHED = "reached", _("Qui a pu être joint")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="rounds")
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    stage = models.CharField(
        _("moment"),
        max_length=8,
        choices=[("baseline", _("Départ")), ("final", _("Final")), ("end", _("Fin de l'appui"))],
    )
    population = models.CharField(_("population"), max_length=40)
    # Months after the population's event, both ends included.
    from_months = models.PositiveSmallIntegerField(_("à partir du mois"))
    to_months = models.PositiveSmallIntegerField(_("jusqu'au mois"))
    events_from = models.DateField(_("événements depuis le"))
    events_to = models.DateField(_("jusqu'au (inclus)"))
    sampling = models.CharField(
        _("choix des personnes"), max_length=8, choices=Sampling, default=Sampling.ALL
    )
    sampling_note = models.CharField(_("comment l'échantillon a été tiré"), max_length=300, blank=True)

    class Meta:
        ordering = ("-events_from", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_months__gte=F("from_months")), name="round_window_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(events_to__gte=F("events_from")), name="round_events_end_after"
            ),
        )

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr
