"""Numbers that name or reach a person, as the register compares them: one spelling first, then a blind index.

The index is all the table keeps beside the encrypted number: it finds a number somebody says, and lists none.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit import documents
from musanada.kit.errors import Sentence
from musanada.kit.secrets import BLIND_INDEXES, BlindIndex, blind_index, blind_indexes

DOCUMENT, PHONE, OTHER = "document", "phone", "contact"
MOROCCO = "212"
LOCAL = 9  # digits of a Moroccan number without its prefix
SPOKEN = "phone", "whatsapp"
SENEGAL = re.compile(
    r"7[05678]\d{7}"
)  # a Senegalese mobile without its country, or a Moroccan one without its zero
HIDDEN = "~"  # what stands before the random word in place of a hidden person's index
Tokens = Callable[[str, str], str]


def plain(value: str) -> str:
    """Letters and digits, upper case: how places are compared, and documents were before ``kit.documents``."""
    return "".join(c for c in value.upper() if c.isalnum())


def canonical_phone(text: str) -> str:
    """One spelling of a phone number: 0612345678, +212 6 12 34 56 78 and ٠٦١٢٣٤٥٦٧٨ are 212612345678."""
    digits = "".join(filter(str.isdecimal, text))
    if not digits.isascii():
        digits = "".join(str(unicodedata.decimal(c)) for c in digits)
    abroad = "+" in text or digits.startswith("00")
    bare = digits.removeprefix("00")
    local = bare.removeprefix(MOROCCO).removeprefix("0")
    if len(local) == LOCAL and bare.startswith(MOROCCO):
        return MOROCCO + local
    if not abroad and len(local) == LOCAL and (bare[0] == "0" or bare[0] in "5678"):
        return MOROCCO + local
    return bare


def doubtful_phone(text: str) -> Sentence:
    """A number said without its country that two countries may have; it is filed as Moroccan and the clerk asks."""
    digits = "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())
    if "+" in text or not SENEGAL.fullmatch(digits):
        return ""
    return _(
        "Ce numéro sans indicatif est lu comme un numéro du Maroc ; au Sénégal il s'écrit de la même façon. Demandez "
        "l'indicatif : +212 ou +221."
    )


def is_phone(text: str) -> bool:
    """Nothing but digits and what is written between them."""
    return any(c.isdecimal() for c in text) and not any(c.isalpha() for c in text)


def document_index(value: str) -> str:
    """What a row keeps: nothing is lost in it that could tell two documents apart, so it may be unique."""
    return blind_index(DOCUMENT, documents.normal(value))


def document_tokens(value: str) -> list[str]:
    """What a search for a document looks up: its other spellings too, and how rows were filed before."""
    said = dict.fromkeys((*documents.variants(value), plain(value)))
    return [token for text in said for token in blind_indexes(DOCUMENT, text)]


def contact_index(kind: str, value: str) -> str:
    """Of a phone by its number, of an address in lower case, of a place by its letters and digits."""
    return blind_index(*compared(kind, value))


def phone_tokens(text: str) -> list[str]:
    """What a search for a phone looks up, however it was typed."""
    return blind_indexes(PHONE, canonical_phone(text))


def compared(kind: str, value: str) -> tuple[str, str]:
    """Purpose and text of a contact's index."""
    if (kind in SPOKEN or is_phone(value)) and (number := canonical_phone(value)):
        return PHONE, number
    return OTHER, value.strip().lower() if kind == "email" else plain(value)


def renewed_contact(new: Tokens, row: dict[str, Any]) -> str | None:
    """A number of a hidden person is no index (``hiding``): it stays as it is."""
    return None if row["normalised"].startswith(HIDDEN) else new(*compared(row["kind"], row["value"]))


def renewed_document(new: Tokens, row: dict[str, Any]) -> str | None:
    return None if row["normalised"].startswith(HIDDEN) else new(DOCUMENT, documents.normal(row["value"]))


BLIND_INDEXES.add("contacts", BlindIndex("people.Contact", "normalised", ("kind", "value"), renewed_contact))
BLIND_INDEXES.add("documents", BlindIndex("people.Identifier", "normalised", ("value",), renewed_document))
