"""Reading a file of targets: plain CSV, each fault named with its line."""

import csv
import io
from collections.abc import Mapping

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput
from musanada.kit.numbers import parse_number
from musanada.monitoring.drafts import TargetDraft
from musanada.programmes.models import Programme

REQUIRED = ("indicator", "period", "value", "source")
OPTIONAL = ("kind", "dims", "programme")
MOST = 2000


def read_targets(text: str, programmes: Mapping[str, Programme]) -> list[TargetDraft]:
    """All lines or none. Raises: BadInput naming every line that cannot be read."""
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    check_columns([(name or "").strip() for name in reader.fieldnames or []])
    drafts, faults = [], []
    try:
        for line in reader:
            try:
                drafts.append(read_line(line, programmes))
            except BadInput as fault:
                faults.append(_("ligne %(line)s : %(fault)s") % {"line": reader.line_num, "fault": fault})
    except csv.Error as error:
        faults.append(_("ligne %(line)s : %(fault)s") % {"line": reader.line_num, "fault": error})
    if faults:
        raise BadInput("\n".join(faults[:20]))
    if not drafts:
        raise BadInput(_("Le fichier ne contient aucune cible."))
    if len(drafts) > MOST:
        raise BadInput(_("Le fichier contient plus de 2 000 cibles : coupez-le."))
    return drafts


def check_columns(names: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    unknown = [name for name in names if name not in (*REQUIRED, *OPTIONAL)]
    if missing or unknown:
        raise BadInput(
            _("Les colonnes sont : %(all)s. Manquantes : %(missing)s. Inconnues : %(unknown)s.")
            % {
                "all": ", ".join((*REQUIRED, *OPTIONAL)),
                "missing": ", ".join(missing) or "–",
                "unknown": ", ".join(unknown)[:80] or "–",
            }
        )


def read_line(line: Mapping[str | None, str | None], programmes: Mapping[str, Programme]) -> TargetDraft:
    """One line. Raises: BadInput."""
    if None in line:
        raise BadInput(_("il y a plus de valeurs que de colonnes"))
    values = {str(name).strip(): (value or "").strip() for name, value in line.items()}
    for name in REQUIRED:
        if not values.get(name):
            raise BadInput(_("« %(column)s » est vide") % {"column": name})
    code = values.get("programme", "")
    if code and code not in programmes:
        raise BadInput(_("le programme « %(code)s » n'existe pas") % {"code": code[:40]})
    return TargetDraft(
        indicator=values["indicator"],
        period=values["period"],
        value=parse_number(values["value"]),
        source=values["source"],
        kind=values.get("kind") or "target",
        dims=values.get("dims") or "total",
        programme=programmes.get(code),
    )
