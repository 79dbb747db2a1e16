"""What a returnee is entitled to, what is committed and paid of it, what is left, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.periods import add_months
from musanada.reference.queries import CENTIME, converted, rate_on
from musanada.returns.models import LedgerLine, Plan, Reintegration, Support, Tranche
from musanada.returns.queries.limits import beyond, level_of

NOTHING = Decimal(0)
K = LedgerLine.Kind
SPENT, SET_ASIDE = (K.PAY, K.REFUND), (K.COMMIT, K.RELEASE)


def plan_total(plan: Plan) -> Decimal:
    """The activities of a plan that are not dropped, in the file's currency."""
    return sum((one.amount for one in plan.activities.exclude(state="dropped")), NOTHING)


def entitlement(file: Reintegration) -> Decimal | None:
    """Frozen with the first approved plan; before it, the scheme's cap. None: no scheme."""
    if file.entitlement is not None:
        return file.entitlement
    return file.scheme.cap if file.scheme else None


def overrun(file: Reintegration) -> Sentence | None:
    """The sentence that refuses a plan beyond the rights, or None. Money that went to what the plan no longer holds
    is part of them."""
    total = entitlement(file)
    if total is None:
        return _(
            "Aucun dispositif n'est choisi : choisissez celui qui s'applique avant de soumettre le plan."
        )
    plan = file.plans.filter(state__in=("draft", "submitted")).first()
    if plan is not None and plan_total(plan) + committed_elsewhere(file, plan) > total:
        return _("Le plan dépasse les droits de la personne : réduisez un montant, ou changez de dispositif.")
    return None


def committed_elsewhere(file: Reintegration, plan: Plan) -> Decimal:
    """Committed or paid on activities that do not go on in ``plan``."""
    held = list(plan.activities.exclude(state="dropped").values_list("pk", "before"))
    kept = {key for pair in held for key in pair if key}
    lines = file.ledger.filter(kind__in=SET_ASIDE).exclude(tranche__activity__in=kept)
    return sum((in_currency(one, file.currency) for one in lines), NOTHING)


def plan_beyond_limit(actor: User, file: Reintegration) -> Sentence | None:
    """Above the actor's own limit of approval, somebody else decides. The whole plan counts, in dirhams of today."""
    plan = file.plans.filter(state="submitted").first()
    if plan is None:
        return None
    return beyond(actor, file.case.unit, level_of(plan_total(plan), file.currency))


def in_currency(line: LedgerLine, currency: str) -> Decimal:
    """A line in another currency, by the rates of its own day."""
    if line.currency == currency:
        return line.amount
    return (line.mad / rate_on(currency, line.on).mad).quantize(CENTIME, ROUND_HALF_UP)


# What is left


@dataclass(frozen=True)
class Share:
    """One kind of support: what the scheme gives of it at most, and what was done with it."""

    kind: Sentence
    given: Decimal | None
    planned: Decimal
    committed: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.given is None else self.given - self.committed - self.paid


@dataclass(frozen=True)
class Standing:
    """The rights of a file as they stand on a day, all in ``currency``. ``committed`` is approved and not yet paid;
    ``planned`` is scheduled or submitted, and binds nobody yet."""

    currency: str
    total: Decimal
    frozen: bool
    confirmed: bool
    planned: Decimal
    committed: Decimal
    paid: Decimal
    until: date | None
    shares: Sequence[Share] = ()

    @property
    def left(self) -> Decimal:
        return self.total - self.committed - self.paid

    @property
    def days_left(self) -> int | None:
        return (self.until - timezone.localdate()).days if self.until else None

    def percent(self, part: Decimal) -> int:
        return min(100, int(part * 100 / self.total)) if self.total > 0 else 0

    @property
    def paid_percent(self) -> int:
        return self.percent(self.paid)

    @property
    def committed_percent(self) -> int:
        return min(100 - self.paid_percent, self.percent(self.committed))


def use_until(file: Reintegration) -> date | None:
    """The last day on which the rights may be used."""
    return add_months(file.arrived_on, file.scheme.use_months) if file.scheme else None


def standing(file: Reintegration) -> Standing | None:
    """None while no scheme is chosen."""
    total = entitlement(file)
    if total is None or file.scheme is None:
        return None
    sums = sums_by_kind(file)
    shares = shares_of(file, sums)
    return Standing(
        file.currency,
        total,
        file.entitlement is not None,
        file.scheme.confirmed,
        planned=sum((one.planned for one in shares), NOTHING),
        committed=sum((one.committed for one in shares), NOTHING),
        paid=sum((one.paid for one in shares), NOTHING),
        until=use_until(file),
        shares=shares,
    )


def sums_by_kind(file: Reintegration) -> dict[str, dict[str, Decimal]]:
    """Planned, committed in all, paid, by kind of support, in the file's currency."""
    found: dict[str, dict[str, Decimal]] = {}

    def add(kind: str, what: str, amount: Decimal) -> None:
        row = found.setdefault(kind, {"planned": NOTHING, "set_aside": NOTHING, "paid": NOTHING})
        row[what] += amount

    today = timezone.localdate()
    for one in file.tranches.filter(state__in=("planned", "submitted")).select_related("activity"):
        add(one.activity.kind, "planned", converted(one.amount, one.currency, file.currency, today))
    for line in file.ledger.select_related("tranche__activity"):
        what = "paid" if line.kind in SPENT else "set_aside"
        add(line.tranche.activity.kind, what, in_currency(line, file.currency))
    return found


def shares_of(file: Reintegration, sums: dict[str, dict[str, Decimal]]) -> list[Share]:
    given: dict[str, Decimal] = {}
    for benefit in file.scheme.benefits.all() if file.scheme else ():
        given[benefit.kind] = given.get(benefit.kind, NOTHING) + benefit.amount
    labels: dict[str, Any] = dict(Support.choices)
    empty = {"planned": NOTHING, "set_aside": NOTHING, "paid": NOTHING}
    return [
        Share(
            labels.get(kind, kind),
            given.get(kind),
            row["planned"],
            row["set_aside"] - row["paid"],
            row["paid"],
        )
        for kind in [*given, *(k for k in sums if k not in given)]
        for row in [sums.get(kind, empty)]
    ]


def net(lines: Iterable[LedgerLine]) -> tuple[Decimal, Decimal]:
    """Set aside and paid out of some lines of one currency."""
    rows = list(lines)
    aside = sum((one.amount for one in rows if one.kind in SET_ASIDE), NOTHING)
    return aside, sum((one.amount for one in rows if one.kind in SPENT), NOTHING)


def set_aside(file: Reintegration) -> Decimal:
    """Committed and not released, paid or not, in the file's currency."""
    return sum((in_currency(one, file.currency) for one in file.ledger.filter(kind__in=SET_ASIDE)), NOTHING)


def scheduled(file: Reintegration, *, without: Tranche | None = None) -> Decimal:
    """Instalments that stand, whatever their state, in the file's currency: what approval and payment may come to."""
    rows = file.tranches.exclude(state="cancelled")
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    today = timezone.localdate()
    return sum((converted(one.amount, one.currency, file.currency, today) for one in rows), NOTHING)
