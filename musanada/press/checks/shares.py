"""A printed share against its numerator and its base: does it follow, and if not, from which base would it?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from musanada.press.checks.common import Case, Level, floor, half_up, interval, meets
from musanada.press.matching import Claim
from musanada.press.reading.folding import folded
from musanada.press.reading.numbers import Finding
from musanada.press.structure import same_unit, two_wholes, value

HUNDRED = Decimal(100)
LEAD = re.compile(
    r"(?:\(|(?:\bsoit|i\.e\.?|that is|\bor|making|represent[a-z]*|account(?:ing|s|ed)? for|equal to|equivalent to|"
    r"equivaut a|constitu[a-z]+|\bاي|[يت]مثل(?:ون|ن)?|ما يعادل|بنسبه|بما نسبته))(?: [^\W\d]+'?){0,4} ?$"
    r"|(?:\btaux|\brate|نسبه|معدل)[^\d.;()]{0,60}$"
)
FRACTION = re.compile(
    r"^\W*(?:demandes?|dossiers?|personnes?|[a-z']+ ){0,3}?\W*\b(?:sur|pour|des|de|du|parmi|out of|of|from|among|in)\b(?: (?:les?|la|the|un total de|a total of|total))* ?$"
)
FRACTION_FAR = re.compile(
    r"^[^.;:()]{0,80}\b(?:sur|out of)(?: (?:les?|la|the|un total de|a total of|total))* ?$"
)
FRACTION_AR = re.compile(r"من (?:اصل|بين|مجموع)|من ?$")
OF_TOTAL = re.compile(
    r"du total|de l.ensemble|of (?:the|all) |of them|des |من المجموع|من مجموع|من اجمالي|d'entre"
)
NOT_SHARE = re.compile(
    r"hausse|baisse|augment|diminu|progress|recul|croiss|increas|decreas|rise|rose|fell|drop|growth|up by|down|ارتفاع|انخفاض|زياد|تراجع|نمو"
)


@dataclass(frozen=True)
class Share:
    """``part`` of ``base`` is printed as ``share``. ``firm``: the words say which base."""

    share: Claim
    part: Claim
    base: Claim
    firm: bool


def mismatches(case: Case) -> Iterator[Finding]:
    """PCT.mismatch, .base, .trunc, .half."""
    for one in shares(case):
        if value(one.base) <= 0:
            continue
        low, high = quotient(one)
        if two_wholes(one.share) or together(case, one) or in_words(one):
            continue
        if meets(one.share, low, high):
            if low == high:
                yield from halves(case, one, low)
            continue
        yield from explained(case, one, low, high)


def quotient(one: Share) -> tuple[Decimal, Decimal]:
    part, base = interval(one.part), interval(one.base)
    return part[0] / base[1] * HUNDRED, part[1] / base[0] * HUNDRED


def together(case: Case, one: Share) -> bool:
    """ "60 902 à …, 29 233 à …, soit ensemble 61 %": the share is that of the parts named before it, added."""
    row = next((r for r in case.reading.sentences if one.part in r), [])
    at = row.index(one.part) if one.part in row else 0
    made, base = value(one.part), interval(one.base)
    if meets(one.share, *quotient(one)):
        return False
    for earlier in reversed(row[:at]):
        if not earlier.counts or not same_unit(earlier, one.part) or earlier.index == one.base.index:
            break
        made += value(earlier)
        if made > base[1]:
            break
        if meets(one.share, made / base[1] * HUNDRED, made / base[0] * HUNDRED):
            return True
    return False


SMALL_BASE = 10


def in_words(one: Share) -> bool:
    """ "Near four in ten (41.1 %)": a ratio for the ear; and "five of them, 86 %" counts other things than the base."""
    part, base = value(one.part), value(one.base)
    if base <= SMALL_BASE:
        return abs(part / base * HUNDRED - value(one.share)) <= HUNDRED / base / 2
    return one.part.number.spelled and not one.base.number.spelled and base >= HUNDRED > part


def halves(case: Case, one: Share, true: Decimal) -> Iterator[Finding]:
    """Exactly half a digit: 12.5 may be printed 12 or 13; the house rounds up."""
    step, said = one.share.number.step, value(one.share)
    if one.share.number.qualifier == "exact" and abs(true - said) == step / 2 and half_up(true, step) != said:
        yield finding(case, one, "PCT.half", "check", "pct_half", true)


def explained(case: Case, one: Share, low: Decimal, high: Decimal) -> Iterator[Finding]:
    true = value(one.part) / value(one.base) * HUNDRED
    step, said = one.share.number.step, value(one.share)
    if one.share.number.qualifier == "exact" and floor(true, step) == said and low == high:
        yield finding(case, one, "PCT.trunc", "check", "pct_trunc", true)
        return
    level: Level = "error" if one.firm else "check"
    for name, other in bases(case, one):
        if other != value(one.base) and other > 0 and meets(one.share, value(one.part) / other * HUNDRED):
            whose = OF_NOUN.match(one.share.after)
            if whose and whose["noun"] not in folded(one.base.number.noun):
                return  # "31 % of appeals": the words name that base
            yield finding(case, one, "PCT.base", level, "pct_base", true, other=other, name=name)
            return
    if one.firm:
        yield finding(case, one, "PCT.mismatch", "error", "pct_mismatch", true)


def finding(
    case: Case, one: Share, code: str, level: Level, key: str, true: Decimal, **more: object
) -> Finding:
    places = max(0, -int(one.share.number.step.as_tuple().exponent))
    return case.finding(
        code, level, [one.share, one.part, one.base], key,
        share=one.share, part=one.part, base=one.base,
        true=case.voice.percent(true, places + (2 if code in ("PCT.half", "PCT.trunc") else 1)),
        right=case.voice.percent(half_up(true, one.share.number.step), places), **more,
    )  # fmt: skip


OF_NOUN = re.compile(
    r"^ ?(?:%|٪|pour ?cent|per ?cent|في المائه)? ?(?:des|d'|de|of|من)(?: (?:all|the|les|ces|these))* ?(?!total|ensemble|them|المجموع|مجموع)(?P<noun>[^\W\d]{3,})"
)


def bases(case: Case, one: Share) -> Iterator[tuple[str, Decimal]]:
    """Other bases that the text or the known series offer."""
    for claim in case.reading.claims:
        if (
            claim.counts
            and claim.index not in (one.part.index, one.base.index)
            and same_unit(one.part, claim)
        ):
            yield case.voice.say("base_text"), value(claim)
    match = case.reading.best(one.part)
    if match:
        for code, series in case.reading.universe.series.items():
            if series.share_of and series.share_of[0] == match.series.code:
                for known in case.reading.universe.series[series.share_of[1]].values:
                    yield case.reading.universe.series[known.series].named(case.voice.lang), known.value
            if code == match.series.code:
                for known in series.at():
                    yield series.named(case.voice.lang), known.value


def shares(case: Case) -> Iterator[Share]:
    """Every percentage with the count it belongs to and the total it is of."""
    parts_of = {part.index: group.total for group in case.groups for part in group.parts if not group.soft}
    for claims in case.reading.sentences:
        for place, claim in enumerate(claims):
            if claim.number.cls != "percent" or claim.number.signed or NOT_SHARE.search(claim.near):
                continue
            part = neighbour(case, claims, place)
            if part is None:
                continue
            at = claims.index(part)
            if at and claims[at - 1].counts and over(case.reading.between(claims[at - 1], part)):
                yield Share(claim, claims[at - 1], part, True)  # 23 096 des 27 649, soit 84 %
                continue
            base = base_of(case, claims, place, part, parts_of)
            if base is not None and value(base[0]) >= value(part) and base[0].index != part.index:
                yield Share(claim, part, *base)


def neighbour(case: Case, claims: list[Claim], place: int) -> Claim | None:
    """The count that the share restates: just before it ("523, soit 24 %", "523 (24 %)"), or in brackets behind."""
    claim = claims[place]
    if place + 1 < len(claims) and claims[place + 1].counts:
        words = case.reading.between(claim, claims[place + 1])
        if re.fullmatch(r"[^.;:]{0,40}\( ?(?:soit|i\.e\.|or|اي)? ?", words) or re.fullmatch(
            r" ?[,(]? ?(?:soit|i\.e\.|or|that is|اي) ", words
        ):
            return claims[place + 1]
    for earlier in reversed(claims[:place]):
        if earlier.percent:
            return None
        if not earlier.counts:
            continue
        words = case.reading.between(earlier, claim)
        if len(words) > 90 or ";" in words or not LEAD.search(words) or "dont" in words.split():
            return None
        return earlier
    return None


def base_of(
    case: Case, claims: list[Claim], place: int, part: Claim, parts_of: dict[int, Claim]
) -> tuple[Claim, bool] | None:
    """The total that the part is of: said by "sur", by "dont", by the reading; else the largest before it, unsurely."""
    claim = claims[place]
    by_index = case.reading.by_index
    if (following := behind(case, claim)) is not None:
        return following, True
    if claim.number.of in by_index and by_index[claim.number.of].counts and claim.number.of != part.index:
        return by_index[claim.number.of], True
    at = claims.index(part)
    if part.index in parts_of:
        return parts_of[part.index], True
    if part.number.of in by_index and by_index[part.number.of].counts:
        return by_index[part.number.of], True
    if at + 1 < len(claims) and claims[at + 1].counts and over(case.reading.between(part, claims[at + 1])):
        return claims[at + 1], True
    if not OF_TOTAL.search(claim.after[:40]):
        return None
    earlier = [c for c in case.reading.claims if c.counts and c.index < part.index and same_unit(part, c)]
    near = [c for c in earlier if part.number.sentence - c.number.sentence <= 1 and value(c) > value(part)]
    return (max(near, key=value), False) if near else None


def over(words: str) -> bool:
    return bool(FRACTION.search(words) or FRACTION_FAR.search(words) or FRACTION_AR.search(words))


OF = re.compile(
    r"^ ?(?:%|٪|pour ?cent|per ?cent)? ?(?:des?|d'|du total des?|of (?:the|a) total of|of|من|من مجموع)(?: (?:the|these|all|ces|ses|les|اصل|بين|مجموع|ال))* ?$"
)


def behind(case: Case, claim: Claim) -> Claim | None:
    """``12 % des 25 enfants``: the base that directly follows."""
    following = next((c for c in case.reading.claims if c.index > claim.index), None)
    if following is None or not following.counts or following.number.sentence != claim.number.sentence:
        return None
    return following if OF.search(case.reading.between(claim, following)) else None


GOAL = re.compile(
    r"objectif|cible|prev(?:u|ision)|budget|capacit|niveau|plan|quota|pib|moyen|seuil|norme|besoin|montant|valeur|prix|salaire|"
    r"target|goal|gdp|average|level|threshold|needs?\b|amount|price|هدف|اهداف|ميزانيه|طاقه|المستوي|الناتج|متوسط|المتوقع"
)


def impossible(case: Case) -> Iterator[Finding]:
    """PCT.impossible: more than the whole; or a share that no whole number of a small base gives."""
    for claim in case.reading.claims:
        if claim.number.cls != "percent" or claim.number.signed or NOT_SHARE.search(claim.local):
            continue
        if value(claim) > HUNDRED and re.match(
            r"^ ?(?:%|pour ?cent|per ?cent)? ?(?:des?|of|من)\b", claim.after
        ):
            if GOAL.search(claim.after[:60]):
                continue
            yield case.finding("PCT.impossible", "error", [claim], "pct_over_whole", share=claim)
            continue
        base = behind(case, claim)
        if (
            base is None
            or not base.counts
            or base.number.qualifier != "exact"
            or claim.number.qualifier != "exact"
        ):
            continue
        whole, step = int(value(base)), claim.number.step
        if claim.number.spelled or not 0 < whole < HUNDRED / step:
            continue
        near = int(value(claim) * whole / HUNDRED)
        tries = [Decimal(k) / whole * HUNDRED for k in range(max(0, near - 1), near + 3)]
        if not any(
            abs(half_up(t, step) - value(claim)) < step or floor(t, step) == value(claim) for t in tries
        ):
            below, above = (
                case.voice.percent(half_up(Decimal(k) / whole * HUNDRED, step)) for k in (near, near + 1)
            )
            yield case.finding(
                "PCT.impossible", "error", [claim, base], "pct_impossible", share=claim, base=base,
                below=below, above=above, k=near, next=near + 1,
            )  # fmt: skip
