"""Rights: each app declares its own in ``policies.py``, with the roles that hold it.

The second, deliberate place of a right is its row in ``tests/matrix/rights.txt``.
"""

from dataclasses import dataclass

from musanada.access.roles import Role
from musanada.kit.choices import Privacy
from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Right:
    code: str
    label: Sentence
    roles: frozenset[str]
    reaches: Privacy


RIGHTS: Registry[Right] = Registry("right")
SENSITIVE = frozenset({Privacy.P3, Privacy.P4})


def right(code: str, label: Sentence, *, roles: tuple[str, ...], reaches: Privacy = Privacy.P2) -> Right:
    """Declare a right. An unknown role is an error at import.

    ``reaches`` is the highest privacy level its holder comes to see or to decide on: from P3 on, an account that
    holds it signs in with a second factor (``access.signin``).
    """
    for role in roles:
        if role not in Role.values:
            raise LookupError(f"right '{code}' names the unknown role '{role}'")
    return RIGHTS.add(code, Right(code, label, frozenset(roles), reaches))


def roles_holding(code: str) -> frozenset[str]:
    return RIGHTS[code].roles


def sensitive_rights() -> list[str]:
    """Codes of the rights that reach P3 or P4."""
    return [code for code, held in RIGHTS.items() if held.reaches in SENSITIVE]


def matrix() -> list[tuple[str, str, bool]]:
    """Every role × right as enforced: ``(role, right, allowed)``."""
    return [(role, code, role in held.roles) for code, held in sorted(RIGHTS.items()) for role in Role.values]
