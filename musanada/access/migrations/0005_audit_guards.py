"""The journal's tables are append-only by trigger on both databases; what was written before is digested and sealed.

SQLite needs the triggers again: changing a table there makes it anew, without them. A line may only be added after the
last, which also stops ``INSERT OR REPLACE``: with ``recursive_triggers`` off, SQLite replaces without asking the
trigger on DELETE. The head moves forward only, onto a line that is there. Any later migration that changes one of these
tables runs ``guard`` of this one again.
"""

from datetime import date

from django.db import migrations

FORBIDDEN = "'the audit journal is append-only'"
ENTRY, HEAD, ANCHOR = "access_auditentry", "access_audithead", "access_auditanchor"
NOT_NEXT = f"NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM {ENTRY}), 0)"
NOT_FORWARD = f"""NEW.id <> OLD.id OR NEW.number <= OLD.number
    OR NOT EXISTS (SELECT 1 FROM {ENTRY} WHERE number = NEW.number AND hash = NEW.hash)"""


def on_sqlite(name: str, event: str, table: str, condition: str = "") -> list[str]:
    when = f"WHEN {condition}" if condition else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} BEGIN SELECT RAISE(ABORT, {FORBIDDEN}); END",
    ]


SQLITE = [
    *on_sqlite("audit_no_update", "UPDATE", ENTRY),
    *on_sqlite("audit_no_delete", "DELETE", ENTRY),
    *on_sqlite("audit_no_insert_between", "INSERT", ENTRY, NOT_NEXT),
    *on_sqlite("audit_head_no_step_back", "UPDATE", HEAD, NOT_FORWARD),
    *on_sqlite("audit_head_no_delete", "DELETE", HEAD),
    *on_sqlite("audit_head_no_replace", "INSERT", HEAD, f"EXISTS (SELECT 1 FROM {HEAD})"),
    *on_sqlite("audit_anchor_no_update", "UPDATE", ANCHOR),
    *on_sqlite("audit_anchor_no_delete", "DELETE", ANCHOR),
    *on_sqlite("audit_anchor_no_replace", "INSERT", ANCHOR, f"EXISTS (SELECT 1 FROM {ANCHOR} WHERE day = NEW.day)"),
]
POSTGRESQL = [
    f"""CREATE FUNCTION audit_next_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {NOT_NEXT} THEN RAISE EXCEPTION {FORBIDDEN}; END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE FUNCTION audit_forward_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {NOT_FORWARD} THEN RAISE EXCEPTION {FORBIDDEN}; END IF;
        RETURN NEW;
    END $$""",
    f"CREATE TRIGGER audit_next_only BEFORE INSERT ON {ENTRY} FOR EACH ROW EXECUTE FUNCTION audit_next_only()",
    f"CREATE TRIGGER audit_forward_only BEFORE UPDATE ON {HEAD} FOR EACH ROW EXECUTE FUNCTION audit_forward_only()",
    f"CREATE TRIGGER audit_head_kept BEFORE DELETE ON {HEAD} FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
    f"CREATE TRIGGER audit_anchor_kept BEFORE UPDATE OR DELETE ON {ANCHOR} "
    "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
    f"CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON {HEAD} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    f"CREATE TRIGGER audit_anchor_no_truncate BEFORE TRUNCATE ON {ANCHOR} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
]
DROP_POSTGRESQL = [
    f"DROP TRIGGER audit_next_only ON {ENTRY}",
    f"DROP TRIGGER audit_forward_only ON {HEAD}",
    f"DROP TRIGGER audit_head_kept ON {HEAD}",
    f"DROP TRIGGER audit_anchor_kept ON {ANCHOR}",
    f"DROP TRIGGER audit_head_no_truncate ON {HEAD}",
    f"DROP TRIGGER audit_anchor_no_truncate ON {ANCHOR}",
    "DROP FUNCTION audit_next_only()",
    "DROP FUNCTION audit_forward_only()",
]
DROP_SQLITE = [s for s in SQLITE if s.startswith("DROP") and "audit_no_update" not in s and "audit_no_delete" not in s]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in DROP_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else DROP_SQLITE:
        schema_editor.execute(statement)


def digest_what_is_there(apps, schema_editor):
    """The digest without a key began after the first lines were written: it is made up for, in one pass."""
    from musanada.access.audit.chain import fold, seal_of
    from musanada.access.audit.reading import Journal

    head = apps.get_model("access", "AuditHead").objects.get_or_create(pk=1)[0]
    digest, text = "", ""
    for row in Journal(schema_editor.connection).rows(0, head.number):
        digest, text = fold(digest, row.text), row.text
    if text:
        head.digest, head.seal = digest, seal_of(head.number, head.hash, digest)
        head.day = date.fromisoformat(text.partition('"at":"')[2][:10])
        head.save()


def nothing(apps, schema_editor):
    """The columns go with their table."""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_audit_anchors")]
    operations = [
        migrations.RunPython(digest_what_is_there, nothing),
        migrations.RunPython(guard, unguard),
    ]
