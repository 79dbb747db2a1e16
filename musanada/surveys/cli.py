"""``musanada surveys load FILE.yaml``: a questionnaire without code; ``check`` only looks; ``freeze`` ends its changes."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput, Refused
from musanada.surveys.commands.instruments import freeze_version, load_version
from musanada.surveys.queries import instruments as queries
from musanada.surveys.reading import read


def commands(tree: Any) -> None:
    area = tree.add_parser("surveys", help="questionnaires as data, and their scores")
    leaves = area.add_subparsers(dest="what", required=True)
    load = leaves.add_parser("load", help="check a questionnaire, show what it changes, and load it")
    load.add_argument("file", metavar="FILE.yaml")
    load.add_argument("--check", action="store_true", help="only look: nothing is written")
    load.set_defaults(run=run_load)
    freeze = leaves.add_parser("freeze", help="a version no longer changes")
    freeze.add_argument("code")
    freeze.add_argument("version", type=int)
    freeze.set_defaults(run=run_freeze)


def run_load(args: argparse.Namespace, actor: User) -> int:
    text = text_of(Path(args.file))
    loaded = read(text)
    known, found = queries.against_last(loaded.definition)
    for one in found:
        print(f"{one.kind}\t{one.where}\t{one.before}\t{one.after}")
    before = f"{len(found)} differences from version {known.version}" if known else "new"
    if not args.check:
        load_version(actor, desk_of(actor), text=text)
    done = "checked" if args.check else "loaded"
    one_version = f"{loaded.definition.code} {loaded.definition.version}"
    print(f"surveys: {one_version} {done} ({before}), digest {loaded.definition.digest}", file=sys.stderr)
    return 0


def run_freeze(args: argparse.Namespace, actor: User) -> int:
    version = queries.versions(args.code).filter(version=args.version).first()
    if version is None:
        raise BadInput(
            _("La version %(version)s de « %(code)s » n'existe pas : chargez-la d'abord.")
            % {"version": args.version, "code": args.code}
        )
    freeze_version(actor, desk_of(actor), version=version)
    print(f"{version.instrument.code} {version.version} {version.digest}")
    return 0


def desk_of(actor: User) -> Unit:
    unit = queries.desk(actor)
    if unit is None:
        raise Refused(
            _(
                "Aucune unité ne vous donne ce droit, ou aucune organisation n'existe encore : fondez-la d'abord."
            )
        )
    return unit


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadInput(
            _("Ce fichier n'est pas en UTF-8 : enregistrez-le de nouveau dans ce codage.")
        ) from None
