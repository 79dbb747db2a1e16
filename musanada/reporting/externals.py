"""Reading a file of figures of others: every line is checked before any is written, and each fault is named."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput
from musanada.kit.periods import read_period
from musanada.reference.codes import Qualifier
from musanada.reporting.models import ExternalFigure

REQUIRED = ("series", "period", "dimension", "value", "unit", "qualifier", "status")
OPTIONAL = ("published", "source", "url", "page", "note")
LARGEST = 20_000_000  # bytes
RANK = "rank"  # a unit that says nothing without what is ranked
SHOWN = 20  # faults listed before "and more"


@dataclass(frozen=True)
class ExternalRow:
    """A line as it will be stored: period and dimension in their canonical spelling."""

    series: str
    period: str
    dimension: str
    value: Decimal
    unit: str
    qualifier: str
    status: str
    published: str = ""
    source: str = ""
    url: str = ""
    page: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.series, self.period, self.dimension


def read_file(path: Path) -> list[ExternalRow]:
    """All rows of a CSV file. Raises BadInput naming every faulty line; OSError where there is no file."""
    if path.stat().st_size > LARGEST:
        raise BadInput(_("Le fichier %(name)s dépasse 20 Mo : coupez-le.") % {"name": path.name})
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            _("Le fichier %(name)s n'est pas un texte en UTF-8 : enregistrez-le en CSV UTF-8.")
            % {"name": path.name}
        ) from None
    return read_text(text)


def read_text(text: str) -> list[ExternalRow]:
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    _check_columns([name.strip() for name in reader.fieldnames or []])
    rows: list[ExternalRow] = []
    faults: list[str] = []
    seen: dict[tuple[str, str, str], int] = {}
    try:
        for line in reader:
            try:
                row = read_row(line)
                if row.key in seen:
                    raise BadInput(_("déjà donné à la ligne %(line)s") % {"line": seen[row.key]})
                seen[row.key] = reader.line_num
                rows.append(row)
            except BadInput as fault:
                faults.append(_("ligne %(line)s : %(fault)s") % {"line": reader.line_num, "fault": fault})
    except csv.Error as error:
        faults.append(_("ligne %(line)s : %(fault)s") % {"line": reader.line_num, "fault": error})
    if faults:
        raise BadInput(_listed(faults))
    if not rows:
        raise BadInput(_("Le fichier ne contient aucune ligne de chiffres."))
    return rows


def read_row(line: Mapping[str | None, str | None]) -> ExternalRow:
    """One line. Raises BadInput."""
    if None in line:
        raise BadInput(_("il y a plus de valeurs que de colonnes"))
    values = {str(name).strip(): (value or "").strip() for name, value in line.items()}
    if not values.get("period"):
        raise BadInput(
            _("« period » est vide : une valeur sans période ne dit rien. Écrivez 2024 ou 2024-01/2024-09")
        )
    for name in REQUIRED:
        if not values.get(name):
            raise BadInput(_("« %(column)s » est vide") % {"column": name})
    for name in (f.name for f in fields(ExternalRow)):
        limit = getattr(ExternalFigure._meta.get_field(name), "max_length", None)
        if limit and len(values.get(name, "")) > limit:
            raise BadInput(
                _("« %(column)s » dépasse %(limit)s caractères") % {"column": name, "limit": limit}
            )
    if values["unit"] == RANK and values["dimension"] == "total":
        raise BadInput(
            _("un rang se donne avec son univers : écrivez par exemple scope=world dans « dimension »")
        )
    _among("qualifier", values["qualifier"], Qualifier.values)
    _among("status", values["status"], ExternalFigure.Status.values)
    _address(values.get("url", ""))
    texts = {name: values.get(name, "") for name in ("series", "unit", "qualifier", "status", *OPTIONAL)}
    return ExternalRow(
        period=read_period(values["period"]).text,
        dimension=read_dimension(values["dimension"]),
        value=_number(values["value"]),
        published=read_period(texts.pop("published")).text
        if texts.get("published")
        else texts.pop("published"),
        **texts,
    )


def read_dimension(text: str) -> str:
    """``total``, or ``key=CODE;key=CODE`` in the order of the keys."""
    if text == "total":
        return text
    pairs = [part.partition("=") for part in text.split(";")]
    if not all(key.strip() and equals and code.strip() for key, equals, code in pairs):
        raise BadInput(_("« %(text)s » n'est ni total ni clé=CODE;clé=CODE") % {"text": text[:60]})
    keys = [key.strip() for key, _equals, _code in pairs]
    if len(keys) != len(set(keys)):
        raise BadInput(_("« %(text)s » donne deux fois la même clé") % {"text": text[:60]})
    return ";".join(sorted(f"{key.strip()}={code.strip()}" for key, _equals, code in pairs))


def _number(text: str) -> Decimal:
    """A plain number with a dot for decimals, as the contract writes it; anything else could be read two ways."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not text.replace("-", "", 1).replace(".", "", 1).isdigit():
        raise BadInput(_("« %(text)s » n'est pas un nombre : écrivez 78685 ou 83.53") % {"text": text[:40]})
    if abs(value) >= Decimal(10) ** 16 or value != value.quantize(Decimal("0.0001")):
        raise BadInput(
            _("« %(text)s » est trop long : seize chiffres, et quatre après le point") % {"text": text[:40]}
        )
    return value


def _address(text: str) -> None:
    try:
        if text:
            URLValidator(schemes=("http", "https"))(text)
    except ValidationError:
        raise BadInput(_("« %(text)s » n'est pas une adresse http(s)") % {"text": text[:60]}) from None


def _among(column: str, value: str, allowed: list[str]) -> None:
    if value not in allowed:
        raise BadInput(
            _("« %(column)s » vaut « %(value)s » ; écrivez %(allowed)s")
            % {"column": column, "value": value[:40], "allowed": ", ".join(allowed)}
        )


def _check_columns(names: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadInput(
            _("Il manque la ou les colonnes %(missing)s. Les colonnes sont : %(all)s.")
            % {"missing": ", ".join(missing), "all": ", ".join((*REQUIRED, *OPTIONAL))}
        )
    unknown = [name for name in names if name not in (*REQUIRED, *OPTIONAL)]
    if unknown:
        raise BadInput(
            _("Colonne(s) inconnue(s) : %(unknown)s. Les colonnes sont : %(all)s.")
            % {"unknown": ", ".join(unknown), "all": ", ".join((*REQUIRED, *OPTIONAL))}
        )


def _listed(faults: list[str]) -> str:
    more = len(faults) - SHOWN
    lines = [_("Rien n'a été enregistré :"), *faults[:SHOWN]]
    if more > 0:
        lines.append(_("… et %(more)s autre(s) ligne(s)") % {"more": more})
    return "\n".join(lines)
