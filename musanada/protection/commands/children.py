"""The child's file: opened with twelve answers, from a mapped child or a new one; what is asked once, kept and corrected.

The person is hidden from the first second. What the register keeps (name, sex, birth, nationality, language) is written
by its own commands and nowhere else.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, forget_holdings, may
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import FieldGroup, Side
from musanada.kit.errors import BadInput, Refused, bad
from musanada.people import notice
from musanada.people.commands import register
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.models import Person
from musanada.protection.commands import clocks
from musanada.protection.commands.ages import claim, is_critical, start_clocks
from musanada.protection.commands.checks import insist_open, one_of
from musanada.protection.commands.opening import insist_on_basis, open_protection
from musanada.protection.drafts import ChildDraft, Order, age_at, coded, day_problem, insist
from musanada.protection.models import Child, Clock, Known, Mandate, MappedChild, ProtectionFile
from musanada.protection.queries.children import first_separation, lives_with_a_parent, person_of
from musanada.protection.rules import value

WORK = "protection.work"
CHILD = ProtectionFile.Kind.CHILD
ADULT_BASES = (ProtectionFile.Basis.CONSENT,)
# Why the register may keep who the child is, by what the file stands on.
REGISTER_BASIS = {
    ProtectionFile.Basis.ASSENT: ("consent", "guardian"),
    ProtectionFile.Basis.ASSENT_ALONE: ("consent", "oral"),
    ProtectionFile.Basis.VITAL: ("vital_interest", ""),
}
# Columns that a page may change, by the part of the form they stand in.
OF_FILE = ("source", "town", "danger", "urgent_needs", "safe_contact")
OF_STATUS = ("displacement", "entered_on", "entered_at", "heading")
OF_IDENTITY = (
    "birth_registered",
    "consulate",
    "school",
    "in_school",
    "works",
    "health",
    "disability",
    "marks",
    "parenthood",
    "address",
)


@command(WORK, group=FieldGroup.PROTECTION)
def open_child(
    actor: User, unit: Unit, /, *, draft: ChildDraft, mapped: MappedChild | None = None
) -> ProtectionFile:
    """The file of a child met today or before: the person registered and hidden, the case, the first clocks.

    The same draft twice is one file. Raises: BadInput naming the fields, Refused.
    """
    if known := ProtectionFile.objects.filter(pk=draft.id, case__opened_by=actor).first():
        return known
    insist(draft)
    insist_on_help(unit)
    insist_on_child(draft)
    held = hold_mapped(actor, unit, mapped) if mapped else None
    person = registered(actor, unit, draft)
    file = open_protection(
        actor,
        unit,
        person,
        kind=CHILD,
        identified_on=draft.identified_on,
        source=draft.source,
        basis=draft.basis,
        basis_text=draft.basis_text,
        pk=draft.id,
        town=draft.town,
        danger=draft.danger,
        urgent_needs=coded(draft.needs),
    )
    forget_holdings(actor)
    critical, under = is_critical(draft.birth, draft.identified_on)
    Child.objects.create(
        file=file,
        mapped=joined(held, person) if held else mapped_new(actor, unit, person, draft),
        status=draft.status,
        critical=critical,
        critical_under=under,
    )
    claim(actor, file, draft.birth)
    start_clocks(file, draft.status)
    return file


def insist_on_help(unit: Unit) -> None:
    """Nothing of protection stands at an authority of the State."""
    if unit.side == Side.STATE:
        raise Refused(
            _(
                "Un dossier de protection ne se tient pas à une autorité de l'État : choisissez un autre bureau."
            ),
            code="firewall",
        )


def insist_on_child(draft: ChildDraft) -> None:
    """Under 18 on the day of identification, or perhaps so."""
    age, adult = age_at(draft.birth, draft.identified_on), value("adult_age", draft.identified_on)
    if age is not None and age >= adult:
        raise bad(
            "birth",
            _(
                "À cette date la personne avait déjà %(age)s ans : ce n'est pas le dossier d'un enfant. Si l'âge est "
                "incertain, écrivez un âge estimé."
            )
            % {"age": age},
        )


def registered(actor: User, unit: Unit, draft: ChildDraft) -> Person:
    """In the register of people, before anything hides them; the same transaction hides them.

    Somebody who is registered already is not hidden by a form that repeats their key.
    """
    if Person.objects.filter(pk=draft.id).exists():
        raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page et recommencez."))
    basis, means = REGISTER_BASIS[ProtectionFile.Basis(draft.basis)]
    language = draft.language or get_language() or "fr"
    names = tuple(NameDraft(text=text.strip()) for text in (draft.name, draft.name_ar) if text.strip())
    person = PersonDraft(
        id=draft.id,
        names=names,
        sex=draft.sex,
        birth=draft.birth,
        nationalities=(draft.nationality,) if draft.nationality else (),
        nationality_answer=draft.nationality_answer,
        languages=(draft.language,) if draft.language else (),
        preferred_language=draft.language,
        place=draft.town.pk if draft.town else None,
        registered_on=draft.identified_on,
    )
    return register(
        actor, unit, draft=person, basis=BasisDraft(basis, notice.current_version(), language, means)
    )


def hold_mapped(actor: User, unit: Unit, mapped: MappedChild) -> MappedChild:
    """The child met in the street, held until the end: two officers do not open the same one twice."""
    held = MappedChild.objects.select_for_update().filter(pk=mapped.pk, person=None).first()
    if held is None or not may(actor, "encounter.record", held):
        raise Refused(
            _("Cet enfant a déjà un dossier, ou n'est plus à relier : repartez de la liste des rencontres.")
        )
    if held.unit_id != unit.pk:
        raise bad("office", _("Ouvrez le dossier au bureau de l'équipe qui a rencontré l'enfant."))
    return held


def joined(held: MappedChild, person: Person) -> MappedChild:
    """From now on all encounters with this child hang on a hidden person."""
    MappedChild.objects.filter(pk=held.pk).update(person=person)
    held.person = person
    return held


def mapped_new(actor: User, unit: Unit, person: Person, draft: ChildDraft) -> MappedChild:
    """A child identified without being met in the street before: encounters to come may still be linked."""
    return MappedChild.objects.create(
        unit=unit,
        person=person,
        nickname="",
        sex=draft.sex,
        nationality_id=draft.nationality or None,
        first_on=draft.identified_on,
        recorded_by=actor,
    )


# What is asked once, corrected


def child_of(file: ProtectionFile) -> Child:
    """The row, held. Raises: Refused for a file of another kind."""
    found = Child.objects.select_for_update().filter(file=file).first()
    if found is None:
        raise Refused(_("Ce dossier n'est pas celui d'un enfant."))
    return found


@command(WORK)
def change_status(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    status: str,
    identified_on: date,
    status_on: date | None,
    status_how: str,
    values: Mapping[str, Any],
) -> Child:
    """Block A: how the child was identified, alone or separated, on the way from where. Raises: BadInput, Refused."""
    insist_open(file)
    child = child_of(file)
    unknown = set(values) - {*OF_FILE, *OF_STATUS}
    if unknown:
        raise LookupError(f"not of this part: {sorted(unknown)}")
    check_status(file, child, status, status_on)
    check_days(file, identified_on, values.get("entered_on"))
    moved = identified_on != file.identified_on
    own = {name: values[name] for name in OF_FILE if name in values}
    write(ProtectionFile, file.pk, own | {"identified_on": identified_on})
    about = {name: values[name] for name in OF_STATUS if name in values}
    write(
        Child, child.pk, about | {"status": status, "status_on": status_on, "status_how": status_how.strip()}
    )
    file.refresh_from_db()
    if status != child.status or moved:
        follow_status(file, status)
    child.refresh_from_db()
    return child


def write(model: Any, pk: UUID, values: dict[str, Any]) -> None:
    row = model.objects.get(pk=pk)
    for name, said in values.items():
        setattr(row, name, said.strip() if isinstance(said, str) else said)
    try:
        row.clean_fields(exclude=[f.name for f in model._meta.fields if f.name not in values])
    except Exception as wrong:
        raise from_validation(wrong) from None
    row.save(update_fields=list(values))


def from_validation(wrong: Any) -> BadInput:
    fields = {name: " ".join(lines) for name, lines in getattr(wrong, "message_dict", {}).items()}
    if not fields:
        raise wrong
    return BadInput(next(iter(fields.values())), fields=fields)


def check_status(file: ProtectionFile, child: Child, status: str, on: date | None) -> None:
    one_of("status", status, Child.Status.values)
    if status == Child.Status.UNACCOMPANIED and lives_with_a_parent(file):
        raise bad(
            "status",
            _(
                "L'enfant vit aujourd'hui avec un parent : il n'est pas non accompagné. Corrigez d'abord avec qui il "
                "vit, ou choisissez une autre situation."
            ),
        )
    if on is None and status != child.status and child.status_on is not None:
        raise bad("status_on", _("La situation change : dites quel jour elle a été vérifiée."))
    if on is not None and on > timezone.localdate():
        raise bad("status_on", _("Cette date est dans l'avenir : un fait s'enregistre quand il a eu lieu."))


def check_days(file: ProtectionFile, identified: date, entered: date | None) -> None:
    if problem := day_problem(identified):
        raise bad("identified_on", problem)
    order = Order(person_of(file).birth_date, first_separation(file), identified, file.case.closed_on)
    if wrong := order.problem():
        raise bad("identified_on", wrong[1])
    if entered is not None and entered > timezone.localdate():
        raise bad("entered_on", _("Cette date est dans l'avenir : un fait s'enregistre quand il a eu lieu."))
    if entered is not None and (born := person_of(file).birth_date) and entered < born:
        raise bad(
            "entered_on", _("L'entrée au pays serait avant la naissance : corrigez l'une des deux dates.")
        )


def follow_status(file: ProtectionFile, status: str) -> None:
    """Who is neither alone nor separated needs no representative asked for; who becomes so does."""
    if status == Child.Status.OTHER:
        clocks.drop(file, Clock.Kind.GUARDIAN)
        return
    if not Mandate.objects.filter(file=file).exclude(state=Mandate.State.REFUSED).exists():
        on = file.identified_on
        clocks.start(file, Clock.Kind.GUARDIAN, on + timedelta(days=value("guardian_within", on)), on=on)


@command(WORK)
def change_identity(actor: User, file: ProtectionFile, /, *, values: Mapping[str, Any]) -> Child:
    """Block B, but for what the register keeps. Raises: BadInput, Refused."""
    insist_open(file)
    child = child_of(file)
    unknown = set(values) - set(OF_IDENTITY)
    if unknown:
        raise LookupError(f"not of this part: {sorted(unknown)}")
    for name in ("birth_registered", "consulate", "in_school", "works", "disability", "parenthood"):
        if name in values:
            one_of(name, str(values[name]), Known.values)
    write(Child, child.pk, dict(values))
    child.refresh_from_db()
    return child


@command(WORK)
def change_confidence(
    actor: User, file: ProtectionFile, /, *, basis: str, basis_text: str, withhold: str, wants_tracing: str
) -> ProtectionFile:
    """Block C: on what the file stands now, what is told to nobody, whether the family may be looked for."""
    insist_open(file)
    child = child_of(file)
    grown = child.regime == Child.Regime.ADULT
    if basis in ADULT_BASES and not grown:
        raise bad("basis", _("Un enfant donne son assentiment : le consentement seul est celui d'un adulte."))
    insist_on_basis(basis, basis_text)
    one_of("wants_tracing", wants_tracing, Known.values)
    write(ProtectionFile, file.pk, {"basis": basis, "basis_text": basis_text, "withhold": withhold})
    write(Child, child.pk, {"wants_tracing": wants_tracing})
    file.refresh_from_db()
    return file


say(
    {
        "protection.open_child": _("Dossier d'enfant ouvert"),
        "protection.change_status": _("Situation de l'enfant corrigée"),
        "protection.change_identity": _("Identité de l'enfant complétée"),
        "protection.change_confidence": _("Accord et confidentialité de l'enfant revus"),
    },
    kinds={
        "protection.protectionfile": _("Dossier de protection"),
        "protection.child": _("Enfant"),
    },
)
