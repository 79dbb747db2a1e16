"""Donors, programmes and their activities: who does what, where, with whom, when (3W). No person in them (P1)."""

from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.partners.models import Partner, code_format
from musanada.reference.codes import ServiceFamily
from musanada.reference.models import Place

currency_format = RegexValidator(
    r"^[A-Z]{3}$", _("Une monnaie s'écrit en trois lettres, par exemple MAD ou USD.")
)


class Donor(models.Model):
    """Who pays."""

    PRIVACY = Privacy.P1
    PLACE = "kept_by"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_format])
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    kept_by = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("unité qui tient la fiche")
    )

    class Meta:
        ordering = ("name_fr", "code")

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr


class Programme(models.Model):
    """A programme: what it is for, who leads it, who pays, from when until when (both days included)."""

    PRIVACY = Privacy.P1
    PLACE = "lead_unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_format])
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    name_en = models.CharField(_("nom en anglais"), max_length=200, blank=True)
    name_es = models.CharField(_("nom en espagnol"), max_length=200, blank=True)
    sector = models.CharField(_("secteur"), max_length=16, choices=ServiceFamily)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unité responsable"))
    donors: "models.ManyToManyField[Donor, Any]" = models.ManyToManyField(
        Donor, blank=True, related_name="programmes", verbose_name=_("bailleurs")
    )
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    budget = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("monnaie"), max_length=3, default="MAD", validators=[currency_format])

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_it_begins",
                violation_error_message=_("Le dernier jour ne peut pas précéder le premier."),
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="programme_budget_not_negative",
                violation_error_message=_("Un budget ne peut pas être négatif."),
            ),
        )

    def __str__(self) -> str:
        return self.name(get_language() or "fr")

    def name(self, language: str) -> str:
        """In ``language``; the French name where there is no other."""
        return getattr(self, f"name_{language[:2]}", "") or self.name_fr


class Activity(models.Model):
    """A programme at work in a place, with a partner or alone.

    It is never edited: it is ended, or voided with a reason and opened anew, so that what was known on any past
    day can be told again (``recorded_at``, ``end_recorded_at``, ``voided_at``).
    """

    PRIVACY = Privacy.P1
    PLACE = "programme__lead_unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="activities", verbose_name=_("programme")
    )
    city = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("ville"))
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("partenaire"),
    )
    family = models.CharField(_("nature"), max_length=16, choices=ServiceFamily)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("enregistré le"), default=timezone.now)
    end_recorded_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(_("motif de l'annulation"), max_length=300, blank=True)

    class Meta:
        ordering = ("-starts_on", "id")
        verbose_name = _("activité")
        indexes = (models.Index(fields=("programme", "starts_on"), name="activity_of_programme"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_it_begins",
                violation_error_message=_("Le dernier jour ne peut pas précéder le premier."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, end_recorded_at=None)
                | Q(ends_on__isnull=False, end_recorded_at__isnull=False),
                name="activity_end_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="activity_void_has_a_reason",
                violation_error_message=_("Dites pourquoi cette activité est annulée."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme_id} · {self.get_family_display()}"
