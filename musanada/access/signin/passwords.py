"""Which passwords are too easy: guessable ones (zxcvbn) and those of an offline list of breached passwords.

The list is the "Pwned Passwords" file ordered by hash (lines ``SHA1:COUNT``), read from disk by bisection: no password,
and no part of its hash, ever leaves the machine.
"""

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ENOUGH = 3  # of 4: "safely unguessable", about 10^8 guesses
READ = 72  # the search takes ever longer on longer texts, and these are strong anyway
HASH = 40
# zxcvbn knows English words. These are what people here would try first.
LOCAL = [
    "musanada",
    "motdepasse",
    "passe",
    "azerty",
    "bonjour",
    "bienvenue",
    "soleil",
    "secret",
    "association",
    "maroc",
    "maghreb",
    "rabat",
    "casablanca",
    "oujda",
    "tanger",
    "agadir",
    "marrakech",
    "fes",
    "nador",
    "migration",
    "migrant",
    "refugie",
    "croissant",
    "ministere",
    "bureau",
    "accueil",
    "marhaba",
    "salam",
    "bismillah",
]


class HardToGuess:
    """zxcvbn's estimate, which knows names, keyboards, dates and the words of this very account."""

    def validate(self, password: str, user: Any = None) -> None:
        from zxcvbn import zxcvbn

        own = [str(getattr(user, name, "")) for name in ("username", "display_name")] if user else []
        words = [word for text in own for word in (text, *text.replace(".", " ").split()) if word]
        if password and zxcvbn(password[:READ], user_inputs=[*words, *LOCAL])["score"] < ENOUGH:
            raise ValidationError(
                _(
                    "Ce mot de passe se devine trop vite : prenez quatre ou cinq mots sans rapport entre eux, "
                    "sans votre nom, ni date, ni suite de touches."
                ),
                code="password_easy",
            )

    def get_help_text(self) -> str:
        return _("Quatre ou cinq mots sans rapport entre eux se retiennent bien et se devinent mal.")


class NotBreached:
    """Not among the passwords that were stolen elsewhere, where the installation has the list."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = path

    def validate(self, password: str, user: Any = None) -> None:
        path = self.path or settings.BREACHED_PASSWORDS
        if path and is_listed(Path(path), password):
            raise ValidationError(
                _(
                    "Ce mot de passe figure dans une liste de mots de passe volés : "
                    "choisissez-en un autre, et changez-le partout où vous l'utilisez."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return _("Il ne doit figurer dans aucune liste de mots de passe volés.")


def is_listed(path: Path, password: str) -> bool:
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        return bisect(file, wanted, path.stat().st_size)


def bisect(file: BinaryIO, wanted: bytes, size: int) -> bool:
    """Is a line beginning with ``wanted`` in a file whose lines are in order? Lines differ in length, so a place in
    the middle is moved on to the next beginning of a line."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        found = line_from(file, middle)[:HASH].upper()
        if found == wanted:
            return True
        if found and found < wanted:
            low = middle + 1
        else:
            high = middle
    return line_from(file, low)[:HASH].upper() == wanted


def line_from(file: BinaryIO, place: int) -> bytes:
    """The first line that begins at ``place`` or after it."""
    if place:
        file.seek(place - 1)
        file.readline()
    else:
        file.seek(0)
    return file.readline()
