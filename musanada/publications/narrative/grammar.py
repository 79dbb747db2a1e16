"""What may stand between ``{{`` and ``}}``: read once into plain objects (design: figures, section 5).

The grammar knows no figure: whether an indicator, axis or code exists is for who answers (``wanted.Source``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.publications.narrative.examples import example

if TYPE_CHECKING:
    from lark import Lark

GRAMMAR = r"""
    start: "fig:" figure option*                       -> fig
        | EXT figure option*                           -> ext
        | "share:" ratio option*                       -> share
        | "chg:" figure option*                        -> chg
        | "diff:" figure option*                       -> diff
        | "rank:" split option*                        -> rank
        | "claim:" all_of "|" QUOTED                   -> claim
        | "n:" DECLARED                                -> declared
        | "table:" split ("|" CAPTION)?                -> table
        | "chart:" split ("|" CAPTION)?                -> chart
        | "trend:" split ("|" CAPTION)?                -> trend
        | "map:" split ("|" CAPTION)?                  -> map
        | "annex"                                      -> annex
    ratio: source ("/" source)?
    source: EXT figure -> ext_source
        | figure          -> own_source
    figure: ID filters? PERIOD?
    filters: "[" filter (";" filter)* "]"
    filter: AXIS "=" CODE | AXIS "in" CODE ("," CODE)*
    split: source "by" AXIS ("," AXIS)* top? SHARE? PERIOD?
    top: "top" COUNT
    option: "|" (OPTION | APPROX)
    all_of: comparison ("and" comparison)*
    comparison: sum OP sum
    sum: product (SIGN product)*
    product: factor | amount "*" factor | factor "*" amount
    ?factor: call | amount | "(" sum ")"
    amount: AMOUNT PERCENT?
    call: HEAD "(" ratio ")" PERIOD? | COLON ratio | EXT ratio

    EXT.3: "ext:"
    HEAD: /(fig|ext|share|chg|diff|rank)(?=\s*\()/
    COLON.2: /(fig|share|chg|diff|rank):/
    ID: /[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*/
    AXIS: /[a-z][a-z0-9_]*/
    CODE: /"[^"{}]*"|[^\[\]=,;|{}"@]+/
    PERIOD: /@\s*SPAN(\s*~\s*SPAN)?/
    OPTION: /pct|abs|dir|unit|rest|[0-4](?!\d)/
    APPROX: /(approx|about)\s+(\d{1,3}([ \u00a0\u202f]\d{3})+|\d+)([.,]\d+)?/
    QUOTED: /"[^"{}]+"/
    CAPTION: /[^{}]+/
    DECLARED: /[^{}|]+/
    SHARE: "share"
    COUNT: /\d+/
    AMOUNT: /(\d{1,3}([ \u00a0\u202f]\d{3})+|\d+)([.,]\d+)?/
    PERCENT: "%"
    SIGN: "+" | "-"
    OP: "<=" | ">=" | "<" | ">" | "="
    %ignore /\s+/
"""
_UNIT = r"(?:\d{4}(?:-(?:H[12]|Q[1-4]|\d{2}(?:-\d{2})?))?|\.\.|\.|prev|year_ago)"
SPAN = rf"{_UNIT}(?:\s*\/\s*{_UNIT})?"
CITATION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
LONGEST = 2_000

Head = Literal["fig", "ext", "share", "chg", "diff", "rank"]
Drawing = Literal["table", "chart", "trend", "map"]
OPERATORS = ("<=", ">=", "<", ">", "=")


@dataclass(frozen=True)
class Filter:
    """One axis held to a code, or to several whose numbers are added."""

    axis: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """``period`` as written: "" is the report's own, ``.`` too; ``~`` in it makes a change."""

    code: str  # ``ext:`` in front of a series of others
    filters: tuple[Filter, ...] = ()
    period: str = ""


@dataclass(frozen=True)
class Options:
    decimals: int | None = None
    words: frozenset[str] = frozenset()  # pct, abs, dir, unit, rest
    approx: Decimal | None = None
    about: bool = False


@dataclass(frozen=True)
class Value:
    """``fig``, ``ext``, ``chg``, ``diff`` of ``figure``; ``share`` of ``figure`` in ``whole`` (its own total without)."""

    head: Head
    figure: Figure
    whole: Figure | None = None
    options: Options = Options()


@dataclass(frozen=True)
class Split:
    """A figure along axes: what ``rank``, tables, charts, trends and maps lay out."""

    figure: Figure
    by: tuple[str, ...]
    top: int = 0
    shares: bool = False


@dataclass(frozen=True)
class Rank:
    split: Split
    options: Options = Options()


@dataclass(frozen=True)
class Constant:
    value: Decimal
    percent: bool = False


@dataclass(frozen=True)
class Term:
    """``factor`` × a value, a constant or a sum."""

    what: "Value | Constant | Sum"
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Sum:
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Comparison:
    left: Sum
    op: str
    right: Sum


@dataclass(frozen=True)
class Claim:
    """True where every comparison holds; then, and only then, ``words`` are printed."""

    tests: tuple[Comparison, ...]
    words: str


@dataclass(frozen=True)
class Declared:
    """A number that is no figure: an age, a date, an article, …"""

    value: str
    cls: str


@dataclass(frozen=True)
class Drawn:
    kind: Drawing
    split: Split
    caption: str = ""


@dataclass(frozen=True)
class AnnexHere:
    pass


Citation = Value | Rank | Claim | Declared | Drawn | AnnexHere


@dataclass(frozen=True)
class Found:
    """A citation in a text: its place, what stands inside, and what it means (or the sentence that says why not)."""

    start: int
    end: int
    inside: str
    citation: Citation | None
    problem: str = ""


@lru_cache(maxsize=4096)
def read(inside: str) -> Citation:
    """Raises BadInput that shows where reading stopped."""
    from lark import UnexpectedInput

    text = inside.strip()
    if len(text) > LONGEST:
        raise BadInput(_("Cette citation est trop longue : coupez-la en plusieurs."))
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        at = min(max(getattr(error, "pos_in_stream", None) or 0, 0), len(text))
        raise BadInput(
            _("La citation « %(text)s » ne se lit pas à partir de « %(rest)s ». Exemple : %(example)s")
            % {"text": text[:80], "rest": text[at : at + 20] or "…", "example": example(text)}
        ) from None
    return _Reader().citation(tree)


def scan(text: str) -> Iterator[Found]:
    """Every citation of a text, in order; one that is never closed is a problem too."""
    at = 0
    while (start := text.find("{{", at)) >= 0:
        found = CITATION.match(text, start)
        if found is None:
            yield Found(
                start, min(start + 40, len(text)), text[start + 2 : start + 40], None,
                str(_("Cette citation n'est pas fermée : ajoutez « }} ».")),
            )  # fmt: skip
            return
        at = found.end()
        try:
            yield Found(start, at, found[1].strip(), read(found[1].strip()))
        except BadInput as error:
            yield Found(start, at, found[1].strip(), None, str(error))


@cache
def _parser() -> "Lark":
    from lark import Lark

    return Lark(GRAMMAR.replace("SPAN(\\s*~\\s*SPAN)?", rf"{SPAN}(?:\s*~\s*{SPAN})?"), parser="lalr")


class _Reader:
    """From lark's tree to the objects above. A plain walk: every rule has one method of its name."""

    def citation(self, tree: Any) -> Citation:
        kind, parts = tree.data, list(tree.children)
        if kind == "ext":
            parts = parts[1:]
        if kind in ("fig", "ext", "chg", "diff"):
            options = self.options(parts[1:])
            return self._checked(Value(kind, self.figure(parts[0], kind == "ext"), None, options))
        if kind == "share":
            return self._checked(Value("share", *self.ratio(parts[0]), self.options(parts[1:])))
        if kind == "rank":
            return Rank(self.split(parts[0]), self.options(parts[1:]))
        if kind == "claim":
            return Claim(tuple(self.comparison(one) for one in parts[0].children), parts[1][1:-1].strip())
        if kind == "declared":
            value, _space, cls = str(parts[0]).strip().rpartition(" ")
            if not value:
                raise BadInput(_("Dites ce qu'est ce nombre : {{ n:18 age }}, {{ n:12 article }}…"))
            return Declared(value.strip(), cls)
        if kind == "annex":
            return AnnexHere()
        return Drawn(kind, self.split(parts[0]), str(parts[1]).strip() if len(parts) > 1 else "")

    def figure(self, tree: Any, external: bool = False) -> Figure:
        code, period = "", ""
        filters: tuple[Filter, ...] = ()
        for part in tree.children:
            if getattr(part, "type", "") == "ID":
                code = f"ext:{part}" if external else str(part)
            elif getattr(part, "type", "") == "PERIOD":
                period = squeezed(part)
            else:
                filters = tuple(self.filter(one) for one in part.children)
        if not external and "." not in code:
            raise BadInput(
                _(
                    "« %(id)s » n'est pas un chiffre : un chiffre s'écrit famille.nom, comme returns.departures."
                )
                % {"id": code}
            )
        return Figure(code, filters, period)

    def filter(self, tree: Any) -> Filter:
        axis, *codes = (str(part).strip().strip('"') for part in tree.children)
        return Filter(axis, tuple(codes))

    def source(self, tree: Any) -> Figure:
        return self.figure(tree.children[-1], tree.data == "ext_source")

    def ratio(self, tree: Any) -> tuple[Figure, Figure | None]:
        figures = [self.source(one) for one in tree.children]
        return figures[0], figures[1] if len(figures) > 1 else None

    def split(self, tree: Any) -> Split:
        figure, by, top, shares, period = self.source(tree.children[0]), [], 0, False, ""
        for part in tree.children[1:]:
            kind = getattr(part, "type", "")
            if kind == "AXIS":
                by.append(str(part))
            elif kind == "PERIOD":
                period = squeezed(part)
            elif kind == "SHARE":
                shares = True
            else:
                top = int(part.children[0])
        if period:
            figure = Figure(figure.code, figure.filters, period)
        if len(by) > 2:
            raise BadInput(_("Un tableau croise deux répartitions au plus."))
        if "~" in figure.period:
            raise BadInput(_("Un classement ou un tableau demande une période, pas une évolution."))
        return Split(figure, tuple(by), top, shares)

    def options(self, trees: list[Any]) -> Options:
        decimals, words, approx, about = None, set(), None, False
        for tree in trees:
            token = tree.children[0]
            if token.type == "APPROX":
                word, _space, number = str(token).partition(" ")
                approx, about = amount(number), word == "about"
            elif str(token).isdigit():
                decimals = int(token)
            else:
                words.add(str(token))
        return Options(decimals, frozenset(words), approx, about)

    def comparison(self, tree: Any) -> Comparison:
        left, op, right = tree.children
        return Comparison(self.sum(left), str(op), self.sum(right))

    def sum(self, tree: Any) -> Sum:
        terms, sign = [], Decimal(1)
        for part in tree.children:
            if getattr(part, "type", "") == "SIGN":
                sign = Decimal(-1 if part == "-" else 1)
                continue
            term = self.product(part)
            terms.append(Term(term.what, term.factor * sign))
        return Sum(tuple(terms))

    def product(self, tree: Any) -> Term:
        found = [self.factor(part) for part in tree.children]
        if len(found) == 1:
            return Term(found[0])
        constant, other = found if isinstance(found[0], Constant) else reversed(found)
        assert isinstance(constant, Constant)
        return Term(other, constant.value / (100 if constant.percent else 1))

    def factor(self, tree: Any) -> "Value | Constant | Sum":
        if tree.data == "sum":
            return self.sum(tree)
        if tree.data == "amount":
            return Constant(amount(tree.children[0]), len(tree.children) > 1)
        head: Head = str(tree.children[0]).rstrip(":")  # type: ignore[assignment]  # the grammar's own list
        figure, whole = self.ratio(tree.children[1])
        if len(tree.children) > 2:
            figure = Figure(figure.code, figure.filters, squeezed(tree.children[2]))
        if head == "ext" and not figure.code.startswith("ext:"):
            figure = Figure(f"ext:{figure.code}", figure.filters, figure.period)
        return self._checked(Value("fig" if head == "ext" else head, figure, whole))

    def _checked(self, value: Value) -> Value:
        change = "~" in value.figure.period
        if value.head in ("chg", "diff") and not change:
            raise BadInput(
                _("Une évolution compare deux périodes : écrivez @2024~2023, ou @.~prev pour celle d'avant.")
            )
        if value.head in ("share", "rank") and change:
            raise BadInput(_("Une part ou un rang demande une période, pas une évolution."))
        if value.whole is not None and value.head != "share":
            raise BadInput(_("Seule une part se rapporte à un autre chiffre : share:A@2024 / B@2024."))
        if value.head == "share" and value.whole is None and not value.figure.filters:
            raise BadInput(
                _("Une part demande un filtre, par exemple [country=CIV], ou un tout : share:A / B.")
            )
        if value.head == "rank" and not value.figure.filters:
            raise BadInput(_("Un rang demande le code que l'on cherche : rank(A[country=CIV])@2024 = 1."))
        return value


def amount(text: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", str(text)).replace(",", "."))


def squeezed(period: str) -> str:
    return re.sub(r"\s", "", str(period)).removeprefix("@")
