"""What agrees and what does not, weighed. Each fact shifts the odds that two descriptions are one person.

The weights (natural logarithms of odds) are rounded from the rates of ``weights``, held back a little: they order a
short list for a person who decides, and a score must not look surer than it is.
Years are known to different degrees, births on 1 January or 31 December are mostly estimates (standards
§10), so a year that differs a little speaks little against.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import exp, log
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.kit.names import Reason, compare, completed, likeness
from musanada.linkage.sought import Candidate, Sought
from musanada.linkage.weights import SHARED

LEAST, MOST = 0.02, 0.985
PRIOR = -2.5  # before anything is known, two people are two people
# Names that contradict in a word: whatever else agrees, the score stays under what asks a clerk to choose (80).
CONTRADICTED, DOUBTED = 0.62, log(0.78 / 0.22)
HOMONYMS = 10  # a name borne by as many says neither more nor less than its likeness
SAME_REFERENCE, SAME_DOCUMENT, SAME_PHONE = 9.0, 6.0, 3.0
SAME_COUNTRY, OTHER_COUNTRY, OTHER_SEX = 0.7, -2.0, -2.5
SAME_MOTHER, OTHER_MOTHER = 2.5, -1.0
MOTHER_ALIKE, MOTHER_OTHER = 0.8, 0.45  # names of mothers as alike as this agree, or contradict
SAME_YEAR, NEXT_YEAR, FEW_YEARS, FAR_YEAR = 2.4, 0.0, -0.8, -3.0
SAME_DAY, SWAPPED_DAY, HALF_DAY, OTHER_DAY = (
    5.0,
    3.5,
    1.8,
    0.3,
)  # in place of the year, where both days are known
SURE = frozenset({"day", "month", "year"})
TOLD = frozenset({"F", "M"})

Said = tuple[float, Promise | None]


def identity(key: Any) -> UUID:
    """A primary key as the database gives it: SQLite keeps it as hexadecimal."""
    return key if isinstance(key, UUID) else UUID(key)


@dataclass(slots=True, eq=False)
class Known:
    """What the register knows of one canonical person, gathered for comparing. ``key`` as the database gives it."""

    key: Any
    reference: str
    birth: date | None
    precision: str
    sex: str
    names: list[tuple[str, str]] = field(default_factory=list)  # text, script; preferred first
    countries: list[str] = field(default_factory=list)
    direct: set[str] = field(default_factory=set)  # "reference", "document", "phone" as far as they agree
    mothers: list[str] = field(default_factory=list)  # names of the mother, as said at each registration
    shared: int = 1  # records that bear the number they agree on

    def shown(self, script: str) -> str:
        return next((text for text, s in self.names if s == script), "")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A known person with the score, and what it rests on."""

    known: Known
    score: int
    alike: float  # of the names
    names: tuple[str, str] | None  # the name sought and the name known that agree best
    said: tuple[Said, ...]
    odds: float = 0.0  # what the score is rounded from: two people of one score are still in order

    @property
    def rank(self) -> tuple[int, float, float, str]:
        """Best first; the reference settles ties, so that two runs agree."""
        return -self.score, -round(self.odds, 4), -self.alike, self.known.reference

    def candidate(self) -> Candidate:
        """With the reasons in words."""
        known = self.known
        first, *others = [reason for _shift, reason in self.said]
        found = compare(*self.names).reasons if self.names else ()
        reasons = [first, *map(sentence_of, found), *others]
        return Candidate(
            person_id=identity(known.key),
            reference=known.reference,
            latin=known.shown("Latn"),
            arabic=known.shown("Arab"),
            birth=known.birth,
            birth_precision=known.precision,
            nationality=known.countries[0] if known.countries else "",
            sex=known.sex,
            score=self.score,
            reasons=tuple(reason for reason in reasons if reason),
        )


def weigh(
    sought: Sought,
    known: Known,
    weights: Mapping[str, float] | None = None,
    homonyms: int = HOMONYMS,
    *,
    typing: bool = False,
) -> Weighed:
    """The odds that ``known`` is the person sought, as a score 0..100.

    ``homonyms`` is how many of the register bear the names sought: a common name proves less. ``typing``: the
    last word sought may be the beginning of one.
    """
    alike, names = best_name(sought, known, weights, typing)
    said = (
        direct(known),
        birth(sought, known.birth, known.precision),
        country(sought, known),
        sex(sought, known.sex),
        mother(sought, known),
    )
    held = min(max(alike, LEAST), MOST)
    odds = PRIOR + log(held / (1 - held)) + rarity(homonyms) + sum(shift for shift, _reason in said)
    if sought.names and alike < CONTRADICTED and not known.direct & {"reference", "document"}:
        odds = doubted(odds)
    return Weighed(known, round(100 / (1 + exp(-odds))), alike, names, said, odds)


def doubted(odds: float) -> float:
    """Never so sure that a clerk is asked or a list proposes it: one birthday and a given name are many people's.

    The order among the doubted stays.
    """
    begins = DOUBTED - 0.3
    return odds if odds <= begins else DOUBTED - 0.3 / (1 + odds - begins)


def rarity(homonyms: int) -> float:
    """From +1.2 for a name borne once to -1.5 for one borne by hundreds."""
    return min(max(-0.5 * log(max(homonyms, 1) / HOMONYMS), -1.5), 1.2)


def before_names(
    sought: Sought, birth_date: date | None, precision: str, known_sex: str, same_country: bool
) -> float:
    """What is cheap to weigh, to choose whose names are read at all."""
    odds = birth(sought, birth_date, precision)[0] + sex(sought, known_sex)[0]
    return odds if same_country or not sought.nationality else odds + OTHER_COUNTRY


def best_name(
    sought: Sought, known: Known, weights: Mapping[str, float] | None, typing: bool
) -> tuple[float, tuple[str, str] | None]:
    """How close the closest of the names sought and known are, and these two; even odds if no name is sought."""
    best: tuple[float, tuple[str, str] | None] = (0.5 if not sought.names else 0.0, None)
    for wanted in sought.names:
        for text, _script in known.names:
            said = completed(wanted, text) if typing else wanted
            if (score := likeness(said, text, weights)) > best[0]:
                best = score, (said, text)
    return best


def direct(known: Known) -> Said:
    if "reference" in known.direct:
        return SAME_REFERENCE, _("référence exacte")
    less = log(max(known.shared / SHARED, 1))
    if "document" in known.direct:
        told, many = _("même numéro de document"), _("même numéro de document, porté par plusieurs fiches")
        return SAME_DOCUMENT - less, many if less else told
    if "phone" in known.direct:
        told, many = _("même téléphone"), _("même téléphone, partagé par plusieurs fiches")
        return SAME_PHONE - less, many if less else told
    return 0.0, None


def count_bearers(people: Collection[Known]) -> None:
    """How many of the people who may be seen agree on a number: one that many share proves less."""
    borne = Counter(what for one in people for what in one.direct)
    for one in people:
        one.shared = max(borne[what] for what in one.direct)


def mother(sought: Sought, known: Known) -> Said:
    """Her name tells twins from namesakes; one that is missing says nothing."""
    if not sought.mother or not known.mothers:
        return 0.0, None
    alike = max(likeness(sought.mother, name) for name in known.mothers)
    if alike >= MOTHER_ALIKE:
        return SAME_MOTHER, _("même nom de la mère")
    return (OTHER_MOTHER, _("autre nom de la mère")) if alike < MOTHER_OTHER else (0.0, None)


def birth(sought: Sought, known: date | None, precision: str) -> Said:
    """Agreement of the birth dates, by how well each is known."""
    if sought.year is None or known is None:
        return 0.0, None
    if (
        sought.birth_date
        and precision == "day"
        and guessed(known.year).isdisjoint((sought.birth_date, known))
    ):
        return by_day(sought.birth_date, known)
    apart = abs(sought.year - known.year)
    sure = precision in SURE and not sought.born_about
    if apart == 0:
        return (SAME_YEAR if sure else 1.3), _("même année de naissance")
    if apart == 1:
        return (NEXT_YEAR if sure else 0.3), _("naissance à un an près")
    if apart <= (2 if sure else 5):
        return (FEW_YEARS if sure else 0.2), _("âge proche")
    far = FAR_YEAR if sure and apart > 4 else -1.2
    return far, _("année de naissance différente")


def guessed(year: int) -> set[date]:
    """Days that stand for "some day of that year" on many documents."""
    return {date(year, 1, 1), date(year, 12, 31)}


def by_day(told: date, known: date) -> Said:
    """Both days are known."""
    if told == known:
        return SAME_DAY, _("même date de naissance")
    if (told.year, told.month, told.day) == (known.year, known.day, known.month):
        return SWAPPED_DAY, _("jour et mois de naissance inversés")
    if told.year == known.year:
        half = told.month == known.month or told.day == known.day
        return (HALF_DAY if half else OTHER_DAY), _("même année de naissance")
    if (told.month, told.day) == (known.month, known.day) and abs(told.year - known.year) <= 10:
        return 1.0, _("même jour et même mois, année différente")
    apart = abs(told.year - known.year)
    return (-1.0, _("âge proche")) if apart <= 1 else (FAR_YEAR, _("année de naissance différente"))


def country(sought: Sought, known: Known) -> Said:
    if not sought.nationality or not known.countries:
        return 0.0, None
    if sought.nationality in known.countries:
        return SAME_COUNTRY, _("même nationalité")
    return OTHER_COUNTRY, _("nationalité différente")


def sex(sought: Sought, known: str) -> Said:
    if sought.sex not in TOLD or known not in TOLD or sought.sex == known:
        return (0.2 if sought.sex in TOLD and sought.sex == known else 0.0), None
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
