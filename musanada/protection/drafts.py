"""What is said of a child before anything is kept, and the two rules everything asks: days in order, the doubt for the child.

A birth known by its month or its year is taken at the youngest it can be wherever something is decided for one child:
whoever may be a child is one. (``kit.ages`` takes the middle, which is for figures only.)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.cases.queries.clearances import latest_birth
from musanada.kit.ages import age_on
from musanada.kit.choices import Answer, BirthPrecision, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.formats import format_date
from musanada.kit.ids import new_id
from musanada.people.drafts import NOT_ASKED
from musanada.protection.models import Child, Known, ProtectionFile
from musanada.reference.codes import ServiceFamily

EARLIEST = date(2004, 1, 1)
# On what a child's file may stand; consent is an adult's.
BASES = (
    ProtectionFile.Basis.ASSENT,
    ProtectionFile.Basis.ASSENT_ALONE,
    ProtectionFile.Basis.VITAL,
)
NEEDS = (
    ServiceFamily.HEALTH,
    ServiceFamily.SHELTER,
    ServiceFamily.FOOD,
    ServiceFamily.PROTECTION,
    ServiceFamily.MHPSS,
    ServiceFamily.LEGAL,
    ServiceFamily.NFI,
    ServiceFamily.TRACING,
)


def coded(codes: Any) -> str:
    """Codes as a column keeps them: ",health,shelter,"."""
    listed = [code for code in ServiceFamily.values if code in set(codes)]
    return f",{','.join(listed)}," if listed else ""


def codes_of(text: str) -> list[str]:
    return [code for code in text.split(",") if code]


def needs_words(text: str) -> list[Sentence]:
    labels = dict(ServiceFamily.choices)
    return [labels.get(code, code) for code in codes_of(text)]


def shown(day: date) -> str:
    return format_date(day, get_language() or "fr", short=True)


# The age


def youngest(birth: PartialDate) -> date | None:
    """The latest day on which they can be born."""
    return latest_birth(birth.date, birth.precision) if birth.date else None


def age_at(birth: PartialDate, day: date) -> int | None:
    """The age on that day as it counts for this child: the youngest it can be; nothing before the birth."""
    born = youngest(birth)
    if born is None:
        return None
    return max(0, age_on(born, BirthPrecision.DAY, day) or 0)


def birthday(birth: PartialDate, years: int) -> date | None:
    """The day on which they are so many years old for certain. Of the 29th of February: the 1st of March."""
    born = youngest(birth)
    if born is None:
        return None
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def years_before(day: date, years: int) -> PartialDate:
    """An age estimated that day, as the register keeps one."""
    return PartialDate(date(day.year - years, 1, 1), BirthPrecision.ESTIMATED)


def weighed(low: int, high: int, on: date, before: PartialDate, adult: int) -> tuple[PartialDate, bool]:
    """What an assessment of ``low`` to ``high`` years means for the register, and whether the doubt decided.

    An age taken before that lies within the margin stays, unless it makes an adult of who may be a child; else the
    youngest of the margin counts.
    """
    doubt = low < adult <= high
    held = age_at(before, on)
    if held is not None and low <= held <= high and not (doubt and held >= adult):
        return before, doubt
    return years_before(on, low), doubt


# Days in order


def day_problem(day: date | None, *, since: date = EARLIEST) -> Sentence | None:
    """Why a day on which something happened cannot be that day."""
    if day is None:
        return _("Donnez le jour.")
    if day > timezone.localdate():
        return _("Cette date est dans l'avenir : un fait s'enregistre quand il a eu lieu.")
    if day < since:
        return _("Cette date est trop ancienne : vérifiez l'année.")
    return None


@dataclass(frozen=True)
class Order:
    """Birth, separation, identification, closure: the days of one file, where they are known."""

    birth: date | None = None
    separation: date | None = None
    identified: date | None = None
    closed: date | None = None

    def problem(self) -> tuple[str, Sentence] | None:
        """The first pair out of order: the later day's field, and the sentence. Days may be equal."""
        for (first, before), (second, after) in self.pairs():
            if before and after and before > after:
                return second, WRONG_ORDER[first, second] % {"first": shown(before), "second": shown(after)}
        return None

    def pairs(self) -> Iterator[tuple[tuple[str, date | None], tuple[str, date | None]]]:
        days = [(name, getattr(self, name)) for name in ("birth", "separation", "identified", "closed")]
        for number, earlier in enumerate(days):
            for later in days[number + 1 :]:
                yield earlier, later


WRONG_ORDER: dict[tuple[str, str], Any] = {
    ("birth", "separation"): _(
        "La séparation (%(second)s) serait avant la naissance (%(first)s) : corrigez l'une des deux dates."
    ),
    ("birth", "identified"): _(
        "L'identification (%(second)s) serait avant la naissance (%(first)s) : corrigez l'une des deux dates."
    ),
    ("birth", "closed"): _(
        "La clôture (%(second)s) serait avant la naissance (%(first)s) : corrigez la date de naissance."
    ),
    ("separation", "identified"): _(
        "L'identification (%(second)s) serait avant la séparation (%(first)s) : un enfant identifié ici est déjà séparé. "
        "Corrigez l'une des deux dates."
    ),
    ("separation", "closed"): _(
        "La clôture (%(second)s) serait avant la séparation (%(first)s) : corrigez la date de séparation."
    ),
    ("identified", "closed"): _(
        "La clôture (%(second)s) serait avant l'identification (%(first)s) : corrigez l'une des deux dates."
    ),
}


# The first save


@dataclass(frozen=True)
class ChildDraft:
    """The twelve answers with which a file begins. ``id``: the same twice is one file."""

    name: str
    status: str
    identified_on: date
    source: str
    basis: str
    basis_text: str = ""
    sex: str = Sex.NOT_ASKED
    birth: PartialDate = NOT_ASKED
    nationality: str = ""
    nationality_answer: str = ""
    language: str = ""
    town: Any = None
    danger: str = Known.NOT_ASKED
    needs: tuple[str, ...] = ()
    name_ar: str = ""
    id: UUID = field(default_factory=new_id)

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        if not self.name.strip() and not self.name_ar.strip():
            yield "name", _("Écrivez un nom, ou le surnom sous lequel on le connaît.")
        if self.status not in Child.Status.values:
            yield "status", _("Dites si l'enfant est non accompagné, séparé, ou autrement vulnérable.")
        if self.source not in ProtectionFile.Source.values:
            yield "source", _("Dites qui a identifié l'enfant.")
        if self.basis not in BASES:
            yield "basis", _("Dites sur quoi repose le dossier : l'accord de l'enfant, ou l'intérêt vital.")
        if self.danger not in Known.values:
            yield "danger", _("Dites si l'enfant est en danger immédiat.")
        if self.nationality_answer and self.nationality_answer not in Answer.values:
            yield "nationality", _("Choisissez une nationalité, ou la réponse qui dit pourquoi elle manque.")
        if any(code not in ServiceFamily.values for code in self.needs):
            yield "needs", _("Choisissez les besoins dans la liste.")
        if problem := day_problem(self.identified_on):
            yield "identified_on", problem
        elif wrong := Order(birth=self.birth.date, identified=self.identified_on).problem():
            yield "birth", wrong[1]


def insist(draft: ChildDraft) -> None:
    """Raises: BadInput naming the fields."""
    found: dict[str, Sentence] = {}
    for name, sentence in draft.problems():
        found.setdefault(name, sentence)
    if found:
        raise BadInput(next(iter(found.values())), fields=found)
