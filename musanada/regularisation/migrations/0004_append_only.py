"""A decision is never rewritten, by trigger on both databases: its words may be erased, it may be voided once.

The same as in ``cases`` (0005_append_only). A later migration that changes the table on SQLite runs ``guard`` again.
"""

from django.db import migrations

TABLE = "regularisation_decision"
FORBIDDEN = "'a decision is append-only'"
KEPT = (
    "id", "application_id", "stage", "result", "on", "recorded_at", "by_id", "retained_id", "reasons", "item_id",
    "appeal_id", "relief_id",
)  # fmt: skip

MARK = "enc1:"
KEY = len(MARK) + 8
# Empty, or encrypted anew under another key: what ``musanada keys rotate`` does (the key's name follows the mark).
ALLOWED = f"""(NEW."text" = '' OR (SUBSTR(NEW."text", 1, {len(MARK)}) = '{MARK}' AND OLD."text" <> ''
    AND SUBSTR(NEW."text", 1, {KEY}) <> SUBSTR(OLD."text", 1, {KEY})))"""


def rewritten(differs: str) -> str:
    kept = [f'NEW."{name}" {differs} OLD."{name}"' for name in KEPT]
    stripped = f'(NEW."text" {differs} OLD."text" AND NOT {ALLOWED})'
    voided = f"(OLD.voided_at IS NOT NULL AND NEW.voided_at {differs} OLD.voided_at)"
    return " OR ".join([*kept, stripped, voided])


SQLITE = [
    "DROP TRIGGER IF EXISTS decision_no_delete",
    f"CREATE TRIGGER decision_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, {FORBIDDEN}); END",
    "DROP TRIGGER IF EXISTS decision_no_update",
    f"CREATE TRIGGER decision_no_update BEFORE UPDATE ON {TABLE} WHEN {rewritten('IS NOT')} "
    f"BEGIN SELECT RAISE(ABORT, {FORBIDDEN}); END",
    "DROP TRIGGER IF EXISTS decision_no_replace",
    f"CREATE TRIGGER decision_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, {FORBIDDEN}); END",
]
POSTGRESQL = [
    f"""CREATE FUNCTION decision_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' AND current_setting('musanada.throw_away', true) = 'yes' THEN RETURN NULL; END IF;
        IF TG_OP = 'UPDATE' THEN
            IF NOT ({rewritten("IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION {FORBIDDEN};
    END $$""",
    f"CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION decision_append_only()",
    f"CREATE TRIGGER decision_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION decision_append_only()",
]
UNDO = {
    "sqlite": [s for s in SQLITE if s.startswith("DROP")],
    "postgresql": [
        f"DROP TRIGGER decision_append_only ON {TABLE}",
        f"DROP TRIGGER decision_no_truncate ON {TABLE}",
        "DROP FUNCTION decision_append_only()",
    ],
}


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("regularisation", "0003_card_end_reason")]
    operations = [migrations.RunPython(guard, unguard)]
