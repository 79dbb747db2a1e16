"""``musanada publication build|approve|publish|diff|verify`` and what one needs around them (the command contract)."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.kit.errors import BadInput


def commands(tree: Any) -> None:
    leaves = tree.add_parser("publication", help="frozen, signed publications").add_subparsers(
        dest="what", required=True
    )
    building(leaves)
    for name, run, words in (
        ("approve", run_approve, "say yes as one of two persons, neither the builder (needs --as USER)"),
        ("freeze", run_freeze, "close what two persons approved"),
        ("publish", run_publish, "make a frozen (or approved) revision public; the one before is superseded"),
        ("abandon", run_abandon, "give up a revision that is not frozen"),
        (
            "rebuild",
            run_rebuild,
            "the same revision again from its frozen extract: every byte must be the same",
        ),
        ("export", run_export, "a copy of the folder without its restricted part"),
    ):
        leaf = leaves.add_parser(name, help=words)
        leaf.add_argument("slug", metavar="SLUG")
        leaf.add_argument("revision", metavar="REV")
        leaf.set_defaults(run=run)
        acting(leaf)
        extras(leaf, name)
    listing = leaves.add_parser("list", help="every revision and where it stands")
    listing.add_argument("--format", choices=("text", "json"), default="text")
    listing.set_defaults(run=run_list)
    acting(listing)
    compare = leaves.add_parser("diff", help="two folders, figure by figure; needs no database")
    compare.add_argument("older", type=Path, metavar="DIR")
    compare.add_argument("newer", type=Path, metavar="DIR")
    compare.add_argument("--format", choices=("text", "json"), default="text")
    compare.set_defaults(run=run_diff, needs_actor=False)
    verify = leaves.add_parser(
        "verify", help="every byte and signature of a folder; offline, needs no database"
    )
    verify.add_argument("folder", type=Path, metavar="DIR")
    verify.add_argument("--previous", type=Path, help="the folder that it says it follows")
    verify.set_defaults(run=run_verify, needs_actor=False)
    key = leaves.add_parser("key", help="the public key of this installation")
    key.set_defaults(run=run_key)


def building(leaves: Any) -> None:
    build = leaves.add_parser("build", help="compute, protect, compose and check a report for a period")
    build.add_argument("slug", metavar="SLUG")
    build.add_argument("--period", required=True)
    build.add_argument("--out", type=Path, help="a copy of the folder, without its restricted part")
    build.add_argument(
        "--reason", default="", help="late_entry, correction, merge, definition, geography, text"
    )
    build.add_argument("--note", default="", help="what changes")
    build.add_argument("--mode", choices=("suppress", "round"), default="suppress")
    build.add_argument("--extract", default="", help="a frozen extract by its name")
    build.add_argument("--format", choices=("text", "json"), default="text")
    build.set_defaults(run=run_build)
    acting(build)


def acting(leaf: Any) -> None:
    """``--as USER`` after the command too; absent, what stands before it holds."""
    leaf.add_argument("--as", dest="as_user", metavar="USER", default=argparse.SUPPRESS)


def extras(leaf: Any, name: str) -> None:
    if name in {"rebuild", "export"}:
        leaf.add_argument("--out", type=Path, required=True)
    if name == "publish":
        leaf.add_argument("--embargo", default="", metavar="YYYY-MM-DDTHH:MM")
    if name == "abandon":
        leaf.add_argument("--why", required=True)


def run_build(args: argparse.Namespace, actor: User) -> int:
    """The line of the register on stdout, the findings on stderr; 1 where there are errors."""
    from musanada.publications import snapshot
    from musanada.publications.commands.publications import Order, build
    from musanada.publications.queries import publications as queries

    report = queries.report_named(actor, args.slug)
    free(args.out)
    order = Order(args.period, args.reason, args.note, args.mode, args.extract)
    one = build(actor, report, order=order)
    if args.out:
        snapshot.copy_public(queries.folder_of(one), args.out)
    for line in queries.checks_of(one):
        where = ":".join(str(part) for part in (line.lang, line.line) if part)
        level = "waived" if line.waived else line.level
        print(f"{level}\t{line.code}\t{where}\t{line.message}", file=sys.stderr)
    tell([row_of(one)], args.format)
    return 1 if one.errors else 0


def free(out: Path | None) -> None:
    """Asked before the work: an empty folder is taken over."""
    if out is None or not out.exists():
        return
    if not out.is_dir() or any(out.iterdir()):
        raise BadInput(_("Le dossier %(name)s n'est pas vide : donnez-en un autre à --out.") % {"name": out})
    out.rmdir()


def run_approve(args: argparse.Namespace, actor: User) -> int:
    from musanada.publications.commands.approving import approve

    approve(actor, named(args, actor))
    return said(args, actor)


def run_freeze(args: argparse.Namespace, actor: User) -> int:
    from musanada.publications.commands.approving import freeze

    freeze(actor, named(args, actor))
    return said(args, actor)


def run_publish(args: argparse.Namespace, actor: User) -> int:
    """What two persons approved is frozen first."""
    from musanada.publications.commands.approving import freeze, publish

    until = embargo(args.embargo)
    one = named(args, actor)
    if one.state == "approved":
        one = freeze(actor, one)
    publish(actor, one, embargo_until=until)
    return said(args, actor)


def run_abandon(args: argparse.Namespace, actor: User) -> int:
    from musanada.publications.commands.approving import abandon

    abandon(actor, named(args, actor), why=args.why)
    return said(args, actor)


def run_rebuild(args: argparse.Namespace, actor: User) -> int:
    from musanada.publications.commands.publications import rebuild

    free(args.out)
    one = named(args, actor)
    found = rebuild(actor, one, args.out)
    print(f"{'same' if found == one.manifest else 'differs'}\t{found}\t{one.manifest}")
    return 0 if found == one.manifest else 1


def run_export(args: argparse.Namespace, actor: User) -> int:
    from musanada.publications import snapshot
    from musanada.publications.queries import publications as queries

    free(args.out)
    snapshot.copy_public(queries.folder_of(named(args, actor)), args.out)
    print(args.out)
    return 0


def run_list(args: argparse.Namespace, actor: User) -> int:
    from musanada.publications.queries import publications as queries

    tell([row_of(one) for one in queries.publications(actor)], args.format)
    return 0


def run_diff(args: argparse.Namespace, actor: None) -> int:
    """1 where anything differs."""
    from musanada.publications import diffing

    for folder in (args.older, args.newer):
        insist(folder)
    found = diffing.diff(args.older, args.newer)
    if args.format == "json":
        print(diffing.as_json(found))
        return 0 if found.same else 1
    for line in found.changed:
        numbers = "(<)" if line.masked else f"{line.was or '-'} -> {line.now or '-'}"
        print(f"{line.kind}\t{line.reason or '-'}\t{line.key}\t{numbers}")
    for name in found.texts:
        print(f"text\t-\t{name}")
    print(", ".join(f"{count} {kind}" for kind, count in found.counts.items()), file=sys.stderr)
    return 0 if found.same else 1


def run_verify(args: argparse.Namespace, actor: None) -> int:
    """What the script in the folder says, and the rows of the Parquet file."""
    from musanada.publications import snapshot, verifying

    if not args.folder.is_dir():
        raise BadInput(_("%(name)s n'est pas un dossier.") % {"name": args.folder})
    return verifying.tell(snapshot.verify(args.folder, args.previous))


def run_key(args: argparse.Namespace, actor: User) -> int:
    from musanada.publications import signing

    key = signing.key_of_installation()
    print(f"{key['id']}\t{key['public']}")
    return 0


def insist(folder: Path) -> None:
    from musanada.publications.verifying import MANIFEST

    if not (folder / MANIFEST).is_file():
        raise BadInput(
            _("%(name)s n'est pas le dossier d'une publication : il n'a pas de manifeste.") % {"name": folder}
        )


def embargo(text: str) -> datetime | None:
    from django.utils import timezone

    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            _("« %(text)s » n'est pas un moment : écrivez 2025-03-01T09:00.") % {"text": text[:40]}
        ) from None
    return found if found.tzinfo else timezone.make_aware(found)


def named(args: argparse.Namespace, actor: User) -> Any:
    from musanada.publications.queries import publications as queries

    return queries.revision_named(actor, args.slug, args.revision)


def said(args: argparse.Namespace, actor: User) -> int:
    tell([row_of(named(args, actor))], "text")
    return 0


def row_of(one: Any) -> dict[str, Any]:
    return {
        "slug": one.report.slug, "revision": one.revision, "period": one.period, "state": one.state,
        "errors": one.errors, "warnings": one.warnings, "known_at": one.known_at.isoformat(),
        "extract": one.extract, "manifest": one.manifest,
    }  # fmt: skip


def tell(rows: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        print(json.dumps(rows[0] if len(rows) == 1 else rows, indent=1))
        return
    for row in rows:
        print(f"{row['slug']}\tr{row['revision']}\t{row['period']}\t{row['state']}\t{row['errors']} errors\t"
              f"{row['warnings']} checks\t{row['manifest']}")  # fmt: skip
