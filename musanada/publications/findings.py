"""What the checks of a build say, in lines of one shape; which of them somebody answers for; the report of checks.

Level *error* keeps a revision from being approved. A waiver names one finding (its code and what it is about), gives a
reason, and is printed with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musanada.kit.errors import Problem
from musanada.kit.periods import Period, read_span
from musanada.publications.cells import FigureCell
from musanada.publications.disclosure import Protected
from musanada.publications.narrative import lint
from musanada.publications.narrative.document import Cited, Document
from musanada.publications.wanted import Source

NAMED = 5  # figures named in one line
NEVER_WAIVED = ("DISC.breach", "SUM.parts")  # hidden people; numbers that cannot both be true
CLOSED = ("DISC.", "SUM.", "DEF.")  # worked out of true numbers


@dataclass(frozen=True)
class Line:
    """``about``: the words, figure or table it speaks of; with ``code`` it says which finding a waiver means."""

    code: str
    level: str  # error, check
    message: str
    about: str = ""
    lang: str = ""
    line: int = 0
    waived: str = ""  # the reason

    @property
    def blocks(self) -> bool:
        return self.level == "error" and not self.waived

    @property
    def waivable(self) -> bool:
        return not self.code.startswith(NEVER_WAIVED)

    @property
    def plain(self) -> "Line":
        """Without what the check knows of numbers that are not shown."""
        message = plain_words(self.code)
        return replace(self, message=message) if message else self

    @property
    def public(self) -> "Line":
        """As it leaves the house: neither those numbers nor which figure they belong to."""
        return replace(self.plain, about="") if self.code.startswith(CLOSED) else self


def plain_words(code: str) -> str:
    """A finding that is worked out of true numbers, by its code alone; nothing for those that read the text."""
    match code:
        case "DISC.breach":
            return _(
                "Un nombre masqué se retrouve : masquez-en un de plus ou choisissez un tableau moins fin."
            )
        case "DISC.sentence":
            return _("Une phrase parle d'un nombre masqué : il s'imprime « masqué ».")
        case "DISC.known":
            return _("Une publication d'avant montre un nombre masqué ici.")
        case "DISC.coarser":
            return _("Un tableau moins fin montrerait plus de nombres.")
        case "DISC.unsure":
            return _("Les nombres contredisent une relation entre chiffres.")
        case "SUM.parts" | "DEF.check":
            return _("Un contrôle que la définition déclare ne tient pas.")
        case "CITE.unanswered":
            return _("Une citation ne trouve pas de chiffre.")
    return ""


@dataclass(frozen=True)
class WaiverLine:
    """A waiver in force. ``by`` is the account's id: the name stands on the office's page alone."""

    code: str
    about: str
    reason: str
    by: str


def of_text(text: str, lang: str, period: str, source: Source) -> list[Line]:
    """The linter's findings, with the line of the text."""
    return [
        Line(
            code=found.code,
            level=found.level,
            message=found.message,
            about=" ".join(text[found.start : found.end].split())[:300],
            lang=lang,
            line=text.count("\n", 0, found.start) + 1,
        )
        for found in lint(text, lang, period, source)
    ]


def of_disclosure(kept: Protected) -> list[Line]:
    """What can be worked out all the same; sentences that speak of a hidden number; tables that became empty."""
    lines = [Line("DISC.breach", "error", str(one.words), about=one.key) for one in kept.breaches]
    lines += [
        Line(
            "DISC.sentence",
            "check",
            _("« %(source)s » parle d'un nombre masqué : il s'imprime « masqué ».") % {"source": one.words},
            about=one.words[:300],
        )
        for one in kept.withheld
    ]
    lines += [Line("DISC.known", "check", str(one.words), about=one.key) for one in kept.known]
    lines += [
        Line("DISC.coarser", "check", f"{one.table} : {one.words}", about=one.table[:300])
        for one in kept.proposals
    ]
    lines += [
        Line(
            "DISC.unsure",
            "check",
            _("Les nombres contredisent une relation entre chiffres : %(what)s.") % {"what": one},
            about=one[:300],
        )
        for one in kept.unsure
    ]
    return list(dict.fromkeys(lines))


def of_definitions(engine: Any, cells: Mapping[str, FigureCell]) -> list[Line]:
    """The checks each cited definition declares about itself, for each cited period."""
    asked = sorted(
        {(cell.figure, cell.period) for cell in cells.values() if cell.figure in engine.indicators}
    )
    lines = []
    for figure, period in asked:
        if isinstance(read_span(period), Period) and engine.indicators[figure].checks:
            lines += checked(engine, figure, period)
    return lines


def checked(engine: Any, figure: str, period: str) -> list[Line]:
    about = f"{figure}@{period}"
    try:
        failed = [text for text, holds in engine.check(figure, period) if not holds]
    except Problem as problem:
        return [Line("SUM.parts", "error", str(problem), about=about)]
    return [
        Line(
            "DEF.check",
            "error",
            _("Le contrôle « %(check)s » de « %(figure)s » ne tient pas pour %(period)s.")
            % {"check": text, "figure": figure, "period": period},
            about=about,
        )
        for text in failed
    ]


def of_documents(documents: Mapping[str, Document]) -> list[Line]:
    """One text says the same in every language: figures cited in one and not in another are worth a look."""
    cited = {lang: set(document.marks) for lang, document in documents.items()}
    every: set[str] = set().union(*cited.values())
    lines = []
    for lang in sorted(cited):
        if absent := sorted(every - cited[lang]):
            shown = ", ".join(absent[:NAMED]) + (" …" if len(absent) > NAMED else "")
            message = ngettext(
                "%(count)s chiffre d'une autre langue n'est pas cité ici : %(keys)s",
                "%(count)s chiffres d'une autre langue ne sont pas cités ici : %(keys)s",
                len(absent),
            ) % {"count": len(absent), "keys": shown}
            lines.append(Line("LANG.missing", "check", message, lang=lang))
    return lines


def waived(lines: Iterable[Line], waivers: Sequence[WaiverLine]) -> list[Line]:
    """Errors first. What can be worked out of a hidden number is never waived, nor parts that are no sum."""
    reasons = {(one.code, one.about): one.reason for one in waivers if not one.code.startswith(NEVER_WAIVED)}
    told = [replace(line, waived=reasons.get((line.code, line.about), "")) for line in lines]
    return sorted(told, key=lambda line: (not line.blocks, line.code, line.lang, line.line, line.about))


def report(lines: Sequence[Line]) -> dict[str, Any]:
    """Every finding, its level, and the reason where somebody answers for it. Whole in the restricted part;
    ``checks.json``, which everybody reads, is that of ``public`` lines."""
    return {
        "errors": sum(line.blocks for line in lines),
        "warnings": sum(not line.blocks and not line.waived for line in lines),
        "waived": sum(bool(line.waived) for line in lines),
        "codes": dict(sorted(Counter(line.code for line in lines).items())),
        "findings": [vars(line) for line in lines],
    }


def lines_of(checks: Mapping[str, Any]) -> list[Line]:
    return [Line(**one) for one in checks["findings"]]


def lock_of(document: Document) -> list[dict[str, Any]]:
    """Every citation: as written, the cells it stands on, and what was printed."""
    return [
        {"citation": one.source, "keys": list(one.keys), "printed": one.text, "mark": one.mark}
        for one in citations(document)
    ]


def citations(part: Any) -> Iterable[Cited]:
    """In the order of the text, wherever they stand."""
    if isinstance(part, Cited):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from citations(one)
    elif hasattr(part, "__dataclass_fields__") and not isinstance(part, FigureCell):
        for name in part.__dataclass_fields__:
            yield from citations(getattr(part, name))
