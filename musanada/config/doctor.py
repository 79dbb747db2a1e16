"""``musanada doctor``: each thing an installation needs, whether it holds, and the command that mends it."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from musanada.config import doctor_files, doctor_secrets

Finding = tuple[str, str, str]  # what, "" or what is wrong, what mends it
SAFE_SQLITE = (3, 51, 3)
FREE = 500 * 1024 * 1024


def python() -> Iterator[Finding]:
    old = sys.version_info < (3, 11)
    yield "python", _("Python 3.11 ou plus récent est nécessaire.") if old else "", "apt install python3"


def folder() -> Iterator[Finding]:
    path = Path(settings.DATA)
    open_to_others = path.stat().st_mode & 0o077
    yield (
        "data folder",
        _("D'autres comptes de la machine peuvent lire le dossier des données.") if open_to_others else "",
        f"chmod 700 {path.name}",
    )
    little = shutil.disk_usage(path).free < FREE
    yield "free space", _("Il reste moins de 500 Mo sur le disque des données.") if little else "", "df -h"


def database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = str(error).splitlines()[0]
        yield "database", _("La base ne répond pas : %(reason)s") % {"reason": reason}, "MUSANADA_DATABASE"
        return
    yield "database", "", ""
    yield from engine()
    yield from tables()


def engine() -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        import sqlite3

        old = sqlite3.sqlite_version_info < SAFE_SQLITE
        yield (
            f"SQLite {sqlite3.sqlite_version}",
            _("Cette version de SQLite peut abîmer une base sous charge.") if old else "",
            "make setup",
        )
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            number = int(cursor.fetchone()[0])
        yield (
            f"PostgreSQL {number // 10000}",
            _("PostgreSQL 14 ou plus récent est nécessaire.") if number < 140000 else "",
            "apt install postgresql",
        )


def tables() -> Iterator[Finding]:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield "tables", _("Des tables manquent ou ne sont pas à jour.") if waiting else "", "musanada setup"
    if waiting:
        return
    from musanada.access.audit import first_broken
    from musanada.reference.models import Place

    yield (
        "reference data",
        "" if Place.objects.exists() else _("Les données de référence manquent."),
        "musanada setup",
    )
    broken = first_broken()
    sentence = (
        _("La ligne %(number)s du journal d'audit a été altérée.") % {"number": broken} if broken else ""
    )
    yield "audit journal", sentence, "musanada audit verify"


def messages() -> Iterator[Finding]:
    missing = [
        code
        for code, _name in settings.LANGUAGES
        if code != "fr" and not (settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.mo").exists()
    ]
    sentence = _("Traductions non compilées : %(codes)s.") % {"codes": ", ".join(missing)} if missing else ""
    yield "translations", sentence, "musanada setup"


def checks() -> Iterator[Finding]:
    from django.core.checks import run_checks

    found = [str(m.msg) for m in run_checks() if m.is_serious()]
    yield "system checks", " ".join(found), "musanada manage check"


ALL: tuple[Callable[[], Iterator[Finding]], ...] = (
    python,
    folder,
    doctor_secrets.permissions,
    doctor_secrets.keys,
    database,
    doctor_files.lost,
    messages,
    checks,
)
ADVICE: tuple[Callable[[], Iterator[Finding]], ...] = (doctor_secrets.apart, doctor_files.left)


def line(word: str, what: str, wrong: str, mend: str) -> str:
    return f"{word:5}  {what}" + (f": {wrong} -> {mend}" if wrong else "")


def run() -> int:
    """Print a line per finding; exit 1 when something is wrong. Advice ("note") is no fault."""
    faults = 0
    for check in ALL:
        for what, wrong, mend in check():
            faults += bool(wrong)
            print(line("FAULT" if wrong else "ok", what, wrong, mend))
    for check in ADVICE:
        for what, wrong, mend in check():
            print(line("note" if wrong else "ok", what, wrong, mend))
    return 1 if faults else 0
