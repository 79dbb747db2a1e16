"""``musanada import KIND FILE``: the same steps as the pages, in a terminal; and the worker's way back to work.

Without ``--commit`` it reads, compares and says what a commit would change; the register is not touched.
"""

import argparse
import csv
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.models import Unit, User
from musanada.intake.commands import imports
from musanada.intake.imports.kinds import IMPORT_KINDS, ImportKind
from musanada.intake.imports.storage import blocks_of
from musanada.intake.queries import imports as queries
from musanada.kit.errors import BadInput, Refused

FINDINGS = ("line", "level", "field", "message")


def commands(tree: Any) -> None:
    """Add ``import`` to the command tree."""
    leaf = tree.add_parser("import", help="staged import of a list; writes only with --commit")
    leaf.add_argument("kind", metavar="KIND", help=", ".join(IMPORT_KINDS))
    leaf.add_argument("file", metavar="FILE", type=Path)
    leaf.add_argument("--mapping", metavar="M", help="field=column header,… or a JSON file")
    leaf.add_argument("--unit", metavar="CODE", help="where the rows belong")
    leaf.add_argument("--sheet", metavar="NAME", default="")
    leaf.add_argument("--header", metavar="LINE", type=int, help="line of the headers; 0: none")
    leaf.add_argument("--option", metavar="NAME=VALUE", action="append", default=[])
    leaf.add_argument(
        "--word", metavar="LIST:WORD=CODE", action="append", default=[], help="what a doubtful word means"
    )
    leaf.add_argument(
        "--undecided", choices=("skip", "new", "same"), default="", help="rows that resemble known people"
    )
    leaf.add_argument("--commit", action="store_true")
    leaf.add_argument("--format", choices=("table", "json", "csv"), default="table")
    leaf.set_defaults(run=run_import)


def run_import(args: argparse.Namespace, actor: User) -> int:
    """Exit 0 when every row is in or was in before; 1 when rows are left with findings or to be decided."""
    if args.kind not in IMPORT_KINDS:
        raise BadInput(_("On importe : %(kinds)s.") % {"kinds": ", ".join(IMPORT_KINDS)})
    if not args.file.is_file():
        raise BadInput(_("Le fichier %(name)s n'existe pas.") % {"name": args.file.name})
    kind = IMPORT_KINDS[args.kind]
    unit = unit_named(actor, kind, args.unit)
    batch = imports.upload(actor, unit, kind=args.kind, name=args.file.name, blocks=blocks_of(args.file))
    try:
        staged = stage(args, actor, kind, batch)
    except BaseException:
        with suppress(Refused):
            imports.discard(actor, queries.batch(actor, batch.pk))
        raise
    if args.commit and queries.ready(queries.counts(staged)):
        imports.commit(actor, staged)
        imports.run_step(staged.pk, progress=tell_progress)
        staged = settled(actor, staged)
    counts = queries.counts(staged)
    print_report(args, actor, staged, counts)
    if not args.commit:
        imports.discard(actor, staged)
        print(_("Rien n'a été enregistré : ajoutez --commit pour le faire."), file=sys.stderr)
    left = counts["error"] + counts["undecided"] + counts["refused"]
    return 1 if left else 0


def stage(args: argparse.Namespace, actor: User, kind: ImportKind, batch: Any) -> Any:
    """Columns confirmed, rows read, words and undecided rows settled as the command line says."""
    if args.sheet or args.header is not None:
        imports.choose_layout(actor, batch, sheet=args.sheet, header_line=args.header)
    mapping = batch.mapping | mapping_given(args.mapping, batch)
    options = {
        o.code: o.default or (o.choices[0][0] if o.required and o.choices else "")
        for o in kind.options(actor, batch.unit)
    }
    options |= batch.options | pairs(args.option)
    imports.check_columns(actor, batch, mapping=mapping, options=options)
    imports.run_step(batch.pk, progress=tell_progress)
    print(file=sys.stderr)
    staged = settled(actor, batch)
    for list_name, word, code in words_given(args.word):
        imports.choose_word(actor, staged, list_name=list_name, word=word, code=code)
    if args.undecided:
        imports.decide_all(actor, staged, decision=args.undecided)
    return staged


def settled(actor: User, batch: Any) -> Any:
    """The batch after a step. Raises: BadInput with what stopped it."""
    after = queries.batch(actor, batch.pk)
    if after.problem:
        raise BadInput(after.problem)
    return after


def unit_named(actor: User, kind: ImportKind, code: str | None) -> Unit:
    """The unit of a code; without one, the widest unit where the actor may import, and it is said which."""
    allowed = list(queries.units(actor, kind))
    if not allowed:
        raise Refused(_("Vous ne pouvez importer ces données dans aucune unité."))
    found = next((u for u in allowed if u.code == code), None) if code else allowed[0]
    if found is None:
        codes = ", ".join(u.code for u in allowed[:20])
        raise BadInput(
            _("Aucune unité ouverte à l'import ne porte le code « %(code)s ». Unités : %(codes)s.")
            % {"code": code, "codes": codes}
        )
    if len(allowed) > 1 and not code:
        print(
            _("Unité : %(code)s (choisissez-en une autre par --unit).") % {"code": found.code},
            file=sys.stderr,
        )
    return found


def mapping_given(text: str | None, batch: Any) -> dict[str, str]:
    """``field=header,…`` or a JSON object in a file, by header or by key."""
    if not text:
        return {}
    given = (
        json.loads(Path(text).read_text(encoding="utf-8")) if Path(text).is_file() else pairs(text.split(","))
    )
    keys = {c["key"]: c["key"] for c in batch.columns} | {c["name"]: c["key"] for c in batch.columns}
    unknown = [header for header in given.values() if header not in keys]
    if unknown:
        raise BadInput(_("Le fichier n'a pas de colonne « %(name)s ».") % {"name": unknown[0]})
    return {field: keys[header] for field, header in given.items()}


def pairs(texts: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` arguments."""
    wrong = [text for text in texts if "=" not in text]
    if wrong:
        raise BadInput(_("« %(text)s » : écrivez NOM=VALEUR.") % {"text": wrong[0]})
    return {name.strip(): value.strip() for name, value in (text.split("=", 1) for text in texts)}


def words_given(texts: list[str]) -> list[tuple[str, str, str]]:
    """``country:congo=COD`` arguments, the word folded as findings name it."""
    from musanada.intake.sheets.cells import fold

    found = []
    for left, code in pairs(texts).items():
        list_name, _colon, word = left.partition(":")
        found.append((list_name, fold(word), code))
    return found


def tell_progress(done: int, total: int) -> None:
    print(f"\r{done}/{total}" if total else f"\r{done}", end="", file=sys.stderr, flush=True)


def print_report(args: argparse.Namespace, actor: User, batch: Any, counts: Mapping[str, int]) -> None:
    """Counts and findings on stdout."""
    print(file=sys.stderr)
    found = findings(actor, batch)
    if args.format == "json":
        print(
            json.dumps(
                {"import": str(batch.pk), "state": batch.state, "rows": counts, "findings": found},
                ensure_ascii=False,
            )
        )
        return
    out = csv.writer(sys.stdout, lineterminator="\n", delimiter="," if args.format == "csv" else "\t")
    if args.format == "table":
        for name, (label, _condition) in queries.VIEWS.items():
            if counts[name]:
                out.writerow((label, counts[name]))
        if not args.commit:
            for line in queries.preview(batch, counts):
                out.writerow((str(line),))
    if found:
        out.writerow(FINDINGS)
        out.writerows([f[name] for name in FINDINGS] for f in found)


def findings(actor: User, batch: Any) -> list[dict[str, Any]]:
    """Findings in the order of the file; refusals of the register among them."""
    found: list[dict[str, Any]] = []
    rows = queries.rows(actor, batch).exclude(level="", outcome__in=("", "created", "added", "already"))
    for item in queries.shown(batch, rows.iterator(chunk_size=1000)):
        for remark in item.remarks:
            found.append(
                {
                    "line": item.row.number,
                    "level": remark.level,
                    "field": str(remark.field),
                    "message": remark.text,
                }
            )
        if item.row.reason:
            found.append({"line": item.row.number, "level": "error", "field": "", "message": item.row.reason})
    return found
