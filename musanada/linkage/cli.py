"""``musanada find`` and ``musanada duplicates run``."""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.kit.ids import show_reference
from musanada.linkage.nightly import arguments as nightly_arguments
from musanada.linkage.queries import Candidate, find
from musanada.linkage.twins.cli import arguments as duplicates_arguments

COLUMNS = (
    "rank",
    "score",
    "reference",
    "latin",
    "arabic",
    "birth",
    "nationality",
    "sex",
    "reasons",
    "person_id",
)


def commands(tree: Any) -> None:
    search = tree.add_parser("find", help="who is meant: the counter search on the register")
    search.add_argument("name", nargs="?", default="", metavar="NAME")
    search.add_argument("--born", type=int, metavar="YEAR")
    search.add_argument("--nationality", default="", metavar="ISO3")
    search.add_argument("--limit", type=int, default=10, metavar="N")
    search.add_argument("--format", choices=("table", "json", "csv"), default="table")
    search.add_argument("--batch", metavar="QUERIES.csv")
    search.add_argument("--input", metavar="PEOPLE")
    search.add_argument("--out", metavar="RESULTS.csv")
    search.set_defaults(run=search_register)
    twins = tree.add_parser("duplicates", help="batch linkage").add_subparsers(dest="what", required=True)
    batch = twins.add_parser("run", help="clusters of records that are one person")
    duplicates_arguments(batch)
    nightly_arguments(twins.add_parser("nightly", help="raise likely twins among what is new or corrected"))


def search_register(args: argparse.Namespace, actor: User) -> int:
    """Exit 1 when nobody is found."""
    if args.batch or args.input or args.out:
        return search_batch(args, actor)
    if not args.name.strip():
        raise BadInput(_("Écrivez le nom, la référence ou le numéro à chercher."))
    if not 1 <= args.limit <= 200:
        raise BadInput(_("--limit va de 1 à 200."))
    country = args.nationality.strip().upper()
    if country and not (len(country) == 3 and country.isalpha()):
        raise BadInput(_("--nationality attend un code de pays à trois lettres, par exemple GIN."))
    found = find(actor, args.name, born=args.born, nationality=country, limit=args.limit)
    show([row(rank, candidate) for rank, candidate in enumerate(found, 1)], args.format)
    return 0 if found else 1


def search_batch(args: argparse.Namespace, actor: User) -> int:
    """A file of questions, on the register or on a foreign list."""
    from musanada.linkage.foreign.batch import answer_file

    if not args.batch or not args.out or args.name.strip():
        raise BadInput(
            _(
                "Une recherche par liste s’écrit : musanada find --batch QUESTIONS.csv [--input LISTE] --out REPONSES.csv"
            )
        )
    if not 1 <= args.limit <= 200:
        raise BadInput(_("--limit va de 1 à 200."))
    people = Path(args.input) if args.input else None
    told = answer_file(actor, Path(args.batch), people, Path(args.out), args.limit)
    if told.dates_unread:
        print(
            ngettext(
                "%(count)s date illisible, traitée comme inconnue.",
                "%(count)s dates illisibles, traitées comme inconnues.",
                told.dates_unread,
            )
            % {"count": told.dates_unread},
            file=sys.stderr,
        )
    if args.format == "json":
        print(json.dumps({name: value for name, value in told._asdict().items() if value is not None}))
    else:
        print(
            "\n".join(
                f"{name:<12} {shown(value)}" for name, value in told._asdict().items() if value is not None
            )
        )
    return 0


def shown(value: float) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def row(rank: int, found: Candidate) -> dict[str, Any]:
    birth = found.birth.isoformat() if found.birth else ""
    known = {"year": 4, "estimated": 4, "month": 7}.get(found.birth_precision, 10)
    return {
        "rank": rank,
        "score": found.score,
        "reference": show_reference(found.reference),
        "latin": found.latin,
        "arabic": found.arabic,
        "birth": birth[:known],
        "nationality": found.nationality,
        "sex": found.sex,
        "reasons": [str(reason) for reason in found.reasons],
        "person_id": str(found.person_id),
    }


def show(rows: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    flat = [{**r, "reasons": " ; ".join(r["reasons"])} for r in rows]
    if form == "csv":
        out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(flat)
        return
    for r in flat:
        names = " · ".join(n for n in (r["latin"], r["arabic"]) if n)
        facts = " ".join(v for v in (r["birth"], r["nationality"], r["sex"]) if v)
        print(f"{r['score']:>3}  {r['reference']}  {names}  ({facts})  {r['reasons']}")
    if not rows:
        print(_("Aucune personne visible ne correspond."), file=sys.stderr)
