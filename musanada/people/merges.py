"""What follows when two records become one, or two again: each app above adds its own, run in the same transaction.

``FOLLOWING.add("linkage", Following(merged, separated))``; both get who acts and the ``MergeRecord``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Following:
    merged: Callable[[Any, Any], None]
    separated: Callable[[Any, Any], None]


FOLLOWING: Registry[Following] = Registry("what follows a merge in")
