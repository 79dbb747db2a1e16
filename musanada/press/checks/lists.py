"""Things named in a row: is their order the order of their numbers, and are there as many as announced?"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from musanada.press.checks.common import Case
from musanada.press.matching import Claim, cue
from musanada.press.reading.numbers import Finding, Number, Sentence
from musanada.press.structure import same_unit, value

AXES = ("nation", "region", "city", "origin")
LINK = re.compile(
    r":|\(|a savoir|namely|which are|who are|qui sont|وهي|وهم|هي\b|التاليه|ci-apres|suivant|following|—|-{1,2} ?$"
)
EVENTS = re.compile(
    r"\b(?:ateliers?|reunions?|seminaires?|sessions?|formations?|rencontres?|workshops?|meetings?|seminars?|trainings?|caravanes?|forums?|conferences?)\b|ورش|دوره|دورات|لقاء|اجتماع|ندو"
)
AT = re.compile(
    r"\b(?:a|au|aux|en|dans|in|at)\b(?: (?:la|le|les|the|l'))? ?$|\b(?:tenus?|organises?|held|organi[sz]ed)\b.*$|(?:في|ب) ?$|بكل من|في كل من"
)
PLACES = re.compile(
    r"\b(?:villes?|regions?|pays|communes?|provinces?|cit(?:y|ies)|countr(?:y|ies)|municipalit(?:y|ies)|towns?|langues?|languages?|axes?|pillars?|piliers?|themes?|corps|composantes?|components?|objectifs?|objectives?|domaines?|services?|partenaires?|partners?|ministeres?|ministries|nationalit(?:y|ies|es?)|groupes?|groups?|types?|kinds?|formes?|forms?)\b|مدن|مدين|جهات|جهه|دول|بلد|اقاليم|لغات|محاور|مواضيع|شركاء|جنسيات|مجالات|اهداف|انواع|فئات"
)


BEHIND = re.compile(r"\bderriere\b|\bapres\b|\bbehind\b|\bafter\b|\btrail|خلف|وراء|بعد ")


def order(case: Case) -> Iterator[Finding]:
    """RANK.order, RANK.tie: numbers of rows named one after the other."""
    for claims in case.reading.sentences:
        for row, axis in rows(case, claims):
            ordered = bool(cue("order", between_all(case, row)))
            if not ordered and not cue("main", row[0].before) and not cue("order", row[0].before):
                continue
            sure = ordered or bool(cue("order", row[0].before) and len(row) > 1 and "premi" in row[0].before)
            for first, second in itertools.pairwise(row):
                if value(second) > value(first) and (
                    rising(row) or BEHIND.search(case.reading.between(first, second))
                ):
                    continue
                if value(second) > value(first):
                    yield case.finding(
                        "RANK.order", "error" if sure else "check", [second, first], "rank_order",
                        first=first, second=second, name=name(first, axis), other=name(second, axis),
                    )  # fmt: skip
                    break
                if (
                    value(second) == value(first)
                    and ordered
                    and cue("order", case.reading.between(first, second))
                ):
                    yield case.finding(
                        "RANK.tie", "check", [second, first], "rank_tie",
                        first=first, name=name(first, axis), other=name(second, axis),
                    )  # fmt: skip


def between_all(case: Case, row: list[Claim]) -> str:
    return " ".join(case.reading.between(a, b) for a, b in itertools.pairwise(row))


def rising(row: list[Claim]) -> bool:
    """From the smallest up: an order too, where there are more than two."""
    values = [value(claim) for claim in row]
    return len(values) > 2 and values == sorted(values)


def name(claim: Claim, axis: str) -> str:
    return claim.number.label or claim.dims.get(axis, "")


def rows(case: Case, claims: list[Claim]) -> Iterator[tuple[list[Claim], str]]:
    """Numbers of one unit in a row, each with another code of one axis."""
    row: list[Claim] = []
    axis = ""
    for claim in [c for c in claims if c.counts or c.number.cls == "percent"]:
        found = next((a for a in AXES if a in claim.dims), "")
        fits = bool(row) and found == axis and same_unit(row[-1], claim) and row[-1].counts == claim.counts
        fits = fits and claim.dims.get(found) not in {c.dims.get(found) for c in row}
        if found and (fits or not row):
            row.append(claim)
            axis = found
        elif found or not claim.percent:
            if len(row) > 1:
                yield row, axis
            row, axis = ([claim], found) if found else ([], "")
    if len(row) > 1:
        yield row, axis


def counted(case: Case) -> Iterator[Finding]:
    """LIST.count: so many announced, so many named."""
    for at, sentence in enumerate(case.reading.text.sentences):
        if not sentence.enumerated:
            first = next(
                (n for n in case.reading.text.numbers if n.sentence == at and n.cls == "figure"), None
            )
            found = enumerated(case.reading.text.raw, first.end, sentence.end) if first else ()
            if not found:
                continue
            sentence = replace(sentence, enumerated=found)
        number = announced(case, sentence)
        if number is None or number.value is None:
            continue
        index = case.reading.text.numbers.index(number)
        listed = len(sentence.enumerated)
        start = case.reading.folded.place(sentence.enumerated[0][0])
        words = case.reading.folded.text[case.reading.folded.place(number.end) : start]
        if number.value == listed or len(words) > 140 or cue("examples", words) or listed < 2:
            continue
        tail = case.reading.folded.text[case.reading.folded.place(sentence.enumerated[-1][1]) :][:40]
        if re.match(r"\W*(?:etc|entre autres|among others|\.\.\.|وغيرها|وغيره|notamment)", tail):
            continue
        sure = bool(LINK.search(words)) or bool(EVENTS.search(words) and AT.search(words))
        sure = sure or bool(PLACES.search(words[:40]) and not EVENTS.search(words))
        sure = sure or bool(number.noun and EVENTS.search(number.noun))
        if not sure:
            continue
        names = [case.reading.text.raw[start:end].strip() for start, end, _words in sentence.enumerated]
        yield Finding(
            "LIST.count", "error", number.start, number.end,
            case.voice.say(
                "list_count", said=number.value, listed=listed, names=case.voice.listed(names), words=number.noun
            ),
            (index,),
        )  # fmt: skip


ITEM = re.compile(r"(?:(?:la|le|les|l'|the|avec|with|celle de|celui de) ?)*[A-ZÀ-Ý0-9][^\n]{1,60}$")
OPEN = re.compile(r"(?P<link> ?: | ?\(|,? (?:à savoir|soit|namely)(?: avec| with)? )")


def enumerated(raw: str, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
    """Proper names in a row behind a colon, a bracket or "namely", where the reading knows none of them."""
    opened = OPEN.search(raw, start, end)
    if opened is None or opened.start() - start > 70:
        return ()
    stop = raw.find(")", opened.end(), end) if "(" in opened["link"] else end
    inside = raw[opened.end() : stop if stop > 0 else end].rstrip(" .;\n")
    if re.search(r"\d|[;.:()]", inside) or len(re.findall(r" (?:et|and) ", inside)) > 1:
        return ()
    head, joined, last = inside.replace(" and ", " et ").rpartition(" et ")
    items = [item.strip() for item in head.split(",") if item.strip()] + [last.strip()]
    if not joined or len(items) < 2 or not all(ITEM.match(item) and len(item.split()) < 7 for item in items):
        return ()
    found, at = [], opened.end()
    for item in items:
        at = raw.index(item, at)
        found.append((at, at + len(item), item))
    return tuple(found)


def bracketed(case: Case, number: Number) -> bool:
    """``le Mali (265)``: a number that belongs to one name of the row."""
    raw = case.reading.text.raw
    return raw[: number.start].rstrip().endswith("(") and raw[number.end : number.end + 8].lstrip(
        " %٪"
    ).startswith(")")


def announced(case: Case, sentence: Sentence) -> Number | None:
    """The last small number before the row, of this sentence, that counts things."""
    first = sentence.enumerated[0][0]
    before = [
        n for n in case.reading.text.numbers
        if sentence.start <= n.start and n.end <= first and n.cls in ("figure", "list", "other") and n.value is not None
    ]  # fmt: skip
    inside = [
        n for n in case.reading.text.numbers
        if first <= n.start < sentence.enumerated[-1][1] and n.cls in ("figure", "percent")
        and not bracketed(case, n)
    ]  # fmt: skip
    if not before or inside:
        return None
    last = before[-1]
    whole = last.value is not None and last.value == int(last.value) and 2 <= last.value <= 30
    return last if whole and last.qualifier == "exact" else None
