"""Places, countries and groups of countries. Every row says from when until when it holds (``valid_to`` excluded).

Nothing is overwritten: a region that changes is a new row, so the figure of an earlier year keeps its region.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id

BEGINNING = date(1900, 1, 1)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name=name)


class Place(models.Model):
    """A territory: region → province or prefecture → commune. ``path`` holds the codes from the region down."""

    class System(models.TextChoices):
        ISO = "iso", _("ISO 3166-2")
        HCP = "hcp", _("Haut-Commissariat au Plan")

    class Kind(models.TextChoices):
        REGION = "region", _("Région")
        PREFECTURE = "prefecture", _("Préfecture")
        PROVINCE = "province", _("Province")
        ARRONDISSEMENT = "arrondissement", _("Préfecture d'arrondissements")
        COMMUNE = "commune", _("Commune")

    PRIVACY = Privacy.P0
    PLACE = None  # public reference data: no unit owns it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.CharField(_("système de codes"), max_length=3, choices=System)
    code = models.CharField(_("code"), max_length=16)
    hcp = models.CharField(_("code HCP"), max_length=16, blank=True)
    pcode = models.CharField(_("P-code (OCHA)"), max_length=20, blank=True)
    kind = models.CharField(_("sorte"), max_length=14, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=60, db_index=True, editable=False)
    name_fr = models.CharField(_("nom en français"), max_length=120)
    name_ar = models.CharField(_("nom en arabe"), max_length=120, blank=True)
    name_en = models.CharField(_("nom en anglais"), max_length=120, blank=True)
    name_es = models.CharField(_("nom en espagnol"), max_length=120, blank=True)
    folded = models.TextField(editable=False)
    population_2024 = models.PositiveIntegerField(_("population en 2024"), null=True, blank=True)
    valid_from = models.DateField(_("valable depuis"))
    valid_to = models.DateField(_("valable jusqu'au (exclu)"), null=True, blank=True)

    class Meta:
        ordering = ("path",)
        constraints = (
            models.UniqueConstraint(fields=("system", "code", "valid_from"), name="place_code_once_per_date"),
            models.UniqueConstraint(
                fields=("system", "code"), condition=Q(valid_to=None), name="one_open_place"
            ),
            models.CheckConstraint(condition=Q(path__endswith="/"), name="place_path_closed"),
            ends_after_it_begins("place_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return self.name(get_language() or "fr")

    def name(self, language: str) -> str:
        """In ``language``; the French name where there is no other."""
        return getattr(self, f"name_{language[:2]}", "") or self.name_fr


class Country(models.Model):
    """ISO 3166-1 alpha-3, and ICAO 9303's XXA (stateless) and XXX (unspecified). Names come from ``kit.formats``."""

    PRIVACY = Privacy.P0
    PLACE = None  # public reference data: no unit owns it

    iso3 = models.CharField(_("code ISO"), max_length=3, primary_key=True)
    iso2 = models.CharField(max_length=2, blank=True)
    nationality = models.BooleanField(_("proposé comme nationalité"), default=True)
    frequent = models.PositiveSmallIntegerField(
        _("rang parmi les nationalités fréquentes"), null=True, blank=True
    )
    valid_from = models.DateField(_("valable depuis"), default=BEGINNING)
    valid_to = models.DateField(_("valable jusqu'au (exclu)"), null=True, blank=True)

    class Meta:
        ordering = ("iso3",)
        constraints = (ends_after_it_begins("country_ends_after_it_begins"),)

    def __str__(self) -> str:
        return self.iso3


class CountryGroup(models.Model):
    """A list of countries that releases name: West Africa, Maghreb, …"""

    PRIVACY = Privacy.P0
    PLACE = None  # public reference data: no unit owns it

    code = models.SlugField(_("code"), max_length=40, primary_key=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        from musanada.reference.codes import CountryGroupCode

        return str(dict(CountryGroupCode.choices).get(self.code, self.code))


class CountryGroupMember(models.Model):
    """A country in a group, from a day, until a day."""

    PRIVACY = Privacy.P0
    PLACE = None  # public reference data: no unit owns it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(CountryGroup, models.PROTECT, related_name="members")
    country = models.ForeignKey(Country, models.PROTECT, related_name="memberships")
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "country", "valid_from"), name="member_once_per_date"),
            models.UniqueConstraint(
                fields=("country",), condition=Q(valid_to=None), name="one_open_group_a_country"
            ),
            ends_after_it_begins("member_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.group_id} · {self.country_id}"


class ExchangeRate(models.Model):
    """What one unit of a currency was worth in dirhams from a day on, until the next row. Money keeps the rate it saw."""

    PRIVACY = Privacy.P0
    PLACE = None  # public reference data: no unit owns it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    currency = models.CharField(_("monnaie"), max_length=3)
    on = models.DateField(_("depuis le"))
    mad = models.DecimalField(_("dirhams pour une unité"), max_digits=18, decimal_places=8)
    source = models.CharField(_("source"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("currency", "-on")
        constraints = (
            models.UniqueConstraint(fields=("currency", "on"), name="one_rate_a_day"),
            models.CheckConstraint(condition=Q(mad__gt=0), name="rate_positive"),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"
