"""Lines of the journal: of a place, of an object, of an account; found by what happened, never counted.

A line about someone whose file is P4 is a line like any other *here*: whoever holds ``audit.view`` at its unit sees that
key, verb and moment, because the control of who reads protected files is what the journal is for. It shows no name, and
the link leads to a page that decides by itself (not found, unless the file names the auditor). Nobody else sees lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from musanada.access.audit.words import INSTALLATION, REFUSALS, verbs_of
from musanada.access.doors import holds, places_of, scoped, units_for
from musanada.access.models import AuditAnchor, AuditEntry, RoleHolding, Unit, User
from musanada.access.queries.common import AUDIT
from musanada.access.verbs import KINDS, PAGES, label
from musanada.kit.errors import Sentence
from musanada.kit.paging import Window

EXPORT_RIGHT = "audit.export"
SIZE = 50
STRETCH = 20_000
PERIODS = (7, 30, 90, 365)
HALF, ROUNDS = 2**32, range(4)


@dataclass(frozen=True)
class JournalLine:
    """A line of the journal in words. ``url`` leads to the object where the actor may open such pages, ``history_url``
    to all that was done with it, ``account_url`` to all its author did."""

    entry: AuditEntry
    verb: Sentence
    kind: Sentence
    url: str
    history_url: str = ""
    account_url: str = ""


@dataclass(frozen=True)
class Reader:
    """An account among those who dealt with an object: how often, and when last."""

    account: User | None
    lines: int
    last: datetime
    url: str


# Which lines


def entries(
    actor: User,
    *,
    view: str = "",
    verb: str = "",
    outcome: str = "",
    day: date | None = None,
    days: int | None = None,
) -> QuerySet[AuditEntry]:
    """Lines the actor may see, narrowed: a named view, a verb, an outcome, a day or the last ``days``."""
    rows = visible(actor)
    if view == REFUSALS:
        rows = rows.exclude(outcome=AuditEntry.Outcome.DONE)
    elif view:
        rows = rows.filter(verb__in=verbs_of(view))
    if verb:
        rows = rows.filter(verb=verb)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if day:
        rows = between(rows, day, day)
    elif days:
        rows = between(rows, timezone.localdate() - timedelta(days=days - 1), None)
    return rows.select_related("actor", "unit").order_by("-number")


def visible(actor: User, right: str = AUDIT) -> QuerySet[AuditEntry]:
    """Lines about the actor's units; a line without a place (a page asked for, an account) counts where its author
    works, or the account it is about; one of the installation, for those who audit a whole organisation; what the
    console did for all places at once, for those who audit them all."""
    keys = list(units_for(actor, right).values_list("pk", flat=True))
    if not keys:
        return AuditEntry.objects.none()
    staff = list(RoleHolding.objects.filter(unit__in=keys).values_list("user", flat=True).distinct())
    placeless = Q(unit=None) & (Q(actor__in=staff) | about_accounts(staff))
    if Unit.objects.filter(pk__in=keys, parent=None).exists():
        placeless |= Q(unit=None, verb__in=INSTALLATION) & (Q(object_id="") | Q(verb="access.configure"))
    if covers_all(actor, right):
        placeless |= Q(
            unit=None, actor__in=list(User.objects.filter(is_system=True).values_list("pk", flat=True))
        )
    return AuditEntry.objects.filter(Q(unit__in=keys) | placeless)


def about_accounts(staff: list[UUID]) -> Q:
    """A sign-in that failed has no author: it belongs to the account that was tried."""
    return Q(actor=None, object_kind="access.user", object_id__in=[str(key) for key in staff])


def covers_all(actor: User, right: str = AUDIT) -> bool:
    """Does the actor hold the right over every organisation here? Others are not even told how many lines there are."""
    paths = places_of(actor, right)
    roots = Unit.objects.filter(parent=None).values_list("path", flat=True)
    return bool(paths) and all(any(root.startswith(path) for path in paths) for root in roots)


def between(rows: QuerySet[AuditEntry], first: date, last: date | None) -> QuerySet[AuditEntry]:
    """Lines of local days. The anchors tell from which number on: no index by time is needed."""
    start = timezone.make_aware(datetime.combine(first, time.min))
    rows = rows.filter(at__gte=start, number__gt=number_before(start))
    if last is None:
        return rows
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    after = AuditAnchor.objects.filter(day__gt=end.astimezone(UTC).date()).order_by("day").first()
    return rows.filter(at__lt=end, **({"number__lte": after.number} if after else {}))


def in_utc(rows: QuerySet[AuditEntry], first: date, last: date) -> QuerySet[AuditEntry]:
    """Lines of days as the anchors reckon them."""
    start = datetime.combine(first, time.min, tzinfo=UTC)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=UTC)
    return rows.filter(at__gte=start, at__lt=end, number__gt=number_before(start))


def number_before(moment: datetime) -> int:
    """A number that no line since ``moment`` is at or below: that of an anchor two days earlier."""
    day = moment.astimezone(UTC).date() - timedelta(days=1)
    anchor = AuditAnchor.objects.filter(day__lt=day).order_by("-day").first()
    return anchor.number if anchor else 0


def of_object(actor: User, kind: str, key: str, *, view: str = "") -> QuerySet[AuditEntry]:
    """Every line about an object. Raises: Http404 when the actor may see none: others' and unheard-of are the same."""
    rows = visible(actor).filter(object_kind=kind, object_id=key)
    if not rows.exists():
        raise Http404
    if view == REFUSALS:
        rows = rows.exclude(outcome=AuditEntry.Outcome.DONE)
    elif view:
        rows = rows.filter(verb__in=verbs_of(view))
    return rows.select_related("actor", "unit").order_by("-number")


def of_account(actor: User, pk: UUID, *, view: str = "", days: int | None = None) -> QuerySet[AuditEntry]:
    """Every line of an account that lies in the actor's places. Raises: Http404 unless it works there or left one."""
    rows = visible(actor).filter(actor=pk)
    if not (scoped(actor, AUDIT, User.objects.filter(pk=pk)).exists() or rows.exists()):
        raise Http404
    return entries(actor, view=view, days=days).filter(actor=pk)


def account_of(pk: UUID) -> User:
    """The author of lines already found."""
    return User.objects.get(pk=pk)


def readers(actor: User, rows: QuerySet[AuditEntry]) -> list[Reader]:
    """Who appears in the lines of one object, the latest first."""
    counted = rows.order_by().values("actor").annotate(n=Count("number"), last=Max("at")).order_by("-last")
    found = {user.pk: user for user in User.objects.filter(pk__in=[c["actor"] for c in counted])}
    return [Reader(found.get(c["actor"]), c["n"], c["last"], account_url(c["actor"])) for c in counted[:SIZE]]


# A page of them


def leaf(
    rows: QuerySet[AuditEntry], query: QueryDict, size: int = SIZE, *, few: bool = False
) -> Window[AuditEntry]:
    """The lines before or after one, by its sealed number: as quick at the millionth line as at the first.

    ``few`` says that an index finds all of ``rows`` at once (those of one object).
    """
    newer, older = opened(query.get("after", "")), opened(query.get("before", ""))
    upwards = newer is not None
    found = nearest(rows, newer if upwards else older, size + 1, upwards=upwards, few=few)
    more, shown = len(found) > size, found[:size][:: -1 if upwards else 1]
    back = more if upwards else older is not None
    onward = upwards or more
    return Window(
        shown,
        1,
        address(query, "after", shown[:1]) if back else "",
        address(query, "before", shown[-1:]) if onward else "",
    )


def nearest(
    rows: QuerySet[AuditEntry], start: int | None, count: int, *, upwards: bool, few: bool
) -> list[AuditEntry]:
    """The ``count`` rows next to a line, looked for in stretches of the journal, each four times as long as the last:
    what is frequent is found in the first, and no sort of a million rows stands before what is rare."""
    top = AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    edge = start if start is not None else top + 1
    rows = rows.order_by("number" if upwards else "-number")
    found: list[AuditEntry] = []
    span = top + 1 if few else STRETCH
    while len(found) < count and (edge < top if upwards else edge > 1):
        far = edge + span if upwards else max(edge - span, 0)
        inside = Q(number__gt=edge, number__lte=far) if upwards else Q(number__lt=edge, number__gte=far)
        found += rows.filter(inside)[: count - len(found)]
        edge, span = far, span * 4
    return found


def address(query: QueryDict, name: str, line: Sequence[AuditEntry]) -> str:
    changed = query.copy()
    for other in ("before", "after"):
        changed.pop(other, None)
    if line:
        changed[name] = sealed(line[0].number)
    return f"?{changed.urlencode()}"


def sealed(number: int) -> str:
    """A line's number as a word for addresses that tells nobody how many lines the others have: a keyed permutation of
    64 bits (Feistel network, four rounds)."""
    left, right = divmod(number, HALF)
    for turn in ROUNDS:
        left, right = right, left ^ mixed(right, turn)
    return f"{left * HALF + right:016x}"


def opened(word: str) -> int | None:
    """The number of a sealed word; None for what is none."""
    if len(word) != 16 or not set(word) <= set("0123456789abcdef"):
        return None
    left, right = divmod(int(word, 16), HALF)
    for turn in reversed(ROUNDS):
        left, right = right ^ mixed(left, turn), left
    number = left * HALF + right
    return number if number < 2**63 else None


def mixed(half: int, turn: int) -> int:
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"journal").digest()
    return int.from_bytes(blake2b(b"%d %d" % (turn, half), key=key, digest_size=4).digest(), "big")


# In words


def as_lines(actor: User, rows: Sequence[AuditEntry]) -> list[JournalLine]:
    return [
        JournalLine(
            row,
            label(row.verb),
            KINDS.get(row.object_kind, row.object_kind),
            page_of(actor, row),
            history_of(row),
            account_url(row.actor_id),
        )
        for row in rows
    ]


def by_day(lines: Sequence[JournalLine]) -> Iterator[tuple[date, list[JournalLine]]]:
    """The same lines under their local days."""
    for day, group in groupby(lines, lambda line: timezone.localtime(line.entry.at).date()):
        yield day, list(group)


def page_of(actor: User, row: AuditEntry) -> str:
    """The object's page, if it has one and the actor holds the right it asks for; the page itself decides."""
    name = PAGES.get(row.object_kind)
    if not name or not row.object_id:
        return ""
    try:
        url = reverse(name, args=[row.object_id])
    except NoReverseMatch:
        return ""
    return url if holds(actor, getattr(resolve(url).func, "declares", "")) else ""


def history_of(row: AuditEntry) -> str:
    if not row.object_kind or not row.object_id:
        return ""
    try:
        return reverse("access:journal-object", args=[row.object_kind, row.object_id])
    except NoReverseMatch:
        return ""


def account_url(pk: UUID | None) -> str:
    return reverse("access:journal-account", args=[pk]) if pk else ""


# The chain's ends


def last_anchor_day() -> date | None:
    return AuditAnchor.objects.order_by("-number").values_list("day", flat=True).first()


def recent_start(lines: int = 200_000) -> date | None:
    """The day to verify from so that a page answers in seconds; None when the whole journal is short enough."""
    last = AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if last <= lines:
        return None
    anchor = AuditAnchor.objects.filter(number__lte=last - lines).order_by("-number").first()
    return anchor.day + timedelta(days=1) if anchor else None
