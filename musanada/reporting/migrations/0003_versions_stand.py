"""What a definition in force (or replaced) says is changed by nobody, whatever program writes the table."""

from typing import Any

from django.db import migrations

TABLE = "reporting_indicatorversion"
STANDING = "('active', 'replaced')"
KEPT = (
    "id",
    "code",
    "version",
    "body",
    "digest",
    "reason",
    "unit_id",
    "written_at",
    "written_by_id",
    "reviewed_at",
    "reviewed_by_id",
)
MESSAGE = "a definition that was in force does not change"


def changed(differs: str) -> str:
    columns = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in KEPT)
    return f"{columns} OR NEW.state NOT IN {STANDING} OR (OLD.state = 'replaced' AND NEW.state = 'active')"


SQLITE = [
    f"CREATE TRIGGER indicator_version_no_update BEFORE UPDATE ON {TABLE} "
    f"WHEN OLD.state IN {STANDING} AND ({changed('IS NOT')}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    f"CREATE TRIGGER indicator_version_no_delete BEFORE DELETE ON {TABLE} "
    f"WHEN OLD.state IN {STANDING} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    # INSERT OR REPLACE deletes without asking the trigger on DELETE.
    f"CREATE TRIGGER indicator_version_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} "  # noqa: S608
    f"WHERE state IN {STANDING} AND (id = NEW.id OR (code = NEW.code AND version = NEW.version))) "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
]
POSTGRESQL = [
    f"""CREATE FUNCTION indicator_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state NOT IN {STANDING} THEN
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' THEN
            IF NOT ({changed("IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{MESSAGE}';
    END $$""",
    f"CREATE TRIGGER indicator_version BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION indicator_version()",
]
GONE_SQLITE = [
    f"DROP TRIGGER IF EXISTS indicator_version_no_{verb}" for verb in ("update", "delete", "replace")
]
GONE_POSTGRESQL = [f"DROP TRIGGER indicator_version ON {TABLE}", "DROP FUNCTION indicator_version()"]


def run(editor: Any, sqlite: list[str], postgresql: list[str]) -> None:
    for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)


def guard(apps: Any, editor: Any) -> None:
    run(editor, SQLITE, POSTGRESQL)


def unguard(apps: Any, editor: Any) -> None:
    run(editor, GONE_SQLITE, GONE_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_definitions_and_series")]
    operations = [migrations.RunPython(guard, unguard)]
