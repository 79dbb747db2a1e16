"""The journal's lines, its anchors, and what was handed to an auditor."""

from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import policies  # noqa: F401
from musanada.access.audit import anchors
from musanada.access.audit.chain import fold, link, seal_of, signature_of
from musanada.access.audit.configuration import effective
from musanada.access.audit.export import Period, partial, whole
from musanada.access.audit.lines import COLUMNS, Thing, describe
from musanada.access.audit.reading import End, Journal, as_day
from musanada.access.audit.verify import Damage
from musanada.access.audit.words import CONFIGURE, EXPORT, READ_ACCOUNT, READ_OBJECT, VERIFY
from musanada.access.models import AuditAnchor, AuditEntry, AuditHead, User
from musanada.kit.errors import BadInput

LOCK_HEAD = "SELECT number, hash, digest, day FROM access_audithead WHERE id = 1"
MOVE_HEAD = (
    "UPDATE access_audithead SET number = %s, hash = %s, digest = %s, seal = %s, day = %s WHERE id = 1"
)
ADD_LINE = f"INSERT INTO access_auditentry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608


def write_entry(
    actor: User | None, verb: str, outcome: str, subject: object, details: dict[str, Any] | None = None
) -> None:
    """Append a line to the journal. The head row is locked, so two writers chain one after the other.

    Part of the caller's transaction: what cannot be journalled is not done. Three plain statements, as every command
    pays for them.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        head = locked_head(cursor)
        line = describe(actor, verb, outcome, subject, details)
        day = line.at.date()
        if head.day and head.day != day:
            write_anchor(head)
        number = head.number + 1
        text = line.text(number)
        own, digest = link(head.hash, text), fold(head.digest, text)
        cursor.execute(ADD_LINE, line.values(number, head.hash, own, sqlite=connection.vendor == "sqlite"))
        cursor.execute(MOVE_HEAD, (number, own, digest, seal_of(number, own, digest), day.isoformat()))


def locked_head(cursor: Any) -> End:
    """The end of the chain. The migration makes its row; a database emptied by hand gets it again."""
    lock = (
        " FOR UPDATE" if connection.vendor == "postgresql" else ""
    )  # SQLite: the transaction holds the file
    for _attempt in range(2):
        cursor.execute(LOCK_HEAD + lock)
        if found := cursor.fetchone():
            number, last, digest, day = found
            return End(number, last, digest, day=as_day(day) if day else None)
        AuditHead.objects.get_or_create(pk=1)
    raise LookupError("the journal has no head")


def write_anchor(head: End) -> None:
    """Anchor the day of the last line, once: a clock that went back and forth anchors no day twice."""
    day = head.day
    if day is None or AuditAnchor.objects.filter(pk=day).exists():
        return
    signature = signature_of(day, head.number, head.hash, head.digest)
    AuditAnchor.objects.create(
        day=day, number=head.number, hash=head.hash, digest=head.digest, signature=signature
    )
    made = End(head.number, head.hash, head.digest, signature, day)
    transaction.on_commit(lambda: keep_anchor(made), robust=True)


def keep_anchor(anchor: End) -> None:
    anchors.keep(anchor)


def anchor_now(today: date | None = None) -> list[End]:
    """Anchor the last day if it is over, and write every anchor's file that is missing. The anchors whose file is new."""
    today = today or timezone.now().astimezone(UTC).date()
    with transaction.atomic(), connection.cursor() as cursor:
        head = locked_head(cursor)
        if head.day and head.day < today:
            write_anchor(head)
    rows = AuditAnchor.objects.order_by("day").values_list("number", "hash", "digest", "signature", "day")
    known = [End(*row) for row in rows]
    return [anchor for anchor in known if anchors.keep(anchor)]


# What is done with the journal itself


def note_look(actor: User, thing: Thing) -> None:
    """Who reads the journal of a file or of an account is in the journal, too."""
    verb = READ_ACCOUNT if thing.kind == "access.user" else READ_OBJECT
    write_entry(actor, verb, AuditEntry.Outcome.DONE, thing)


def note_verification(actor: User, damage: Damage | None) -> None:
    outcome = AuditEntry.Outcome.REFUSED if damage else AuditEntry.Outcome.DONE
    told = {"damage": damage.kind, "number": damage.number} if damage else {}
    write_entry(actor, VERIFY, outcome, None, told)


def note_configuration(actor: User) -> bool:
    """A line with the program's version and the hash of its settings, when one of them changed. Returns whether."""
    now = effective()
    last = (
        AuditEntry.objects.filter(verb=CONFIGURE)
        .order_by("-number")
        .values_list("details", flat=True)
        .first()
    )
    before: dict[str, Any] = last or {}
    if (before.get("version"), before.get("settings")) == (now.version, now.total):
        return False
    known: dict[str, str] = before.get("each", {})
    names = {name for name, value in now.each.items() if known.get(name) != value} | (
        known.keys() - now.each.keys()
    )
    told = {"version": now.version, "settings": now.total, "each": now.each}
    write_entry(
        actor, CONFIGURE, AuditEntry.Outcome.DONE, None, told | ({"changed": sorted(names)} if known else {})
    )
    return True


def export_journal(actor: User, *, first: date, last: date) -> Iterator[str]:
    """The lines of some days (UTC) as a file. The journal keeps who took how many, before the first is given out.

    Raises: MissingRight, BadInput.
    """
    from musanada.access.doors import holds, missing
    from musanada.access.queries.journal import EXPORT_RIGHT, covers_all

    if not holds(actor, EXPORT_RIGHT):
        write_entry(actor, EXPORT, AuditEntry.Outcome.DENIED, None)
        raise missing(EXPORT_RIGHT)
    if first > last:
        raise BadInput(
            _("Le premier jour vient après le dernier : échangez-les."),
            fields={"first": _("Ce jour vient après le dernier.")},
        )
    told = {"from": first.isoformat(), "to": last.isoformat()}
    if actor.is_system or covers_all(actor, EXPORT_RIGHT):
        period = ends_of(first, last)
        rows = period.closing.number - period.opening.number
        write_entry(actor, EXPORT, AuditEntry.Outcome.DONE, None, {**told, "rows": rows, "scope": "all"})
        journal = Journal(connection)
        lines = journal.rows(period.opening.number, period.closing.number)
        return whole(lines, period, journal.anchors(), str(actor.pk))
    return export_part(actor, first, last, told)


def export_part(actor: User, first: date, last: date, told: dict[str, Any]) -> Iterator[str]:
    """The lines of the actor's places only."""
    from musanada.access.queries.journal import EXPORT_RIGHT, in_utc, visible

    rows = in_utc(visible(actor, EXPORT_RIGHT), first, last).order_by("number")
    write_entry(
        actor, EXPORT, AuditEntry.Outcome.DONE, None, {**told, "rows": rows.count(), "scope": "units"}
    )
    lines = ((row.hash, row.content()) for row in rows.iterator(chunk_size=2000))
    return partial(lines, Period(told["from"], told["to"], End(), End()), str(actor.pk))


def ends_of(first: date, last: date) -> Period:
    """Between the anchor before the first day and that of the last; up to the last line where that day is not over."""
    opening = AuditAnchor.objects.filter(day__lt=first).order_by("-number").first()
    closing: AuditAnchor | AuditHead | None = (
        AuditAnchor.objects.filter(day__lte=last).order_by("-number").first()
    )
    head = AuditHead.objects.filter(pk=1).first()
    if head and head.day and head.day <= last:
        closing = head
    start, end = as_end(opening), as_end(closing)
    return Period(first.isoformat(), last.isoformat(), start, end if end.number > start.number else start)


def as_end(row: AuditAnchor | AuditHead | None) -> End:
    return End(row.number, row.hash, row.digest) if row else End()
