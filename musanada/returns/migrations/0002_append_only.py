"""What figures and money stand on is never rewritten: travel events and the ledger, on both databases."""

from django.db import migrations

from musanada.kit.append_only import AppendOnly, guarding

EVENT = AppendOnly(
    "returns_travelevent",
    "travelevent",
    "a travel event is append-only",
    kept=("id", "ret_id", "unit_id", "kind", "on", "passenger_id", "late_entry", "lacking", "undoes_id", "by_id",
          "recorded_at"),
    stripped=("text",),
)  # fmt: skip
LINE = AppendOnly(
    "returns_ledgerline",
    "ledgerline",
    "a line of the ledger is append-only",
    kept=("id", "number", "unit_id", "file_id", "tranche_id", "funding_id", "kind", "on", "amount", "currency", "rate",
          "mad", "reverses_id", "by_id", "recorded_at"),
    stripped=("receipt", "text"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial")]
    operations = [guarding(EVENT), guarding(LINE)]
