"""The journal of a file is append-only by trigger, on both databases: a line is not deleted and not rewritten.

What an erasure strips may be stripped and nothing else: ``text`` and ``seen`` become empty, or are encrypted under
another key. A later migration that changes the table on SQLite makes it anew, without its triggers: it runs ``guard``
of this one again.
"""

from django.db import migrations

TABLE = "cases_casestep"
FORBIDDEN = "'the journal of a file is append-only'"
KEPT = ("id", "case_id", "code", "from_state", "to_state", "on", "recorded_at", "by_id", "reasons")
STRIPPED = ("text", "seen")
MARK = "enc1:"
KEY = len(MARK) + 8


def allowed(name: str) -> str:
    """Empty, or encrypted anew under another key: what ``musanada keys rotate`` does (the key's name follows the mark)."""
    anew = f"""SUBSTR(NEW."{name}", 1, {KEY}) <> SUBSTR(OLD."{name}", 1, {KEY})"""
    return f"""(NEW."{name}" = '' OR (SUBSTR(NEW."{name}", 1, {len(MARK)}) = '{MARK}' AND OLD."{name}" <> '' AND {anew}))"""


def rewritten(differs: str) -> str:
    """The condition under which an UPDATE is refused. ``differs``: how this database compares, NULL included."""
    kept = [f'NEW."{name}" {differs} OLD."{name}"' for name in KEPT]
    stripped = [f'(NEW."{name}" {differs} OLD."{name}" AND NOT {allowed(name)})' for name in STRIPPED]
    return " OR ".join([*kept, *stripped])


SQLITE = [
    "DROP TRIGGER IF EXISTS casestep_no_delete",
    f"CREATE TRIGGER casestep_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, {FORBIDDEN}); END",
    "DROP TRIGGER IF EXISTS casestep_no_update",
    f"CREATE TRIGGER casestep_no_update BEFORE UPDATE ON {TABLE} WHEN {rewritten('IS NOT')} "
    f"BEGIN SELECT RAISE(ABORT, {FORBIDDEN}); END",
    # INSERT OR REPLACE deletes without asking the trigger on DELETE.
    "DROP TRIGGER IF EXISTS casestep_no_replace",
    f"CREATE TRIGGER casestep_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, {FORBIDDEN}); END",
]
POSTGRESQL = [
    f"""CREATE FUNCTION casestep_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' AND current_setting('musanada.throw_away', true) = 'yes' THEN RETURN NULL; END IF;
        IF TG_OP = 'UPDATE' THEN
            IF NOT ({rewritten("IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION {FORBIDDEN};
    END $$""",
    f"CREATE TRIGGER casestep_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION casestep_append_only()",
    f"CREATE TRIGGER casestep_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION casestep_append_only()",
]
UNDO = {
    "sqlite": [s for s in SQLITE if s.startswith("DROP")],
    "postgresql": [
        f"DROP TRIGGER casestep_append_only ON {TABLE}",
        f"DROP TRIGGER casestep_no_truncate ON {TABLE}",
        "DROP FUNCTION casestep_append_only()",
    ],
}


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_holidays")]
    operations = [migrations.RunPython(guard, unguard)]
