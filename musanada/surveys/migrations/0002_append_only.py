"""A score is never overwritten: another computation is another row."""

from django.db import migrations

from musanada.kit.append_only import AppendOnly, guarding

SCORE = AppendOnly(
    "surveys_score",
    "score",
    "a score is append-only",
    kept=("id", "interview_id", "version_id", "dimension", "value", "answered", "items", "band", "computed_at",
          "computed_by_id"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [guarding(SCORE)]
