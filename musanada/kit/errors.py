"""What went wrong, in words for the person who was doing it.

Every message is a translatable sentence that says what is wrong and what to do. Messages never carry a
person's name: they reach logs and the audit journal.
"""

from collections.abc import Mapping

from django.utils.functional import Promise

Sentence = str | Promise


class Problem(Exception):
    """A refusal the user can understand. ``exit_code`` is what the ``musanada`` command answers."""

    exit_code = 1

    def __init__(self, message: Sentence, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


class BadInput(Problem):
    """The input cannot be read or breaks a rule. ``fields`` ties sentences to form fields."""

    exit_code = 2

    def __init__(
        self, message: Sentence, *, fields: Mapping[str, Sentence] | None = None, code: str = ""
    ) -> None:
        super().__init__(message, code=code)
        self.fields = dict(fields or {})


def bad(field: str, sentence: Sentence) -> BadInput:
    """One field is wrong: the same sentence stands over the form and at the field."""
    return BadInput(sentence, fields={field: sentence})


class Refused(Problem):
    """A rule of the procedure says no: a right, a state, a guard."""

    exit_code = 3


class MissingRight(Refused):
    """The actor sees the thing but does not hold the right. ``right`` is its code (HOPE: name it)."""

    def __init__(self, message: Sentence, *, right: str) -> None:
        super().__init__(message, code=right)
        self.right = right


class TooOften(Problem):
    """Done too many times in a short while. ``wait``: seconds until it is possible again."""

    exit_code = 3

    def __init__(self, message: Sentence, *, wait: int) -> None:
        super().__init__(message, code="rate")
        self.wait = wait


class NotBuilt(Problem):
    """The contract names this command but its system is not built yet."""

    exit_code = 4
