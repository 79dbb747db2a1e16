"""Expected figures: the lines of a reference file, as printed somewhere."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput
from musanada.kit.periods import Change, Period, read_change, read_period

REQUIRED = ("id", "period", "value", "kind")
LARGEST = 20_000_000  # bytes
_IMPLIED = re.compile(r".*\di\d*")


@dataclass(frozen=True)
class Expected:
    """One line. ``details`` are the pairs of its *disaggregation*: qualifier, derived, range, items …"""

    id: str
    system: str
    period: str
    value: str
    unit: str
    kind: str
    details: dict[str, str]

    @property
    def implied(self) -> bool:
        """Not printed but following from what is: ``F037i``, ``F037i2``."""
        return _IMPLIED.fullmatch(self.id) is not None

    @property
    def number(self) -> Decimal | None:
        try:
            return Decimal(self.value)
        except InvalidOperation:
            return None

    @property
    def decimals(self) -> int:
        """Printed after the point."""
        return len(self.value.partition(".")[2])

    @property
    def qualifier(self) -> str:
        return self.details.get("qualifier", "exact")

    @property
    def items(self) -> list[str]:
        return [item for item in self.details.get("items", "").split("|") if item]

    def span(self) -> Period | Change:
        """The period, or the change where one is printed (``2023/2024`` then means 2024 against 2023)."""
        return read_change(self.period) if self.kind == "change-percent" else read_period(self.period)


def read_file(path: Path) -> list[Expected]:
    """Raises BadInput naming the line; OSError where there is no file."""
    if path.stat().st_size > LARGEST:
        raise BadInput(_("Le fichier %(name)s dépasse 20 Mo : coupez-le.") % {"name": path.name})
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            _("Le fichier %(name)s n'est pas un texte en UTF-8 : enregistrez-le en CSV UTF-8.")
            % {"name": path.name}
        ) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or [])]
    if missing:
        raise BadInput(
            _("Ce n'est pas une liste de chiffres attendus : il manque la ou les colonnes %(missing)s.")
            % {"missing": ", ".join(missing)}
        )
    rows: list[Expected] = []
    try:
        for line in reader:
            rows.append(
                read_line({str(k): v if isinstance(v, str) else "" for k, v in line.items()}, reader.line_num)
            )
    except csv.Error as error:
        raise BadInput(_("ligne %(line)s : %(fault)s") % {"line": reader.line_num, "fault": error}) from None
    doubles = {row.id for row in rows if sum(other.id == row.id for other in rows) > 1}
    if doubles:
        raise BadInput(
            _("Identifiant(s) donné(s) deux fois : %(ids)s.") % {"ids": ", ".join(sorted(doubles))}
        )
    return rows


def read_line(line: dict[str, str], number: int) -> Expected:
    values = {name: text.strip() for name, text in line.items()}
    for name in ("id", "value"):
        if not values.get(name) or " " in values[name]:
            raise BadInput(
                _("ligne %(line)s : « %(column)s » est vide ou contient une espace")
                % {"line": number, "column": name}
            )
    return Expected(
        values["id"],
        values.get("system", ""),
        values.get("period", ""),
        values["value"],
        values.get("unit", ""),
        values.get("kind", ""),
        read_details(values.get("disaggregation", "")),
    )


def read_details(text: str) -> dict[str, str]:
    """``qualifier=rounded;repeat_of=F022`` as pairs; a part without ``=`` is a remark and left out."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {key.strip(): value.strip() for key, equals, value in pairs if equals}
