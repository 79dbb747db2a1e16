"""The ``musanada`` command: the contract's names (README, "Commands").

The result goes to stdout, progress and warnings to stderr. Exit: 0 well, 1 findings, 2 usage, 3 refused,
4 not built yet. Each app adds its own commands in ``cli.py``: ``commands(subparsers)``, every leaf setting
``run=function(args, actor) -> int``.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from musanada.access.models import User

APPS = (
    "config.installation",
    "config.keys",
    "access",
    "people",
    "cases",
    "dataprotection",
    "linkage",
    "intake",
    "surveys",
    "regularisation",
    "protection",
    "reporting",
    "press",
    "publications",
    "demo",
)


def parser() -> argparse.ArgumentParser:
    """The whole command tree."""
    top = argparse.ArgumentParser(prog="musanada", description=__doc__.splitlines()[0] if __doc__ else None)
    top.add_argument(
        "--as", dest="as_user", metavar="USER", help="act as this account instead of the console"
    )
    tree = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for app in APPS:
        name = f"musanada.{app}.cli" if "." not in app else f"musanada.{app}"
        if present(name):
            importlib.import_module(name).commands(tree)
    return top


def present(module: str) -> bool:
    path = Path(__file__).resolve().parents[2].joinpath(*module.split(".")[1:])
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def actor_named(name: str | None) -> "User":
    """The console, or the named account."""
    from django.utils.translation import gettext as _

    from musanada.access.commands import system_user
    from musanada.access.models import User
    from musanada.kit.errors import BadInput

    if not name:
        return system_user("console")
    found = User.objects.filter(username=name.lower(), is_active=True, is_system=False).first()
    if found is None:
        raise BadInput(_("Aucun compte actif ne porte l'identifiant « %(name)s ».") % {"name": name})
    return found


def run(arguments: argparse.Namespace) -> int:
    """Run a leaf and turn refusals into sentences and exit codes."""
    from django.db import DatabaseError

    from musanada.kit.errors import Problem

    needs_actor = getattr(arguments, "needs_actor", True)
    try:
        actor = actor_named(arguments.as_user) if needs_actor else None
        return int(arguments.run(arguments, actor) or 0)
    except Problem as problem:
        return tell(str(problem), problem.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (DatabaseError, OSError) as error:
        return tell(sentence_for(error), 1)


def sentence_for(error: Exception) -> str:
    """A machine's failure in words: what is wrong, what to do. The details are for ``musanada doctor``."""
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    if isinstance(error, DatabaseError):
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return _("La base de données ne répond pas comme prévu (%(reason)s). Lancez « musanada doctor ».") % {
            "reason": reason
        }
    if isinstance(error, FileNotFoundError):
        return _("Le fichier %(name)s n'existe pas : vérifiez le chemin.") % {"name": error.filename}
    return _("Le système refuse : %(reason)s (%(name)s).") % {
        "reason": getattr(error, "strerror", None) or error,
        "name": getattr(error, "filename", None) or "-",
    }


def tell(sentence: str, code: int) -> int:
    print(f"musanada: {sentence}", file=sys.stderr)
    return code


def main(argv: list[str] | None = None) -> Any:
    """Entry point of the ``musanada`` script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musanada.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(tell(str(error), 2))
    from django.utils import translation

    language = os.environ.get("MUSANADA_LANGUAGE") or (os.environ.get("LANG") or "")[:2]
    translation.activate(language if language in {"fr", "ar", "en", "es"} else "fr")
    sys.exit(run(parser().parse_args(argv)))
