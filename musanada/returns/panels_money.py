"""What money puts on other pages: instalments on a reintegration's page, the day's lists on home, alarms of what is late."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.kit.alarms import ALARMS, Alarm
from musanada.kit.formats import format_date, format_money, isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.returns.models import Reintegration, Tranche
from musanada.returns.parts import FILE_PARTS, Part
from musanada.returns.queries import tranches as queries
from musanada.returns.queries.entitlements import standing

SHOWN = 6
LATE_DAYS = 30  # so late that it is an alarm, and no longer a line of the day's work


def instalments(actor: User, file: Reintegration) -> Part | None:
    """Rights, instalments, and for what more may be scheduled."""
    if not may(actor, queries.VIEW, file, "money"):
        return None
    rows = queries.listed(queries.of_file(file))
    works = file.case.closed_on is None and may(actor, queries.WORK, file, "money")
    values: dict[str, Any] = {
        "standing": standing(file),
        "rows": [row for row in rows if row.one.state != "cancelled"],
        "activities": queries.to_schedule(file) if works else [],
    }
    return Part("returns/tranche_part.html", values, order=55)


FILE_PARTS.add("tranches", instalments)


def panel(code: str, title: Any, view: str, rows: Any, order: int) -> Panel | None:
    count = rows.count()
    if not count:
        return None
    return Panel(
        code,
        title,
        [line(one) for one in rows[:SHOWN]],
        more_url=f"{reverse('returns:tranches')}?view={view}",
        count=count,
        order=order,
    )


def line(one: Tranche) -> tuple[str, str, str]:
    lang = get_language() or "fr"
    due = isolate(format_date(one.due_on, lang, short=True))
    amount = isolate(format_money(one.amount, one.currency, lang))
    return (
        f"{amount} · {one.activity.get_kind_display()}",
        str(_("dû le %(day)s") % {"day": due}),
        reverse("returns:tranche", args=[one.pk]),
    )


def approvals(actor: User) -> Panel | None:
    if not holds(actor, queries.APPROVE):
        return None
    return panel("tranches-approve", _("Versements à approuver"), "approve", queries.to_approve(actor), 30)


def payments(actor: User) -> Panel | None:
    if not holds(actor, queries.PAY):
        return None
    return panel("tranches-pay", _("Versements à payer"), "pay", queries.to_pay(actor), 31)


def evidence(actor: User) -> Panel | None:
    if not holds(actor, queries.WORK):
        return None
    rows = queries.without_evidence(actor)
    return panel("tranches-evidence", _("Versements : preuves à apporter"), "lacking", rows, 55)


PANELS.add("returns.tranches_approve", approvals)
PANELS.add("returns.tranches_pay", payments)
PANELS.add("returns.tranches_evidence", evidence)


def late_money(actor: User) -> Iterable[Alarm]:
    """One line for all of them: instalments past their day by a month or more, of the offices one answers for."""
    if not holds(actor, queries.VIEW):
        return
    limit = timezone.localdate() - timedelta(days=LATE_DAYS)
    rows = queries.late(actor, limit)
    first = rows.first()
    if first is None:
        return
    count = rows.count()
    words = ngettext(
        "%(n)s versement est en retard de plus de trente jours",
        "%(n)s versements sont en retard de plus de trente jours",
        count,
    )
    yield Alarm(
        words % {"n": count},
        _(
            "Des personnes attendent ce qui leur est dû : soumettez, approuvez ou payez, ou annulez avec un motif."
        ),
        f"{reverse('returns:tranches')}?view=late",
        "danger",
        first.due_on,
    )


ALARMS.add("returns.late_money", late_money)
