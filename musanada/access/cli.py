"""``musanada access matrix`` and ``musanada audit verify``."""

import argparse
import csv
import json
import sys
from typing import Any

from musanada.access import audit
from musanada.access.models import User
from musanada.access.rights import matrix


def commands(tree: Any) -> None:
    access = tree.add_parser("access", help="who may do what").add_subparsers(dest="what", required=True)
    table = access.add_parser("matrix", help="role, right, allowed: as enforced")
    table.add_argument("--format", choices=("csv", "json"), default="csv")
    table.set_defaults(run=show_matrix)
    again = access.add_parser("reset", help="password or second factor lost: prints a new one-time link")
    again.add_argument("username")
    again.add_argument("--reason", required=True)
    again.set_defaults(run=reset)
    journal = tree.add_parser("audit", help="the journal").add_subparsers(dest="what", required=True)
    journal.add_parser("verify", help="walk the hash chain").set_defaults(run=verify)


def reset(args: argparse.Namespace, actor: User) -> int:
    """For the administrator nobody else can help: whoever holds the machine holds the installation anyway."""
    from django.utils.translation import gettext as _

    from musanada.access.commands import reset_access
    from musanada.access.signin.links import link_of
    from musanada.kit.errors import BadInput

    user = User.objects.filter(username=args.username.lower(), is_system=False).first()
    if user is None:
        raise BadInput(_("Aucun compte ne porte l'identifiant « %(name)s ».") % {"name": args.username})
    print(link_of(reset_access(actor, user, reason=args.reason)))
    return 0


def show_matrix(args: argparse.Namespace, actor: User) -> int:
    rows = [{"role": role, "right": right, "allowed": allowed} for role, right, allowed in matrix()]
    if args.format == "json":
        print(json.dumps(rows, indent=1))
        return 0
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("role", "right", "allowed"))
    out.writerows((r["role"], r["right"], "yes" if r["allowed"] else "no") for r in rows)
    return 0


def verify(args: argparse.Namespace, actor: User) -> int:
    """Exit 1 and the number of the first entry that was altered, cut out or moved."""
    broken = audit.first_broken()
    if broken is None:
        print("audit: the chain holds", file=sys.stderr)
        return 0
    print(broken)
    print(f"audit: entry {broken} does not hold: altered, removed or moved", file=sys.stderr)
    return 1
