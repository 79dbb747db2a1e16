"""The linter: no number, in digits or in words, and no comparison in words stands in a text without a citation.

What is not exempt is an error; nothing is guessed to be harmless. Exempt by themselves are dates, years, ages, durations,
articles of law, telephone numbers and references, each by its own shape (``lexicon``), and not where a noun of count
follows ("2024 persons") or the sentence speaks of an average. ``press.reading`` reads the text a second time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput
from musanada.kit.formats import base_language
from musanada.kit.periods import read_period
from musanada.press.reading.numbers import Finding
from musanada.publications.narrative.asking import cells_of, tables_of
from musanada.publications.narrative.blocks import Parsed, parse
from musanada.publications.narrative.claiming import unproved_words
from musanada.publications.narrative.declared import Declaration
from musanada.publications.narrative.folding import OBJECT, Folded, fold
from musanada.publications.narrative.grammar import Claim, Declared, Drawn, Found, Rank, Value
from musanada.publications.narrative.lexicon import Lexicon, lexicon
from musanada.publications.narrative.resolving import Resolver
from musanada.publications.narrative.visible import Visible, visible
from musanada.publications.wanted import Source

DIGITS = re.compile(r"\d+(?:[.,':/ -]\d+)*")
SENTENCE = re.compile(r"[.!?؟]\s|\n")
FAKED = re.compile(r"(?<!\w)[lI][O0]{1,}(?!\w)|(?<!\w)[lI1][OIl]{2,}(?!\w)|[▁▂▃▄▅▆▇█■▮]{3,}")
ROMAN = re.compile(r"(?<!\w)[ivxlcdm]{2,}(?!\w)")
DRAWN_BY_HAND = re.compile(r"[▁▂▃▄▅▆▇█■▮]{3,}")
# What a ranking in the same sentence proves.
ORDER = re.compile(r"plus|most|largest|biggest|highest|premi|first|primer|mas |اكثر|اكبر|اعلي|اول")
WORD = re.compile(r"[\w'-]+|[^\w\s]")
AHEAD = 3


def findings(
    text: str, lang: str, period: str, source: Source | None = None, lock: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    parsed = parse(text)
    linter = _Linter(parsed, base_language(lang), period)
    linter.run()
    if source is not None:
        linter.answers(Resolver(source, base_language(lang), period), lock or {})
    return tuple(sorted(linter.found, key=lambda one: (one.start, one.end, one.code)))


@dataclass
class _Linter:
    parsed: Parsed
    lang: str
    period: str
    found: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seen: Visible = visible(self.parsed)
        self.folded: Folded = fold(self.seen.text)
        self.text = self.folded.text
        self.words: Lexicon = lexicon(self.lang)
        self.ends = [match.end() for match in SENTENCE.finditer(self.text)]
        self.free = bytearray(len(self.text))
        self.said = bytearray(len(self.text))

    def run(self) -> None:
        for start, end, sentence in self.parsed.problems:
            self._add("CITE.unread", "error", (start, end), sentence)
        self._period()
        self._exempt()
        self._numbers()
        self._claims()
        self._pictures()
        self._faked()
        self._around()
        self._second_reading()
        for found in self.parsed.found:
            self._citation(found)

    def _period(self) -> None:
        """The period of the front matter is read, never printed."""
        line = self.parsed.front.get("period")
        written = "".join(piece.text for piece in line.pieces).strip() if line else ""
        if line is None or not written:
            return
        try:
            read_period(written)
        except BadInput as error:
            self._add("CITE.unread", "error", (line.start, line.end), str(error))

    # What is no figure ------------------------------------------------------------------------------------------

    def _exempt(self) -> None:
        words = self.words
        for match in words.open.finditer(self.text):
            self._spare(match.start(), match.end())
        for match in words.careful.finditer(self.text):
            if not words.statistics.search(self._sentence(match.start())):
                self._spare(match.start(), match.end())
        values = [self._inner(start, end) for start, end in self.seen.values]
        for pattern, group in ((words.codes, 0), (words.years, 1)):
            for match in pattern.finditer(self.text):
                start = match.start(group)
                if group and any(low <= start < high for low, high in values):
                    continue
                if not self._counts_after(match.end(group)):
                    self._spare(match.start(group), match.end(group))

    def _spare(self, start: int, end: int) -> None:
        self.free[start:end] = b"\1" * (end - start)

    def _counts_after(self, end: int) -> bool:
        """Does a noun of count follow within three words ("2024 nouveaux dossiers")?"""
        words = WORD.findall(self.text[end : end + 60])[: AHEAD + 1]
        for at, word in enumerate(words[:AHEAD]):
            if not re.match(r"\w", word):
                return False
            if self.words.nouns.fullmatch(word):
                return True
            if self.words.stops.fullmatch(word):
                return (
                    at == 0
                    and word in ("de", "of", "من", "d")
                    and bool(words[1:] and self.words.nouns.fullmatch(words[1]))
                )
        return False

    def _sentence(self, at: int) -> str:
        start = max((end for end in self.ends if end <= at), default=0)
        stop = min((end for end in self.ends if end > at), default=len(self.text))
        return self.text[start:stop]

    # Numbers and comparisons ------------------------------------------------------------------------------------

    def _numbers(self) -> None:
        for pattern in (DIGITS, self.words.number):
            for match in pattern.finditer(self.text):
                if not all(self.free[match.start() : match.end()]):
                    self._untraced(match.start(), match.end())

    def _untraced(self, start: int, end: int) -> None:
        if any(self.said[start:end]):
            return
        self._mark(start, end)
        self._add(
            "NUM.untraced", "error", self._place(start, end),
            _("« %(text)s » n'a pas de source : citez un chiffre ({{ fig:… }}), ou dites que ce n'en est pas un "
              "({{ n:18 age }}).") % {"text": self._shown(start, end)},
        )  # fmt: skip

    def _claims(self) -> None:
        for match in self.words.claim.finditer(self.text):
            if all(self.free[match.start() : match.end()]) or any(self.said[match.start() : match.end()]):
                continue
            if ORDER.search(match[0]) and self._cites(match.start(), ranks=True):
                continue
            self._mark(match.start(), match.end())
            self._add(
                "CLAIM.unbound", "error", self._place(match.start(), match.end()),
                _("« %(text)s » affirme quelque chose sans le prouver : écrivez {{ claim: … | \"%(text)s\" }}.")
                % {"text": self._shown(match.start(), match.end())},
            )  # fmt: skip
        for match in self.words.direction.finditer(self.text):
            if any(self.said[match.start() : match.end()]) or self._cites(match.start(), ranks=False):
                continue
            self._add(
                "CLAIM.unbound", "check", self._place(match.start(), match.end()),
                _("« %(text)s » dit une évolution qu'aucune citation de la phrase ne prouve : {{ chg:… |dir }}.")
                % {"text": self._shown(match.start(), match.end())},
            )  # fmt: skip

    def _cites(self, at: int, *, ranks: bool) -> bool:
        """Does the sentence cite a ranking, or else a change or claim?"""
        start = max((end for end in self.ends if end <= at), default=0)
        stop = min((end for end in self.ends if end > at), default=len(self.text))
        low, high = self.folded.span(start, stop)
        return any(
            isinstance(found.citation, Rank)
            if ranks
            else isinstance(found.citation, Claim)
            or (isinstance(found.citation, Value) and found.citation.head in ("chg", "diff"))
            for place, found in self.seen.cited.items()
            if low <= place < high
        )  # fmt: skip

    def _pictures(self) -> None:
        """A picture by its address, or drawn with signs: nobody can say where its numbers come from."""
        places = list(self.seen.pictures)
        places += [self.seen.place(m.start(), m.end()) for m in DRAWN_BY_HAND.finditer(self.seen.text)]
        for place in places:
            self._add(
                "CHART.unbound", "error", place,
                _("Une image n'a pas de source : dessinez-la avec {{ chart:… }}, {{ trend:… }} ou {{ map:… }}."),
            )  # fmt: skip

    def _faked(self) -> None:
        """Letters set as digits: lO, IOO."""
        for match in FAKED.finditer(self.seen.text):
            if not DRAWN_BY_HAND.fullmatch(match[0]):
                self._add(
                    "NUM.untraced", "error", self.seen.place(match.start(), match.end()),
                    _("« %(text)s » se lit comme un nombre : citez un chiffre.") % {"text": match[0]},
                )  # fmt: skip
        for match in ROMAN.finditer(self.text):
            if self._counts_after(match.end()) and self._shown(match.start(), match.end()).isupper():
                self._untraced(match.start(), match.end())

    def _around(self) -> None:
        """What stands beside a citation: a qualifier it does not prove, a declared number that counts something."""
        for at, match in enumerate(re.finditer(OBJECT, self.text)):
            place = self.folded.at[match.start()]
            found = self.seen.cited.get(place)
            citation = found.citation if found else None
            before = self.text[max(0, match.start() - 24) : match.start()].rstrip()
            if isinstance(citation, Declared):
                self._declared(citation, match.start(), match.end())
            elif isinstance(citation, Value) and citation.options.approx is None:
                self._qualified(before, match.start(), at)

    def _declared(self, citation: Declared, start: int, end: int) -> None:
        beside = (
            self.text[end : end + 2].lstrip(" .,'")[:1]
            + self.text[max(0, start - 2) : start].rstrip(" .,'")[-1:]
        )
        if self._counts_after(end) or OBJECT in beside or any(c.isdecimal() for c in beside):
            self._mark(start, end)
            self._add(
                "NUM.untraced", "error", self._place(start, end),
                _("« %(value)s » est déclaré « %(cls)s » mais compte ce qui suit : citez un chiffre.")
                % {"value": citation.value, "cls": citation.cls},
            )  # fmt: skip

    def _qualified(self, before: str, start: int, _at: int) -> None:
        for pattern, level in ((self.words.strict, "error"), (self.words.qualifiers, "check")):
            found = next((m for m in pattern.finditer(before) if m.end() == len(before)), None)
            if found is None:
                continue
            self._add(
                "CLAIM.unbound" if level == "error" else "QUAL.exact", "error" if level == "error" else "check",
                self._place(start, start + 1),
                _("« %(words)s » devant un nombre exact : écrivez {{ fig:… |approx 1000 }}, les mots viennent seuls.")
                % {"words": found[0]},
            )  # fmt: skip
            return

    def _second_reading(self) -> None:
        """The reader of the press looks too: a number it finds in letters and that no rule knows is untraced."""
        from musanada.press.reading import read

        for number in read(self.seen.text, self.lang).numbers:
            if (
                number.value is None
                or number.value in (0, 1)
                or number.cls not in ("figure", "percent", "change", "money")
            ):
                continue
            low, high = self._inner(number.start, number.end)
            if low < high and not any(self.free[low:high]) and not any(self.said[low:high]):
                self._untraced(low, high)

    def _inner(self, start: int, end: int) -> tuple[int, int]:
        """Places of the visible text as places of the folded one."""
        from bisect import bisect_left

        return bisect_left(self.folded.at, start), bisect_left(self.folded.at, end)

    # Citations --------------------------------------------------------------------------------------------------

    def _citation(self, found: Found) -> None:
        """What can be said of a citation without any figure."""
        try:
            if isinstance(found.citation, Declared):
                Declaration(found.citation).check()
            elif found.citation is not None:
                tuple(cells_of(found.citation, self.period))
                tuple(tables_of(found.citation, self.period))
        except BadInput as error:
            self._add("CITE.unread", "error", (found.start, found.end), str(error))
        if isinstance(found.citation, Claim):
            for sentence in unproved_words(found.citation, self.lang):
                self._add("CLAIM.unbound", "error", (found.start, found.end), sentence)

    def answers(self, resolver: Resolver, lock: Mapping[str, str]) -> None:
        """What the figures say: claims that are false, sources that are missing, numbers that have changed."""
        for found in self.parsed.found:
            if found.citation is None or isinstance(found.citation, Declared):
                continue
            place = (found.start, found.end)
            try:
                self._answer(resolver, found, lock, place)
            except BadInput as error:
                if not any(one.code == "CITE.unread" and (one.start, one.end) == place for one in self.found):
                    self._add("CITE.unknown", "error", place, str(error))

    def _answer(
        self, resolver: Resolver, found: Found, lock: Mapping[str, str], place: tuple[int, int]
    ) -> None:
        citation = found.citation
        if isinstance(citation, Drawn):
            for wanted in tables_of(citation, self.period):
                resolver.table(wanted)
            return
        if not isinstance(citation, Value | Rank | Claim):
            return
        answer = resolver.answer(citation)
        if answer.false:
            self._add("CLAIM.false", "error", place, answer.false)
        for cell in answer.cells:
            if cell.external and not cell.source.get("source"):
                self._add(
                    "EXT.unsourced", "error", place,
                    _("« %(key)s » n'a pas de source : complétez la série.") % {"key": cell.key},
                )  # fmt: skip
        before = lock.get(found.inside)
        if before is not None and before != answer.text:
            self._add(
                "NUM.stale", "check", place,
                _("Imprimé « %(before)s » la dernière fois, « %(now)s » maintenant : relisez la phrase.")
                % {"before": before, "now": answer.text},
            )  # fmt: skip

    # Places -----------------------------------------------------------------------------------------------------

    def _mark(self, start: int, end: int) -> None:
        self.said[start:end] = b"\1" * (end - start)

    def _place(self, start: int, end: int) -> tuple[int, int]:
        return self.seen.place(*self.folded.span(start, end))

    def _shown(self, start: int, end: int) -> str:
        low, high = self.folded.span(start, end)
        return self.seen.text[low:high].replace(OBJECT, "…").strip()[:60]

    def _add(self, code: str, level: str, place: tuple[int, int], message: str) -> None:
        self.found.append(
            Finding(code, "error" if level == "error" else "check", place[0], place[1], message)
        )


def lines(found: tuple[Finding, ...], text: str) -> Iterator[tuple[int, Finding]]:
    """Each finding with the line of the text it begins on, counted from 1."""
    for one in found:
        yield text.count("\n", 0, one.start) + 1, one
