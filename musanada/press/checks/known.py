"""Numbers beside the figures that sources give: an old vintage, a slip, a swapped label, another unit, another scope."""

import re
from collections.abc import Iterator
from decimal import Decimal

from musanada.kit.periods import Period
from musanada.press.checks.common import NEARLY, Case, meets, one_slip
from musanada.press.matching import (
    FAIR,
    STRONG,
    Claim,
    Match,
    confusable,
    named,
    same_time,
    strength,
    telling,
)
from musanada.press.reading.numbers import Finding
from musanada.press.structure import value
from musanada.press.universe import Known, Series

UNITS_OF_COUNT = frozenset(
    {
        "persons",
        "applications",
        "attempts",
        "acts",
        "services",
        "cards",
        "households",
        "files",
        "networks",
        "associations",
    }
)
HAVE = re.compile(r"inconnu|unknown|مجهول")


def units(case: Case) -> Iterator[Finding]:
    """UNIT.conflict: the source counts one thing, the text prints another."""
    for claim in case.reading.claims:
        match = case.reading.best(claim)
        if match is None or not claim.counts or match.known is None:
            continue
        said, meant = claim.number.unit, match.series.unit
        if said != meant and said in match.series.prints and (telling(claim) or match.strength == STRONG):
            yield case.finding(
                "UNIT.conflict", "check", [claim], "unit_known", printed=claim, said=case.voice.unit(said),
                meant=case.voice.unit(meant), series=match.series.named(case.voice.lang),
                source=case.source(match.known),
            )  # fmt: skip


def stale(case: Case) -> Iterator[Finding]:
    """REV.stale: the number of an earlier release, where a later one exists and the text does not date it so."""
    for claim in case.reading.claims:
        match = case.reading.best(claim)
        if match is None or match.known is None or not claim.counts:
            continue
        known = match.known
        newest = newer(match.series, known)
        if newest is None or (same_time(claim, known) and claim.number.period and exact_time(claim, known)):
            continue
        yield case.finding(
            "REV.stale", "check", [claim], "rev_stale", printed=claim, when=case.voice.period(known.period),
            newest=newest, later=case.voice.period(newest.period), series=match.series.named(case.voice.lang),
            source=case.source(newest),
        )  # fmt: skip


def exact_time(claim: Claim, known: Known) -> bool:
    """The text gives the date of the older release itself."""
    said = claim.span
    if (
        not isinstance(said, Period)
        or not isinstance(known.span, Period)
        or said.end is None
        or known.span.end is None
    ):
        return False
    return abs((said.end - known.span.end).days) <= 62


def newer(series: Series, known: Known) -> Known | None:
    """A later value of the same row and beginning: cumulative releases, or a value that replaced it."""
    for other in series.at(known.dims):
        a, b = known.span, other.span
        if (
            not isinstance(a, Period)
            or not isinstance(b, Period)
            or other.value == known.value
            or other.replaced
        ):
            continue
        if known.replaced and a == b:
            return other
        if a.start is None and b.start is None and a.end is not None and b.end is not None and b.end > a.end:
            return other
    return None


def scopes(case: Case) -> Iterator[Finding]:
    """DEF.conflict: the number of one series under the name of another that is easily taken for it."""
    for claim in case.reading.claims:
        match = case.reading.best(claim)
        if match is None or match.known is None or not claim.counts:
            continue
        for code in match.series.like:
            other = case.reading.universe.series[code]
            values = other.at(match.known.dims)
            if not values or strength(claim, other) < FAIR or strength(claim, match.series) == STRONG:
                continue
            if any(known.value == value(claim) for known in values):
                continue
            if value(claim) < 1000 and not (
                same_time(claim, match.known) is False and same_time(claim, values[0])
            ):
                continue
            yield case.finding(
                "DEF.conflict", "check", [claim], "def_conflict", printed=claim, other=values[0],
                series=match.series.named(case.voice.lang), named=other.named(case.voice.lang),
                source=case.source(values[0]),
            )  # fmt: skip
            break


def round_figures(case: Case) -> Iterator[Finding]:
    """DEF.conflict for a round number recognised by its words alone: 36 000 "assisted" where the source says reached."""
    for claim in case.reading.claims:
        if not claim.counts or case.reading.best(claim):
            continue
        for known in case.reading.universe.by_value.get(value(claim), ()):
            series = case.reading.universe.series[known.series]
            for code in series.like:
                other = case.reading.universe.series[code]
                values = other.at(known.dims)
                if not values or values[0].value == known.value or strength(claim, other) < FAIR:
                    continue
                if strength(claim, series) >= FAIR:
                    continue
                if value(claim) < 1000 or same_time(claim, known) is False:
                    continue
                yield case.finding(
                    "DEF.conflict", "check", [claim], "def_conflict", printed=claim, other=values[0],
                    series=series.named(case.voice.lang), named=other.named(case.voice.lang),
                    source=case.source(values[0]),
                )  # fmt: skip
                break


def qualifiers(case: Case) -> Iterator[Finding]:
    """QUAL.exact: "about", "nearly", "more than" before a value that is exact."""
    exact = {
        value(c)
        for c in case.reading.claims
        if c.counts and c.number.qualifier == "exact" and not c.number.spelled
    }
    for claim in case.reading.claims:
        said = claim.number.qualifier
        if said in ("exact", "at-least", "at-most") or not claim.counts or value(claim) != int(value(claim)):
            continue
        match = case.reading.best(claim)
        known = match.known if match else None
        digits = len(str(int(value(claim))).rstrip("0"))
        if value(claim) < 100 or digits < 3 or claim.number.spelled:
            continue
        if known is not None and known.qualifier == "exact":
            yield case.finding(
                "QUAL.exact", "check", [claim], "qual_known", words=claim.number.words or "…", printed=claim,
                source=case.source(known),
            )  # fmt: skip
        elif value(claim) in exact:
            yield case.finding(
                "QUAL.exact", "check", [claim], "qual_twice", words=claim.number.words or "…", printed=claim
            )
        elif digits >= 4:
            yield case.finding(
                "QUAL.exact", "check", [claim], "qual_digits", words=claim.number.words or "…", printed=claim
            )


def labels(case: Case) -> Iterator[Finding]:
    """LBL.swap, ENT.confusable: the value of one row under the name of another."""
    for claim in case.reading.claims:
        if not (claim.counts or claim.percent):
            continue
        match, said = misplaced(case, claim)
        if match is None or match.known is None:
            continue
        axis, code = match.known.dims[0]
        rows = {
            dict(k.dims).get(axis): k for k in match.series.values if k.dims and k.span == match.known.span
        }
        given = {
            "printed": claim, "said": said_as(claim, axis, case), "meant": row_name(case, axis, code),
            "series": match.series.named(case.voice.lang), "source": case.source(match.known),
        }  # fmt: skip
        if axis in ("nationality", "country") and confusable(said, code):
            yield case.finding("ENT.confusable", "error", [claim], "ent_confusable", **given)
        elif said in rows:
            yield case.finding("LBL.swap", "error", [claim], "lbl_swap", own=rows[said], **given)
        elif telling(claim):
            yield case.finding("LBL.swap", "check", [claim], "lbl_other", **given)


def misplaced(case: Case, claim: Claim) -> tuple[Match | None, str]:
    """The match whose row is not the one the text names, where no other match fits the text."""
    wrong: tuple[Match | None, str] = (None, "")
    for match in case.reading.matches[claim.index]:
        known = match.known
        if known is None or same_time(claim, known) is False:
            continue
        if not known.dims:
            if not (set(claim.dims) & match.series.axes & {"nationality", "region"}):
                return None, ""
            continue
        axis, code = known.dims[0]
        said = claim.dims.get(axis, "")
        if not said and axis == "nationality":
            said = next((claim.dims[a] for a in ("country", "destination", "host") if a in claim.dims), "")
        if not said or said == code:
            return None, ""
        if wrong[0] is None and match.strength >= FAIR:
            wrong = (match, said)
    return wrong


def said_as(claim: Claim, axis: str, case: Case) -> str:
    return claim.number.label or row_name(case, axis, claim.dims.get(axis, ""))


def row_name(case: Case, axis: str, code: str) -> str:
    """A row in the language of the text: a country, a region, or the code's own words."""
    lang = case.voice.lang
    if axis in ("nationality", "country") and len(code) == 3:
        from musanada.kit.formats import country_name

        return country_name(code, lang)
    return case.voice.row(f"{axis}={code}", code)


def slips(case: Case) -> Iterator[Finding]:
    """TYP.digits and SRC.value: the words name a series, its value differs: by one slip of the hand, or altogether."""
    for claim in case.reading.claims:
        if (
            not claim.counts
            or case.reading.best(claim)
            or value(claim) < 100
            or value(claim) != int(value(claim))
        ):
            continue
        found = list(named(claim, case.reading.universe))
        for series in found:
            rows = [
                k
                for k in candidates(claim, series)
                if one_slip(int(value(claim)), int(k.value)) and k.value >= 100
            ]
            if rows and claim.number.qualifier in ("exact", "about", "nearly", "more-than"):
                known = rows[0]
                sure = (
                    bool(same_time(claim, known))
                    and claim.number.qualifier == "exact"
                    and not claim.number.inherited
                )
                if claim.number.qualifier != "exact" and meets(claim, known.value) and value(claim) % 10 == 0:
                    break
                yield case.finding(
                    "TYP.digits", "error" if sure else "check", [claim], "typ_digits", printed=claim, known=known,
                    series=series.named(case.voice.lang), when=case.voice.period(known.period),
                    source=case.source(known),
                )  # fmt: skip
                break
        else:
            yield from differing(case, claim, found)


def candidates(claim: Claim, series: Series) -> Iterator[Known]:
    """The known values that the number could be meant to be: its row, a period that does not contradict."""
    for known in series.values:
        dims = dict(known.dims)
        if any(claim.dims.get(axis) != code for axis, code in dims.items()):
            continue
        if not dims and any(axis in series.axes for axis in claim.dims):
            continue
        if same_time(claim, known) is False:
            continue
        yield known


def differing(case: Case, claim: Claim, found: list[Series]) -> Iterator[Finding]:
    """A value that no source gives, under words that name one series and its period: for a person to look at."""
    if len(found) != 1 or not isinstance(claim.span, Period):
        return
    series = found[0]
    values = [k for k in candidates(claim, series) if same_time(claim, k)]
    if not values or any(meets(claim, k.value) for k in values) or claim.number.of is not None:
        return
    if series.source == "iom" and not claim.number.attributed and value(claim) < 1000:
        return
    if (
        any(abs(k.value - value(claim)) <= NEARLY * k.value for k in values)
        or claim.number.qualifier != "exact"
    ):
        yield case.finding(
            "SRC.value", "check", [claim], "src_value", printed=claim, known=values[0],
            series=series.named(case.voice.lang), when=case.voice.period(values[0].period),
            source=case.source(values[0]),
        )  # fmt: skip


def attribution(case: Case) -> Iterator[Finding]:
    """SRC.attr: a figure said to come from somebody who does not publish it."""
    universe = case.reading.universe
    for claim in case.reading.claims:
        match = case.reading.best(claim)
        if match is None or match.known is None or not (telling(claim) or match.strength == STRONG):
            continue
        told = universe.sources_in(case.attributed(claim))
        own = {match.known.source, match.series.source}
        if own & set(universe.sources_in(claim.whole)):
            continue
        if not told or any(universe.sources[code].compiles for code in told):
            continue
        yield case.finding(
            "SRC.attr", "error", [claim], "src_attr", printed=claim, said=universe.sources[told[0]].name[case.voice.lang],
            source=case.source(match.known), series=match.series.named(case.voice.lang),
        )  # fmt: skip


def shares_known(case: Case) -> Iterator[Finding]:
    """PCT against a known share: truncated, or another one under words that name it."""
    for claim in case.reading.claims:
        if claim.number.cls != "percent" or claim.number.signed or case.reading.best(claim):
            continue
        for series in named(claim, case.reading.universe):
            if series.unit != "percent" or series.change_of:
                continue
            known = next((k for k in candidates(claim, series)), None)
            if known is None or meets(claim, known.value):
                continue
            step = claim.number.step
            if (
                claim.number.qualifier == "exact"
                and known.value // step * step == value(claim)
                and known.value != value(claim)
            ):
                yield case.finding(
                    "PCT.trunc", "check", [claim], "pct_trunc_known", share=claim, known=known,
                    right=case.voice.percent((known.value / step).quantize(Decimal(1), "ROUND_HALF_UP") * step),
                    source=case.source(known), series=series.named(case.voice.lang),
                )  # fmt: skip
            elif (
                series.share_of
                and claim.number.qualifier in ("exact", "more-than")
                and same_time(claim, known) is not False
            ):
                yield case.finding(
                    "PCT.mismatch", "check", [claim], "pct_known", share=claim, known=known,
                    source=case.source(known), series=series.named(case.voice.lang),
                )  # fmt: skip
            break
