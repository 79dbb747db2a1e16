"""Host and origin, from and to: the same number under the opposite direction."""

import re
from collections.abc import Iterator

from musanada.press.checks.common import Case
from musanada.press.matching import Claim, Match, telling
from musanada.press.reading.numbers import Finding
from musanada.press.universe import Known

FROM_MOROCCO = re.compile(
    r"(?:depuis|du|hors du|quitt[a-z]+ le) maroc|from morocco|left morocco|leaving morocco|من المغرب|غادروا المغرب|انطلاقا من المغرب"
)
TO_MOROCCO = re.compile(
    r"(?:vers le|au|a destination du) maroc|(?:back )?to morocco|الي المغرب|نحو المغرب|للمغرب|الي بلدهم المغرب|الي ارض الوطن"
)
HOST = re.compile(
    r"d'accueil|pays hote|de destination|de residence|d'arrivee|host|destination|receiving|الاستقبال|المستقبل|المضيف|المقصد|استقبال"
)
RESIDE = re.compile(
    r"originaires? d|provenant|natifs?|nes? a|venus? d|originating|(?:came|come|coming|natives?|born) (?:from|of|in)|منحدر|قادم|اصلهم"
)
COUNTRY = re.compile(
    r"(?:depuis|en provenance|de retour d|arrives? d|venus? d)|(?:rentr|revenu|retourn|rapatri)[a-z]+ (?:volontairement )?(?:d'|de (?!leur|l'oim|facon|maniere)|du |depuis )|(?:return(?:ed|ing|s)?|back|repatriated|arriv(?:ed|ing)|came|coming|come) (?:voluntarily |home )?from|قادم|عادوا من|العائدين من|عائد(?:ين|ا)? من|عودتهم من"
)
ABROAD = re.compile(
    r"(?:vers|a destination de|rentres? en|retournes? en|retour en|rapatries? (?:vers|en)) (?:la |le |l')?(?:turquie|turkiye)|to t(?:urkey|urkiye)|الي تركيا|نحو تركيا"
)


def roles(case: Case) -> Iterator[Finding]:
    """ENT.role."""
    for claim in case.reading.claims:
        match = case.reading.best(claim)
        if match is None or match.known is None:
            continue
        key = opposite(claim, match, match.known)
        if key:
            yield case.finding(
                "ENT.role", "error", [claim], key, printed=claim, series=match.series.named(case.voice.lang),
                source=case.source(match.known),
            )  # fmt: skip


def opposite(claim: Claim, match: Match, known: Known) -> str:
    """The key of the sentence, where the words say the contrary of what the source counts."""
    words = claim.local
    if match.series.unit == "rank":
        near = claim.after[:60]
        return "role_host" if HOST.search(near) and "origin" not in near and "منشا" not in near else ""
    if match.series.direction == "out" and not known.dims and telling(claim):
        wrong = TO_MOROCCO.search(words) and not FROM_MOROCCO.search(claim.whole)
        return "role_out" if wrong and re.search(r"retour|rentr|return|عاد|عود", words) else ""
    if match.series.direction == "out" and known.dims and match.strength >= 2:
        return (
            "role_from" if COUNTRY.search(claim.before[-45:] if claim.bracketed else claim.after[:75]) else ""
        )
    if match.series.direction == "in" and telling(claim):
        return (
            "role_in"
            if ABROAD.search(words) or (FROM_MOROCCO.search(words) and not TO_MOROCCO.search(words))
            else ""
        )
    if match.series.code == "census.foreigners" and known.dims:
        return "role_region" if RESIDE.search(claim.near) else ""
    return ""
