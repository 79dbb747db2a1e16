"""The board of departures: every open return before its departure, what blocks each, how many each lock blocks.

Counts and filters are one statement over all open files (``board_sql``); the page's rows are judged one by one by the
locks themselves, for the exact sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import units_for, unprotected
from musanada.access.models import Unit, User
from musanada.cases.queries.work import names_of
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, isolate
from musanada.kit.paging import Window, window
from musanada.returns import locks
from musanada.returns.models import Direction, Lock, Return
from musanada.returns.queries import board_sql
from musanada.returns.workflow import BEFORE_BOARDING

VIEW = "return.view"
PAGE, WEEKS = 50, 9
FREE, NO_DAY, PASSED = "free", "none", "passed"  # filters beside a lock and a week
MANY = 10_000_000

# What is next where the file is not yet at its papers; from the declaration on, the first lock that blocks.
NEXT: dict[str, Sentence] = {
    "enquiry": _("Enregistrer la demande"),
    "registered": _("Mener l'entretien d'orientation"),
    "screened": _("Mener les entretiens de conseil"),
    "counselled": _("Recevoir la déclaration de retour volontaire"),
    "declared": _("Inscrire à un voyage"),
    "ready": _("Inscrire à un voyage"),
    "no_show": _("Reprendre contact, puis inscrire à un autre voyage"),
    "booked": _("Rien : tout est prêt pour le départ"),
}
FACETS: dict[str, Sentence] = {
    "declaration": _("Déclaration"),
    "document": _("Document"),
    "exit": _("Sortie"),
    "fitness": _("Aptitude"),
    "protection": _("Feu vert de protection"),
    "travel": _("Feu vert de l'enfant"),
    "family": pgettext_lazy("travellers", "Famille"),
    "funding": _("Financement"),
}
WORDS: dict[str, Sentence] = {
    "done": _("Prêt"),
    "missing": _("Manque"),
    "short": _("Trop court"),
    "refused": _("Refusé"),
    "off": _("Non exigé"),
}
EARLY = ("enquiry", "registered", "screened", "counselled")
SHAPES = {
    "done": "done",
    "missing": "blocked",
    "short": "late",
    "waiting": "wait",
    "refused": "blocked",
    "off": "next",
}


@dataclass(frozen=True)
class Wanted:
    """The filters, each empty unless chosen."""

    lock: str = ""
    country: str = ""
    office: str = ""
    direction: str = ""
    week: str = ""


@dataclass(frozen=True)
class Cell:
    """A lock of a file: its column, a shape and a word, the sentence behind."""

    label: Sentence
    shape: str
    word: Sentence
    why: Sentence


@dataclass(frozen=True)
class Row:
    """One file on the board."""

    ret: Return
    name: str
    planned: date | None
    left: int | None  # days to go, or since it has passed
    late: bool
    cells: Sequence[Cell]
    next: Sentence
    ready: bool


@dataclass(frozen=True)
class Counts:
    """How many files; how many each lock blocks; how many nothing blocks."""

    total: int
    free: int
    by_lock: Mapping[str, int]


def open_returns(actor: User) -> QuerySet[Return]:
    """Before departure, at the actor's offices. Protected people are in no list."""
    keys = list(units_for(actor, VIEW, FieldGroup.TRAVEL).values_list("pk", flat=True))
    rows = Return.objects.filter(
        case__unit__in=keys, case__closed_on=None, case__state__in=BEFORE_BOARDING, departed_on=None
    )
    return unprotected(actor, rows)


def filtered(rows: QuerySet[Return], wanted: Wanted) -> QuerySet[Return]:
    """Everything but the lock."""
    if wanted.country:
        away = Q(direction=Direction.FROM_MOROCCO, to_country=wanted.country)
        rows = rows.filter(away | Q(direction=Direction.TO_MOROCCO, from_country=wanted.country))
    if wanted.office:
        rows = rows.filter(case__unit__pk=wanted.office)
    if wanted.direction:
        rows = rows.filter(direction=wanted.direction)
    if wanted.week:
        rows = rows.alias(planned_on=Coalesce("travel_on", "wished_on")).filter(of_week(wanted.week))
    return rows


def of_week(week: str) -> Q:
    if week == NO_DAY:
        return Q(planned_on=None)
    if week == PASSED:
        return Q(planned_on__lt=timezone.localdate())
    monday = date.fromisoformat(week)
    return Q(planned_on__gte=monday, planned_on__lt=monday + timedelta(days=7))


def counts(rows: QuerySet[Return]) -> Counts:
    """One statement. The slice keeps the database from judging a file anew for each number asked of it."""
    judged = board_sql.blocked(board_sql.with_days(rows)).order_by()
    names = [f"no_{lock}" for lock in Lock.values]
    found = judged[:MANY].aggregate(
        total=Count("pk"),
        free=Count("pk", filter=Q(**dict.fromkeys(names, False))),
        **{f"{name}s": Count("pk", filter=Q(**{name: True})) for name in names},
    )
    by_lock = {lock: found[f"no_{lock}s"] for lock in Lock.values}
    return Counts(found["total"], found["free"], by_lock)


def blocked_by(rows: QuerySet[Return], lock: str) -> QuerySet[Return]:
    """Those that this lock blocks; ``FREE``: those that nothing blocks."""
    if not lock:
        return rows
    judged = board_sql.with_days(rows)
    return board_sql.free_only(judged) if lock == FREE else board_sql.blocked_only(judged, lock)


def page(actor: User, rows: QuerySet[Return], query: QueryDict) -> tuple[Window[Return], list[Row]]:
    """The next departures first; files without a day at the end, the oldest request first."""
    ordered: QuerySet[Return] = rows.alias(planned_on=Coalesce("travel_on", "wished_on")).order_by(
        F("planned_on").asc(nulls_last=True), "applied_on", "pk"
    )
    related = ordered.select_related("case__unit", "case__person", "to_country", "from_country")
    shown = window(related, query, PAGE)
    return shown, rows_of(shown.rows)


def rows_of(rets: Sequence[Return]) -> list[Row]:
    names = names_of([one.case.person_id for one in rets])
    found = locks.standings_of({one.pk: locks.Journey(locks.day_asked(one)) for one in rets})
    today = timezone.localdate()
    made = []
    for one in rets:
        planned = one.travel_on or one.wished_on
        cells = found[one.pk]
        left = (planned - today).days if planned else None
        made.append(
            Row(
                one,
                names.get(one.case.person_id, ""),
                planned,
                abs(left) if left is not None else None,
                left is not None and left < 0,
                [cell_of(cell) for cell in cells],
                next_of(one, cells),
                not any(cell.blocks for cell in cells),
            )
        )
    return made


def cell_of(one: locks.Standing) -> Cell:
    word = WORDS.get(one.state)
    if word is None:
        days = ngettext("Attend %(n)s jour", "Attend %(n)s jours", one.days)
        word = days % {"n": one.days}
    return Cell(FACETS[one.lock], SHAPES[one.state], word, one.why)


def next_of(ret: Return, cells: Sequence[locks.Standing]) -> Sentence:
    """The one thing to do now: what is in our hands before what others have been asked for."""
    shut = [one for one in cells if one.blocks]
    if ret.case.state in EARLY or not shut:
        return NEXT[ret.case.state]
    return next((one for one in shut if one.state != locks.WAITING), shut[0]).why


def offices(actor: User) -> list[Unit]:
    return list(units_for(actor, VIEW, FieldGroup.TRAVEL).filter(active=True).order_by("path"))


def mondays() -> list[date]:
    """This week and those that follow."""
    today = timezone.localdate()
    first = today - timedelta(days=today.weekday())
    return [first + timedelta(days=7 * n) for n in range(WEEKS)]


def week_choices() -> list[tuple[str, Sentence]]:
    shown = [(one.isoformat(), _("Semaine du %(day)s") % {"day": short(one)}) for one in mondays()]
    return [*shown, (PASSED, _("Jour passé")), (NO_DAY, _("Sans jour"))]


def short(day: date) -> str:
    return isolate(format_date(day, get_language() or "fr"))


def facets(rows: Any, chosen: str, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """How many files each lock blocks, as links to them."""
    found = counts(rows)
    items: list[tuple[str, Sentence, int]] = [("", _("Tous"), found.total)]
    items += [
        (code, FACETS[code], found.by_lock[code])
        for code in Lock.values
        if found.by_lock[code] or code == chosen
    ]
    items.append((FREE, _("Rien ne bloque"), found.free))
    return [
        {"label": label, "count": count, "url": address(code), "current": code == chosen}
        for code, label, count in items
    ]
