"""``musanada text check FILE``: the numbers of a text and what is wrong with them (the contract's JSON)."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from musanada.access.models import User


def commands(tree: Any) -> None:
    area = tree.add_parser("text", help="the numbers of anybody's text").add_subparsers(
        dest="what", required=True
    )
    leaf = area.add_parser("check", help="every number read, beside each other and beside the sources")
    leaf.add_argument(
        "file", type=Path, metavar="FILE", help="text, HTML, PDF or DOCX; - reads standard input"
    )
    leaf.add_argument("--lang", choices=("fr", "ar", "en"), default="", help="found out where not given")
    leaf.set_defaults(run=run_check)


def run_check(args: argparse.Namespace, actor: User) -> int:
    """JSON on stdout; exit 1 if arithmetic or a source proves an error."""
    from musanada.press.documents import text_of
    from musanada.press.report import check

    if str(args.file) == "-":
        content, name = sys.stdin.buffer.read(), "-.txt"
    else:
        content, name = args.file.read_bytes(), args.file.name
    report = check(text_of(name, content), args.lang, actor)
    json.dump(report.as_json(), sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 1 if report.errors else 0
