"""What must forget someone whom a P4 file hides: each app above adds how it lets go of what it kept in the clear.

``HIDING.add("intake", forget)`` where ``forget(keys)`` gets the person and the records merged into them; it runs in
the transaction that protects them, and writes through its own app's commands.
"""

from collections.abc import Callable
from uuid import UUID

from musanada.kit.names.normalise import tokens
from musanada.kit.registry import Registry
from musanada.kit.secrets import BLIND_INDEXES, BlindIndex, blind_index, blind_indexes
from musanada.people.numbers import PHONE, SPOKEN, canonical_phone, is_phone, plain

HIDING: Registry[Callable[[list[UUID]], None]] = Registry("what forgets the protected")

# A number of a hidden person is filed under a random word with this mark: nothing that is said finds it, and the same
# number may be registered for somebody else without a word.
MARK = "~"

Words = tuple[str, str]  # kind of token, the words it stands for


def purpose(kind: str) -> str:
    """Tokens of different kinds have nothing in common, nor with the register's own indexes."""
    return f"protected-{kind}"


def token(words: Words) -> str:
    """What a row keeps."""
    return blind_index(purpose(words[0]), words[1])


def name_words(text: str) -> Words:
    """A whole name, whatever the order of its words, its accents and its capitals."""
    return "name", " ".join(sorted(tokens(text)))[:220]


def document_words(text: str) -> Words:
    return "document", plain(text)[:220]


def phone_words(kind: str, text: str) -> Words:
    """Nothing for what is no phone."""
    spoken = canonical_phone(text) and (kind in SPOKEN or is_phone(text))
    return "phone", canonical_phone(text) if spoken else ""


def tokens_said(text: str) -> list[str]:
    """Every token that what somebody says may stand for: a whole name, a document or a phone."""
    said = (name_words(text), document_words(text), phone_words(PHONE, text))
    return [found for kind, words in said for found in blind_indexes(purpose(kind), words)]


BLIND_INDEXES.add(
    "protected",
    BlindIndex(
        "people.ProtectedToken",
        "token",
        ("kind", "words"),
        lambda new, row: new(purpose(row["kind"]), row["words"]),
    ),
)
