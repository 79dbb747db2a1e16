"""Compile our message catalogues (``.po``) to what Django reads (``.mo``), without Debian's gettext.

Only the ``.po`` files are kept in git; ``musanada setup`` and the test-suite compile them. French is the
source language: its catalogue holds plurals only, because "0 personne" is singular in French and Django's
own fallback would write the plural.
"""

import os
import tempfile
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue that is newer than its result; returns the files written.

    Two processes may compile at once (the suite runs on two databases side by side): each result is
    written beside its place and moved there in one step.
    """
    return [_compile(po) for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _stale(po)]


def _stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> Path:
    import polib

    mo = po.with_suffix(".mo")
    compiled = polib.pofile(str(po)).to_binary()
    handle, part = tempfile.mkstemp(dir=po.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(compiled)
    Path(part).chmod(0o644)
    Path(part).replace(mo)
    return mo
