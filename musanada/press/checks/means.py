"""Yearly means and cumulative totals against each other: AVG, CUM.bound."""

import re
from collections.abc import Iterator
from decimal import Decimal

from musanada.kit.periods import Period
from musanada.press.checks.common import Case, half_up, interval
from musanada.press.matching import STRONG, Claim, strength
from musanada.press.reading.numbers import Finding
from musanada.press.structure import value

MEAN = re.compile(r"en moyenne|moyenne|on average|average|an average|mean\b|متوسط|معدل|في المتوسط|بمعدل")
PER_YEAR = re.compile(
    r"par an\b|par annee|chaque annee|annuel|per year|a year|yearly|annual|every year|سنوي|في السنه|كل سنه"
)
MONTHLY = re.compile(
    r"par mois|mensuel|chaque mois|per month|a month|monthly|each month|في الشهر|شهريا|كل شهر"
)
EACH = re.compile(
    r"par (?:personne|beneficiaire|ville|region|mois|jour|atelier|session|famille|menage)|chacune?|each|per (?:person|city|region|month|day|session|family)|a month|لكل|كل واحد|في الشهر|شهريا"
)


def averages(case: Case) -> Iterator[Finding]:
    """AVG: a mean times its number against the total."""
    for claims in case.reading.sentences:
        counts = [claim for claim in claims if claim.counts or claim.number.cls == "money"]
        spans = [
            n
            for n in case.reading.text.numbers
            if n.cls == "duration" and n.sentence == claims[0].number.sentence and n.value
        ]
        means = [
            c
            for c in counts
            if MEAN.search(c.before[-30:].rpartition(",")[2])
            or MEAN.search(c.after[:36].partition(",")[0].partition("،")[0])
        ]
        if len(means) != 1:
            continue
        mean, others = means[0], [c for c in counts if c is not means[0]]
        every = "years" if PER_YEAR.search(mean.local) else "months" if MONTHLY.search(mean.local) else ""
        if not (every or EACH.search(mean.local)):
            continue
        long = [n for n in spans if n.unit == every]
        if every and len(long) == 1 and len(others) == 1:
            yield from product(case, mean, Decimal(long[0].value or 0), others[0], [])
        elif every != "years" and len(others) == 2:
            few, total = sorted(others, key=value)
            if few.number.unit and few.number.unit == total.number.unit:
                continue  # two counts of one thing: neither is the number of the other's rows
            yield from product(case, mean, value(few), total, [few])


def product(case: Case, mean: Claim, times: Decimal, total: Claim, more: list[Claim]) -> Iterator[Finding]:
    low, high = interval(mean)
    half = mean.number.step / 2
    least, most = interval(total)
    if times <= 0 or value(mean) >= value(total):
        return
    if (low - half) * times <= most and (high + half) * times >= least:
        return
    yield case.finding(
        "AVG", "error", [mean, *more, total], "avg", mean=mean, times=times, total=total,
        made=value(mean) * times, right=half_up(value(total) / times, mean.number.step),
    )  # fmt: skip


SINCE = re.compile(
    r"depuis|cumul|since|to date|so far|منذ|الي حدود|تراكم|entre (?:19|20)\d\d et|between (?:19|20)\d\d and|from (?:19|20)\d\d to|بين (?:سنه |سنتي |عامي )?(?:19|20)\d\d"
)
SERIES = (Decimal(1), Decimal("0.9"))


def bounds(case: Case) -> Iterator[Finding]:
    """CUM.bound: what was counted over years cannot be less than one of these years."""
    rows = case.reading.claims
    for total in rows:
        span = total.span
        if (
            not total.counts
            or not isinstance(span, Period)
            or total.number.qualifier in ("more-than", "at-least")
        ):
            continue
        if (span.closed and span.days < 400) or not SINCE.search(total.whole):
            continue
        years = [one for one in rows if one is not total and inside(one, span) and alike(case, total, one)]
        made = sum((interval(one)[0] for one in years), Decimal(0))
        if years and made > interval(total)[1]:
            key = "cum_one" if len(years) == 1 else "cum_many"
            yield case.finding(
                "CUM.bound", "error", [total, *years], key, total=total, made=made,
                when=case.voice.period(total.number.period),
                year=case.voice.period(years[0].number.period),
                sum=case.voice.adding([value(one) for one in years]),
            )  # fmt: skip
        elif not years:
            yield from known_bound(case, total, span)


def inside(one: Claim, span: Period) -> bool:
    return (
        one.counts and isinstance(one.span, Period) and one.span.closed and one.span.days <= 366
        and span.covers(one.span) and one.span != span
    )  # fmt: skip


def alike(case: Case, total: Claim, one: Claim) -> bool:
    """The same thing counted: the reading's subject and unit, or the same series; a split row counts as well."""
    if total.number.unit != one.number.unit:
        return False
    if one.number.of == total.index:
        return True
    if total.number.subject and total.number.subject == one.number.subject:
        return total.number.entity.items() <= one.number.entity.items()
    return bool(total.number.noun) and total.number.noun == one.number.noun


def known_bound(case: Case, total: Claim, span: Period) -> Iterator[Finding]:
    universe = case.reading.universe
    for series in universe.series.values():
        if not series.cumulative or strength(total, series) < STRONG:
            continue
        if any(value(total) == known.value for known in series.values):
            continue
        for known in universe.series[series.cumulative].at():
            if (
                isinstance(known.span, Period)
                and span.covers(known.span)
                and known.value > interval(total)[1]
            ):
                yield case.finding(
                    "CUM.bound", "error", [total], "cum_known", total=total, known=known,
                    when=case.voice.period(total.number.period), year=case.voice.period(known.period),
                    source=case.source(known),
                )  # fmt: skip
                return
