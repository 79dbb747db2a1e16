"""The notices read to a person: before anything is kept, and before each agreement to a further purpose.

Versions are data, one file per version and language. A version is never edited once it was used: what someone agreed
to must stay readable. A new text is a new version.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from musanada.kit.errors import Sentence
from musanada.kit.formats import base_language

FOLDER = Path(__file__).parent / "notices"
CONSENT_FOLDER = FOLDER / "consent"
SOURCE = "fr"
STATE = "state"


@dataclass(frozen=True)
class Notice:
    """A version in one language. ``confirmed`` is False until the data-protection officer has approved the text."""

    version: str
    language: str
    title: str
    points: tuple[str, ...]
    question: str
    confirmed: bool

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


@lru_cache(maxsize=1)
def notices() -> dict[tuple[str, str], Notice]:
    """``(version, language)`` → the text."""
    return {key: as_notice(data) for key, data in texts_in(FOLDER)}


def texts_in(folder: Path) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    for path in sorted(folder.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem != f"{data['version']}.{data['language']}":
            raise ValueError(f"{path.name} does not hold the version and language it is named after")
        yield (data["version"], data["language"]), data


def as_notice(data: dict[str, Any]) -> Notice:
    return Notice(
        version=data["version"],
        language=data["language"],
        title=data["title"],
        points=tuple(data["points"]),
        question=data["question"],
        confirmed=data["status"] == "confirmed",
    )


def current_version() -> str:
    return max(version for version, _language in notices())


def notice(language: str, version: str = "") -> Notice:
    """The text in an interface language; French where there is no other."""
    every, chosen = notices(), version or current_version()
    return every.get((chosen, base_language(language))) or every[chosen, SOURCE]


def every_language(version: str = "") -> list[Notice]:
    """The version in all its languages, the source language first."""
    chosen = version or current_version()
    found = [n for (v, _language), n in notices().items() if v == chosen]
    return sorted(found, key=lambda n: (n.language != SOURCE, n.language))


@lru_cache(maxsize=1)
def consent_texts() -> dict[tuple[str, str], dict[str, Any]]:
    """``(version, language)`` → what is read before an agreement, a sentence for each purpose."""
    return dict(texts_in(CONSENT_FOLDER))


def consent_version() -> str:
    return max(version for version, _language in consent_texts())


def consent_notices(
    purpose: str, *, recipient: object = "", groups: Sequence[Sentence] = (), version: str = ""
) -> list[Notice]:
    """What is read before agreeing to ``purpose``, in every language, the source first.

    ``recipient`` is a name, ``state`` for every State authority, or "" for whoever can help.
    """
    chosen = version or consent_version()
    found = [data for (v, _language), data in consent_texts().items() if v == chosen]
    return [
        filled(data, purpose, recipient, groups)
        for data in sorted(found, key=lambda d: d["language"] != SOURCE)
    ]


def filled(data: dict[str, Any], purpose: str, recipient: object, groups: Sequence[Sentence]) -> Notice:
    """The sentence of the purpose first, with who receives what, then what holds for every agreement."""
    with translation.override(data["language"]):
        to = str(recipient) or data["anyone"]
        told = data["state"] if to == STATE else to
        what = data["purposes"][purpose].format(
            recipient=told, groups=", ".join(str(g).lower() for g in groups)
        )
    text = as_notice(data)
    return replace(text, points=(what, *text.points))
