"""Text that goes into a cell of a table somebody will open: a spreadsheet must read it as text, never as a formula.

OWASP, CSV injection: a cell that begins with ``= + - @``, a tab or a carriage return may be run by Excel, LibreOffice
or Google Sheets. Such a cell gets an apostrophe before it, which spreadsheets do not show.
"""

import unicodedata

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "'"


def harmless(text: object) -> str:
    """The text as a cell may hold it. Full-width signs and what hides before a sign count as the sign itself."""
    shown = "" if text is None else str(text)
    return MARK + shown if is_dangerous(shown) else shown


def is_dangerous(text: str) -> bool:
    """Would a spreadsheet take this for a formula, now or once it has trimmed or folded the text?"""
    if text.startswith(STARTS):
        return True
    folded = unicodedata.normalize("NFKC", text)
    bare = folded.lstrip().lstrip("".join(c for c in folded if unicodedata.category(c) in ("Cf", "Cc")))
    return bare.lstrip().startswith(STARTS[:4])
