"""Where a file was lodged, in the regions of that day and in those of today. A later map never moves a file."""

from dataclasses import dataclass
from uuid import UUID

from musanada.kit.territory import levels
from musanada.reference.models import Place
from musanada.reference.queries import place_labels, places

THEN = "1997-"  # before the codes of the sixteen regions: MA-08 was Grand Casablanca


@dataclass(frozen=True)
class Territory:
    """Codes. ``region_then`` is the region of the day: one of the twelve by its code, one of the sixteen as
    ``1997-MA-08``."""

    region_then: str | None
    region: str | None
    province: str | None


def plain(code: str | None) -> str | None:
    """Without the date that a code of the past carries in a path."""
    return code.partition("@")[0] if code else None


def territories() -> dict[UUID, Territory]:
    """Every place down to the offices' level, of whatever date, with the territory it stands for."""
    kinds = [kind for kind in Place.Kind.values if kind != Place.Kind.COMMUNE]
    today = {place.code: place.path for place in places().filter(kind__in=kinds)}
    found = {}
    for place in Place.objects.filter(kind__in=kinds):
        then, province, _commune = levels(place.path)
        now = (
            levels(today.get(place.code)) if place.code in today and place.kind != Place.Kind.REGION else None
        )
        region = now[0] if now else (plain(then) if place.valid_to is None else None)
        dated = f"{THEN}{plain(then)}" if then and "@" in then else then
        found[place.pk] = Territory(dated, region, plain(province))
    return found


def region_then_labels(lang: str) -> dict[str, str]:
    """Words of ``region_then``: the regions of today by their code, the sixteen with their dates."""
    former = Place.objects.filter(kind=Place.Kind.REGION).exclude(valid_to=None)
    named = {f"{THEN}{place.code}": place.name(lang) for place in former}
    return place_labels(lang, [Place.Kind.REGION]) | named
