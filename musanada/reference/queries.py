"""Reading the reference tables. Public data (P0): no actor, no right; a date everywhere, today if none is given."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.kit.collation import collate
from musanada.kit.errors import BadInput
from musanada.kit.formats import country_name, format_date, language_name
from musanada.kit.names.normalise import normalise
from musanada.kit.territory import levels
from musanada.reference.codes import LANGUAGES, CountryGroupCode
from musanada.reference.models import Country, CountryGroupMember, ExchangeRate, Place
from musanada.reference.nationalities import resolve_nationality, suggest_nationalities

__all__ = ["resolve_nationality", "suggest_nationalities"]

Choice = tuple[str, str]
HOME = "MAD"
CENTIME = Decimal("0.01")
SECOND_LEVEL = (Place.Kind.PREFECTURE, Place.Kind.PROVINCE)
# ICAO 9303 codes that are answers, not countries: last in every list.
NOT_COUNTRIES = ("XXA", "XXB", "XXC", "XXX")


def valid(on_date: date | None = None) -> Q:
    """The rows that hold on a day."""
    day = on_date or timezone.localdate()
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def places(on_date: date | None = None) -> QuerySet[Place]:
    return Place.objects.filter(valid(on_date))


def regions(on_date: date | None = None) -> QuerySet[Place]:
    """12 since 20 February 2015, 16 from 2 April 1997."""
    return places(on_date).filter(kind=Place.Kind.REGION)


def provinces(region: Place | None = None, on_date: date | None = None) -> QuerySet[Place]:
    """The 62 provinces and 13 prefectures, or those of a region."""
    rows = places(on_date).filter(kind__in=SECOND_LEVEL)
    return rows.filter(parent=region) if region else rows


def offices(on_date: date | None = None) -> QuerySet[Place]:
    """The 83 territories that have a bureau des étrangers: 75, and Casablanca's 8 prefectures of arrondissements."""
    return places(on_date).filter(kind__in=(*SECOND_LEVEL, Place.Kind.ARRONDISSEMENT))


def communes(province: Place, on_date: date | None = None) -> QuerySet[Place]:
    return places(on_date).filter(kind=Place.Kind.COMMUNE, parent=province)


def place(pk: UUID | str) -> Place | None:
    """By key, on whatever date it held."""
    return Place.objects.filter(pk=pk).first()


def place_by_code(code: str, on_date: date | None = None) -> Place | None:
    """``MA-02``, ``MA-OUJ`` or an HCP code (``02.411.01.23``), as that code meant on the day."""
    rows = places(on_date)
    return rows.filter(code=code).first() or rows.filter(hcp=code).first()


def places_by_code(codes: Iterable[str] | None = None, on_date: date | None = None) -> dict[str, Place]:
    """Code → place, for bulk work: all, or only ``codes``."""
    rows = places(on_date) if codes is None else places(on_date).filter(code__in=list(codes))
    return {p.code: p for p in rows}


def region_code(place: Place) -> str | None:
    return levels(place.path)[0]


def city_code(place: Place) -> str | None:
    """The province or prefecture a place lies in: what releases call a city (Oujda is ``MA-OUJ``)."""
    return levels(place.path)[1]


def where(place: Place, lang: str) -> str:
    """The place and the province it lies in, to tell the many Sidi Ali apart: ``Oujda (Oujda-Angad)``."""
    if place.parent is None or place.kind != Place.Kind.COMMUNE:
        return place.name(lang)
    return f"{place.name(lang)} ({place.parent.name(lang)})"


def search_places(
    text: str, lang: str = "fr", *, on_date: date | None = None, kinds: Iterable[str] = (), limit: int = 20
) -> list[Place]:
    """Places whose name (any language) or code contains ``text``; whole names, then beginnings, then the larger."""
    wanted = normalise(text)
    if not wanted:
        return []
    rows = places(on_date).filter(folded__contains=wanted).select_related("parent")
    if kinds := list(kinds):
        rows = rows.filter(kind__in=kinds)
    near = Case(
        When(folded__contains=f"|{wanted}|", then=Value(0)),
        When(folded__contains=f"|{wanted}", then=Value(1)),
        When(folded__contains=f" {wanted}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return list(rows.order_by(near, "-population_2024", f"name_{lang[:2]}", "code")[:limit])


def resolve_place(text: str, on_date: date | None = None) -> list[Place]:
    """Towns and provinces whose whole name or code is ``text``, the widest first; several mean a person chooses.

    A province and its chief commune of one name (Fès) are one answer: the province.
    """
    wanted = normalise(text)
    if not wanted:
        return []
    found = list(places(on_date).filter(folded__contains=f"|{wanted}|").exclude(kind=Place.Kind.REGION))
    found.sort(key=lambda p: (p.path.count("/"), -(p.population_2024 or 0)))
    paths = [p.path for p in found]
    return [p for p in found if not any(p.path != above and p.path.startswith(above) for above in paths)]


def place_labels(lang: str, kinds: Iterable[str] = (Place.Kind.REGION, *SECOND_LEVEL)) -> dict[str, str]:
    """Code → name of what holds today: the words of a dimension ``region`` or ``city``."""
    return {p.code: p.name(lang) for p in places().filter(kind__in=list(kinds))}


def place_choices(lang: str, on_date: date | None = None) -> list[tuple[str, list[Choice]]]:
    """Provinces and prefectures by region, for a select: ``[(region, [(id, name), …]), …]`` in reading order."""
    rows = list(provinces(on_date=on_date).select_related("parent"))
    groups: dict[str, list[Choice]] = {p.name(lang): [] for p in regions(on_date)}
    for row in rows:
        if row.parent:
            groups[row.parent.name(lang)].append((str(row.pk), row.name(lang)))
    return [(name, in_order(groups[name])) for name in sorted(groups, key=collate)]


def in_order(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: collate(choice[1]))


def countries(lang: str, on_date: date | None = None) -> list[Choice]:
    """Every country of the day, in reading order."""
    codes = Country.objects.filter(valid(on_date)).exclude(pk__in=NOT_COUNTRIES).values_list("pk", flat=True)
    return in_order((code, country_name(code, lang)) for code in codes)


def nationality_choices(lang: str) -> list[tuple[str, list[Choice]]]:
    """For a select with groups: the frequent nationalities first, all, then stateless and unspecified."""
    rows = list(Country.objects.filter(valid(), nationality=True).order_by("frequent", "iso3"))
    named = {row.iso3: country_name(row.iso3, lang) for row in rows}
    frequent = [(r.iso3, named[r.iso3]) for r in rows if r.frequent]
    others = in_order((code, name) for code, name in named.items() if code not in NOT_COUNTRIES)
    special = [(code, named[code]) for code in NOT_COUNTRIES if code in named]
    return [(_("Fréquentes"), frequent), (_("Toutes"), others), (_("Autres situations"), special)]


def country_codes() -> set[str]:
    """Every code a nationality may take, past ones included."""
    return set(Country.objects.values_list("pk", flat=True))


def groups_of_countries(on_date: date | None = None) -> dict[str, str]:
    """Country → group of releases (West Africa, Maghreb, …) on a day."""
    return dict(CountryGroupMember.objects.filter(valid(on_date)).values_list("country_id", "group_id"))


def group_labels() -> dict[str, str]:
    return {code: str(label) for code, label in CountryGroupCode.choices}


def language_choices(lang: str) -> list[Choice]:
    """ISO 639-3 code and name, those heard most at the counters first."""
    return [(code, language_name(code, lang)) for code in LANGUAGES]


def ancestors(place: Place) -> Iterator[Place]:
    """The place's province and region, nearest first."""
    above = place.parent
    while above is not None:
        yield above
        above = above.parent


def rate_on(currency: str, day: date) -> ExchangeRate:
    """The rate that held on a day. A dirham is one dirham. Raises: BadInput where no rate is known."""
    if currency == HOME:
        return ExchangeRate(currency=HOME, on=day, mad=Decimal(1), confirmed=True)
    found = ExchangeRate.objects.filter(currency=currency, on__lte=day).first()
    if found is None:
        raise BadInput(
            _("Aucun taux de change n'est connu pour %(currency)s au %(day)s : ajoutez-le d'abord.")
            % {"currency": currency, "day": format_date(day, get_language() or "fr", short=True)},
            code="no_rate",
        )
    return found


def in_dirhams(amount: Decimal, rate: Decimal) -> Decimal:
    """To the centime, half up: what every line of money does, so that sums of lines agree."""
    return (amount * rate).quantize(CENTIME, ROUND_HALF_UP)


def converted(amount: Decimal, currency: str, wanted: str, day: date) -> Decimal:
    """An amount in another currency by the rates of a day, to the centime. Raises: BadInput."""
    if currency == wanted:
        return amount
    return (amount * rate_on(currency, day).mad / rate_on(wanted, day).mad).quantize(CENTIME, ROUND_HALF_UP)


def currencies() -> list[Choice]:
    """Those a rate is known of, dirham and euro first."""
    known = set(ExchangeRate.objects.order_by().values_list("currency", flat=True).distinct())
    others = sorted(known - {HOME, "EUR"})
    return [(code, code) for code in (HOME, "EUR", *others)]
