"""``musanada setup | serve | doctor | manage``: the installation itself."""

import argparse
import os
import signal
import subprocess
import sys
from typing import Any


def commands(tree: Any) -> None:
    setup = tree.add_parser("setup", help="translations, tables, reference data: safe to repeat")
    setup.set_defaults(run=run_setup, needs_actor=False)
    serve = tree.add_parser("serve", help="the application and its background worker")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    serve.set_defaults(run=run_serve, needs_actor=False)
    first = tree.add_parser("first-admin", help="the first account, on an installation that has none")
    first.add_argument("username")
    first.add_argument("--organisation", required=True, metavar="CODE", help="made if it is not there yet")
    first.add_argument("--name", default="", help="name of a new organisation")
    first.add_argument("--side", choices=("state", "humanitarian", "health", "justice"), help="of a new one")
    first.add_argument("--display-name", default="", help="as colleagues see it; the user name if left out")
    first.set_defaults(run=run_first_admin)
    again = tree.add_parser("reset-access", help="password or second factor lost: a new one-time link")
    again.add_argument("username")
    again.add_argument("--reason", required=True)
    again.set_defaults(run=run_reset_access)
    doctor = tree.add_parser("doctor", help="what is wrong with this installation, and what mends it")
    doctor.set_defaults(run=run_doctor, needs_actor=False)
    manage = tree.add_parser("manage", help="Django's own commands", add_help=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=run_manage, needs_actor=False)
    for name in ("backup", "restore"):
        later = tree.add_parser(name, help="planned")
        later.add_argument("file")
        later.set_defaults(run=not_built, needs_actor=False)


def run_setup(args: argparse.Namespace, actor: None) -> int:
    """Idempotent: a second run changes nothing and takes seconds."""
    from django.core.management import call_command

    from musanada.access.commands import note_configuration, system_user
    from musanada.assistance.commands import load_catalogue
    from musanada.config.messages import compile_messages
    from musanada.protection.commands.checklists import load_lists
    from musanada.protection.commands.rules import load_rules as load_rules_of_protection
    from musanada.reference.commands import load_reference
    from musanada.regularisation.commands.rules import load_rules
    from musanada.reporting.commands.series import load_series
    from musanada.returns.commands.rules import load_rules as load_rules_of_returns
    from musanada.surveys.commands.instruments import load_instruments

    compile_messages()
    call_command("migrate", verbosity=0, interactive=False)
    load_reference(None)
    load_catalogue()
    load_rules()
    load_rules_of_returns()
    load_rules_of_protection()
    load_lists()
    load_instruments()
    load_series()
    note_configuration(system_user("console"))
    print("musanada: set up", file=sys.stderr)
    if no_accounts():
        hint = "musanada first-admin USERNAME --organisation CODE --name NAME --side SIDE"
        print(f"musanada: nobody has an account yet. Load the demonstration, or: {hint}", file=sys.stderr)
    return 0


def no_accounts() -> bool:
    from musanada.access.models import User

    return not User.objects.filter(is_system=False).exists()


def run_first_admin(args: argparse.Namespace, actor: Any) -> int:
    """Prints the one-time link with which the first administrator chooses a password and adds a second factor."""
    from django.db import transaction
    from django.utils.translation import gettext as _

    from musanada.access.commands import first_administrator, found_organisation
    from musanada.access.models import Unit
    from musanada.access.signin.links import link_of
    from musanada.kit.errors import BadInput

    with transaction.atomic():
        unit = Unit.objects.filter(code=args.organisation, parent=None).first()
        if unit is None and not (args.name and args.side):
            raise BadInput(_("Cette organisation n'existe pas encore : donnez aussi --name et --side."))
        unit = unit or found_organisation(args.organisation, args.name, side=args.side)
        shown = args.display_name or args.username
        token = first_administrator(actor, unit, username=args.username, display_name=shown)
    print(link_of(token))
    return 0


def run_reset_access(args: argparse.Namespace, actor: Any) -> int:
    """For the administrator whom nobody else can help: whoever holds the machine holds the installation anyway."""
    from musanada.access.commands import reset_access
    from musanada.access.signin.links import link_of
    from musanada.config.cli import actor_named

    print(link_of(reset_access(actor, actor_named(args.username), reason=args.reason)))
    return 0


def run_serve(args: argparse.Namespace, actor: None) -> int:
    """gunicorn and one worker; when either ends, so does the other."""
    from musanada.access.commands import note_configuration, system_user
    from musanada.intake.commands.imports import resume_all

    note_configuration(system_user("console"))
    resume_all(nobody_works=True)  # what a crash interrupted goes on where it stopped
    python = sys.executable
    web = [
        *(python, "-m", "gunicorn", "musanada.config.wsgi:application", "--worker-class", "gthread"),
        *("--workers", "2", "--threads", "4", "--bind", f"{args.host}:{args.port}"),
        *("--timeout", "120", "--log-level", "warning", "--access-logfile", "/dev/null"),
    ]
    worker = [
        python,
        "-m",
        "django",
        "db_worker",
        "--settings",
        "musanada.config.settings",
        "--interval",
        "1",
    ]
    children = [subprocess.Popen(web), subprocess.Popen(worker)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"musanada: http://{args.host}:{args.port}/", file=sys.stderr)
    try:
        ended, _status = os.wait()
        which = next(c for c in children if c.pid == ended)
        return 1 if which.poll() is None else abs(which.returncode)
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=15)


def run_doctor(args: argparse.Namespace, actor: None) -> int:
    from musanada.config import doctor

    return doctor.run()


def run_manage(args: argparse.Namespace, actor: None) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["musanada manage", *args.rest])
    return 0


def not_built(args: argparse.Namespace, actor: None) -> int:
    from django.utils.translation import gettext as _

    from musanada.kit.errors import NotBuilt

    raise NotBuilt(_("Cette commande est prévue mais n'est pas encore construite."))
