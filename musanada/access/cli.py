"""``musanada access matrix`` and ``musanada audit verify | anchor | export | check``."""

import argparse
import csv
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.access import audit, firewall
from musanada.access.audit import anchors
from musanada.access.audit.export import check
from musanada.access.audit.reading import End
from musanada.access.commands import anchor_now, export_journal
from musanada.access.models import User
from musanada.access.rights import matrix
from musanada.kit.errors import BadInput

ALONE = _("Sans ancre reçue par une autre voie, cela prouve que le fichier est entier, non qu'il est vrai.")

PARTIAL = _("Un extrait ne prouve rien seul : l'installation qui l'a fait le vérifie avec « --with-key ».")


def commands(tree: Any) -> None:
    access = tree.add_parser("access", help="who may do what").add_subparsers(dest="what", required=True)
    table = access.add_parser("matrix", help="role, right, allowed: as enforced")
    table.add_argument("--format", choices=("csv", "json"), default="csv")
    table.set_defaults(run=show_matrix)
    flows = access.add_parser("firewall", help="the flows that must not exist, and the one way through each")
    flows.add_argument("--format", choices=("csv", "json"), default="csv")
    flows.set_defaults(run=show_firewall)
    journal_commands(tree.add_parser("audit", help="the journal").add_subparsers(dest="what", required=True))


def journal_commands(journal: Any) -> None:
    walk = journal.add_parser(
        "verify", help="walk the hash chain: the first line that does not hold, and why"
    )
    walk.add_argument("--anchors", type=Path, metavar="FOLDER", help="anchors that were kept elsewhere")
    walk.add_argument("--since", type=day, metavar="DAY", help="start at the last anchor before this day")
    walk.set_defaults(run=verify)
    anchor = journal.add_parser(
        "anchor", help="anchor the last day that is over, write anchor files that are missing"
    )
    anchor.set_defaults(run=write_anchors)
    export = journal.add_parser("export", help="the lines of some days (UTC) as a file for an auditor")
    export.add_argument("--from", dest="first", type=day, required=True, metavar="DAY")
    export.add_argument("--to", dest="last", type=day, required=True, metavar="DAY")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.set_defaults(run=write_export)
    read = journal.add_parser("check", help="check an export, without the database")
    read.add_argument("file", type=Path)
    read.add_argument(
        "--anchors", type=Path, metavar="FOLDER", help="anchors that you received by another way"
    )
    read.add_argument(
        "--with-key", action="store_true", help="this installation made it: check its hashes too"
    )
    read.set_defaults(run=check_export, needs_actor=False)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}': write a day as 2026-11-22") from None


def show_firewall(args: argparse.Namespace, actor: User) -> int:
    rows = firewall.rows()
    if args.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    out = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
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


def outside_anchors(folder: Path | None) -> list[End]:
    return anchors.read_folder(folder) if folder else []


def verify(args: argparse.Namespace, actor: User) -> int:
    """Exit 1, and on stdout the number and the kind of the first damage."""
    report = audit.verify(outside=outside_anchors(args.anchors), since=args.since)
    walked = report.end - report.start.number
    if report.damage is None:
        told = f"{walked} lines from {report.start.number + 1}, {report.anchors} anchors met"
        print(f"audit: the chain holds ({told})", file=sys.stderr)
        return 0
    print(report.damage)
    print(f"audit: entry {report.damage.number} does not hold: {report.damage.kind}", file=sys.stderr)
    return 1


def write_anchors(args: argparse.Namespace, actor: User) -> int:
    """The day of each anchor whose file is new; copy the folder to where nobody of the installation writes."""
    for anchor in anchor_now():
        print(anchor.day)
    print(f"audit: anchors are in {anchors.folder()}", file=sys.stderr)
    return 0


def write_export(args: argparse.Namespace, actor: User) -> int:
    """Never over a file that is there."""
    try:
        descriptor = os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput(_("Le fichier existe déjà : choisissez un autre nom.")) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(export_journal(actor, first=args.first, last=args.last))
    print(f"audit: written to {args.out}", file=sys.stderr)
    return 0


def check_export(args: argparse.Namespace, actor: None) -> int:
    """Exit 1 and the number of the first line that does not hold."""
    found = check(args.file, outside=outside_anchors(args.anchors), with_key=args.with_key)
    if found.wrong:
        print(found.number or "")
        print(f"audit: {found.wrong}", file=sys.stderr)
        return 1
    print(f"audit: {found.lines} lines, {found.anchors} of your anchors met", file=sys.stderr)
    if not found.anchors and not args.with_key:
        print(f"audit: {ALONE if found.scope == 'all' else PARTIAL}", file=sys.stderr)
    return 0
