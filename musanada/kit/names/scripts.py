"""Which script a text is written in, and ASCII forms of letters that are neither Latin nor Arabic."""

from typing import Literal

Script = Literal["Latn", "Arab", "Tfng", "mixed", "other"]

# Tifinagh (IRCAM) to the Latin spelling in use: a name in Tifinagh is then read like any Latin one.
_PAIRS = (
    "ⴰa ⴱb ⴲb ⴳg ⴵdj ⴷd ⴸd ⴹd ⴺd ⴻe ⴼf ⴽk ⴾk ⵀh ⵁh ⵂh ⵃh ⵄ ⵅkh ⵆkh ⵇq ⵈq ⵉi ⵊj ⵋj ⵌj ⵍl ⵎm ⵏn ⵐny ⵑng "
    "ⵒp ⵓou ⵔr ⵕr ⵖgh ⵗgh ⵘgh ⵙs ⵚs ⵛch ⵜt ⵝt ⵞtch ⵟt ⵠv ⵡw ⵢy ⵣz ⵤz ⵥz ⵦe ⵧo ⵯ"
)
TIFINAGH = str.maketrans({pair[0]: pair[1:] for pair in _PAIRS.split()})


def script_of_letter(letter: str) -> str:
    """Script of one letter: ``Latn``, ``Arab``, ``Tfng``, ``other``, or empty for what is no letter."""
    if not letter.isalpha():
        return ""
    code = ord(letter)
    if code < 0x250 or 0x250 <= code < 0x2B0 or 0x1D00 <= code < 0x1F00 or 0xFB00 <= code < 0xFB07:
        return "Latn"
    if 0x600 <= code < 0x780 or 0x8A0 <= code < 0x900 or 0xFB50 <= code < 0xFE00 or 0xFE70 <= code < 0xFEFF:
        return "Arab"
    if 0x2D30 <= code < 0x2D80:
        return "Tfng"
    return "other"


def script_of(text: str) -> Script:
    """Script of a name: the one all its letters share, ``mixed`` if several, ``other`` if none is known."""
    if text.isascii():
        return "Latn" if any(c.isalpha() for c in text) else "other"
    found = {script_of_letter(c) for c in text} - {""}
    if len(found) != 1:
        return "mixed" if found else "other"
    return next(s for s in ("Latn", "Arab", "Tfng", "other") if s in found)
