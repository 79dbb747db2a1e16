"""Drawings as PNG, for programs that read no SVG (Word, social networks): drawn by typst with our own fonts."""

import json
import re

VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
TEMPLATE = "publications/typst/picture.typ"


def png(svg: str, *, width: int, ppi: float = 144) -> bytes:
    """The drawing ``width`` points wide, on white; the same drawing gives the same bytes."""
    import typst

    from musanada.kit.pdf import FONTS, PACKAGE

    made = typst.compile(
        str(PACKAGE / TEMPLATE), root=str(PACKAGE), format="png", ppi=ppi, font_paths=[str(FONTS)],
        ignore_system_fonts=True, sys_inputs={"data": json.dumps({"svg": svg, "width": width})},
    )  # fmt: skip
    if not isinstance(made, bytes):  # several pages: a drawing has one
        raise ValueError("a drawing is one page")
    return made


def ratio(svg: str) -> float:
    """Height over width."""
    found = VIEW.search(svg)
    return float(found[2]) / float(found[1]) if found else 0.6
