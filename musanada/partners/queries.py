"""Every read of partners, actor first."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from musanada.access.doors import may, places_of, units_for
from musanada.access.models import Unit, User
from musanada.kit.collation import collate
from musanada.partners.models import Agreement, Partner
from musanada.partners.policies import around

Choice = tuple[str, str]
SORTS = {
    "name": ("name_fr", "code"),
    "code": ("code",),
    "kind": ("kind", "name_fr"),
    "city": ("city__name_fr", "name_fr"),
}


def visible(actor: User) -> QuerySet[Partner]:
    """Partners kept by the actor's organisation, and the actor's own."""
    known = around(actor, "partners.view", "kept_by") | around(actor, "partners.view", "unit")
    return Partner.objects.filter(known).select_related("city__parent")


def partners(
    actor: User,
    *,
    text: str = "",
    kind: str = "",
    city: str = "",
    on_date: date | None = None,
    sort: str = "name",
) -> QuerySet[Partner]:
    """``text`` in a name or the code; ``city`` is a place's code; ``on_date`` keeps those active that day."""
    rows = visible(actor)
    for word in text.split():
        rows = rows.filter(
            Q(name_fr__icontains=word)
            | Q(name_ar__contains=word)
            | Q(name_latin__icontains=word)
            | Q(code__icontains=word)
        )
    if kind:
        rows = rows.filter(kind=kind)
    if city:
        rows = rows.filter(city__path__contains=f"{city}/")
    if on_date:
        rows = rows.filter(active(on_date))
    order = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return rows.order_by(*(f"-{f}" for f in order) if sort.startswith("-") else order)


def active(day: date) -> Q:
    """Partners on a day, the last day included."""
    return (Q(active_from=None) | Q(active_from__lte=day)) & (Q(active_to=None) | Q(active_to__gte=day))


def partner(actor: User, code: str) -> Partner | None:
    """None where there is none, or none the actor may know of."""
    return visible(actor).select_related("kept_by", "unit").filter(code=code).first()


def agreements(actor: User, partner: Partner) -> QuerySet[Agreement]:
    return Agreement.objects.filter(partner__in=visible(actor).filter(pk=partner.pk))


def in_force(rows: QuerySet[Agreement], day: date | None = None) -> QuerySet[Agreement]:
    """Agreements that bind on a day."""
    day = day or timezone.localdate()
    return rows.filter(in_force_from__lte=day).filter(Q(in_force_to=None) | Q(in_force_to__gte=day))


def agreements_ending(actor: User, first: date, last: date) -> QuerySet[Agreement]:
    """Agreements whose last day lies from ``first`` to ``last``."""
    rows = Agreement.objects.filter(partner__in=visible(actor), in_force_to__gte=first, in_force_to__lte=last)
    return rows.select_related("partner")


def partner_choices(actor: User, lang: str, on_date: date | None = None) -> list[Choice]:
    """Active partners for a select, in reading order."""
    rows = visible(actor).filter(active(on_date or timezone.localdate()))
    return sorted(((str(p.pk), p.name(lang)) for p in rows), key=lambda choice: collate(choice[1]))


def partners_by_code(actor: User) -> dict[str, Partner]:
    """For bulk work and imports."""
    return {p.code: p for p in visible(actor)}


def units_to_keep(actor: User) -> QuerySet[Unit]:
    """Units at which the actor may keep a partner's record."""
    return units_for(actor, "partners.manage")


def may_manage(actor: User, partner: Partner | None = None) -> bool:
    """May the actor change this partner, or, without one, add any?"""
    return may(actor, "partners.manage", partner) if partner else bool(places_of(actor, "partners.manage"))


def kinds() -> list[Choice]:
    return [(code, str(label)) for code, label in Partner.Kind.choices]


def cities(actor: User, lang: str) -> list[Choice]:
    """Cities where the actor's partners sit, for a filter."""
    rows = {p.city.code: p.city.name(lang) for p in visible(actor) if p.city}
    return sorted(rows.items(), key=lambda choice: collate(choice[1]))
