"""The journal of a file is append-only: a line is not deleted and not rewritten; its words may be erased."""

from django.db import migrations

from musanada.kit.append_only import AppendOnly, guarding

JOURNAL = AppendOnly(
    "cases_casestep",
    "casestep",
    "the journal of a file is append-only",
    kept=("id", "case_id", "code", "from_state", "to_state", "on", "recorded_at", "by_id", "reasons"),
    stripped=("text", "seen"),
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_holidays")]
    operations = [guarding(JOURNAL)]
