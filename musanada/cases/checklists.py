"""What a case claims, told by the app of its procedure: the checklist asks the pieces of those categories."""

from collections.abc import Callable, Sequence
from typing import Any

from musanada.kit.registry import Registry

# procedure → (contexts claimed, scheme) of a case
CONTEXTS: Registry[Callable[[Any], tuple[Sequence[str], str]]] = Registry("contexts of the checklist")
