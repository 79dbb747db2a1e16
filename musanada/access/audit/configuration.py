"""The version and the settings that are in force, as hashes: enough to see that and which one changed, never its value.

Whatever is secret by its name stays out, wherever it stands in a setting: a hash of it could be guessed at.
"""

import hashlib
import importlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import ENVIRONMENT_VARIABLE, settings

from musanada.access.audit.chain import canonical

SECRET = re.compile(
    r"(SECRET|TOKEN|_KEY|_KEYS|PASSWORD|FALLBACKS)$|^(KEY|SECRET|PASSWORD|USER)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Effective:
    version: str
    total: str
    each: dict[str, str]


def effective() -> Effective:
    """What this process runs with."""
    written = importlib.import_module(os.environ[ENVIRONMENT_VARIABLE])
    names = sorted(name for name in vars(written) if name.isupper() and not SECRET.search(name))
    each = {name: short(without_secrets(getattr(settings, name))) for name in names}
    return Effective(program_version(), short(each), each)


def short(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:12]


def without_secrets(value: Any) -> Any:
    """As JSON can hold it; an object is told by its class, as its text may differ from start to start."""
    if isinstance(value, Mapping):
        kept = {str(k): v for k, v in value.items() if not SECRET.search(str(k))}
        return {k: without_secrets(v) for k, v in kept.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(v) for v in value]
    if isinstance(value, set | frozenset):
        return sorted(str(v) for v in value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    text = str(value)
    return type(value).__name__ if " at 0x" in text else text


def program_version() -> str:
    try:
        return version("musanada")
    except PackageNotFoundError:
        return "unknown"
