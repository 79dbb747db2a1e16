"""One verdict per expected figure, in the contract's words: match, differs, waiting, not-a-figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput, Problem
from musanada.kit.periods import Change, Period
from musanada.reporting.engine.axes import UNKNOWN
from musanada.reporting.models import ExternalFigure
from musanada.reporting.registry import load_indicators
from musanada.reporting.verify.compare import meets, show
from musanada.reporting.verify.derived import compute, named
from musanada.reporting.verify.expected import Expected, read_file
from musanada.reporting.verify.mapping import Tie, load_mapping

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

Status = Literal["match", "differs", "waiting", "not-a-figure"]
NOTHING = "-"


@dataclass(frozen=True)
class Verdict:
    """A line of the report. ``exact`` is the value found, for the figures that follow from it."""

    id: str
    status: Status
    expected: str
    found: str
    reason: str
    implied: bool = False
    exact: Fraction | None = field(default=None, compare=False)

    def line(self) -> str:
        return " ".join((self.id, self.status, self.expected, self.found, self.reason)).strip()

    def as_row(self) -> dict[str, object]:
        return {
            "id": self.id, "status": self.status, "expected": self.expected, "found": self.found,
            "reason": self.reason, "implied": self.implied,
        }  # fmt: skip


def verify_file(path: Path, engine: "Engine") -> list[Verdict]:
    """Verdicts in the file's order, the implied figures after all others."""
    rows = read_file(path)
    ties = load_mapping(load_indicators())
    verifier = Verifier(engine, ties, {row.id: row for row in rows})
    printed = [verifier.judge(row) for row in rows if not row.implied]
    known = {verdict.id: verdict for verdict in printed}
    implied: list[Verdict] = []
    for row in (row for row in rows if row.implied):
        implied.append(verifier.recompute(row, known))
        known[row.id] = implied[-1]
    return [*printed, *implied]


def summary(verdicts: Iterable[Verdict]) -> str:
    """``N of M figures match``: over printed figures that are figures."""
    counted = [v for v in verdicts if not v.implied and v.status != "not-a-figure"]
    return f"{sum(v.status == 'match' for v in counted)} of {len(counted)} figures match"


@dataclass
class Verifier:
    """Asks the engine, the figures of others or the declared facts, once per question."""

    engine: "Engine"
    ties: Mapping[str, Tie]
    rows: Mapping[str, Expected]

    def judge(self, row: Expected) -> Verdict:
        tie = self.ties.get(row.id)
        if tie is None:
            return _verdict(row, "waiting", NOTHING, _("aucune correspondance déclarée pour cet identifiant"))
        if tie.waiting is not None:
            return _verdict(
                row, "waiting", NOTHING, _("système %(name)s pas encore construit") % {"name": tie.waiting}
            )
        if tie.not_a_figure is not None:
            return _verdict(row, "not-a-figure", NOTHING, tie.not_a_figure)
        if tie.declared is not None:
            return _declared(row, tie)
        try:
            if (of := tie.indicator or tie.first_year or tie.rank) and of not in self.engine.indicators:
                return _verdict(
                    row, "waiting", NOTHING, _("chiffre réservé : il vous faut le droit figures.protection")
                )
            if tie.rank is not None:
                return self._ranked(row, tie)
            if tie.first_year is not None:
                return self._first_year(row, tie)
            return self._computed(row, tie) if tie.indicator else self._external(row, tie)
        except Problem as problem:
            return _verdict(row, "differs", NOTHING, " ".join(str(problem).split()))

    def _computed(self, row: Expected, tie: Tie) -> Verdict:
        assert tie.indicator
        cell = self.engine.value(tie.indicator, tie.period or row.span(), tie.where)
        exact = cell.exact
        if exact is None:
            return _verdict(row, "differs", NOTHING, _("la valeur manque : le dénominateur est nul"))
        return _compared(row, exact, tie.indicator)

    def _ranked(self, row: Expected, tie: Tie) -> Verdict:
        """The largest rows of a split, in order: as many as are printed, and those that are printed."""
        assert tie.rank
        cells = self.engine.compute(tie.rank, tie.period or row.span(), [tie.by], tie.where, fold=False)[1:]
        rows = {cell.dims[tie.by]: cell.value or 0 for cell in cells if cell.dims[tie.by] != UNKNOWN}
        first = sorted((code for code in rows if rows[code]), key=lambda code: (-rows[code], code))[: tie.top]
        same = row.number == len(first) and row.items == first
        listed = ", ".join(f"{code} {rows[code]}" for code in first) or NOTHING
        reason = _("les premiers de %(id)s, dans l'ordre : %(items)s") % {"id": tie.rank, "items": listed}
        return _verdict(row, "match" if same else "differs", str(len(first)), reason, Fraction(len(first)))

    def _first_year(self, row: Expected, tie: Tie) -> Verdict:
        """The year of the first record behind an indicator: a programme began when its register says so."""
        assert tie.first_year
        found = self.engine.records(
            tie.first_year, f"../{self.engine.known_on.isoformat()}", tie.where, limit=1
        )
        if not found.rows:
            return _verdict(row, "differs", NOTHING, _("aucune fiche"))
        year = found.rows[0][found.fact.date].year
        return _compared(row, Fraction(year), _("première année de %(id)s") % {"id": tie.first_year})

    def _external(self, row: Expected, tie: Tie) -> Verdict:
        assert tie.external
        span = row.span()
        if isinstance(span, Change):
            raise BadInput(_("une évolution ne se vérifie pas sur une série d'autrui"))
        series = ExternalFigure.objects.filter(series=tie.external, dimension=tie.dimension, replaced_at=None)
        figure = series.filter(period=span.text).first()
        if figure is None:
            name = _(
                "la série %(series)s n'a pas de valeur pour %(period)s : musanada external import FICHIER"
            ) % {
                "series": tie.external,
                "period": span.text,
            }
            return _verdict(row, "waiting", NOTHING, name)
        exact = Fraction(figure.value)
        misread = _misread(row, span, figure, list(series))
        if misread:
            return _verdict(row, "differs", show(exact), misread, exact)
        note = tie.external
        if figure.unit != row.unit and row.unit:
            note += " ; " + _("unité : la source compte %(theirs)s, le texte imprime %(ours)s") % {
                "theirs": figure.unit,
                "ours": row.unit,
            }
        return _compared(row, exact, note)

    def recompute(self, row: Expected, known: Mapping[str, Verdict]) -> Verdict:
        """An implied figure from its formula, or from the items it lists."""
        formula = row.details.get("derived")
        if formula is None:
            return _items(row)
        try:
            exact = compute(formula, lambda code: self._operand(code, known))
        except BadInput as problem:
            return _verdict(row, "differs", NOTHING, str(problem))
        holds = _implied_holds(row, exact)
        reason = ", ".join(
            filter(None, (f"{formula} = {show(exact, row.decimals)}", _origin(formula, known)))
        )
        said, agrees = self._beside(row, exact, known)
        reason = ", ".join(filter(None, (reason, said)))
        status: Status = "match" if holds and agrees else "differs"
        return _verdict(row, status, show(exact, row.decimals), reason, exact)

    def _beside(self, row: Expected, exact: Fraction, known: Mapping[str, Verdict]) -> tuple[str, bool]:
        """What the register says of a figure that follows from others; a sum that falls short of its whole is named."""
        tie = self.ties.get(row.id)
        if tie is not None and tie.whole:
            whole = self._operand(tie.whole, known)
            gap = whole - exact
            words = {"whole": tie.whole, "value": show(whole), "gap": show(gap), "missing": tie.missing}
            said = _("n'est pas %(whole)s (%(value)s) : il manque %(gap)s, %(missing)s") % words
            return (said if gap else ""), True
        if tie is None or not tie.indicator or tie.indicator not in self.engine.indicators:
            return "", True
        cell = self.engine.value(tie.indicator, tie.period or row.span(), tie.where)
        found = cell.exact if cell.exact is not None else Fraction(0)
        words = {"value": show(found), "id": tie.indicator}
        return _("les fiches en disent %(value)s (%(id)s)") % words, found == exact

    def _operand(self, code: str, known: Mapping[str, Verdict]) -> Fraction:
        """The value found where there is one, else the printed one."""
        verdict, row = known.get(code), self.rows.get(code)
        if row is not None and row.implied and row.number is not None:
            return Fraction(row.number)
        if verdict is not None and verdict.exact is not None:
            return verdict.exact
        if row is None or row.number is None:
            raise BadInput(_("La formule nomme %(id)s, qui n'est pas dans le fichier.") % {"id": code})
        return Fraction(row.number)


def _verdict(
    row: Expected, status: Status, found: str, reason: str, exact: Fraction | None = None
) -> Verdict:
    return Verdict(row.id, status, row.value, found, reason, row.implied, exact)


def _compared(row: Expected, exact: Fraction, origin: str) -> Verdict:
    if row.number is None:
        return _verdict(row, "differs", show(exact), _("la valeur attendue n'est pas un nombre"), exact)
    holds, reason = meets(row.number, row.decimals, row.qualifier, exact)
    return _verdict(
        row, "match" if holds else "differs", show(exact, row.decimals), f"{reason} ({origin})", exact
    )


def _declared(row: Expected, tie: Tie) -> Verdict:
    """A date is compared as written; a list by its length and, where the line names its items, by these."""
    if not isinstance(tie.declared, tuple):
        same = str(tie.declared) == row.value
        reason = _("fait déclaré : %(source)s") % {"source": tie.source}
        return _verdict(row, "match" if same else "differs", str(tie.declared), reason)
    count = len(tie.declared)
    strange = set(row.items) ^ set(tie.declared) if row.items else set()
    same = row.number == count and not strange
    reason = _("liste déclarée (%(items)s) : %(source)s") % {
        "items": ", ".join(tie.declared),
        "source": tie.source,
    }
    return _verdict(row, "match" if same else "differs", str(count), reason, Fraction(count))


def _origin(formula: str, known: Mapping[str, Verdict]) -> str:
    """Where the numbers of a formula come from."""
    found = [
        code in known and known[code].exact is not None and not known[code].implied for code in named(formula)
    ]
    if not found:
        return ""
    if all(found):
        return _("à partir des valeurs trouvées")
    return (
        _("à partir des valeurs trouvées, imprimées à défaut")
        if any(found)
        else _("à partir des valeurs imprimées")
    )


def _items(row: Expected) -> Verdict:
    count = Fraction(len(row.items))
    holds = row.number is not None and count == Fraction(row.number)
    reason = _("nombre d'éléments nommés : %(items)s") % {"items": ", ".join(row.items) or NOTHING}
    return _verdict(row, "match" if holds else "differs", show(count), reason, count)


def _implied_holds(row: Expected, exact: Fraction) -> bool:
    if row.number is None:
        return False
    low, dots, high = row.details.get("range", "").partition("..")
    if dots and Fraction(low) <= exact <= Fraction(high):
        return True
    qualifier = "truncated" if row.details.get("bound") == "upper" else "exact"
    return meets(row.number, row.decimals, qualifier, exact)[0]


def _misread(row: Expected, span: Period, figure: ExternalFigure, series: list[ExternalFigure]) -> str:
    """PER.misread: the printed number is the same series' value of another period."""
    if row.number is None or figure.value == row.number:
        return ""
    for other in series:
        if other.value == row.number and other.period != figure.period:
            return _("%(value)s est la valeur de %(other)s, imprimée pour %(period)s, dont la valeur est %(right)s (%(series)s)") % {
                "value": row.value,
                "other": other.period,
                "period": span.text,
                "right": show(Fraction(figure.value)),
                "series": figure.series,
            }  # fmt: skip
    return ""
