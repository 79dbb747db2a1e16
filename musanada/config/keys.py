"""``musanada keys status | rotate | forget``: the keys of what is kept encrypted (``docs/encryption.md``)."""

import argparse
import importlib
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from musanada.access import verbs
from musanada.access.doors import journal

if TYPE_CHECKING:
    from musanada.access.models import User

verbs.say(
    {
        "keys.rotate": gettext_lazy("Clé de chiffrement renouvelée"),
        "keys.renew_index": gettext_lazy("Clé des recherches renouvelée"),
        "keys.forget": gettext_lazy("Clé de chiffrement détruite"),
    }
)


def commands(tree: Any) -> None:
    keys = tree.add_parser("keys", help="the keys of encrypted columns and files").add_subparsers(
        dest="what", required=True
    )
    status = keys.add_parser("status", help="the keys, and what each is used for")
    status.add_argument("--format", choices=("text", "json"), default="text")
    status.set_defaults(run=run_status)
    rotate = keys.add_parser("rotate", help="a new key: everything is encrypted anew; goes on after a crash")
    rotate.add_argument(
        "--index",
        action="store_true",
        help="a new index key instead: searches by number; stop the service first",
    )
    rotate.set_defaults(run=run_rotate)
    forget = keys.add_parser("forget", help="destroy a retired key: older backups open no more")
    forget.add_argument("key")
    forget.add_argument(
        "--yes", action="store_true", help="the backups made under it are not needed any more"
    )
    forget.set_defaults(run=run_forget)


def every_app() -> None:
    """Each app has said what it keeps encrypted once its pages are loaded."""
    importlib.import_module(settings.ROOT_URLCONF)


def run_status(args: argparse.Namespace, actor: "User") -> int:
    """Exit 1 when a clear text stands where it should not, or a value names a key that is not there."""
    from musanada.kit.secrets import keyring
    from musanada.kit.secrets.columns import CLEAR, columns, files_used, keys_used

    every_app()
    ring = keyring.keyring()
    used = {column.label: keys_used(column) for column in columns()} | {"files": files_used()}
    total = sum(used.values(), Counter())
    told = {
        "keys": [
            {"id": k.id, "state": k.state, "made_at": k.made_at, "values": total[k.id]} for k in ring.data
        ],
        "index": [{"id": k.id, "state": k.state, "made_at": k.made_at} for k in ring.index],
        "columns": {label: dict(found) for label, found in used.items()},
    }
    faults = sorted(set(total) - {k.id for k in ring.data})
    print(json.dumps(told, indent=1) if args.format == "json" else as_text(told))
    if CLEAR in faults:
        print(_("Des textes restent en clair : lancez « musanada keys rotate »."), file=sys.stderr)
    if set(faults) - {CLEAR}:
        print(_("Des données demandent une clé absente du trousseau : restaurez-le."), file=sys.stderr)
    return 1 if faults else 0


def as_text(told: dict[str, Any]) -> str:
    lines = [f"{k['id']}  {k['state']:8}  {k['made_at']}  {k['values']:>10}" for k in told["keys"]]
    lines += [f"{k['id']}  {k['state']:8}  {k['made_at']}       index" for k in told["index"]]
    for label, found in told["columns"].items():
        counts = "  ".join(f"{key} {number}" for key, number in sorted(found.items()))
        lines.append(f"{label:44}  {counts or '-'}")
    return "\n".join(lines)


def say(what: str, count: int) -> None:
    if count:
        print(f"keys: {what}: {count}", file=sys.stderr)


def run_rotate(args: argparse.Namespace, actor: "User") -> int:
    """Exit 1 when something could not be encrypted anew: the old key stays until it can."""
    from musanada.kit.secrets import renewal, rotation

    every_app()
    if args.index:
        journal(actor, "keys.renew_index", "done", None, {"step": "started"})
        renewed = renewal.renew(say)
        counts = {"key": renewed.key, "tokens": renewed.tokens, "stuck": sum(renewed.stuck.values())}
        journal(actor, "keys.renew_index", "done", None, counts | {"step": "finished"})
        return report(renewed.stuck, f"keys: index key {renewed.key}: {renewed.tokens} indexes computed")
    journal(actor, "keys.rotate", "done", None, {"step": "started"})
    turned = rotation.rotate(say)
    counts = {
        "key": turned.key,
        "values": turned.values,
        "files": turned.files,
        "retired": list(turned.retired),
        "stuck": sum(turned.stuck.values()),
    }
    journal(actor, "keys.rotate", "done", None, counts | {"step": "finished"})
    how = "resumed" if turned.resumed else "new"
    return report(
        turned.stuck,
        f"keys: {turned.key} ({how}): {turned.values} values, {turned.files} files, "
        f"retired: {', '.join(turned.retired) or '-'}",
    )


def report(stuck: dict[str, int], line: str) -> int:
    print(line)
    for label, number in sorted(stuck.items()):
        sentence = _(
            "%(number)s valeurs de %(label)s n'ont pas pu être reprises : l'ancienne clé est gardée."
        )
        print(sentence % {"number": number, "label": label}, file=sys.stderr)
    return 1 if stuck else 0


def run_forget(args: argparse.Namespace, actor: "User") -> int:
    """For good: it is said what is lost, and ``--yes`` says it was read."""
    from musanada.kit.errors import Refused
    from musanada.kit.secrets import rotation

    every_app()
    if not args.yes:
        raise Refused(
            _("Les sauvegardes faites sous cette clé ne s'ouvriront plus jamais : confirmez avec --yes.")
        )
    key = rotation.forget(args.key)
    journal(actor, "keys.forget", "done", None, {"key": key.id, "made_at": key.made_at})
    print(f"keys: {key.id} destroyed")
    return 0
