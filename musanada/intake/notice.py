"""The notice read to a person before anything is kept: versions as data, one file per version and language.

A version is never edited once it was used: what someone agreed to must stay readable. A new text is a new version.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from musanada.kit.formats import base_language

FOLDER = Path(__file__).parent / "notices"
SOURCE = "fr"


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
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem != f"{data['version']}.{data['language']}":
            raise ValueError(f"{path.name} does not hold the version and language it is named after")
        found[data["version"], data["language"]] = Notice(
            version=data["version"],
            language=data["language"],
            title=data["title"],
            points=tuple(data["points"]),
            question=data["question"],
            confirmed=data["status"] == "confirmed",
        )
    return found


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
