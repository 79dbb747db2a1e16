"""What these tests say again and again."""

from django.db import connection

from musanada.access import audit

ENTRY, HEAD, ANCHOR = "access_auditentry", "access_audithead", "access_auditanchor"


TRIGGERS = {
    ENTRY: ("audit_no_update", "audit_no_delete", "audit_no_insert_between"),
    HEAD: ("audit_head_no_step_back", "audit_head_no_delete", "audit_head_no_replace"),
    ANCHOR: ("audit_anchor_no_update", "audit_anchor_no_delete", "audit_anchor_no_replace"),
}


LINES = 8


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unguarded(*statements: str) -> None:
    """What someone with the database's own keys could do."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # or the tables are busy with deferred keys
        run(*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TRIGGERS))
    else:
        run(*(f"DROP TRIGGER IF EXISTS {name}" for names in TRIGGERS.values() for name in names))
    run(*statements)


def damage(**options) -> str:
    return str(audit.verify(**options).damage or "")


ROW = "number, at, actor_id, verb, outcome, object_kind, object_id, unit_id, details, origin, previous, hash"


COPY = f"SELECT {ROW} FROM {ENTRY} WHERE number = 2"
