"""The ledger of an office: its lines, sums that add up by currency and in dirhams, what is committed and not paid.

Every line is there, those of protected people too, or numbers would have gaps and sums would lie; but a file the actor
may not open is not named on its line, and no line names anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import journal, scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import Sentence
from musanada.returns.models import Funding, LedgerLine, Reintegration, Tranche
from musanada.returns.queries.entitlements import NOTHING

VIEW, EXPORTED = "money.view", "returns.ledger_exported"
K = LedgerLine.Kind
COLUMNS = {K.COMMIT: "committed", K.RELEASE: "released", K.PAY: "paid", K.REFUND: "refunded"}


def lines(actor: User) -> QuerySet[LedgerLine]:
    """Of the offices whose money the actor sees."""
    rows = LedgerLine.objects.filter(unit__in=units_for(actor, VIEW, "money").values("pk"))
    return rows.select_related("unit", "funding", "tranche", "file__case")


def filtered(
    rows: QuerySet[LedgerLine],
    *,
    office: str = "",
    first: date | None = None,
    last: date | None = None,
    funding: str = "",
    kind: str = "",
) -> QuerySet[LedgerLine]:
    if office:
        rows = rows.filter(unit__pk=office)
    if funding:
        rows = rows.filter(funding__pk=funding)
    if kind:
        rows = rows.filter(kind=kind)
    if first:
        rows = rows.filter(on__gte=first)
    return rows.filter(on__lte=last) if last else rows


@dataclass(frozen=True)
class Line:
    """A line; ``named`` where its file is the actor's to open."""

    one: LedgerLine
    named: bool


def shown(actor: User, rows: Iterable[LedgerLine]) -> list[Line]:
    found = list(rows)
    own = scoped(actor, VIEW, LedgerLine.objects.filter(pk__in=[one.pk for one in found]))
    keys = set(own.values_list("pk", flat=True))
    return [Line(one, one.pk in keys) for one in found]


@dataclass
class Sums:
    """Of some lines of one currency. Released and refunded are negative, as they stand in the ledger."""

    committed: Decimal = NOTHING
    released: Decimal = NOTHING
    paid: Decimal = NOTHING
    refunded: Decimal = NOTHING
    lines: int = 0

    @property
    def aside(self) -> Decimal:
        return self.committed + self.released

    @property
    def spent(self) -> Decimal:
        return self.paid + self.refunded

    @property
    def waiting(self) -> Decimal:
        """Committed and not paid."""
        return self.aside - self.spent


@dataclass(frozen=True)
class Total:
    """A currency (or all of them, in dirhams), under a title: a funding source, a file, or everything."""

    title: str
    currency: str
    sums: Sums
    key: Any = None


def totals(rows: QuerySet[LedgerLine]) -> list[Total]:
    """By currency, in the currency."""
    found = summed(rows, "currency", amount="amount")
    return [Total("", key[0], sums) for key, sums in sorted(found.items())]


def in_dirhams(rows: QuerySet[LedgerLine]) -> Sums:
    """Everything, in dirhams of each line's day: the sum of what stands on the lines, nothing converted anew."""
    found = summed(rows, amount="mad")
    return found.get((), Sums())


def summed(rows: QuerySet[LedgerLine], *by: str, amount: str) -> dict[tuple[Any, ...], Sums]:
    found: dict[tuple[Any, ...], Sums] = {}
    plain = rows.select_related(None).order_by()
    for row in plain.values(*by, "kind").annotate(total=Sum(amount), last=Max("number")):
        sums = found.setdefault(tuple(row[name] for name in by), Sums())
        setattr(sums, COLUMNS[K(row["kind"])], row["total"])
    return found


def by_funding(rows: QuerySet[LedgerLine]) -> list[Total]:
    """In dirhams, the largest payment first."""
    found = summed(rows, "funding", amount="mad")
    names = {one.pk: str(one) for one in Funding.objects.filter(pk__in=[key[0] for key in found])}
    rows_found = [Total(names[key[0]], "MAD", sums, key[0]) for key, sums in found.items()]
    return sorted(rows_found, key=lambda one: (-one.sums.spent, one.title))


def by_file(actor: User, rows: QuerySet[LedgerLine], most: int = 200) -> tuple[list[Total], int]:
    """In dirhams, what is still to pay first; files the actor may not open are one row without a number. And how many
    files there are in all."""
    found = summed(rows, "file", amount="mad")
    keys = [key[0] for key in found]
    files = scoped(actor, VIEW, Reintegration.objects.filter(pk__in=keys), group="money")
    references = {
        pk: (case, reference) for pk, case, reference in files.values_list("pk", "case", "case__reference")
    }
    named = [
        Total(references[k][1], "MAD", sums, references[k][0])
        for (k,), sums in found.items()
        if k in references
    ]
    named.sort(key=lambda one: (-one.sums.waiting, -one.sums.spent, one.title))
    hidden = [sums for (k,), sums in found.items() if k not in references]
    rest = [Total("", "MAD", added(hidden))] if hidden else []
    return named[:most] + rest, len(found)


def added(rows: Sequence[Sums]) -> Sums:
    return Sums(
        sum((one.committed for one in rows), NOTHING),
        sum((one.released for one in rows), NOTHING),
        sum((one.paid for one in rows), NOTHING),
        sum((one.refunded for one in rows), NOTHING),
        len(rows),
    )


# How late payments are


@dataclass(frozen=True)
class Delay:
    """Days between the day instalments were due and the day they were paid; and how many of them were paid late."""

    paid: int
    late: int
    median: Decimal | None

    @property
    def plural(self) -> int:
        """The number whose plural the words follow: a day and a half is one day in French."""
        return abs(int(self.median)) if self.median is not None else 0

    @property
    def percent(self) -> Decimal | None:
        return Decimal(self.late * 100) / self.paid if self.paid else None


def delay(actor: User, *, office: str = "", first: date | None = None, last: date | None = None) -> Delay:
    rows = Tranche.objects.filter(
        state="paid", file__case__unit__in=units_for(actor, VIEW, "money").values("pk")
    )
    rows = rows.filter(file__case__unit__pk=office) if office else rows
    rows = rows.filter(paid_on__gte=first) if first else rows
    rows = rows.filter(paid_on__lte=last) if last else rows
    days = [(paid - due).days for paid, due in rows.values_list("paid_on", "due_on") if paid]
    middle = Decimal(str(median(days))) if days else None
    return Delay(len(days), sum(1 for one in days if one > 0), middle)


def offices(actor: User) -> QuerySet[Unit]:
    return units_for(actor, VIEW, "money")


def fundings(actor: User) -> QuerySet[Funding]:
    return Funding.objects.filter(pk__in=lines(actor).order_by().values("funding"))


# As a file


HEADERS: tuple[Sentence, ...] = (
    _("Bureau"),
    _("N°"),
    _("Date"),
    _("Écriture"),
    _("Financement"),
    _("Dossier"),
    _("Versement"),
    _("Montant"),
    _("Monnaie"),
    _("Dirhams pour une unité"),
    _("Montant en dirhams"),
    _("Saisi le"),
)
NUMBERS = (1, 7, 9, 10)  # columns that hold numbers


def exported(actor: User, rows: QuerySet[LedgerLine]) -> list[list[Any]]:
    """References and amounts, never a name, a receipt or a reason. That it was taken is journalled."""
    from musanada.kit.ids import show_reference

    found = []
    for line in shown(actor, rows.order_by("unit__path", "number")):
        one = line.one
        found.append(
            [
                str(one.unit),
                one.number,
                one.on,
                one.get_kind_display(),
                one.funding.code,
                show_reference(one.file.case.reference) if line.named else "",
                show_reference(one.tranche.reference) if line.named else "",
                one.amount,
                one.currency,
                one.rate,
                one.mad,
                timezone.localtime(one.recorded_at).date(),
            ]
        )
    journal(actor, EXPORTED, "done", None, {"rows": len(found)})
    return found
