"""What files show of a criterion: read in bulk, judged in memory, nothing written. And what was recorded of a file.

The callers have asked who may see the files.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from musanada.cases.models import Piece, PieceType
from musanada.cases.queries.pieces import GIVEN
from musanada.regularisation.criteria.judging import OUTCOMES, Evaluated, evaluate, judge, outcome_of
from musanada.regularisation.criteria.shown import Evidence, Parent, Shown, Truth
from musanada.regularisation.criteria.vocabulary import FACTS
from musanada.regularisation.criteria.wording import Said, explained
from musanada.regularisation.models import Application, Claim, CriterionVersion, Decision, Evaluation, Result

CHUNK = 5_000
OF_PARENT = frozenset({"parent_meets", "parent_favourable", "parent_sex"})
OWN = frozenset(FACTS) - OF_PARENT
TRUTHS = {outcome: truth for truth, outcome in OUTCOMES.items()}
COLUMNS = (
    "pk",
    "case_id",
    "case__principal_id",
    "lodged_on",
    "case__opened_on",
    "spouse",
    "together_on",
    "silent",
    "schooling",
    "unaccompanied",
    "case__person__sex",
    "case__person__birth_date",
    "case__person__birth_precision",
)


def reference_day(application: Application) -> date:
    """The day of the deposit; before it, the day the file was opened."""
    day: date = application.lodged_on or application.case.opened_on
    return day


def evaluate_many(
    applications: Iterable[Application], version: CriterionVersion, on: date | None = None
) -> Iterator[tuple[Application, Evaluated]]:
    """Every file under one version, on ``on`` or on its own day of deposit: a handful of questions for thousands."""
    conditions = list(version.conditions.all())
    facts = frozenset(one.fact for one in conditions)
    files = iter(applications)
    while some := list(islice(files, CHUNK)):
        shown = shown_for([one.pk for one in some], on, facts)
        for one in some:
            yield one, judge(shown[one.pk], conditions, version.gap_days)


def shown_for(
    keys: Collection[UUID], on: date | None = None, facts: Collection[str] = OWN | OF_PARENT
) -> dict[UUID, Shown]:
    """What these files hold, as far as ``facts`` need it: applications by key."""
    rows = Application.objects.filter(pk__in=list(keys)).order_by()
    silent = ExpressionWrapper(Q(occupation=""), output_field=BooleanField())
    found = list(rows.annotate(silent=silent).values_list(*COLUMNS))
    cases = [row[1] for row in found]
    useful = {what for one in facts if one in FACTS for what in FACTS[one].pieces}
    pieces = pieces_of(cases, useful) if useful else {}
    principals = {row[2] for row in found if row[2]}
    parents = parents_for(principals, on) if principals and OF_PARENT & set(facts) else {}
    return {
        row[0]: Shown(
            day=on or row[3] or row[4],
            pieces=tuple(pieces.get(row[1], ())),
            spouse=row[5],
            together_on=row[6],
            occupation=not row[7],
            schooling=row[8],
            unaccompanied=row[9],
            sex=row[10],
            birth_date=row[11],
            birth_precision=row[12],
            parent=parents.get(row[2]),
        )
        for row in found
    }


def pieces_of(cases: Collection[UUID], useful: Collection[str]) -> dict[UUID, list[Evidence]]:
    """The pieces received that show something ``useful``."""
    rows = Piece.objects.filter(case_id__in=list(cases), state__in=GIVEN, type__shows__in=useful).order_by()
    found: dict[UUID, list[Evidence]] = {}
    for case, kind, shows, first, last, state in rows.values_list(
        "case_id", "type_id", "type__shows", "from_on", "to_on", "state"
    ):
        piece = Evidence(kind, shows, first, last, state == Piece.State.VERIFIED)
        found.setdefault(case, []).append(piece)
    return found


def parents_for(cases: Collection[UUID], on: date | None) -> dict[UUID, Parent]:
    """Principals' files by case: what was decided, else what their pieces show of what they claim."""
    rows = Application.objects.filter(case_id__in=list(cases)).order_by()
    files = list(rows.values_list("pk", "case_id", "operation_id", "case__person__sex"))
    keys = [row[0] for row in files]
    decided, claimed = standing(keys), claims_of(keys)
    book = versions_of({row[2] for row in files})
    shown = shown_for(keys, on, OWN)
    return {
        case: Parent(sex, *of_parent(shown[key], claimed.get(key, []), decided.get(key), book))
        for key, case, _operation, sex in files
    }


Book = Mapping[UUID, list[CriterionVersion]]


def of_parent(
    shown: Shown, claimed: Sequence[tuple[UUID, str]], decision: tuple[str, str] | None, book: Book
) -> tuple[bool | None, dict[str, Truth]]:
    """Whether the decision that stands is favourable, and the categories it met or may meet."""
    result, retained = decision or ("", "")
    if result == Result.UNFAVOURABLE:
        return False, {code: Truth.NO for _key, code in claimed}
    favourable = True if result == Result.FAVOURABLE else None
    if favourable and not retained:
        return True, {code: Truth.YES for _key, code in claimed}
    meets: dict[str, Truth] = {}
    for criterion, code in claimed:
        holding = [one for one in book.get(criterion, ()) if holds_on(one, shown.day)]
        outcome = evaluate(shown, holding[-1]).outcome if holding else ""
        meets[code] = TRUTHS.get(outcome, Truth.UNKNOWN)
    return favourable, meets | ({retained: Truth.YES} if retained else {})


def holds_on(version: CriterionVersion, day: date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or version.valid_to > day)


def versions_of(operations: Collection[UUID]) -> Book:
    """Versions of first instance by criterion, the earliest first, conditions read."""
    rows = CriterionVersion.objects.filter(
        criterion__operation__in=operations, stage=CriterionVersion.Stage.FIRST
    )
    found: dict[UUID, list[CriterionVersion]] = {}
    for one in rows.order_by("valid_from").prefetch_related("conditions"):
        found.setdefault(one.criterion_id, []).append(one)
    return found


def claims_of(keys: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    rows = Claim.objects.filter(application__in=list(keys), withdrawn_on=None).order_by("criterion__order")
    for key, criterion, code in rows.values_list("application_id", "criterion_id", "criterion__code"):
        found.setdefault(key, []).append((criterion, code))
    return found


def standing(keys: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """The decision that stands of each file, with the code it retained: the last one that is not voided."""
    rows = Decision.objects.filter(application__in=list(keys), voided_at=None)
    rows = rows.exclude(result=Result.ADJOURNED).order_by("on", "recorded_at")
    found = rows.values_list("application_id", "result", "retained__criterion__code")
    return {key: (result, code or "") for key, result, code in found}


@dataclass(frozen=True)
class Row:
    """One criterion of a file for a page: the last examination of it, or that there was none."""

    code: str
    name: str
    outcome: str
    label: Any
    firm: bool
    claimed: bool
    said: Sequence[Said] = ()
    version: CriterionVersion | None = None
    on: date | None = None
    at: Any = None
    earlier: int = 0

    @property
    def kind(self) -> str:
        """The shape beside the word."""
        return {"met": "done", "not_met": "blocked", "not_shown": "wait"}.get(self.outcome, "next")

    @property
    def ways(self) -> list[list[Said]]:
        """Sentences by alternative: one way is enough."""
        groups: dict[int, list[Said]] = {}
        for one in self.said:
            groups.setdefault(one.alternative, []).append(one)
        return [groups[number] for number in sorted(groups)]


def shown_evaluations(application: Application) -> list[Row]:
    """Every criterion claimed or examined, with its last evaluation. The caller has asked who may see the file."""
    rows = Evaluation.objects.filter(application=application).order_by("-at", "-id")
    by_criterion: dict[UUID, list[Evaluation]] = {}
    for one in rows.select_related("version__criterion"):
        by_criterion.setdefault(one.version.criterion_id, []).append(one)
    claims = application.claims.filter(withdrawn_on=None).select_related("criterion")
    claimed = {one.criterion_id: one.criterion for one in claims}
    names = {one.pk: str(one) for one in PieceType.objects.all()} if by_criterion else {}
    found = [row_of(some, key in claimed, names) for key, some in by_criterion.items()]
    examined = set(by_criterion)
    label = Evaluation.Outcome.NOT_EXAMINED.label
    found += [
        Row(one.code, str(one), Evaluation.Outcome.NOT_EXAMINED, label, True, True)
        for key, one in claimed.items()
        if key not in examined
    ]
    return sorted(found, key=lambda row: (not row.claimed, row.code))


def row_of(some: Sequence[Evaluation], claimed: bool, names: Mapping[str, str]) -> Row:
    last = some[0]
    criterion = last.version.criterion
    return Row(
        criterion.code,
        str(criterion),
        last.outcome,
        last.get_outcome_display(),
        last.outcome == outcome_of(last.findings, "firm"),
        claimed,
        explained(last.findings, names),
        last.version,
        last.on,
        last.at,
        len(some) - 1,
    )
