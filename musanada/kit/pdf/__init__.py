"""Documents on paper: typst templates filled with data, accessible (PDF/UA-1), with our own fonts only.

Data travel as JSON and never become source: a ``#`` in a name stays a ``#``. The same data give the same bytes.
A template lies in its app and begins with ``#import "/kit/pdf/base.typ": *``; paths start at the package.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from musanada.kit.formats import base_language, locale_of

Standard = Literal["ua-1", "a-2a"]
PACKAGE = Path(__file__).parents[2]
FONTS = Path(__file__).parents[1] / "fonts"


def render(
    template: str | Path,
    data: Mapping[str, Any],
    lang: str,
    *,
    dated: date | None = None,
    standards: Sequence["Standard"] = ("ua-1",),
) -> bytes:
    """The PDF of ``template`` (a path inside the package, such as ``people/typst/slip.typ``).

    ``data`` holds what JSON holds, plus dates, Decimals and translations, which become text; print numbers and
    dates by ``kit.formats`` before. ``dated`` is the document's date, nothing else in the file knows the time.
    ``standards``: what the file promises; ``a-2a`` beside ``ua-1`` for what is kept for good.
    Raises ``typst.TypstError`` for a faulty template and ``ValueError`` for one outside the package.
    """
    import typst

    made = typst.compile(
        str(_inside(template)),
        root=str(PACKAGE),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(data, lang, dated),
        pdf_standards=list(standards),
        timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC) if dated else 0,
    )
    return bytes(made)


def _inputs(data: Mapping[str, Any], lang: str, dated: date | None) -> dict[str, str]:
    locale = locale_of(lang)
    return {
        "data": json.dumps(data, ensure_ascii=False, default=str),
        "lang": base_language(lang),
        "region": (locale.territory or "MA").lower(),
        "dated": dated.isoformat() if dated else "",
    }


def _inside(template: str | Path) -> Path:
    path = (PACKAGE / template).resolve()
    if not path.is_relative_to(PACKAGE):
        raise ValueError("a template lies inside the package")
    return path


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
