"""The secret printed on a receipt: it opens the applicant's window with the file's number, and nothing else.

Twelve characters that can be read aloud (the last one checks the others), 2⁵² of them; kept only as a keyed hash bound
to the number, so that neither the database nor another file's receipt gives it back.
"""

import hashlib
import hmac

from django.conf import settings

from musanada.kit.ids import new_reference, normalise_reference

LENGTH = 12
PURPOSE = b"regularisation.receipt"


def new_secret() -> str:
    return new_reference(LENGTH - 1)


def show_secret(secret: str) -> str:
    """In groups of four: ``K7M2-QXB9-4RTC``."""
    return "-".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def hash_of(reference: str, secret: str) -> str:
    """What is kept. ``reference`` is the file's number; spaces, dashes and case are as people type them."""
    key = hmac.digest(settings.AUDIT_KEY.encode(), PURPOSE, hashlib.sha256)
    text = f"{normalise_reference(reference)}\0{normalise_reference(secret)}"
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def matches(stored: str, reference: str, secret: str) -> bool:
    """The same work whether or not there is something to compare with: the clock tells nothing."""
    made = hash_of(reference, secret)
    return hmac.compare_digest(stored or "-" * len(made), made)
