"""Files of a past operation by the thousand: an import, the demonstration country. All of them or none.

The dates are the past's own. A file already loaded under its number is passed over, so the same list twice is once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.commands.clocks import follow_many
from musanada.cases.models import Case
from musanada.kit.errors import BadInput, Sentence
from musanada.people.commands.persons import known_on
from musanada.people.models import Person
from musanada.reference.models import Place
from musanada.regularisation.commands.past_rows import Loading, version_on, write
from musanada.regularisation.models import (
    Application,
    CriterionVersion,
    Operation,
    OperationOffice,
    Relief,
    Stage,
)
from musanada.regularisation.past import PastFile, PastRelief
from musanada.regularisation.references import free_references

CHUNK = 500
LOAD = "regularisation.load"


@command(LOAD)
def load_past(
    actor: User, operation: Operation, files: Iterable[PastFile], *, batch: UUID | None = None
) -> int:
    """Keep the files of a past operation with their dates. Returns how many are new.

    Hand over some hundreds at a time, in the order of their keys: on SQLite the cost of a load grows faster than
    its length (``past_rows.write``).

    Raises: BadInput naming the first row that makes no sense; nothing is kept then.
    """
    listed = list(files)
    loading = prepare(actor, operation, listed, batch)
    known = already(operation, [one.old_number for one in listed])
    fresh = [one for one in listed if one.old_number not in known]
    write(loading, with_references(fresh))
    start_clocks([one for one in fresh if not one.decisions and not one.ended])
    return len(fresh)


def prepare(actor: User, operation: Operation, files: Sequence[PastFile], batch: UUID | None) -> Loading:
    """Check every row, then gather what the rows name by code."""
    criteria = dict(operation.criteria.values_list("code", "pk"))
    loading = Loading(actor, operation, batch, criteria, versions(operation), reliefs(operation))
    check = Checking(loading, files)
    for number, one in enumerate(files, start=1):
        wrong = next(iter(one.problems()), None) or check.problem(one)
        if wrong:
            raise BadInput(
                _("Ligne %(line)s : %(problem)s") % {"line": number, "problem": wrong}, code="past"
            )
    return loading


class Checking:
    """What a row must agree with outside itself: the operation, its offices, the register."""

    def __init__(self, loading: Loading, files: Sequence[PastFile]) -> None:
        self.operation = operation = loading.operation
        self.criteria = loading.criteria
        self.reliefs = loading.reliefs
        self.offices = set(
            OperationOffice.objects.filter(operation=operation).values_list("unit_id", flat=True)
        )
        self.places = existing(Place, {one.place for one in files})
        self.persons = persons_of(operation.unit, [one.person for one in files])
        self.numbers = Counter(one.old_number for one in files)

    def problem(self, one: PastFile) -> Sentence | None:
        if self.numbers[one.old_number] > 1:
            return _("Ce numéro de dossier figure deux fois dans la liste.")
        if not self.operation.takes_files_on(one.lodged_on):
            return _("Le dépôt est hors de la période de l'opération.")
        if one.office not in self.offices:
            return _("Ce bureau ne prend pas de dossier dans cette opération.")
        if one.place not in self.places:
            return _("Le ressort du bureau n'est pas connu.")
        if one.person not in self.persons:
            return _("La personne n'est pas au registre de ce côté : enregistrez-la d'abord.")
        return self.named(one)

    def named(self, one: PastFile) -> Sentence | None:
        """Codes and keys that name rows of the operation."""
        codes = [*one.claims, *(d.retained for d in one.decisions if d.retained)]
        if unknown := [code for code in codes if code not in self.criteria]:
            return _("L'opération n'a pas de catégorie « %(code)s ».") % {"code": unknown[0]}
        if any(d.relief and d.relief not in self.reliefs for d in one.decisions):
            return _("L'opération n'a pas cette décision d'assouplissement.")
        if one.appeal and not self.operation.appeals_unit_id:
            return _("Cette opération n'a pas de commission de recours : indiquez-la dans l'opération.")
        return None


def versions(operation: Operation) -> dict[tuple[str, str], list[CriterionVersion]]:
    """``(criterion, stage)`` → its versions, the first valid first."""
    found: dict[tuple[str, str], list[CriterionVersion]] = {}
    rows = CriterionVersion.objects.filter(criterion__operation=operation).select_related("criterion")
    for one in rows.order_by("valid_from", "number"):
        found.setdefault((one.criterion.code, one.stage), []).append(one)
    return found


def reliefs(operation: Operation) -> dict[UUID, Relief]:
    return {one.pk: one for one in Relief.objects.filter(operation=operation, state=Relief.State.DECIDED)}


def persons_of(unit: Unit, persons: Sequence[UUID]) -> set[UUID]:
    """Of these people, those of the register whom the unit's side knows by itself, and whom nothing hides."""
    ours = known_on(unit.side, persons, themselves=True)
    return existing(Person, ours, voided_at=None, protected=False)


def existing(model: Any, keys: Iterable[UUID], **where: Any) -> set[UUID]:
    wanted, found = list(keys), set[UUID]()
    for start in range(0, len(wanted), CHUNK):
        rows = model.objects.filter(pk__in=wanted[start : start + CHUNK], **where)
        found.update(rows.values_list("pk", flat=True))
    return found


def already(operation: Operation, numbers: Sequence[str]) -> set[str]:
    """Numbers of files that were loaded before."""
    found: set[str] = set()
    for start in range(0, len(numbers), CHUNK):
        rows = Application.objects.filter(operation=operation, old_number__in=numbers[start : start + CHUNK])
        found.update(rows.values_list("old_number", flat=True))
    return found


def with_references(files: Sequence[PastFile]) -> list[tuple[PastFile, str]]:
    """Each file with its number in this system; the unique constraint has the last word."""
    given = {one.reference for one in files if one.reference}
    drawn = iter(free_references(Case, sum(not one.reference for one in files), given))
    return [(one, one.reference or next(drawn)) for one in files]


def start_clocks(waiting: Sequence[PastFile]) -> None:
    """Files that still wait for an opinion: their legal time runs since the deposit."""
    cases = Case.objects.in_bulk([one.id for one in waiting])
    moved = []
    for one in waiting:
        case = cases[one.id]
        case.state = "lodged"  # what the rule starts from; the file itself is complete
        moved.append((case, "", one.lodged_on))
    follow_many(moved)


@command(LOAD)
def load_reliefs(actor: User, operation: Operation, *, decided: Sequence[PastRelief]) -> list[Relief]:
    """Collective decisions of the past, before the files they relieved. Raises: BadInput for an unknown criterion."""
    known = versions(operation)
    made = []
    for one in decided:
        version = version_on(known.get((one.criterion, Stage.RELIEF), []), one.decided_on)
        if version is None or operation.appeals_unit is None:
            raise BadInput(
                _("Le critère « %(code)s » n'a pas de version assouplie ce jour-là.")
                % {"code": one.criterion}
            )
        made.append(
            Relief(
                id=one.id,
                operation=operation,
                unit=operation.appeals_unit,
                version=version,
                name_fr=one.name_fr,
                name_ar=one.name_ar,
                state=Relief.State.DECIDED,
                examined=one.examined,
                prepared_at=one.recorded_at,
                prepared_by=actor,
                decided_on=one.decided_on,
            )
        )
    fresh = [one for one in made if not Relief.objects.filter(pk=one.pk).exists()]
    Relief.objects.bulk_create(fresh)
    return made


say(
    {
        "regularisation.load_past": _("A repris des dossiers d'une opération passée"),
        "regularisation.load_reliefs": _("A repris des décisions d'assouplissement passées"),
    }
)
