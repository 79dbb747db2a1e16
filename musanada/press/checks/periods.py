"""Periods that do not go together: nine months beside a year, a part of a year read as the whole."""

import itertools
import re
from collections.abc import Iterator

from musanada.kit.periods import Period
from musanada.press.checks.changes import pairs
from musanada.press.checks.common import Case, Level
from musanada.press.matching import STRONG, Claim, Match
from musanada.press.reading.numbers import Finding
from musanada.press.structure import same_unit, value
from musanada.press.universe import Known

COMPARED = re.compile(
    r"contre\b|par rapport|compar|against|versus|up from|down from|hausse|baisse|augment|diminu|recul|increas|decreas|rise|rose|fell|fall|مقابل|مقارنه|ارتفا|انخفا|تراجع"
)
PARTIAL = re.compile(
    r"(?:neuf|huit|dix|onze|six|sept|trois|premiers?|derniers?|\d+) (?:premiers? )?mois|trimestre|semestre|first (?:\w+ )?months|(?:quarter|half) of|"
    r"(?:fin|a fin|jusqu'en|jusqu'a|until|as of|end of|by) (?:fin )?(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|january|february|march|april|may|june|july|august|september|october|november)|"
    r"janvier|septembre|september|january|اشهر|شهور|الي غايه|حتي نهايه|شتنبر|سبتمبر|غشت|اغسطس|يناير|الفصل|النصف"
)


WHOLE_YEAR = re.compile(
    r"(?:\bfin|\bterme|l'ensemble|\bcours|\btotal|\btoute?|\bend|\bover|\bwhole|\bfull|\bentire|\bclose)\b[^.;,]{0,12}(?:l'annee|\byear|exercice)|"
    r"sur (?:l'annee|un an|douze mois)|نهايه (?:السنه|العام)|السنه (?:كلها|كامله)|العام (?:كله|كامل)|طيله (?:السنه|العام)|مجموع (?:السنه|العام)"
)


def ended(known: Known) -> bool:
    return isinstance(known.span, Period) and known.span.closed


def part_year(match: Match, claim: Claim) -> tuple[Known, Known] | None:
    """The partial value that the number equals, and the full-year one of the same row, where the text says the year."""
    known = match.known
    if known is None or not isinstance(known.span, Period) or not known.span.closed:
        return None
    said = claim.span
    for full in match.series.at(known.dims):
        span = full.span
        if full is known or not isinstance(span, Period) or not span.closed or full.value == known.value:
            continue
        inside = span.covers(known.span) and span.days > known.span.days
        if PARTIAL.search(claim.after):
            continue
        if inside and (said == span or (said is None and not PARTIAL.search(claim.whole + claim.above))):
            return known, full
    return None


def mixed(case: Case) -> Iterator[Finding]:
    """PER.mixed, PER.misread: values of a part of the year printed for the year, beside full-year ones or alone."""
    partial: list[tuple[Claim, Match, Known, Known]] = []
    whole: list[Claim] = []
    for claim in case.reading.claims:
        match = case.reading.best(claim)
        if match is None or not claim.counts:
            continue
        found = part_year(match, claim)
        if found:
            partial.append((claim, match, *found))
        elif (
            match.known
            and isinstance(match.known.span, Period)
            and match.known.span == claim.span
            and claim.span
        ) or (match.known and full_of(match) and claim.span is None):
            whole.append(claim)
    if not partial:
        return
    beside = [c for c in whole if any(abs(c.number.sentence - p[0].number.sentence) <= 1 for p in partial)]
    told = [p for p in partial if any(abs(c.number.sentence - p[0].number.sentence) <= 1 for c in beside)]
    for claim, match, known, full in told:
        yield case.finding(
            "PER.mixed", "error", [claim, *beside], "per_mixed", printed=claim,
            when=case.voice.period(known.period), full=full, year=case.voice.period(full.period),
            other=beside[0], series=match.series.named(case.voice.lang), source=case.source(known),
        )  # fmt: skip
    for claim, match, known, full in partial:
        if (claim, match, known, full) in told or claim.span is None:
            continue
        level: Level = "check" if claim.number.inherited else "error"
        yield case.finding(
            "PER.misread", level, [claim], "per_misread", printed=claim, when=case.voice.period(known.period),
            full=full, year=case.voice.period(full.period), series=match.series.named(case.voice.lang),
            source=case.source(known),
        )  # fmt: skip


def full_of(match: Match) -> bool:
    """The number is the full value of a series that also has part-year ones."""
    known = match.known
    if known is None or not isinstance(known.span, Period):
        return False
    return any(
        isinstance(o.span, Period) and known.span != o.span and known.span.covers(o.span)
        for o in match.series.at(known.dims)
    )


def misread_back(case: Case) -> Iterator[Finding]:
    """PER.misread the other way: the full-year value printed for a part of the year, or for another year."""
    for claim in case.reading.claims:
        match = case.reading.best(claim)
        said = claim.span
        if match is None or match.known is None or not claim.counts or not isinstance(said, Period):
            continue
        if claim.number.inherited or WHOLE_YEAR.search(claim.local):
            continue  # a period taken over from another sentence proves nothing
        known = match.known
        if (
            not isinstance(known.span, Period)
            or not known.span.closed
            or not said.closed
            or match.strength < STRONG
        ):
            continue
        if any(k.value == known.value and k.span == said for k in match.series.at(known.dims)):
            continue
        if str(known.span.last_day.year) in claim.whole and not known.span.covers(said):
            continue  # both years are named: which is meant is not proved
        if (known.span.covers(said) and said.days < known.span.days and known.span.days > 31) or (
            value(claim) >= 1000
            and not said.covers(known.span)
            and apart(said, known.span)
            and known.span.days > 31
        ):
            yield from told(case, claim, match, known)


def apart(one: Period, other: Period) -> bool:
    return one.last_day < other.first_day or other.last_day < one.first_day


def told(case: Case, claim: Claim, match: Match, known: Known) -> Iterator[Finding]:
    right = next((k for k in match.series.at(known.dims) if k.span == claim.span), None)
    yield case.finding(
        "PER.misread", "error", [claim], "per_other" if right is None else "per_other_known", printed=claim,
        said=case.voice.period(claim.number.period), when=case.voice.period(known.period), right=right or known,
        series=match.series.named(case.voice.lang), source=case.source(known),
    )  # fmt: skip


def unequal(case: Case) -> Iterator[Finding]:
    """PER.unequal: a comparison of periods that are not as long."""
    for claims in case.reading.sentences:
        found = pairs(case, claims)
        seen: set[int] = set()
        counts = [c for c in claims if c.counts]
        close = list(itertools.pairwise(counts)) if COMPARED.search(claims[0].whole) else []
        for new, old in [(p.new, p.old) for p in found] + [(b, a) for a, b in close]:
            first, second = new.span, old.span
            if not isinstance(first, Period) or not isinstance(second, Period) or not same_unit(new, old):
                continue
            if new.number.inherited or old.number.inherited:
                continue
            if not first.closed or not second.closed or first.comparable(second) or new.index in seen:
                continue
            if abs(first.days - second.days) < 28 or min(first.days, second.days) < 28:
                continue
            if (first.covers(second) or second.covers(first)) and not explicit(case, new, old):
                continue
            seen |= {new.index, old.index}
            yield case.finding(
                "PER.unequal", "error", [new, old], "per_unequal", new=new, old=old,
                when=case.voice.period(first.text), before=case.voice.period(second.text),
                months=first.months or round(first.days / 30), others=second.months or round(second.days / 30),
            )  # fmt: skip


def explicit(case: Case, new: Claim, old: Claim) -> bool:
    one, two = sorted((new, old), key=lambda c: c.number.start)
    return bool(COMPARED.search(case.reading.between(one, two)))
