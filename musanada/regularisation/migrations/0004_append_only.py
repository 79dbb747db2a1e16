"""A decision is never rewritten: its words may be erased, it may be voided once."""

from django.db import migrations

from musanada.kit.append_only import AppendOnly, guarding

DECISION = AppendOnly(
    "regularisation_decision",
    "decision",
    "a decision is append-only",
    kept=(
        "id", "application_id", "stage", "result", "on", "recorded_at", "by_id", "retained_id", "reasons", "item_id",
        "appeal_id", "relief_id",
    ),
    stripped=("text",),
    once=("voided_at",),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("regularisation", "0003_card_end_reason")]
    operations = [guarding(DECISION)]
