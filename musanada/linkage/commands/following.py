"""What likely twins become when two records are merged, or separated again, wherever that was decided."""

from uuid import UUID

from django.utils import timezone

from musanada.access.models import User
from musanada.linkage.commands.decisions import step
from musanada.linkage.fingerprint import Ends, fingerprints, in_order
from musanada.linkage.models import TwinDecision, TwinPair
from musanada.people.merges import FOLLOWING, Following
from musanada.people.models import MergeRecord

State = TwinPair.State


def pair_of(record: MergeRecord) -> TwinPair | None:
    left, right = in_order(record.kept_id, record.gone_id)
    return TwinPair.objects.filter(left=left, right=right).first()


def merged(actor: User, record: MergeRecord) -> None:
    """The question is answered; what was asked about the record that now leads to the other is asked of that one."""
    pair = pair_of(record)
    if pair is not None and pair.state != State.SAME:
        settle(actor, pair, State.SAME, record.reason)
    for theirs in asked_about(record):
        left, right = moved(theirs, record)
        if not TwinPair.objects.filter(left=left, right=right).exists():
            TwinPair.objects.bulk_create([as_asked_of(theirs, left, right)])


def asked_about(record: MergeRecord) -> list[TwinPair]:
    """Open questions about the merged record and somebody else than the kept one."""
    rows = TwinPair.objects.filter(state__in=(State.OPEN, State.UNSURE)).exclude(
        left__in=(record.kept_id, record.gone_id), right__in=(record.kept_id, record.gone_id)
    )
    return [*rows.filter(left=record.gone_id), *rows.filter(right=record.gone_id)]


def moved(pair: TwinPair, record: MergeRecord) -> Ends:
    other = pair.right_id if pair.left_id == record.gone_id else pair.left_id
    return in_order(record.kept_id, other)


def as_asked_of(pair: TwinPair, left: UUID, right: UUID) -> TwinPair:
    return TwinPair(
        left_id=left,
        right_id=right,
        side=pair.side,
        origin=pair.origin,
        run_id=pair.run_id,
        probability=pair.probability,
        value=pair.value,
        evidence=pair.evidence,
        cluster=pair.cluster,
        suspicious=pair.suspicious,
    )


def separated(actor: User, record: MergeRecord) -> None:
    """Two people after all: that is a decision too, and what was only carried over is asked of the right one again."""
    pair = pair_of(record)
    if pair is not None:
        settle(actor, pair, State.DIFFERENT, record.undo_reason)
    for theirs in asked_about(record):
        left, right = moved(theirs, record)
        TwinPair.objects.filter(
            left=left, right=right, state=State.OPEN, run=theirs.run_id, raised_at__gte=record.merged_at
        ).exclude(decisions__isnull=False).delete()


def settle(actor: User, pair: TwinPair, said: str, reason: str) -> None:
    ends = (pair.left_id, pair.right_id)
    pair.state, pair.facts, pair.decided_at = said, fingerprints([ends])[ends], timezone.now()
    pair.save(update_fields=["state", "facts", "decided_at"])
    TwinDecision.objects.bulk_create([step(actor, pair, said, reason)])


FOLLOWING.add("linkage", Following(merged, separated))
