"""``musanada figures`` and ``external``: the contract's names (docs/architecture.md)."""

import argparse
import csv
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.kit.errors import BadInput, Refused

CELL = (
    "id",
    "version",
    "period",
    "known_at",
    "dims",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "conf",
)


def commands(tree: Any) -> None:
    figures = tree.add_parser("figures", help="figures from the records").add_subparsers(
        dest="what", required=True
    )
    compute = figures.add_parser("compute", help="cells of indicators for a period")
    compute.add_argument("ids", nargs="+", metavar="ID")
    compute.add_argument(
        "--period", required=True, help="2024, 2024-H1, 2024-Q3, 2024-05, A/B, ../B, A/.., P~Q"
    )
    compute.add_argument("--by", default="", metavar="DIM,…", help="split by these")
    compute.add_argument("--where", default="", metavar='"KEY=CODE;KEY=CODE"', help="only these")
    compute.add_argument("--all", action="store_true", help="every code instead of the row 'other'")
    compute.add_argument("--sql", action="store_true", help="print the SQL instead of running it")
    compute.add_argument("--format", choices=("json", "csv"), default="json")
    compute.set_defaults(run=run_compute)
    verify = figures.add_parser(
        "verify", help="expected figures against the register and the figures of others"
    )
    verify.add_argument("file", type=Path)
    verify.add_argument("--format", choices=("text", "json", "csv"), default="text")
    verify.set_defaults(run=run_verify)
    listing = figures.add_parser("list", help="the indicators and how they split")
    listing.add_argument("--format", choices=("text", "json", "csv"), default="text")
    listing.set_defaults(run=run_list)
    export = figures.add_parser("export", help="definitions as YAML: those written here, or the named ones")
    export.add_argument("ids", nargs="*", metavar="ID")
    export.add_argument("--all", action="store_true", help="those of the product too")
    export.set_defaults(run=run_export)
    bring = figures.add_parser("import", help="definitions from a YAML file, as drafts for a second person")
    bring.add_argument("file", type=Path)
    bring.add_argument("--reason", default="", help="why the next version of a known one")
    bring.add_argument(
        "--unit", default="", metavar="CODE", help="who keeps them; the highest unit if left out"
    )
    bring.add_argument("--submit", action="store_true", help="send them for review at once")
    bring.add_argument("--check", action="store_true", help="only look: nothing is written")
    bring.set_defaults(run=run_bring)
    external = tree.add_parser("external", help="figures of others").add_subparsers(
        dest="what", required=True
    )
    importing = external.add_parser("import", help="from a CSV file; the same file twice changes nothing")
    importing.add_argument("file", type=Path)
    importing.set_defaults(run=run_import)


def run_compute(args: argparse.Namespace, actor: User) -> int:
    """Cells on stdout: for each indicator its total, then its split."""
    from musanada.reporting import queries

    by = [name for name in args.by.split(",") if name.strip()]
    with queries.figures(actor) as engine:
        if args.sql:
            print("\n\n".join(engine.sql(code, args.period, by, args.where) for code in args.ids))
            return 0
        cells = [
            cell.as_row()
            for code in args.ids
            for cell in engine.compute(code, args.period, by, args.where, fold=not args.all)
        ]
    if args.format == "json":
        print_json(cells)
    else:
        print_csv(
            CELL, [row | {"dims": ";".join(f"{k}={v}" for k, v in row["dims"].items())} for row in cells]
        )
    return 0


def run_verify(args: argparse.Namespace, actor: User) -> int:
    """The contract's lines, implied figures after the others; exit 1 if a figure differs."""
    from musanada.reporting import queries
    from musanada.reporting.verify import summary

    verdicts = queries.verify(actor, args.file)
    if args.format == "json":
        print_json({"figures": [v.as_row() for v in verdicts], "summary": summary(verdicts)})
    elif args.format == "csv":
        print_csv(("id", "status", "expected", "found", "reason", "implied"), [v.as_row() for v in verdicts])
    else:
        for verdict in verdicts:
            print(verdict.line())
        print(summary(verdicts))
    return 1 if any(v.status == "differs" for v in verdicts) else 0


def run_list(args: argparse.Namespace, actor: User) -> int:
    from musanada.reporting import queries
    from musanada.reporting.engine.axes import axes_of
    from musanada.reporting.registry import load_indicators

    known = load_indicators()
    lang = get_language() or "fr"
    rows = [
        {
            "id": one.id, "version": one.version, "kind": one.kind, "unit": one.unit,
            "by": ",".join(axes_of(known.source(one.id))), "label": one.label.in_language(lang),
            "hash": known.hash(one.id),
        }
        for one in queries.indicators(actor)
    ]  # fmt: skip
    if args.format == "json":
        print_json(rows)
    elif args.format == "csv":
        print_csv(tuple(rows[0]), rows)
    else:
        for row in rows:
            print(f"{row['id']:<40} {row['label']}")
    return 0


def run_export(args: argparse.Namespace, actor: User) -> int:
    """YAML on stdout, one document a definition."""
    from musanada.reporting import queries
    from musanada.reporting.registry import in_force
    from musanada.reporting.writing.text import written_together

    known = in_force()
    readable = {one.id: one for one in queries.indicators(actor)}
    wanted = args.ids or [code for code in readable if args.all or code in known.own]
    missing = [code for code in wanted if code not in readable]
    if missing:
        known.indicators[missing[0]]  # says that it does not exist, and what does
        raise BadInput(_("Vous ne pouvez pas lire « %(id)s ».") % {"id": missing[0]})
    print(written_together(readable[code] for code in wanted), end="")
    return 0


def run_bring(args: argparse.Namespace, actor: User) -> int:
    """A line a definition: id, version, what became of it. The same file twice changes nothing."""
    from musanada.reporting.commands.definitions import bring_definitions
    from musanada.reporting.queries import definitions as queries
    from musanada.reporting.writing.text import read_several

    found = read_several(args.file.read_text(encoding="utf-8"), args.file.name)
    desks = [unit for unit in queries.desks(actor) if not args.unit or unit.code == args.unit]
    if not desks:
        raise Refused(
            _(
                "Aucune unité ne vous donne ce droit, ou aucune organisation n'existe encore : fondez-la d'abord."
            )
        )
    if args.check:
        lines = queries.compared(found)
    else:
        lines = bring_definitions(actor, desks[0], definitions=found, reason=args.reason, submit=args.submit)
    for line in lines:
        print(f"{line.code}\t{line.version}\t{line.outcome}")
    return 0


def run_import(args: argparse.Namespace, actor: User) -> int:
    from musanada.reporting.commands import import_external
    from musanada.reporting.externals import read_file

    done = import_external(actor, read_file(args.file))
    print(
        _("%(added)s ajouté(s), %(revised)s révisé(s), %(same)s déjà là")
        % {"added": done.added, "revised": done.revised, "same": done.same}
    )
    return 0


def print_json(content: object) -> None:
    print(json.dumps(content, indent=1, ensure_ascii=False))


def print_csv(names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(names)
    out.writerows(["" if row[name] is None else row[name] for name in names] for row in rows)
