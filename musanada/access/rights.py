"""Rights: each app declares its own in ``policies.py``, with the roles that hold it.

The second, deliberate place of a right is its row in ``tests/matrix/rights.txt``.
"""

from dataclasses import dataclass

from musanada.access.roles import Role
from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Right:
    code: str
    label: Sentence
    roles: frozenset[str]


RIGHTS: Registry[Right] = Registry("right")


def right(code: str, label: Sentence, *, roles: tuple[str, ...]) -> Right:
    """Declare a right. An unknown role is an error at import."""
    for role in roles:
        if role not in Role.values:
            raise LookupError(f"right '{code}' names the unknown role '{role}'")
    return RIGHTS.add(code, Right(code, label, frozenset(roles)))


def roles_holding(code: str) -> frozenset[str]:
    return RIGHTS[code].roles


def matrix() -> list[tuple[str, str, bool]]:
    """Every role × right as enforced: ``(role, right, allowed)``."""
    return [(role, code, role in held.roles) for code, held in sorted(RIGHTS.items()) for role in Role.values]
