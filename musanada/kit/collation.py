"""Sorting names and countries as a reader expects: Éthiopie beside Espagne, السنغال under س.

Python's own order puts É after Z and every Arabic article under ا. This is the Unicode Collation Algorithm.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

_ARTICLE = re.compile(r"(?<!\w)ال(?!له\b)(?=\w{2})")
# The algorithm's root table makes أ and إ letters of their own, before ا; a reader looks for both under ا.
_ALEFS = str.maketrans("أإآٱ", "اااا")
_VOWEL_SIGNS = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670]")

SortKey = tuple[tuple[int, ...], str]


@lru_cache(maxsize=32_768)
def collate(text: str) -> SortKey:
    """Key for ``sorted(names, key=collate)``; equal keys only for equal texts, so that the order is the same every day."""
    plain = _VOWEL_SIGNS.sub("", unicodedata.normalize("NFC", text)).translate(_ALEFS)
    return tuple(_collator().sort_key(_ARTICLE.sub("", plain))), text


@lru_cache(maxsize=1)
def _collator() -> Any:
    """Reads its table of 30,000 characters once, and only in a process that sorts."""
    from pyuca import Collator

    return Collator()
