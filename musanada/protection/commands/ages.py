"""What is said and found about a child's age, which of it the register goes by, and the clocks that hang on the birth date.

An assessment is made in serious doubt only, with the child's agreement; where its margin holds both, the child is taken
for a child. A refusal to be examined proves nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.commands.editing import correct
from musanada.protection.commands import clocks
from musanada.protection.commands.checks import insist_open, one_of, words
from musanada.protection.drafts import Order, age_at, birthday, day_problem, weighed, years_before
from musanada.protection.models import AgeRecord, Child, Clock, Known, ProtectionFile, TransitionItem
from musanada.protection.queries.children import applied_age, first_separation, person_of
from musanada.protection.rules import value

WORK = "protection.work"
OLDEST = 30  # above this the row is a slip of the pen
ASSESSED = (AgeRecord.Method.INTERVIEW, AgeRecord.Method.MEDICAL)


@dataclass(frozen=True)
class AgeDraft:
    """A date of birth (``birth``), or an age between ``low`` and ``high`` on the day ``on``."""

    method: str
    on: date
    birth: PartialDate | None = None
    low: int | None = None
    high: int | None = None
    who: str = ""
    why: str = ""
    agreed: str = Known.NOT_ASKED

    @property
    def dated(self) -> bool:
        return self.birth is not None and self.birth.date is not None


@command(WORK)
def record_age(
    actor: User, file: ProtectionFile, /, *, draft: AgeDraft, apply: bool = False, pk: UUID | None = None
) -> AgeRecord:
    """A statement about the age; ``apply``: the register goes by it from now on. Raises: Refused, BadInput."""
    if pk is not None and (known := AgeRecord.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    check(draft)
    adult = value("adult_age", draft.on)
    doubt = draft.low is not None and draft.high is not None and draft.low < adult <= draft.high
    made = AgeRecord.objects.create(
        id=pk or new_id(),
        file=file,
        method=draft.method,
        on=draft.on,
        who=draft.who.strip(),
        birth_date=draft.birth.date if draft.birth else None,
        low=draft.low,
        high=draft.high,
        doubt=doubt,
        why=draft.why.strip(),
        agreed=draft.agreed,
        by=actor,
    )
    if apply:
        take(actor, file, made, draft.birth)
    return made


def check(draft: AgeDraft) -> None:
    one_of("method", draft.method, AgeRecord.Method.values)
    one_of("agreed", draft.agreed, Known.values)
    if problem := day_problem(draft.on):
        raise bad("on", problem)
    if draft.dated == (draft.low is not None or draft.high is not None):
        raise bad(
            "birth",
            _("Écrivez une date de naissance, ou un âge entre deux nombres : l'un des deux, pas les deux."),
        )
    if draft.dated and draft.birth and draft.birth.date and draft.birth.date > draft.on:
        raise bad(
            "birth",
            _("Cette date de naissance est après le jour où elle fut dite : corrigez l'une des deux."),
        )
    if not draft.dated:
        check_margin(draft.low, draft.high)
    if draft.method in ASSESSED:
        check_assessment(draft)


def check_margin(low: int | None, high: int | None) -> None:
    if low is None or high is None:
        field = "low" if low is None else "high"
        raise bad(field, _("Donnez les deux bornes : l'âge au moins et l'âge au plus."))
    if low > high:
        raise bad("high", _("L'âge au plus est inférieur à l'âge au moins : corrigez les bornes."))
    if high > OLDEST:
        raise bad("high", _("Cet âge est trop grand pour le dossier d'un enfant : vérifiez-le."))


def check_assessment(draft: AgeDraft) -> None:
    """In serious doubt only, by someone who is named, and never against the child's will."""
    words("why", draft.why, least=20)
    if not draft.who.strip():
        raise bad("who", _("Dites quels professionnels ont évalué l'âge."))
    if draft.method == AgeRecord.Method.MEDICAL and draft.agreed != Known.YES:
        raise bad(
            "agreed",
            _(
                "Un examen médical de l'âge ne se fait pas sans l'accord de l'enfant, et son refus ne prouve rien : "
                "gardez l'âge qu'il dit."
            ),
        )


@command(WORK)
def apply_age(actor: User, file: ProtectionFile, /, *, record: AgeRecord) -> AgeRecord:
    """From now on the register goes by this statement. Raises: Refused, BadInput."""
    insist_open(file)
    if record.file_id != file.pk:
        raise Refused(_("Cet âge est celui d'un autre dossier : rechargez la page."))
    take(actor, file, record)
    return record


def take(actor: User, file: ProtectionFile, record: AgeRecord, said: PartialDate | None = None) -> None:
    """The person's birth date follows through the register's own command, the clocks with it."""
    before = person_of(file)
    birth, doubt = birth_by(record, before.born, said)
    order = Order(birth.date, first_separation(file), file.identified_on, file.case.closed_on)
    if wrong := order.problem():
        raise bad("birth", wrong[1])
    correct(actor, before, birth=birth)
    file.case.person.refresh_from_db()
    AgeRecord.objects.filter(file=file, applied=True).exclude(pk=record.pk).update(applied=False)
    AgeRecord.objects.filter(pk=record.pk).update(applied=True, doubt=doubt)
    record.applied, record.doubt = True, doubt
    critical, under = is_critical(person_of(file).born, file.identified_on)
    if critical:  # learnt later, true on that day: the mark is set, and never taken off
        Child.objects.filter(file=file, critical=False).update(critical=True, critical_under=under)
    follow_age(file)


def birth_by(record: AgeRecord, before: PartialDate, said: PartialDate | None) -> tuple[PartialDate, bool]:
    """The birth date that a statement leads to. ``said``: with its precision, on the day it is written."""
    if record.birth_date is not None:
        if said is None:
            said = PartialDate(record.birth_date, precision_of(record, before))
        return said, False
    if record.low is None or record.high is None:
        raise Refused(_("Cette ligne ne dit pas d'âge : écrivez-en une autre."))
    if record.method not in ASSESSED and record.low == record.high:
        return years_before(record.on, record.low), False
    return weighed(record.low, record.high, record.on, before, value("adult_age", record.on))


def precision_of(record: AgeRecord, before: PartialDate) -> BirthPrecision:
    """A row keeps the day alone: how well it was known stays as the register has it for that very day."""
    if before.date == record.birth_date:
        return before.precision
    if record.low is not None:
        return BirthPrecision.ESTIMATED
    first = record.birth_date is not None and (record.birth_date.month, record.birth_date.day) == (1, 1)
    return BirthPrecision.YEAR if first else BirthPrecision.DAY


@dataclass(frozen=True)
class Outcome:
    """What retaining a statement would mean."""

    birth: PartialDate
    age: int | None
    adult: bool
    doubt: bool


def outcome(file: ProtectionFile, record: AgeRecord) -> Outcome:
    """Said before it is done. Writes nothing."""
    birth, doubt = birth_by(record, person_of(file).born, None)
    age = age_at(birth, timezone.localdate())
    return Outcome(birth, age, age is not None and age >= value("adult_age"), doubt)


# What hangs on the birth date


def follow_age(file: ProtectionFile) -> None:
    """The clocks of 17 and 18, and back to a child's regime where the doubt says so. Nothing is deleted."""
    born = person_of(file).born
    adult_on = birthday(born, value("adult_age"))
    grown = birthday(born, value("transition_age"))
    if TransitionItem.objects.filter(file=file).exists():  # begun: ready by the birthday
        grown = adult_on
    elif grown is not None:  # identified after 17: nobody was late before anybody knew
        within = timedelta(days=value("transition_within", file.identified_on))
        grown = max(grown, min(file.identified_on + within, adult_on or grown))
    kinds = ((Clock.Kind.TRANSITION, grown), (Clock.Kind.EIGHTEEN, adult_on))
    adult = Child.objects.filter(file=file, regime=Child.Regime.ADULT)
    if adult_on is not None and adult_on > timezone.localdate():
        adult.update(regime=Child.Regime.CHILD, eighteen_on=None)
    elif adult.exists():
        return
    for kind, day in kinds:
        if day is None:
            clocks.drop(file, kind)
        else:
            clocks.start(file, kind, day)


def start_clocks(file: ProtectionFile, status: str) -> None:
    """At the opening: an assessment, a representative for who is alone, the days of 17 and 18.

    The level of risk is not assessed yet: an immediate danger counts as a high one until it is.
    """
    level = file.risk or ("high" if file.danger == Known.YES else "low")
    on = file.identified_on
    clocks.start(file, Clock.Kind.BIA, on + timedelta(days=value(f"bia_{level}", on)), on=on)
    if status != Child.Status.OTHER:
        due = on + timedelta(days=value("guardian_within", on))
        clocks.start(file, Clock.Kind.GUARDIAN, due, on=on)
    follow_age(file)


def is_critical(birth: PartialDate, day: date) -> tuple[bool, int]:
    """Under the threshold on that day, by the rule then in force, and the threshold."""
    under = value("critical_under", day)
    age = age_at(birth, day)
    return age is not None and age < under, under


def claim(actor: User, file: ProtectionFile, birth: PartialDate) -> AgeRecord | None:
    """The age as said at the first interview: what the register goes by until something better is known."""
    if birth.date is None or applied_age(file) is not None:
        return None
    age: int | None = None
    if birth.precision == BirthPrecision.ESTIMATED:
        age = file.identified_on.year - birth.date.year
    return AgeRecord.objects.create(
        file=file,
        method=AgeRecord.Method.CLAIMED,
        on=file.identified_on,
        birth_date=birth.date,
        low=age,
        high=age,
        applied=True,
        by=actor,
    )


say(
    {
        "protection.record_age": _("Âge noté"),
        "protection.apply_age": _("Âge retenu"),
    },
    kinds={"protection.agerecord": _("Âge d'un enfant")},
)
