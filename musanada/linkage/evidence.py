"""What agrees and what does not, weighed. Each fact shifts the odds that two descriptions are one person.

The weights are set by hand (natural logarithms of odds): they order a short list for a person who decides.
Years are known to different degrees, births on 1 January or 31 December are mostly estimates (standards
§10), so a year that differs a little speaks little against.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import exp, log
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.kit.names import Match, Reason, compare
from musanada.linkage.sought import Candidate, Sought

LEAST, MOST = 0.02, 0.985
SAME_REFERENCE, SAME_DOCUMENT, SAME_PHONE = 9.0, 6.0, 3.0
SAME_COUNTRY, OTHER_COUNTRY, OTHER_SEX = 0.5, -1.0, -1.5
SURE = frozenset({"day", "month", "year"})
TOLD = frozenset({"F", "M"})

Said = tuple[float, Promise | None]


@dataclass(slots=True)
class Known:
    """What the register knows of one canonical person, gathered for comparing."""

    person_id: UUID
    reference: str
    birth: date | None
    precision: str
    sex: str
    names: list[tuple[str, str]] = field(default_factory=list)  # text, script; preferred first
    countries: list[str] = field(default_factory=list)
    direct: set[str] = field(default_factory=set)  # "reference", "document", "phone" as far as they agree

    def shown(self, script: str) -> str:
        return next((text for text, s in self.names if s == script), "")


def weigh(sought: Sought, known: Known, weights: Mapping[str, float] | None = None) -> Candidate:
    """A candidate with its score and reasons."""
    match = best_match(sought, known, weights)
    facts = [direct(known), birth(sought, known), country(sought, known), sex(sought, known)]
    odds = sum(shift for shift, _reason in facts)
    likeness = match.score if match else 0.5
    likeness = min(max(likeness, LEAST), MOST)
    score = 1 / (1 + exp(-(log(likeness / (1 - likeness)) + odds)))
    said: list[Sentence] = [reason for _shift, reason in facts[:1] if reason]
    said += [sentence for sentence in map(sentence_of, match.reasons if match else ()) if sentence]
    said += [reason for _shift, reason in facts[1:] if reason]
    return Candidate(
        person_id=known.person_id,
        reference=known.reference,
        latin=known.shown("Latn"),
        arabic=known.shown("Arab"),
        birth=known.birth,
        birth_precision=known.precision,
        nationality=known.countries[0] if known.countries else "",
        sex=known.sex,
        score=round(100 * score),
        reasons=tuple(said),
    )


def best_match(sought: Sought, known: Known, weights: Mapping[str, float] | None) -> Match | None:
    """The closest of the names sought and known; nothing if no name is sought."""
    found = [compare(wanted, text, weights) for wanted in sought.names for text, _script in known.names]
    return max(found, key=lambda match: match.score) if found else None


def direct(known: Known) -> Said:
    if "reference" in known.direct:
        return SAME_REFERENCE, _("référence exacte")
    if "document" in known.direct:
        return SAME_DOCUMENT, _("même numéro de document")
    if "phone" in known.direct:
        return SAME_PHONE, _("même téléphone")
    return 0.0, None


def birth(sought: Sought, known: Known) -> Said:
    """Agreement of the birth years, by how well each is known."""
    if sought.born is None or known.birth is None:
        return 0.0, None
    apart = abs(sought.born - known.birth.year)
    sure = known.precision in SURE and not sought.born_about
    if apart == 0:
        return (1.5 if sure else 1.0), _("même année de naissance")
    if apart == 1:
        return 0.5, _("naissance à un an près")
    if apart <= (2 if sure else 5):
        return (-0.4 if sure else 0.2), _("âge proche")
    far = -2.5 if sure and apart > 4 else -1.2
    return far, _("année de naissance différente")


def country(sought: Sought, known: Known) -> Said:
    if not sought.nationality or not known.countries:
        return 0.0, None
    if sought.nationality in known.countries:
        return SAME_COUNTRY, _("même nationalité")
    return OTHER_COUNTRY, _("nationalité différente")


def sex(sought: Sought, known: Known) -> Said:
    if sought.sex not in TOLD or known.sex not in TOLD or sought.sex == known.sex:
        return (0.2 if sought.sex in TOLD and sought.sex == known.sex else 0.0), None
    return OTHER_SEX, _("sexe différent")


SENTENCES = {
    "same": _("même nom : %(left)s"),
    "spelling": _("autre orthographe du même nom : %(left)s / %(right)s"),
    "sound": _("se prononce de même : %(left)s / %(right)s"),
    "origin": _("noms de même origine : %(left)s / %(right)s"),
    "close": _("presque les mêmes lettres : %(left)s / %(right)s"),
    "initial": _("initiale : %(left)s / %(right)s"),
    "part": _("nom abrégé : %(left)s / %(right)s"),
    "order": _("ordre des noms différent"),
    "missing": _("un des noms manque"),
    "script": _("autre écriture"),
}


def sentence_of(reason: Reason) -> Sentence:
    """A reason of ``kit.names`` as a sentence for the reader."""
    sentence = SENTENCES[reason.code]
    if not reason.left:
        return sentence
    return sentence % {"left": reason.left.capitalize(), "right": reason.right.capitalize()}
