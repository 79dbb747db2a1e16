"""Rises and falls against the two values they compare."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from musanada.kit.periods import Period
from musanada.press.checks.common import Case, Level, half_up, interval, meets
from musanada.press.matching import STRONG, Claim, strength
from musanada.press.reading.numbers import Finding
from musanada.press.structure import same_unit, value

YEAR = re.compile(r"(?:19|20)\d\d")
HUNDRED = Decimal(100)
UP = re.compile(
    r"hausse|augment|progress|croiss|bond|grimp|accru|\bplus\b|\+|increas|rise|rising|rose|growth|grew|up (?:by|from)|higher|climb|jump|ارتفاع|ارتفع|زياد|زاد|نمو|تزايد|اضاف"
)
DOWN = re.compile(
    r"baisse|diminu|recul|chut|repli|reduc|\bmoins\b(?! de)|decreas|fell|fall|drop|declin|down (?:by|from)|lower|انخفاض|انخفض|تراجع|هبوط|نقص"
)
AGAINST = re.compile(
    r"(?:\b(?:contre|au lieu de|par rapport aux?|compare[es]* (?:a|aux?)|against|compared (?:with|to)|versus|up from|down from|"
    r"from|vs\.?)|مقابل|مقارنه (?:مع|ب)|بعد ان كان(?:ت)?|عوض)(?: [^\W\d]+'?){0,3} ?$"
)
FROM = re.compile(r"\b(?:de|from)\b ?[$€£]? ?$|من ?$")
TO = re.compile(r"\b(?:a|to)\b ?[$€£]? ?$|الي ?$")
TIMES = (
    (
        re.compile(
            r"\b(?:a|ont|avait|avoir|qui)? ?(?:plus que )?double[er]?s?\b|\bdoubled\b|\btwice\b|تضاعف|ضعف"
        ),
        2,
    ),
    (re.compile(r"\btriple[er]?s?\b|\btripled\b|ثلاث مرات|ثلاثه اضعاف"), 3),
    (re.compile(r"\bquadruple[er]?s?\b|\bquadrupled\b|اربع مرات|اربعه اضعاف"), 4),
)


@dataclass(frozen=True)
class Pair:
    """An older and a newer value of one thing."""

    old: Claim
    new: Claim


# "34 % de plus qu'en 2023 (2 000)"
THAN = re.compile(
    r"^[^.;]{0,90}(?:\bqu'en|\bque (?:l'an|l'annee)|\bthan(?: in)?|\bpar rapport a|\bcompared (?:with|to)|مقارنه)[^.;,()]{0,30}\( ?$"
)


def amount(claim: Claim) -> bool:
    return claim.counts or (claim.number.cls == "money" and claim.number.value is not None)


def pairs(case: Case, claims: list[Claim]) -> list[Pair]:
    """Two values that a sentence compares: "de A à B", "B contre A", "B en 2024, A en 2023"."""
    counts = [
        claim
        for claim in claims
        if amount(claim) or (claim.number.cls == "percent" and not claim.number.signed)
    ]
    found: list[Pair] = []
    for one, two in itertools.pairwise(counts):
        if amount(one) != amount(two) or one.number.cls != two.number.cls or not same_unit(one, two):
            continue
        words = case.reading.between(one, two)
        if FROM.search(one.before) and TO.search(words):
            found.append(Pair(one, two))
        elif THAN.search(words):
            olds = {p.old.index: p.new for p in found}
            found.append(Pair(two, olds.get(one.index, one)))  # two comparisons of one value
        elif AGAINST.search(words) and not re.search(r"[.;]", words):
            found.append(Pair(two, one))
        elif dated(one, two) is not None:
            newer = dated(one, two)
            found.append(Pair(two, one) if newer is one else Pair(one, two))
    return found


def dated(one: Claim, two: Claim) -> Claim | None:
    """The later of two numbers whose periods differ and are as long."""
    first, second = one.span, two.span
    if not isinstance(first, Period) or not isinstance(second, Period) or not first.comparable(second):
        return None
    if first == second or one.number.inherited or two.number.inherited:
        return None
    return one if first.first_day > second.first_day else two


def growth(case: Case) -> Iterator[Finding]:
    """CHG.mismatch, CHG.base from two printed values."""
    for claims in windows(case):
        changes = [claim for claim in claims if is_change(claim)]
        found = pairs(case, claims)
        for claim in changes:
            candidates = [
                p for p in found if amount(p.old) and abs(claims.index(p.new) - claims.index(claim)) <= 2
            ]
            if len(candidates) > 1:
                behind = claims.index(claim) + 1
                candidates = [p for p in candidates if behind == claims.index(p.old)]
            if len(candidates) == 1:
                yield from wrong(case, claim, candidates[0])
        if not changes and len(found) == 1:
            yield from restated(case, claims, found[0])
        for pair in found:
            yield from multiplied(case, claims, pair)


RESTATED = re.compile(r"^[^.;]{0,30}(?:,|\bsoit|\bor|i\.e\.|\bاي)(?: [^\W\d]+){0,3} ?$")


def restated(case: Case, claims: list[Claim], pair: Pair) -> Iterator[Finding]:
    """``انخفض من A إلى B، أي بنسبة P``: a share that restates a change said by the verb."""
    at = claims.index(max(pair.old, pair.new, key=lambda c: c.index)) + 1
    if at >= len(claims) or claims[at].number.cls != "percent" or not pair.old.counts:
        return
    said = claims[at].whole
    if (UP.search(said) or DOWN.search(said)) and RESTATED.search(
        case.reading.between(claims[at - 1], claims[at])
    ):
        yield from wrong(case, claims[at], pair)


def windows(case: Case) -> Iterator[list[Claim]]:
    """A sentence; and a change that opens the next sentence with the values before it."""
    rows = case.reading.sentences
    for row, claims in enumerate(rows):
        if (
            row
            and len(claims) == 1
            and is_change(claims[0])
            and len(rows[row - 1]) == 2
            and follows(case, rows[row - 1], claims[0])
        ):
            yield [*rows[row - 1], *claims]
        else:
            yield claims


def follows(case: Case, before: list[Claim], change: Claim) -> bool:
    """Does the next sentence of the same paragraph open with the change, no other number standing before it?"""
    words = case.reading.between(before[-1], change)
    return "\n" not in words and len(words) < 160 and not re.search(r"\d", words)


def is_change(claim: Claim) -> bool:
    if claim.number.cls == "change":
        return True
    near = claim.before[-45:] + " " + claim.after[:25]
    return claim.number.cls == "percent" and (
        claim.number.signed
        or (
            bool(UP.search(near) or DOWN.search(near))
            and not re.search(r"plus de|moins de|more than|less than", near)
        )
    )


def direction(claim: Claim) -> int:
    """1 for a rise, -1 for a fall, 0 where the words do not say."""
    if value(claim) < 0:
        return -1
    near = claim.before[-60:] + claim.after[:40]
    up, down = bool(UP.search(near)), bool(DOWN.search(near))
    if not up and not down:
        up, down = bool(UP.search(claim.whole)), bool(DOWN.search(claim.whole))
    return 0 if up == down else 1 if up else -1


def wrong(case: Case, claim: Claim, pair: Pair) -> Iterator[Finding]:
    old, new = value(pair.old), value(pair.new)
    if old <= 0 or new <= 0 or YEARLY.search(claim.local):
        return
    sign = direction(claim)
    low = (interval(pair.new)[0] / interval(pair.old)[1] - 1) * HUNDRED
    high = (interval(pair.new)[1] / interval(pair.old)[0] - 1) * HUNDRED
    if sign < 0:
        low, high = -high, -low
    true = (new / old - 1) * HUNDRED
    if sign == 0 and true < 0:
        low, high = -high, -low
    if meets_size(claim, low, high):
        return
    yield from judged(case, claim, [pair.old, pair.new], old, new)


def meets_size(claim: Claim, low: Decimal, high: Decimal) -> bool:
    size = abs(value(claim))
    if value(claim) >= 0:
        return meets(claim, low, high)
    half = claim.number.step / 2
    return low <= size + half and high >= size - half


def judged(
    case: Case, claim: Claim, claims: list[Claim], old: Decimal, new: Decimal, level: Level = "error"
) -> Iterator[Finding]:
    """Which mistake it is: the wrong base, "to" for "by", the wrong way, or none that is known."""
    true = (new / old - 1) * HUNDRED
    places = max(0, -int(claim.number.step.as_tuple().exponent))
    right = case.voice.percent(half_up(true, claim.number.step), places, sign=True)
    said = {"change": claim, "old": old, "new": new, "right": right}
    sign = direction(claim)
    if sign and (true > 0) != (sign > 0) and true:
        yield case.finding("CHG.mismatch", level, [claim, *claims], "chg_way", **said)
    elif meets_size(claim, *twice(abs(new - old) / new * HUNDRED)):
        yield case.finding("CHG.base", level, [claim, *claims], "chg_base", **said)
    elif meets_size(claim, *twice(new / old * HUNDRED)):
        yield case.finding("CHG.base", level, [claim, *claims], "chg_to", **said)
    else:
        yield case.finding("CHG.mismatch", level, [claim, *claims], "chg_mismatch", **said)


def twice(number: Decimal) -> tuple[Decimal, Decimal]:
    return number, number


def multiplied(case: Case, claims: list[Claim], pair: Pair) -> Iterator[Finding]:
    """ "Doubled" beside two values that did not double."""
    old, new = value(pair.old), value(pair.new)
    if old <= 0 or not pair.old.counts:
        return
    for words, times in TIMES:
        if words.search(claims[0].whole):
            ratio = new / old
            if not Decimal("0.9") * times <= ratio <= Decimal("1.35") * times:
                yield case.finding(
                    "CHG.mismatch", "error", [pair.new, pair.old], "chg_times", old=old, new=new, times=times,
                    ratio=half_up(ratio, Decimal("0.01")),
                )  # fmt: skip
            return


# A mean rate of several years: not the change from the first to the last.
YEARLY = re.compile(
    r"\bpar an\b|\bpar annee|\bper year\b|\bper annum\b|\ba year\b(?! (?:ago|earlier|before))|en moyenne|on average|\bannuelle? moyen|\bmoyen\w* annuel|average annual|سنويا|في المتوسط|متوسط"
)


def known_changes(case: Case) -> Iterator[Finding]:
    """CHG against the values that sources give, where the text prints only the change."""
    universe = case.reading.universe
    for claim in case.reading.claims:
        if (
            YEARLY.search(claim.local)
            or not is_change(claim)
            or claim.number.qualifier not in ("exact", "about", "nearly")
        ):
            continue
        if any(len(pairs(case, row)) for row in case.reading.sentences if claim in row):
            continue
        for series in universe.series.values():
            if (
                not series.change_of
                or strength(claim, series) < STRONG
                or (claim.number.cls == "percent" and not is_change(claim))
            ):
                continue
            known = series.values[0]
            of = {k.value for k in universe.series[series.change_of].values}
            row = next(r for r in case.reading.sentences if claim in r)
            if any(c.counts and value(c) >= 100 and value(c) not in of for c in row):
                break  # the sentence has values of its own
            said = set(YEAR.findall(f"{claim.number.period} {claim.number.base_period}"))
            if said and not said & set(YEAR.findall(known.period)):
                continue
            if meets(claim, known.value):
                break
            values = {k.period: k.value for k in universe.series[series.change_of].at()}
            times = known.period.split("~")
            level: Level = "error" if said and not claim.number.inherited else "check"
            if all(t in values for t in times):
                yield from judged(case, claim, [], values[times[1]], values[times[0]], level)
            else:
                yield case.finding(
                    "CHG.mismatch", level, [claim], "chg_known", change=claim, known=known,
                    series=series.named(case.voice.lang), source=case.source(known),
                )  # fmt: skip
            break
