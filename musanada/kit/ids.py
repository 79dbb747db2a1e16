"""Identifiers: UUIDv7 keys made by whoever creates the row, and short references a person can read aloud."""

import secrets
from uuid import UUID

import uuid_utils.compat

# No 0/O, 1/I/L, and no vowels: a reference never spells a word. 28 symbols, so that 29 is prime.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A UUIDv7: sortable by creation time, safe to make on a phone without a network (RFC 9562, 5.7)."""
    return uuid_utils.compat.uuid7()


def check_character(body: str) -> str:
    """ISO/IEC 7064 hybrid system (modulus 29, 28): catches every single slip and every swap of neighbours but one."""
    size = len(ALPHABET)
    product = size
    for character in body:
        total = (product + ALPHABET.index(character)) % size or size
        product = total * 2 % (size + 1)
    return ALPHABET[(size + 1 - product) % size]


def new_reference(length: int = 7) -> str:
    """``length`` random symbols and a check character, e.g. ``K7M-2QXB-9``; uniqueness is the table's constraint."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return body + check_character(body)


def valid_reference(text: str) -> bool:
    """Is the check character right? Says nothing about whether the reference exists."""
    clean = normalise_reference(text)
    return len(clean) > 1 and all(c in ALPHABET for c in clean) and check_character(clean[:-1]) == clean[-1]


def normalise_reference(text: str) -> str:
    """As stored: upper case, without the spaces and dashes people type."""
    return "".join(c for c in text.upper() if c not in " -–‑")


def show_reference(reference: str) -> str:
    """In two groups of four for reading aloud: ``K7M2-QXB9``."""
    return f"{reference[:4]}-{reference[4:]}" if len(reference) == 8 else reference
