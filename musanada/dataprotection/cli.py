"""``musanada erasures``, ``exports`` and ``retention``: what must be done beside the pages, by the console."""

import argparse
import csv
import json
import sys
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.models import Unit, User
from musanada.dataprotection import erasure_list
from musanada.kit.errors import BadInput, Refused


def commands(tree: Any) -> None:
    erasures = tree.add_parser("erasures", help="the list of erasures").add_subparsers(
        dest="what", required=True
    )
    shown = erasures.add_parser("list", help="certificate numbers and days; fails where the list was altered")
    shown.add_argument("--format", choices=("text", "json"), default="text")
    shown.set_defaults(run=list_erasures, needs_actor=False)
    again = erasures.add_parser(
        "replay", help="after a restore: erase again what an older backup brought back"
    )
    again.set_defaults(run=replay)
    check = erasures.add_parser("verify", help="does this certificate hold?")
    check.add_argument("number")
    check.add_argument("proof", nargs="?", default="", help="the proof as printed, spaces left out or not")
    check.set_defaults(run=verify)
    exports = tree.add_parser("exports", help="lists of people").add_subparsers(dest="what", required=True)
    exports.add_parser("sweep", help="destroy what has expired").set_defaults(run=sweep)
    retention = tree.add_parser("retention", help="what is kept how long").add_subparsers(
        dest="what", required=True
    )
    run = retention.add_parser("run", help="what is due today, by rule, with opaque references")
    run.add_argument(
        "--dry-run", action="store_true", help="the only way here: two people dispose, on the pages"
    )
    run.add_argument("--unit", default="", help="code of the organisation")
    run.add_argument("--format", choices=("csv", "json"), default="csv")
    run.set_defaults(run=due)


def list_erasures(args: argparse.Namespace, actor: None) -> int:
    rows = [
        {"number": e.number, "on": e.at.date().isoformat(), "records": len(e.people)}
        for e in erasure_list.entries()
    ]
    if args.format == "json":
        print(json.dumps(rows, indent=1))
    else:
        for row in rows:
            print(row["number"], row["on"], row["records"])
    return 0


def replay(args: argparse.Namespace, actor: User) -> int:
    """Each line again, in order; what is erased already stays as it is."""
    from musanada.dataprotection.commands.erasure import replay_erasure

    total, units = 0, {unit.code: unit for unit in Unit.objects.filter(parent=None)}
    for entry in erasure_list.entries():
        unit = units.get(entry.organisation)
        if unit is None:
            print(f"erasures: {entry.number}: unknown organisation {entry.organisation}", file=sys.stderr)
            continue
        gone = replay_erasure(actor, unit, entry=entry)
        total += gone
        if gone:
            print(entry.number, gone)
    print(f"erasures: {total} records erased again", file=sys.stderr)
    return 0


def verify(args: argparse.Namespace, actor: User) -> int:
    """Exit 1 when the certificate is unknown, or says something else than what was signed."""
    from musanada.dataprotection.models import Erasure
    from musanada.dataprotection.queries.erasure import verified

    found = Erasure.objects.filter(number=args.number.strip().upper()).select_related("unit").first()
    given = args.proof.replace(" ", "").lower()
    if found is None or not verified(found) or (given and given != found.proof):
        print(f"erasures: {args.number}: does not hold", file=sys.stderr)
        return 1
    print("holds")
    return 0


def sweep(args: argparse.Namespace, actor: User) -> int:
    from musanada.dataprotection.commands.exports import sweep as destroy

    print(destroy())
    return 0


def due(args: argparse.Namespace, actor: User) -> int:
    """Counts a rule on stderr, opaque references on stdout; nothing is touched."""
    from musanada.dataprotection.queries import retention as queries

    if not args.dry_run:
        raise Refused(
            _(
                "La console n'élimine rien : ajoutez --dry-run, et faites proposer et confirmer par deux personnes."
            ),
            code="retention-console",
        )
    unit = next((u for u in queries.organisations(actor) if args.unit in ("", u.code)), None)
    if unit is None:
        raise BadInput(_("Aucune organisation ne porte ce code : vérifiez --unit."))
    rows = []
    for line in queries.dry_run(unit):
        count = "-" if line.count is None else line.count
        print(
            f"retention: {line.code}: {count} ({line.rule.months} months, then {line.rule.then})",
            file=sys.stderr,
        )
        rows += [
            {"kind": line.code, "reference": one.reference, "since": one.since.isoformat()}
            for one in queries.lapsed(unit, line.rule)
        ]
    if args.format == "json":
        print(json.dumps(rows, indent=1))
        return 0
    out = csv.DictWriter(sys.stdout, ("kind", "reference", "since"), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    return 0
