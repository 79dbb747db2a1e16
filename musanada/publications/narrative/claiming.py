"""Do the words of a claim say what its test proves? "plus de la moitié" needs 50 %, "doublé" needs 100 % more or twice."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from musanada.publications.narrative.asking import constants_in, values_of
from musanada.publications.narrative.folding import fold
from musanada.publications.narrative.grammar import Claim, Comparison, Constant, Value
from musanada.publications.narrative.lexicon import lexicon

DIGITS = re.compile(r"\d+(?:[.,' ]\d+)*")
# Words in four languages → percentages, or factors, of which the test must hold one.
PERCENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"deux tiers|two[- ]thirds|dos tercios|ثلثا|ثلثي|ثلثين|الثلثين", ("66", "66.6", "66.66", "66.7", "67")),
    (r"trois quarts|three[- ]quarters|tres cuartos|ثلاثة ارباع|ثلاثه ارباع", ("75",)),
    (r"(?:un|le|du|au) tiers|(?:a|one) third|un tercio|الثلث|ثلث", ("33", "33.3", "33.33", "34")),
    (r"(?:un|le|du|au) quart|(?:a|one) quarter|un cuarto|الربع|ربع", ("25",)),
    (r"moitie|half|mitad|نصف|النصف", ("50",)),
    (r"un cinquieme|(?:a|one) fifth|un quinto|الخمس|خمس", ("20",)),
    (r"un dixieme|(?:a|one) tenth|un decimo|العشر|عشر", ("10",)),
)
MAJORITY = (
    r"majorit\w+|majority|mayori\w+|plupart|mayor parte|most|اغلبيه|غالبيه|اكثريه|الاغلبيه|الغالبيه|معظم|اغلب"
)
DOUBLE = (
    r"(?:re|de)?doubl\w+|doble|duplic\w+|twice|ضعف|الضعف|ضعفين|ضعفي|تضاعف\w*|deux fois|two times|dos veces"
)
TRIPLE = r"tripl\w+|trebl\w+|ثلاثه اضعاف|trois fois|three times|tres veces"
RECORD = r"records?|record|sin precedentes?|sans precedent|unprecedented|قياسي|قياسيه|jamais vu|all-time high"
FIRST = r"premiere?s?|first|primer[oa]?s?|largest|biggest|highest|الاول|الاولي|اول|اكبر|اعلي"


def unproved_words(claim: Claim, lang: str) -> Iterator[str]:
    """A sentence for each thing the words say and the test does not."""
    words = fold(claim.words).text
    constants = [
        one for test in claim.tests for side in (test.left, test.right) for one in constants_in(side)
    ]
    rest = words
    for pattern, percents in PERCENTS:
        rest, found = _taken(rest, pattern)
        if found and not _has(constants, percents, percent=True):
            yield _wrong(claim, found, " % / ".join(percents[:1]) + " %")
    rest, found = _taken(rest, MAJORITY)
    if found and not _above_half(claim):
        yield _wrong(claim, found, "> 50 %")
    rest, found = _taken(rest, DOUBLE)
    if found and not (
        _has(constants, ("100", "200"), percent=True) or _has(constants, ("2",), percent=False)
    ):
        yield _wrong(claim, found, "100 %")
    rest, found = _taken(rest, TRIPLE)
    if found and not (
        _has(constants, ("200", "300"), percent=True) or _has(constants, ("3",), percent=False)
    ):
        yield _wrong(claim, found, "200 %")
    rest, found = _taken(rest, FIRST)
    if found and not any(value.head == "rank" for value in values_of(claim)) and not _compares(claim):
        yield _wrong(claim, found, "rank(…) = 1")
    rest, found = _taken(rest, RECORD)
    if found and not _compares(claim):
        yield _wrong(claim, found, "fig(…)@prev")
    yield from _numbers(claim, rest, lang, constants)
    if not any(True for _value in values_of(claim)):
        yield _("« %(words)s » : ce test ne cite aucun chiffre.") % {"words": claim.words}


def _numbers(claim: Claim, rest: str, lang: str, constants: list[Constant]) -> Iterator[str]:
    """Digits and number words left must be numbers of the test."""
    from musanada.press.reading import read

    known = {one.value for one in constants}
    for match in DIGITS.finditer(rest):
        text = re.sub(r"[ ']", "", match[0]).replace(",", ".")
        plain = Decimal(text) if text.count(".") <= 1 else None
        grouped = Decimal(re.sub(r"\D", "", match[0]))
        if plain not in known and grouped not in known:
            yield _wrong(claim, match[0], match[0])
    spelled = {number.value for number in read(rest, lang).numbers if number.spelled}
    for match in lexicon(lang).number.finditer(rest):
        if not known & (spelled | {n.value for n in read(match[0], lang).numbers}):
            yield _wrong(claim, match[0], match[0])


def _taken(text: str, pattern: str) -> tuple[str, str]:
    """The text without what was found, and what was found."""
    match = re.search(rf"(?<!\w)(?:و|ب|ل)?(?:{pattern})(?!\w)", text)
    return (text[: match.start()] + " " + text[match.end() :], match[0]) if match else (text, "")


def _has(constants: list[Constant], values: tuple[str, ...], *, percent: bool) -> bool:
    return any(
        one.percent == percent and one.value in {Decimal(value) for value in values} for one in constants
    )


def _above_half(claim: Claim) -> bool:
    """Is a share tested to be above (or a rest below) half?"""
    for test in claim.tests:
        left, right = test.left.terms[0].what, test.right.terms[0].what
        if isinstance(left, Value) and isinstance(right, Value) and _half_of(test):
            return True
        if isinstance(right, Constant) and right.percent and right.value >= 50 and test.op in (">", ">="):
            return True
        if isinstance(left, Constant) and left.percent and left.value >= 50 and test.op in ("<", "<="):
            return True
    return False


def _half_of(test: Comparison) -> bool:
    """A figure above half of another: ``fig(A) > 50 % * fig(B)``, ``2 * fig(A) > fig(B)``."""
    left, right = test.left.terms[0].factor, test.right.terms[0].factor
    return test.op in (">", ">=") and left > 0 and right / left >= Decimal("0.5") and right / left < 1


def _compares(claim: Claim) -> bool:
    """Figures against figures: larger than each of the others."""
    return (
        all(test.op in (">", "<", ">=", "<=") for test in claim.tests)
        and sum(1 for _v in values_of(claim)) > 1
    )


def _wrong(claim: Claim, found: str, needs: str) -> str:
    return _(
        "« %(words)s » dit « %(found)s », que le test ne prouve pas : il faut y comparer avec %(needs)s."
    ) % {"words": claim.words, "found": found.strip(), "needs": needs}
