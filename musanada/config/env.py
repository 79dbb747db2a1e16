"""Reading the environment. A wrong setting stops the start with a sentence that says what to write."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parents[2]
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable."""
    text = os.environ.get(name, "").strip().lower()
    if text in TRUE or text in FALSE:
        return text in TRUE
    if text:
        raise ImproperlyConfigured(f"{name} is '{text}': write yes or no.")
    return default


def number(name: str, *, default: int, low: int, high: int) -> int:
    """A whole number between ``low`` and ``high``."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ImproperlyConfigured(f"{name} is '{text}': write a whole number from {low} to {high}.")
    return int(text)


def one_of(name: str, allowed: tuple[str, ...]) -> str:
    """One of a few words; the first one where the variable is empty."""
    text = os.environ.get(name, "").strip().lower()
    if text and text not in allowed:
        raise ImproperlyConfigured(f"{name} is '{text}': write {' or '.join(allowed)}.")
    return text or allowed[0]


def words(name: str, *, default: list[str]) -> list[str]:
    """A list separated by commas."""
    return [w.strip() for w in os.environ.get(name, "").split(",") if w.strip()] or default


def readable_file(name: str) -> Path | None:
    """A file that is there already, or None when the variable is empty."""
    text = os.environ.get(name, "").strip()
    if not text:
        return None
    path = Path(text).expanduser()
    if not path.is_file() or not os.access(path, os.R_OK):
        raise ImproperlyConfigured(f"{name}: {text} is no file this account can read. Name one, or empty it.")
    return path


def single_sign_on() -> dict[str, str]:
    """The organisation's own sign-in service (OpenID Connect), or nothing when no address is given."""
    server = os.environ.get("MUSANADA_OIDC_SERVER", "").strip().rstrip("/")
    if not server:
        return {}
    parts = urlsplit(server)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
        raise ImproperlyConfigured(
            "MUSANADA_OIDC_SERVER must begin with https://: identities travel through it."
        )
    found = {
        "server": server,
        "client": os.environ.get("MUSANADA_OIDC_CLIENT", "").strip(),
        "secret": os.environ.get("MUSANADA_OIDC_SECRET", "").strip(),
        "claim": os.environ.get("MUSANADA_OIDC_CLAIM", "").strip() or "preferred_username",
        "name": os.environ.get("MUSANADA_OIDC_NAME", "").strip() or parts.hostname or "",
    }
    if not found["client"] or not found["secret"]:
        raise ImproperlyConfigured(
            "MUSANADA_OIDC_SERVER also needs MUSANADA_OIDC_CLIENT and MUSANADA_OIDC_SECRET."
        )
    return found


def sign_on_apps(service: dict[str, str]) -> list[dict[str, Any]]:
    """The same service as django-allauth reads it."""
    if not service:
        return []
    app = {"provider_id": "sso", "name": service["name"], "client_id": service["client"]}
    return [{**app, "secret": service["secret"], "settings": {"server_url": service["server"]}}]


def data_folder() -> Path:
    """Where data lie (``MUSANADA_DATA``), made if missing and closed to other users of the machine."""
    folder = Path(os.environ.get("MUSANADA_DATA") or PROJECT / "data").expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"MUSANADA_DATA: the folder cannot be made ({error.strerror}). Name a folder you may write to."
        ) from None
    return folder


def secret(folder: Path, name: str) -> str:
    """A secret of this installation, kept in ``folder`` and made on first use, readable by its owner only."""
    path = folder / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        value = secrets.token_urlsafe(50)
        file.write(value)
    return value


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's database settings: SQLite in ``folder`` unless a ``postgresql://`` address is given."""
    if not url:
        return sqlite(folder / "musanada.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "MUSANADA_DATABASE must read postgresql://USER:PASSWORD@HOST:PORT/NAME, or be empty for SQLite."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": flag("MUSANADA_POOL", default=True), "connect_timeout": 5, **options},
    }


def closed_to_others(path: Path) -> None:
    """The database and what SQLite keeps beside it, readable by their owner only: also where an older version made them."""
    with suppress(
        OSError
    ):  # there already; the descriptor of one in use is never opened, closing it would end its locks
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with suppress(OSError):  # not there, or another account's: the folder is closed anyway
            name.chmod(0o600)


def sqlite(path: Path) -> dict[str, Any]:
    """IMMEDIATE transactions: a read-then-write never meets 'database is locked' half-way (measured: 0 of 480).

    ``secure_delete``: a name that is sealed or erased leaves no copy on a page the file has set free.
    """
    closed_to_others(path)
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        "PRAGMA busy_timeout=20000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        "TEST": {"NAME": os.environ.get("MUSANADA_TEST_SQLITE") or ":memory:"},
    }
