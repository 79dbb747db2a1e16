"""The journal's lines, its anchors, and what was handed to an auditor."""

from datetime import UTC, date
from typing import Any

from django.db import transaction
from django.utils import timezone

from musanada.access import policies  # noqa: F401
from musanada.access.audit import anchors
from musanada.access.audit.chain import canonical, fold, link, seal_of, signature_of
from musanada.access.audit.lines import describe
from musanada.access.audit.reading import End
from musanada.access.models import AuditAnchor, AuditEntry, AuditHead, User


def write_entry(
    actor: User | None, verb: str, outcome: str, subject: object, details: dict[str, Any] | None = None
) -> None:
    """Append a line to the journal. The head row is locked, so two writers chain one after the other.

    Part of the caller's transaction: what cannot be journalled is not done.
    """
    with transaction.atomic(savepoint=False):
        head = locked_head()
        entry = describe(actor, verb, outcome, subject, details)
        day = entry.at.date()
        if head.day and head.day != day:
            write_anchor(head)
        text = canonical(number_it(entry, head).content())
        entry.hash = link(entry.previous, text)
        entry.save(force_insert=True)
        digest = fold(head.digest, text)
        AuditHead.objects.filter(pk=1).update(
            number=entry.number,
            hash=entry.hash,
            digest=digest,
            seal=seal_of(entry.number, entry.hash, digest),
            day=day,
        )


def locked_head() -> AuditHead:
    """The end of the chain. The migration makes it; a database emptied by hand gets it again."""
    found = AuditHead.objects.select_for_update().filter(pk=1).first()
    if found is None:
        AuditHead.objects.get_or_create(pk=1)
        found = AuditHead.objects.select_for_update().get(pk=1)
    return found


def number_it(entry: AuditEntry, head: AuditHead) -> AuditEntry:
    entry.number, entry.previous = head.number + 1, head.hash
    return entry


def write_anchor(head: AuditHead) -> None:
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
    with transaction.atomic():
        head = locked_head()
        if head.day and head.day < today:
            write_anchor(head)
    rows = AuditAnchor.objects.order_by("day").values_list("number", "hash", "digest", "signature", "day")
    known = [End(*row) for row in rows]
    return [anchor for anchor in known if anchors.keep(anchor)]
