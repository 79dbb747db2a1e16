"""Tables whose rows are neither deleted nor rewritten, by trigger on both databases: for migrations.

What an erasure strips may be stripped and nothing else: those columns become empty, or are encrypted under another key
(``musanada keys rotate``). A migration that changes such a table on SQLite makes it anew, without its triggers: it runs
``guarding(…)`` of the earlier one again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import migrations

from musanada.kit.secrets.text import MARK

KEY = len(MARK) + 8  # the mark, then the name of the key


@dataclass(frozen=True)
class AppendOnly:
    """``kept`` columns never change; ``stripped`` ones are emptied or encrypted anew; ``once`` ones are set once."""

    table: str
    name: str  # of the triggers
    message: str
    kept: Sequence[str]
    stripped: Sequence[str] = ()
    once: Sequence[str] = ()

    def rewritten(self, differs: str) -> str:
        """The condition under which an UPDATE is refused. ``differs``: how this database compares, NULL included."""
        kept = [f'NEW."{c}" {differs} OLD."{c}"' for c in self.kept]
        stripped = [f'(NEW."{c}" {differs} OLD."{c}" AND NOT {allowed(c)})' for c in self.stripped]
        once = [f'(OLD."{c}" IS NOT NULL AND NEW."{c}" {differs} OLD."{c}")' for c in self.once]
        return " OR ".join([*kept, *stripped, *once])

    def sqlite(self) -> list[str]:
        stop = f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        one = f"WHEN EXISTS (SELECT 1 FROM {self.table} WHERE id = NEW.id)"  # noqa: S608  a name of ours
        made = {
            "delete": f"BEFORE DELETE ON {self.table} {stop}",
            "update": f"BEFORE UPDATE ON {self.table} WHEN {self.rewritten('IS NOT')} {stop}",
            # INSERT OR REPLACE deletes without asking the trigger on DELETE.
            "replace": f"BEFORE INSERT ON {self.table} {one} {stop}",
        }
        return [
            *self.gone_sqlite(),
            *(f"CREATE TRIGGER {self.name}_no_{verb} {body}" for verb, body in made.items()),
        ]

    def gone_sqlite(self) -> list[str]:
        return [f"DROP TRIGGER IF EXISTS {self.name}_no_{verb}" for verb in ("delete", "update", "replace")]

    def postgresql(self) -> list[str]:
        function = f"{self.name}_append_only"
        return [
            f"""CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'TRUNCATE' AND current_setting('musanada.throw_away', true) = 'yes' THEN RETURN NULL; END IF;
                IF TG_OP = 'UPDATE' THEN
                    IF NOT ({self.rewritten("IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
                END IF;
                RAISE EXCEPTION '{self.message}';
            END $$""",
            f"CREATE TRIGGER {function} BEFORE UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()",
            f"CREATE TRIGGER {self.name}_no_truncate BEFORE TRUNCATE ON {self.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        ]

    def gone_postgresql(self) -> list[str]:
        function = f"{self.name}_append_only"
        return [
            f"DROP TRIGGER {function} ON {self.table}",
            f"DROP TRIGGER {self.name}_no_truncate ON {self.table}",
            f"DROP FUNCTION {function}()",
        ]


def allowed(column: str) -> str:
    """Empty, or encrypted anew under another key (the key's name follows the mark)."""
    marked = f"SUBSTR(NEW.\"{column}\", 1, {len(MARK)}) = '{MARK}' AND OLD.\"{column}\" <> ''"
    anew = f'SUBSTR(NEW."{column}", 1, {KEY}) <> SUBSTR(OLD."{column}", 1, {KEY})'
    return f"(NEW.\"{column}\" = '' OR ({marked} AND {anew}))"


def guarding(table: AppendOnly) -> migrations.RunPython:
    """The operation of a migration."""

    def guard(apps: Any, editor: Any) -> None:
        run(editor, table.postgresql() if editor.connection.vendor == "postgresql" else table.sqlite())

    def unguard(apps: Any, editor: Any) -> None:
        postgresql = editor.connection.vendor == "postgresql"
        run(editor, table.gone_postgresql() if postgresql else table.gone_sqlite())

    return migrations.RunPython(guard, unguard)


def run(editor: Any, statements: Sequence[str]) -> None:
    for statement in statements:
        editor.execute(statement)
