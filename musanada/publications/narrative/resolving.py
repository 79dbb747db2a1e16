"""A citation answered: its cells, whether it is true, and its words in the language of the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.publications.cells import FigureCell, Number
from musanada.publications.narrative import wording
from musanada.publications.narrative.amounts import Amount, Answer, exact_of, holds
from musanada.publications.narrative.asking import TIMES, parts_of, ranked, ranking
from musanada.publications.narrative.declared import Declaration
from musanada.publications.narrative.document import CitedKind
from musanada.publications.narrative.grammar import (
    AnnexHere,
    Citation,
    Claim,
    Comparison,
    Constant,
    Declared,
    Drawn,
    Rank,
    Sum,
    Value,
)
from musanada.publications.wanted import FigureWords, Source, WantedCell, WantedTable

LAST = ("unknown", "other", "hidden")  # the residual rows of the engine, and what it hides together
NEAR = Fraction(5, 100)


@dataclass
class Resolver:
    """Answers the citations of one text. Each cell, table and label is asked for once."""

    source: Source
    lang: str
    period: str
    _cells: dict[WantedCell, FigureCell] = field(default_factory=dict)
    _tables: dict[WantedTable, tuple[FigureCell, ...]] = field(default_factory=dict)
    _words: dict[str, FigureWords] = field(default_factory=dict)

    def answer(self, citation: Citation) -> Answer:
        """Raises BadInput where the source cannot answer."""
        if isinstance(citation, Value):
            return self._value(citation)
        if isinstance(citation, Rank):
            return self._rank(citation)
        if isinstance(citation, Claim):
            return self._claim(citation)
        if isinstance(citation, Declared):
            Declaration(citation).check()
            return Answer("n", citation.value)
        assert isinstance(citation, Drawn | AnnexHere)
        raise BadInput(_("Un tableau ou un graphique se met seul sur sa ligne, entre deux lignes vides."))

    # What the source knows --------------------------------------------------------------------------------------

    def cell(self, wanted: WantedCell) -> FigureCell:
        if wanted not in self._cells:
            self._cells[wanted] = self.source.cell(wanted)
        return self._cells[wanted]

    def table(self, wanted: WantedTable) -> tuple[FigureCell, ...]:
        if wanted not in self._tables:
            self._tables[wanted] = self.source.table(wanted)
        return self._tables[wanted]

    def words(self, figure: str) -> FigureWords:
        if figure not in self._words:
            self._words[figure] = self.source.words(figure, self.lang)
        return self._words[figure]

    def label(self, figure: str, axis: str, code: str) -> str:
        if axis in TIMES and code not in LAST:
            return wording.period_words(code, self.lang)
        return self.source.label(figure, axis, code, self.lang)

    def decimals(self, cell: FigureCell, given: int | None = None) -> int | None:
        if given is not None:
            return given
        return self.words(cell.figure).decimals

    # Numbers ----------------------------------------------------------------------------------------------------

    def amount(self, value: Value) -> Amount:
        """Of a figure, share, change, difference or rank."""
        if value.head == "rank":
            return self._place(value)
        parts = [self._added([self.cell(one) for one in part]) for part in parts_of(value, self.period)]
        cells = tuple(cell for part in parts for cell in part.cells)
        exact = [part.exact for part in parts]
        if value.head in ("fig", "ext"):
            return parts[0]
        if exact[0] is None or exact[1] is None:
            return Amount(None, value.head != "diff" or parts[0].percent, cells)
        if value.head == "diff":
            return Amount(exact[0] - exact[1], parts[0].percent, cells)
        return Amount(self._quotient(value, exact[0], exact[1], parts[0].percent), True, cells)

    def _quotient(self, value: Value, over: Fraction, under: Fraction, rate: bool) -> Fraction:
        if rate:
            raise BadInput(
                _(
                    "« %(id)s » est déjà un pourcentage : son évolution se dit en points (diff), et il n'a pas de part."
                )
                % {"id": value.figure.code}
            )
        if not under:
            raise BadInput(
                _("« %(id)s » : le nombre auquel on rapporte est nul, il n'y a ni part ni évolution.")
                % {"id": value.figure.code}
            )
        return over * 100 / under - (100 if value.head == "chg" else 0)

    def _added(self, cells: Sequence[FigureCell]) -> Amount:
        """One cell, or the sum of several codes of one figure where rows may be added."""
        percent = cells[0].unit == "percent"
        if len(cells) > 1:
            words = self.words(cells[0].figure)
            axes = {
                axis
                for cell in cells
                for axis, code in cell.dims
                if len({dict(c.dims)[axis] for c in cells}) > 1
            }
            if not words.additive or axes & set(words.overlapping) or percent:
                raise BadInput(
                    _("Les lignes de « %(id)s » ne s'additionnent pas : citez-les une à une.")
                    % {"id": cells[0].figure}
                )
        if any(cell.value is None for cell in cells):
            return Amount(None, percent, tuple(cells))
        return Amount(sum((exact_of(cell) for cell in cells), start=Fraction(0)), percent, tuple(cells))

    def _place(self, value: Value) -> Amount:
        """Which place a code holds along its axis: 1 for the first; level ones share the better place."""
        wanted = ranking(value, self.period)
        rows = [row for row in self.table(wanted)[1:] if dict(row.dims).get(wanted.by[0]) not in LAST]
        last = value.figure.filters[-1]
        own = next((row for row in rows if dict(row.dims)[last.axis] == last.codes[0]), None)
        if own is None:
            raise BadInput(
                _("« %(code)s » n'a pas de ligne dans cette répartition.") % {"code": last.codes[0]}
            )
        if own.value is None or any(row.conf == "D" for row in rows):
            return Amount(None, False, (own, *(row for row in rows if row.hidden)))
        size = own.value
        return Amount(Fraction(1 + sum((row.value or 0) > size for row in rows)), False, (own,))

    # Values in words --------------------------------------------------------------------------------------------

    def _value(self, value: Value) -> Answer:
        amount = self.amount(value)
        kind: CitedKind = "chg" if value.head == "diff" else value.head
        answer = Answer(kind, "", amount.cells)
        if amount.exact is None:
            words = wording.phrase("hidden" if amount.hidden else "missing", self.lang)
            return replace(answer, text=words, hidden=amount.hidden)
        if value.head == "share":
            number = wording.half_up(
                amount.exact, 1 if value.options.decimals is None else value.options.decimals
            )
            return replace(answer, text=wording.number_text(number, "percent", self.lang, _places(number)))
        if value.head == "chg":
            return replace(answer, text=self._changed(value, amount.exact, amount.cells))
        if value.head == "diff":
            return replace(answer, text=self._differs(value, amount))
        if value.options.approx is not None:
            return self._roughly(value, amount, answer)
        return replace(answer, text=self._figure(value, amount))

    def _figure(self, value: Value, amount: Amount) -> str:
        cell = amount.cells[0]
        number = _number(amount, cell)
        decimals = self.decimals(cell, value.options.decimals)
        if "unit" in value.options.words:
            return wording.with_unit(number, cell.unit, self.lang, decimals)
        return wording.number_text(number, cell.unit, self.lang, decimals)

    def _changed(self, value: Value, change: Fraction, cells: Sequence[FigureCell]) -> str:
        options = value.options
        places = 1 if options.decimals is None else options.decimals
        number = wording.half_up(change, places)
        if "abs" in options.words:
            later, earlier = (exact_of(cell) for cell in cells[:2])
            number = wording.half_up(later - earlier, 0)
            text = self._unsigned(abs(number), cells[0].unit, 0, with_unit="unit" in options.words)
            if "dir" not in options.words:
                return self._signed(number, text)
            return wording.moved(number, text, self.lang, percent=False)
        text = wording.number_text(abs(number), "percent", self.lang, places)
        if options.words == {"dir"}:
            return wording.moved(number, "", self.lang)
        return (
            wording.moved(number, text, self.lang) if "dir" in options.words else self._signed(number, text)
        )

    def _differs(self, value: Value, amount: Amount) -> str:
        options, unit = value.options, "score" if amount.percent else amount.cells[0].unit
        assert amount.exact is not None
        places = options.decimals if options.decimals is not None else (1 if amount.percent else 0)
        number = wording.half_up(amount.exact, places)
        noun = amount.percent or "unit" in options.words
        if "dir" not in options.words:
            return self._signed(number, self._unsigned(abs(number), unit, places, with_unit=noun))
        if not number:
            return wording.phrase("as_before", self.lang)
        text, name = self._unsigned(abs(number), unit, places), "more" if number > 0 else "fewer"
        if not noun:
            return wording.phrase(f"{name}_than_before", self.lang, n=text)
        word = wording.unit_word(unit, abs(number), self.lang)
        return wording.phrase(f"{name}_unit", self.lang, n=text, unit=word)

    def _unsigned(self, number: Decimal, unit: str, places: int, *, with_unit: bool = False) -> str:
        shown: Number = int(number) if number == number.to_integral_value() and not places else number
        show = wording.with_unit if with_unit else wording.number_text
        return show(shown, unit, self.lang, places)

    def _signed(self, number: Decimal, text: str) -> str:
        return f"{'+' if number > 0 else '−' if number < 0 else ''}{text}"

    def _roughly(self, value: Value, amount: Amount, answer: Answer) -> Answer:
        """``plus de`` only above, ``près de`` only within 5 % below, ``environ`` only within 5 %; equal: the number alone."""
        bound, exact = value.options.approx, amount.exact
        assert bound is not None and exact is not None
        shown: Number = int(bound) if bound == bound.to_integral_value() else bound
        cell = amount.cells[0]
        show = wording.with_unit if "unit" in value.options.words else wording.number_text
        text, limit = show(shown, cell.unit, self.lang, self.decimals(cell)), Fraction(bound)
        near = abs(exact - limit) <= NEAR * limit
        if exact == limit:
            return replace(answer, text=text)
        if value.options.about:
            name, true = "about", near
        else:
            name, true = ("more", True) if exact > limit else ("near", near)
        text = wording.phrase(name, self.lang, n=text)
        if true:
            return replace(answer, text=text)
        found = wording.number_text(_number(amount, cell), cell.unit, self.lang, self.decimals(cell))
        return replace(
            answer, text=text,
            false=str(_("« %(text)s » n'est pas vrai : le nombre est %(found)s.") % {"text": text, "found": found}),
        )  # fmt: skip

    # Ranks ------------------------------------------------------------------------------------------------------

    def ordered(self, rank: Rank) -> tuple[FigureCell, list[FigureCell]]:
        """The total, and the rows to list, the largest first; zeros and hidden numbers are not listed."""
        wanted = ranked(rank.split, self.period)
        total, *rows = self.table(wanted)
        known = [row for row in rows if dict(row.dims).get(wanted.by[0]) not in LAST]
        shown = sorted((row for row in known if row.value), key=lambda row: -Fraction(row.value or 0))
        if wanted.top and len(shown) > wanted.top:
            limit = shown[wanted.top - 1].value
            shown = [row for row in shown if (row.value or 0) >= (limit or 0)]
        return total, shown

    def items(self, rank: Rank) -> list[tuple[str, tuple[FigureCell, ...]]]:
        """What is listed: level ones together."""
        total, shown = self.ordered(rank)
        axis, figure, items = rank.split.by[0], rank.split.figure.code, []
        for _value, level in groupby(shown, key=lambda row: row.value):
            rows = tuple(level)
            names = [self.label(figure, axis, dict(row.dims)[axis]) for row in rows]
            number = wording.cell_text(rows[0], self.lang, self.decimals(rows[0]))
            if len(rows) > 1:
                text = wording.phrase("tied", self.lang, names=wording.listed(names, self.lang), n=number)
            else:
                text = wording.phrase("item", self.lang, name=names[0], n=number)
            items.append((text, rows))
        if "rest" in rank.options.words and self.words(figure).additive and total.value is not None:
            rest = total.value - sum((row.value or 0 for row in shown), start=0)
            items.append(
                (
                    wording.phrase("rest", self.lang, n=wording.number_text(rest, total.unit, self.lang)),
                    (total,),
                )
            )
        return items

    def _rank(self, rank: Rank) -> Answer:
        items = self.items(rank)
        cells = tuple(cell for _text, rows in items for cell in rows)
        wanted = ranked(rank.split, self.period)
        if not items:
            hidden = any(row.hidden for row in self.table(wanted))
            return Answer("rank", wording.phrase("hidden" if hidden else "missing", self.lang), (), hidden)
        false = ""
        if any(row.conf == "D" for row in self.table(wanted)[1:]):
            false = str(
                _("Ce classement a une ligne masquée pour en protéger une autre : son ordre n'est pas sûr.")
            )
        return Answer("rank", wording.listed([text for text, _rows in items], self.lang), cells, False, false)

    # Claims -----------------------------------------------------------------------------------------------------

    def _claim(self, claim: Claim) -> Answer:
        answer = Answer("claim", claim.words)
        for test in claim.tests:
            left, right = self._sum(test.left), self._sum(test.right)
            answer = replace(answer, cells=(*answer.cells, *left.cells, *right.cells))
            if left.exact is None or right.exact is None:
                hidden = left.hidden or right.hidden
                why = (
                    _("« %(words)s » repose sur un nombre masqué : dites autre chose.")
                    if hidden
                    else _("« %(words)s » repose sur un nombre qui manque.")
                )
                return replace(answer, hidden=hidden, false=str(why % {"words": claim.words}))
            self._same_kind(left, right)
            if not holds(left.exact, test.op, right.exact):
                return replace(answer, false=self._unproved(claim.words, test, left, right))
        return answer

    def _same_kind(self, left: Amount, right: Amount) -> None:
        """A percentage against a percentage; zero is zero in both."""
        if left.percent != right.percent and any(
            side.cells or side.exact for side in (left, right) if not side.percent
        ):
            raise BadInput(
                _(
                    "Un pourcentage se compare à un pourcentage : écrivez « 50 % » avec son signe, et non « 50 »."
                )
            )

    def _unproved(self, words: str, test: Comparison, left: Amount, right: Amount) -> str:
        assert left.exact is not None and right.exact is not None
        shown = [
            wording.number_text(
                wording.half_up(side.exact or Fraction(0), 0 if (side.exact or 0).denominator == 1 else 2),
                "percent" if side.percent else "", self.lang, 2 if side.percent else None,
            )
            for side in (left, right)
        ]  # fmt: skip
        return str(
            _("« %(words)s » n'est pas vrai : %(left)s %(op)s %(right)s ne tient pas.")
            % {"words": words, "left": shown[0], "op": test.op, "right": shown[1]}
        )

    def _sum(self, side: Sum) -> Amount:
        found = [self._term(term.what) for term in side.terms]
        kinds = {one.percent for one, term in zip(found, side.terms, strict=True)}
        if len(kinds) > 1:
            raise BadInput(_("Un pourcentage ne s'ajoute pas à un nombre : écrivez « 50 % » avec son signe."))
        cells = tuple(cell for one in found for cell in one.cells)
        if any(one.exact is None for one in found):
            return Amount(None, kinds.pop(), cells)
        total = sum(
            ((one.exact or 0) * Fraction(term.factor) for one, term in zip(found, side.terms, strict=True)),
            start=Fraction(0),
        )
        return Amount(total, kinds.pop(), cells)

    def _term(self, what: "Value | Constant | Sum") -> Amount:
        if isinstance(what, Constant):
            return Amount(Fraction(what.value), what.percent, ())
        return self._sum(what) if isinstance(what, Sum) else self.amount(what)


def _number(amount: Amount, cell: FigureCell) -> Number:
    """As printed: a single cell's own value, a sum as the sum."""
    if len(amount.cells) == 1 and cell.value is not None:
        return cell.value
    exact = amount.exact or Fraction(0)
    return int(exact) if exact.denominator == 1 else Decimal(exact.numerator) / Decimal(exact.denominator)


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))
