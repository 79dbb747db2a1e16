"""Codes that change every half minute (RFC 6238), each accepted once: a code is bound to its half minute, and no half
minute at or before the last accepted one is taken again (RFC 6238, section 5.2). That memory stands in the table, so
that it holds between the processes of a server."""

import secrets as chance
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

SECRET_BYTES = 20
PERIOD = 30


def new_secret() -> str:
    from base64 import b32encode

    return b32encode(chance.token_bytes(SECRET_BYTES)).decode()


def counter_of(secret: str, code: str) -> int | None:
    """The half minute, around now, whose code this is."""
    digits = "".join(code.split())
    if not digits.isascii() or not digits.isdigit():
        return None
    found = None
    for counter in yield_hotp_counters_from_time():
        if chance.compare_digest(format_hotp_value(hotp_value(secret, counter)), digits):
            found = counter
    return found


def code_at(secret: str, counter: int) -> str:
    return str(format_hotp_value(hotp_value(secret, counter)))


def counter_now() -> int:
    return int(time.time()) // PERIOD


def address(secret: str, username: str) -> str:
    """What the QR code holds."""
    from urllib.parse import quote, urlencode

    query = urlencode({"secret": secret, "issuer": "Musanada"}, quote_via=quote)
    return f"otpauth://totp/{quote('Musanada')}:{quote(username)}?{query}"


def grouped(secret: str) -> str:
    """Four by four, to be typed by hand."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
