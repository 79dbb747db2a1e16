"""What a kept view is made of: validated data, never trusted when it is read back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.periods import read_period

Picture = Literal["", "bars", "table"]
PICTURES = ("", "bars", "table")
MOST = 12


@dataclass(frozen=True)
class Block:
    """One figure, split one way, as a picture. An empty period is the last year with data."""

    indicator: str
    period: str = ""
    by: str = ""
    where: str = ""
    picture: Picture = ""


def read_block(data: object) -> Block:
    """Raises: BadInput for what no page of ours could have kept."""
    if not isinstance(data, Mapping) or set(data) - {"indicator", "period", "by", "where", "picture"}:
        raise broken()
    values = {str(name): value for name, value in data.items()}
    if not all(isinstance(value, str) and len(value) <= 400 for value in values.values()):
        raise broken()
    picture = values.get("picture", "")
    if not values.get("indicator") or picture not in PICTURES:
        raise broken()
    period = read_period(values["period"]).text if values.get("period") else ""
    return Block(
        values["indicator"], period, values.get("by", ""), values.get("where", ""), cast(Picture, picture)
    )


def read_blocks(data: Any) -> list[Block]:
    if not isinstance(data, list):
        raise broken()
    if not 1 <= len(data) <= MOST:
        raise BadInput(_("Une vue contient de un à douze tableaux : faites-en une seconde."))
    return [read_block(one) for one in data]


def written(blocks: Iterable[Block]) -> list[dict[str, str]]:
    """As the table of views keeps them."""
    return [asdict(one) for one in blocks]


def broken() -> BadInput:
    return BadInput(_("Cette vue ne se lit plus : refaites-la et gardez-la de nouveau."))
