"""What a frozen version asks and how it scores is changed by nobody, whatever program writes the table.

Where its text comes from and whether somebody confirmed it may still be said: neither is part of the digest.
"""

from typing import Any

from django.db import migrations

TABLE = "surveys_instrumentversion"
KEPT = ("id", "instrument_id", "version", "definition", "digest", "loaded_at", "loaded_by_id", "frozen_at")
MESSAGE = "a frozen version of an instrument does not change"


def changed(differs: str) -> str:
    return " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in KEPT)


SQLITE = [
    f"CREATE TRIGGER frozen_version_no_update BEFORE UPDATE ON {TABLE} "
    f"WHEN OLD.frozen_at IS NOT NULL AND ({changed('IS NOT')}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    f"CREATE TRIGGER frozen_version_no_delete BEFORE DELETE ON {TABLE} "
    f"WHEN OLD.frozen_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    # INSERT OR REPLACE deletes without asking the trigger on DELETE.
    f"CREATE TRIGGER frozen_version_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} "  # noqa: S608
    "WHERE frozen_at IS NOT NULL AND (id = NEW.id OR (instrument_id = NEW.instrument_id AND version = NEW.version))) "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
]
POSTGRESQL = [
    f"""CREATE FUNCTION frozen_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.frozen_at IS NULL THEN
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' THEN
            IF NOT ({changed("IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{MESSAGE}';
    END $$""",
    f"CREATE TRIGGER frozen_version BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION frozen_version()",
]
GONE_SQLITE = [f"DROP TRIGGER IF EXISTS frozen_version_no_{verb}" for verb in ("update", "delete", "replace")]
GONE_POSTGRESQL = [f"DROP TRIGGER frozen_version ON {TABLE}", "DROP FUNCTION frozen_version()"]


def run(editor: Any, sqlite: list[str], postgresql: list[str]) -> None:
    for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)


def guard(apps: Any, editor: Any) -> None:
    run(editor, SQLITE, POSTGRESQL)


def unguard(apps: Any, editor: Any) -> None:
    run(editor, GONE_SQLITE, GONE_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_append_only")]
    operations = [migrations.RunPython(guard, unguard)]
