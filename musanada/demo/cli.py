"""``musanada demo load`` and ``musanada demo accounts``."""

import argparse
import json
import sys
import time
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.kit.errors import BadInput, Refused


def commands(tree: Any) -> None:
    group = tree.add_parser("demo", help="the demonstration country").add_subparsers(
        dest="what", required=True
    )
    load = group.add_parser("load", help="load it into an empty database")
    load.add_argument("--scale", type=float, default=1.0)
    load.add_argument("--seed", type=int, default=2024)
    load.set_defaults(run=run_load)
    accounts = group.add_parser("accounts", help="the demonstration accounts")
    accounts.add_argument("--format", choices=("json", "csv", "text"), default="text")
    accounts.set_defaults(run=run_accounts)


def run_load(args: argparse.Namespace, actor: User) -> int:
    from musanada.demo import commands as demo

    if not 0 < args.scale <= 20:
        raise BadInput(_("--scale doit être entre 0 (exclu) et 20."))
    start = time.monotonic()
    made = demo.load(actor, scale=args.scale, seed=args.seed)
    print(json.dumps(made))
    print(f"demo: loaded in {time.monotonic() - start:.1f} s", file=sys.stderr)
    return 0


def run_accounts(args: argparse.Namespace, actor: User) -> int:
    from musanada.demo import commands as demo

    path = demo.accounts_file()
    if not path.exists():
        raise Refused(
            _("Cette base n'est pas une base de démonstration : elle n'a pas de comptes de démonstration.")
        )
    listed = json.loads(path.read_text(encoding="utf-8"))
    if args.format == "json":
        print(json.dumps(listed, indent=1, ensure_ascii=False))
        return 0
    separator = "," if args.format == "csv" else "\t"
    print(separator.join(listed[0]))
    for row in listed:
        print(separator.join(str(value or "") for value in row.values()))
    return 0
