"""Schemes of reintegration and funding: what is kept where, and which scheme applies to whose return, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.access.doors import holds, may, units_for
from musanada.access.models import Unit, User
from musanada.kit.formats import country_name, format_date
from musanada.partners.policies import above, around
from musanada.reference.models import ExchangeRate
from musanada.returns.models import ApprovalLimit, Funding, Proof, Return, Scheme, Support
from musanada.returns.queries.limits import limits_on

VIEW, MANAGE = "scheme.view", "scheme.manage"


def schemes(actor: User, right: str = VIEW) -> QuerySet[Scheme]:
    """Every version of the schemes of the actor's units, of those above them (a seat's scheme serves all its offices)
    and below."""
    rows = Scheme.objects.filter(around(actor, right, "unit"))
    return rows.select_related("funding", "unit", "country")


def fundings(actor: User, right: str = VIEW) -> QuerySet[Funding]:
    rows = Funding.objects.filter(around(actor, right, "unit"))
    return rows.select_related("donor", "programme", "unit")


def serving(ret: Return) -> Q:
    """Kept by the office where the file lies, by the one that organised the journey, or by a unit above either."""
    paths = {*above(ret.case.unit.path), *above(ret.organised_by.path)}
    return Q(unit__path__in=sorted(paths))


def fundings_of(ret: Return) -> QuerySet[Funding]:
    """Funding sources a return may carry: of its offices and its channel, on the day of the journey."""
    day = ret.departed_on or ret.travel_on or timezone.localdate()
    return Funding.objects.filter(serving(ret), holds_on(day), channel=ret.channel)


def root_of(unit: Unit) -> str:
    """Path of the organisation a unit belongs to."""
    return above(unit.path)[0]


def of_organisations(roots: Iterable[str]) -> Q:
    """Kept by any unit of these organisations."""
    return reduce(or_, [Q(unit__path__startswith=root) for root in roots], Q(pk__in=[]))


def holds_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def scheme(actor: User, pk: UUID, right: str = VIEW) -> Scheme:
    """Raises: Http404 unless visible."""
    found = schemes(actor, right).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def funding(actor: User, pk: UUID, right: str = VIEW) -> Funding:
    """Raises: Http404 unless visible."""
    found = fundings(actor, right).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_manage(actor: User, record: Scheme | Funding | None = None) -> bool:
    return may(actor, MANAGE, record) if record else holds(actor, MANAGE)


def units_to_keep(actor: User) -> QuerySet[Unit]:
    return units_for(actor, MANAGE)


# Which scheme applies


@dataclass(frozen=True)
class Reason:
    """One condition of a scheme, met by this return or not, in a line."""

    met: bool
    words: str


@dataclass(frozen=True)
class Match:
    """A scheme laid beside a return."""

    scheme: Scheme
    reasons: Sequence[Reason]

    @property
    def applies(self) -> bool:
        return all(one.met for one in self.reasons)

    @property
    def why(self) -> str:
        """In one line: because of what, or because of what not."""
        told = [one.words for one in self.reasons if one.met == self.applies]
        sentence = _("S'applique : %(reasons)s.") if self.applies else _("Ne s'applique pas : %(reasons)s.")
        return sentence % {"reasons": " ; ".join(told)}


def schemes_for(ret: Return) -> list[Match]:
    """Every scheme that serves the return's offices on the day of arrival, those that apply first, each with its reasons."""
    day = ret.arrived_on or ret.travel_on or ret.wished_on or timezone.localdate()
    rows = Scheme.objects.filter(serving(ret), holds_on(day))
    rows = rows.select_related("funding", "country").prefetch_related("benefits")
    newest = {one.code: one for one in rows.order_by("valid_from")}
    found = [matched(one, ret, day) for one in newest.values()]
    return sorted(found, key=lambda m: (not m.applies, m.scheme.funding_id != ret.funding_id, m.scheme.code))


def matched(one: Scheme, ret: Return, day: date) -> Match:
    return Match(one, [of_direction(one, ret), of_country(one, ret), of_channel(one, ret), of_day(one, day),
                       of_profile(one, ret)])  # fmt: skip


def of_direction(one: Scheme, ret: Return) -> Reason:
    if one.direction == ret.direction:
        return Reason(True, _("même sens de retour"))
    return Reason(False, _("il sert l'autre sens de retour"))


def of_country(one: Scheme, ret: Return) -> Reason:
    if one.country_id is None:
        return Reason(True, _("tous les pays"))
    name = country_name(one.country_id, get_language() or "fr")
    if one.country_id == ret.country_id:
        return Reason(True, _("pays : %(country)s") % {"country": name})
    return Reason(False, _("il sert un autre pays : %(country)s") % {"country": name})


def of_channel(one: Scheme, ret: Return) -> Reason:
    """The funding of the journey, or another one of the same channel."""
    if one.funding_id == ret.funding_id:
        return Reason(True, _("même financement que le voyage"))
    channel = one.funding.get_channel_display()
    if one.funding.channel == ret.channel:
        return Reason(True, _("même voie : %(channel)s") % {"channel": channel})
    return Reason(False, _("il sert une autre voie : %(channel)s") % {"channel": channel})


def of_day(one: Scheme, day: date) -> Reason:
    shown = format_date(one.valid_from, get_language() or "fr", short=True)
    return Reason(one.valid_from <= day, _("arrivées depuis le %(day)s") % {"day": shown})


def of_profile(one: Scheme, ret: Return) -> Reason:
    if one.whom == Scheme.Whom.VULNERABLE:
        if ret.vulnerabilities.filter(ended_on=None).exists():
            return Reason(True, _("personne vulnérable, par l'entretien d'orientation"))
        return Reason(False, _("aucune vulnérabilité n'est constatée"))
    if one.whom == Scheme.Whom.PRINCIPAL:
        if ret.case.principal_id is None:
            return Reason(True, _("demandeur principal"))
        return Reason(False, _("il va au demandeur principal de la famille"))
    return Reason(True, _("toute personne rentrée"))


# For the pages


@dataclass(frozen=True)
class Versions:
    """A scheme in the version shown first (of today, else the next, else the last), and how many there are."""

    scheme: Scheme
    words: str
    shape: str
    count: int


def by_code(actor: User) -> list[Versions]:
    found: dict[str, list[Scheme]] = {}
    for one in schemes(actor).order_by("code", "valid_from"):
        found.setdefault(one.code, []).append(one)
    today = timezone.localdate()
    return [
        Versions(first, *standing_words(first), len(rows))
        for rows in found.values()
        for first in [next((r for r in rows if runs(r, today)), rows[-1])]
    ]


def runs(one: Scheme, day: date) -> bool:
    return one.valid_from <= day and (one.valid_to is None or one.valid_to > day)


def standing_words(one: Scheme) -> tuple[str, str]:
    """In words, and the shape of the state."""
    today = timezone.localdate()
    if runs(one, today):
        return _("En vigueur"), "open"
    if one.valid_from > today:
        return _("À venir"), "next"
    return _("Terminé"), "void"


def versions(actor: User, one: Scheme) -> list[Scheme]:
    return list(schemes(actor).filter(code=one.code).order_by("-valid_from"))


def is_latest(one: Scheme) -> bool:
    return not Scheme.objects.filter(code=one.code, valid_from__gt=one.valid_from).exists()


@dataclass(frozen=True)
class Benefit:
    """A line of a scheme, its codes in words."""

    kind: Any
    form: Any
    amount: Any
    due_months: int
    proofs: Sequence[Any]


def benefits(one: Scheme) -> list[Benefit]:
    kinds: dict[str, Any] = dict(Support.choices)
    proofs: dict[str, Any] = dict(Proof.choices)
    return [
        Benefit(
            kinds.get(row.kind, row.kind),
            row.get_form_display(),
            row.amount,
            row.due_months,
            [proofs.get(code, code) for code in row.proofs.split(",") if code],
        )
        for row in one.benefits.all()
    ]


def limits() -> list[ApprovalLimit]:
    """Those of today, the lowest first."""
    return limits_on(timezone.localdate())


def other_limits() -> list[ApprovalLimit]:
    """To come, and those that were replaced."""
    now = {one.pk for one in limits()}
    return [one for one in ApprovalLimit.objects.order_by("-valid_from") if one.pk not in now]


def rates() -> list[tuple[ExchangeRate, list[ExchangeRate]]]:
    """Of each currency the rate of today and the ones before it, newest first."""
    today = timezone.localdate()
    found: dict[str, list[ExchangeRate]] = {}
    for one in ExchangeRate.objects.filter(on__lte=today).order_by("currency", "-on"):
        found.setdefault(one.currency, []).append(one)
    return [(rows[0], rows[1:]) for rows in found.values()]
