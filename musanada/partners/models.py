"""Partners and agreements: data of organisations (P1), no person in them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.kit.choices import Privacy, Side
from musanada.kit.ids import new_id
from musanada.reference.models import Place

# A code is read aloud and typed in spreadsheets: capitals, digits and dashes.
code_format = RegexValidator(
    r"^[A-Z0-9]+(-[A-Z0-9]+)*$",
    _("Un code s'écrit en capitales sans accent, chiffres et tirets, par exemple AS-OUJDA-1."),
)


class Partner(models.Model):
    """An organisation we work with. ``kept_by`` keeps its record; ``unit`` is its own place of work here, if any."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        NGO = "ngo", _("Organisation non gouvernementale")
        UN_AGENCY = "un_agency", _("Agence des Nations Unies")
        MINISTRY = "ministry", _("Ministère ou établissement public")
        LOCAL_AUTHORITY = "local_authority", _("Collectivité territoriale")

    PRIVACY = Privacy.P1
    PLACE = "kept_by"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_format])
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    name_latin = models.CharField(_("sigle ou autre nom en lettres latines"), max_length=200, blank=True)
    kind = models.CharField(_("sorte"), max_length=16, choices=Kind)
    side = models.CharField(_("côté"), max_length=12, choices=Side)
    city = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ville du siège")
    )
    kept_by = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("unité qui tient la fiche")
    )
    unit = models.OneToOneField(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner",
        verbose_name=_("unité du partenaire"),
    )
    active_from = models.DateField(_("partenaire depuis"), null=True, blank=True)
    active_to = models.DateField(_("partenaire jusqu'au"), null=True, blank=True)

    class Meta:
        ordering = ("name_fr", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_from=None) | Q(active_to__gte=F("active_from")),
                name="partner_ends_after_it_begins",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        )

    def __str__(self) -> str:
        return self.name(get_language() or "fr")

    def name(self, language: str) -> str:
        """In Arabic where there is an Arabic name; else as in French."""
        return self.name_ar if language[:2] == "ar" and self.name_ar else self.name_fr


class Agreement(models.Model):
    """What binds us to a partner. ``in_force_to`` is the last day; none means without a term."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("Déclaration politique")
        MEMORANDUM = "memorandum", _("Mémorandum d'entente")
        FRAMEWORK = "framework", _("Convention-cadre")
        IMPLEMENTING = "implementing", _("Accord de mise en œuvre")
        GRANT = "grant", _("Subvention")
        DATA_SHARING = "data_sharing", _("Partage de données")

    PRIVACY = Privacy.P1
    PLACE = "partner__kept_by"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    kind = models.CharField(_("sorte"), max_length=16, choices=Kind)
    reference = models.CharField(_("référence"), max_length=60)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    in_force_from = models.DateField(_("en vigueur du"))
    in_force_to = models.DateField(_("en vigueur jusqu'au"), null=True, blank=True)

    class Meta:
        ordering = ("-in_force_from", "reference")
        constraints = (
            models.UniqueConstraint(fields=("partner", "reference"), name="agreement_reference_once"),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
                name="agreement_ends_after_it_begins",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        )

    def __str__(self) -> str:
        return self.reference
