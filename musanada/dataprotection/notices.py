"""The notice texts as they stand: each version, in which languages, and whether the officer has approved them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.people.notice import consent_texts, consent_version, current_version, notices


@dataclass(frozen=True)
class Published:
    """A version of a notice: its languages, and those whose text is still to be confirmed."""

    what: Sentence
    version: str
    current: bool
    languages: list[str]
    unconfirmed: list[str]


def published() -> list[Published]:
    """Every notice read to people, the latest version of each first."""
    read = {key: text.confirmed for key, text in notices().items()}
    agreed = {key: data["status"] == "confirmed" for key, data in consent_texts().items()}
    return [
        *versions(_("Avant d'enregistrer une personne"), read, current_version()),
        *versions(_("Avant un accord à une autre finalité"), agreed, consent_version()),
    ]


def versions(what: Sentence, texts: Mapping[tuple[str, str], bool], current: str) -> list[Published]:
    found = []
    for version in sorted({version for version, _language in texts}, reverse=True):
        ours = {language: confirmed for (v, language), confirmed in texts.items() if v == version}
        late = [language for language, confirmed in ours.items() if not confirmed]
        found.append(Published(what, version, version == current, list(ours), late))
    return found
