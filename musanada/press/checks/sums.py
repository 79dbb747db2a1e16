"""Parts against totals, and shares of one whole against a hundred."""

import re
from collections.abc import Iterator
from decimal import Decimal

from musanada.press.checks.common import Case, Level, interval, one_slip
from musanada.press.matching import Claim, complementary, cue, labels_in
from musanada.press.reading.numbers import Finding
from musanada.press.structure import Group, two_wholes, value

SMALL_GAP = Decimal("0.05")
SOFT = Decimal("0.1")
STRICT = ("more-than", "less-than")


def parts(case: Case) -> Iterator[Finding]:
    """SUM.parts, SUM.missing."""
    for group in case.groups:
        if group.soft and abs(group.sum - value(group.total)) > SOFT * value(group.total):
            continue
        if not fits(group):
            yield from unequal(case, group)


def fits(group: Group) -> bool:
    """May the parts, as printed, make up the total or stay inside it?"""
    if cue("overlap", group.words):
        return True
    low = sum((interval(part)[0] for part in group.parts), Decimal(0))
    high = sum((interval(part)[1] for part in group.parts), Decimal(0))
    least, most = interval(group.total)
    return low <= most and (high >= least or not group.complete)


def unequal(case: Case, group: Group) -> Iterator[Finding]:
    gap = value(group.total) - group.sum
    claims = [group.total, *group.parts]
    said = {
        "sum": case.voice.adding([value(part) for part in group.parts]),
        "made": group.sum,
        "total": group.total,
    }
    if gap < 0:
        sure = group.complete or group.axis or len(group.parts) == 1
        if not sure and (group.loose or len({part.number.noun for part in group.parts}) > 1):
            return
        key = "sum_over" if len(group.parts) > 1 else "part_over"
        why = reason(case, group, gap) if len(group.parts) > 1 else ""
        yield case.finding("SUM.parts", "error" if sure else "check", claims, key, gap=-gap, why=why, **said)
    else:
        yield case.finding(
            "SUM.parts", "error", claims, "sum_under", gap=gap, why=reason(case, group, gap), **said
        )


def missing(case: Case) -> Iterator[Finding]:
    """SUM.missing: parts of one split that come close to the total without reaching it, and nobody says who is left."""
    for group in case.groups:
        gap = value(group.total) - group.sum
        if (
            group.complete
            or group.loose
            or len(group.parts) < 2
            or not (group.axis or group.listed)
            or cue("main", group.words)
        ):
            continue
        if 0 < gap <= SMALL_GAP * value(group.total):
            yield case.finding(
                "SUM.missing", "check", [group.total, *group.parts], "sum_missing",
                sum=case.voice.adding([value(part) for part in group.parts]),
                made=group.sum, total=group.total, gap=gap,
            )  # fmt: skip


def reason(case: Case, group: Group, gap: Decimal) -> str:
    """Why the sum may be out: a slip of one digit, or a number of the text that is the gap."""
    for claim in (*group.parts, group.total):
        meant = value(claim) - gap if claim is group.total else value(claim) + gap
        if meant > 0 and meant == int(meant) and one_slip(int(value(claim)), int(meant)):
            return case.voice.say("why_slip", printed=claim, meant=meant)
    for claim in case.reading.claims:
        if claim.counts and value(claim) == abs(gap) and claim.index not in {c.index for c in group.parts}:
            return case.voice.say("why_row", gap=abs(gap))
    return ""


BASE = re.compile(
    r"^ ?(?:%|pour ?cent|per ?cent)? ?(?:des|d'entre les|of(?: the| all)?|من) ?(?P<who>[^\W\d]+)"
)


def own(claim: Claim) -> dict[str, str]:
    """Its labels without those of its base: in "58 % des femmes" women are the whole, not the part."""
    if cue("whole", claim.whole):
        return claim.dims  # "65 % من النساء" of those who are split up: the row itself
    base = None if claim.before.endswith((" a ", "a ")) else BASE.match(claim.after)
    axes = labels_in(base["who"]) if base else {}
    return {axis: code for axis, code in claim.dims.items() if axis not in axes}


OTHER_BASE = re.compile(r"\b(?:parmi|dont|among|of (?:them|these|whom)|chez)\b|منهم|من بين")


def percents(case: Case) -> Iterator[Finding]:
    """SUM.pct: shares that leave nobody out make a hundred, within the rounding of each."""
    for claims in runs(case):
        if two_wholes(claims[0]):
            continue
        made = sum((value(claim) for claim in claims), Decimal(0))
        room = sum((claim.number.step / 2 for claim in claims), Decimal(0))
        whole = complementary(own(claim) for claim in claims) or whole_said(claims)
        if "rest" in own(claims[0]):
            whole = False  # "126 autres (30 %)": others than somebody named before
        axis = whole or own_axis(claims)
        strict = [claim for claim in claims if claim.number.qualifier in STRICT]
        rough = any(c.number.qualifier in ("about", "nearly") for c in claims) or any(
            c.number.spelled for c in claims
        )
        said = {"sum": case.voice.listed_sum(claims), "made": case.voice.percent(made)}
        over = made - 100
        if over > room and axis and not any(c.number.spelled for c in claims):
            level: Level = "check" if rough else "error"
            yield case.finding("SUM.pct", level, claims, "pct_over", gap=case.voice.percent(over), **said)
        elif whole and -room <= over <= room and strict and strict_breaks(strict, over):
            yield case.finding("SUM.pct", "check", claims, "pct_strict", words=strict[0].number.words, **said)
        elif whole and over < -room and not rough and not strict:
            yield case.finding("SUM.pct", "check", claims, "pct_under", gap=case.voice.percent(-over), **said)


def strict_breaks(strict: list[Claim], over: Decimal) -> bool:
    """A hundred is reached already, and one share is said to be more (or less) than what is printed."""
    more = any(claim.number.qualifier == "more-than" for claim in strict)
    return (more and over >= 0) or (not more and over <= 0)


def whole_said(claims: list[Claim]) -> bool:
    words = claims[0].whole
    return bool(cue("whole", words)) and not cue("main", words) and own_axis(claims)


def own_axis(claims: list[Claim]) -> bool:
    """Each share is of another row of one split in which a person stands once."""
    for axis in ("nationality", "region", "sex", "origin", "place", "age"):
        codes = [own(claim).get(axis) for claim in claims]
        if None not in codes and len(set(codes)) == len(codes) > 1:
            return True
    return False


def runs(case: Case) -> Iterator[list[Claim]]:
    """Shares said in a row, in one sentence or in two that follow each other, of the same whole."""
    run: list[Claim] = []
    for claim in case.reading.claims:
        if claim.number.cls != "percent" or claim.number.signed:
            continue
        if run and not continues(case, run, claim):
            if len(run) > 1:
                yield run
            run = []
        run.append(claim)
    if len(run) > 1:
        yield run


def continues(case: Case, run: list[Claim], claim: Claim) -> bool:
    last = run[-1]
    apart = claim.number.sentence - last.number.sentence
    words = case.reading.between(last, claim)
    if apart > 1 or "\n" in words or ";" in words:
        return False
    if apart and (len(run) > 1 or not complementary((last.dims, claim.dims))):
        return False
    if OTHER_BASE.search(words) and not apart:
        return False
    if last.number.of is not None and claim.number.of is not None and last.number.of != claim.number.of:
        return False
    known = [set(c.dims.items()) for c in run]
    return not any(set(claim.dims.items()) and set(claim.dims.items()) == seen for seen in known)
