"""A request of return: noted, registered, corrected for as long as it exists, joined to a family's.

The closed tools of the field cannot change what was submitted, nor enter a request of the past. Here both are possible;
each correction leaves its line in the file's journal: which column, its codes before and after, by whom.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case, CaseStep
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.people.commands import meet
from musanada.people.models import Person
from musanada.people.queries.families import household
from musanada.people.queries.register import cluster
from musanada.returns.drafts import ReturnDraft, insist, past
from musanada.returns.models import Direction, Funding, Return
from musanada.returns.queries.returns import EDITED, fundings_for
from musanada.returns.workflow import CODE, FLOW

REGISTER = "return.register"
# Columns of which the journal says only that they changed: words, and what tells where somebody lives.
WORDS = ("to_town", "apart_text")


@command(REGISTER, group=FieldGroup.TRAVEL)
def open_return(
    actor: User,
    unit: Unit,
    *,
    person: Person,
    draft: ReturnDraft,
    principal: Return | None = None,
    register: bool = False,
) -> Return:
    """An enquiry at ``unit``; with ``register`` it is a request at once. The same draft id twice is one file.

    Raises: BadInput naming the fields; Refused where the person is not known here or has a file of that direction open.
    """
    insist(draft)
    person = person.merged_into or person
    hold(person)
    known = Return.objects.filter(case=draft.id).select_related("case").first()
    if known:
        return known_draft(unit, person, known)
    insist_on_funding(unit, draft.funding)
    meet(actor, unit, person=person)
    insist_on_one(actor, person, draft.direction)
    case = open_case(
        actor,
        unit,
        code=CODE,
        person=person,
        principal=head_of(actor, principal, draft.direction),
        opened_on=draft.applied_on,
        pk=draft.id,
    )
    home = household(person)
    if home:
        Case.objects.filter(pk=case.pk).update(household=home)
    made = Return.objects.create(case=case, organised_by=unit, **draft.columns)
    if register:
        FLOW.run(actor, case, "register", move=Move(on=draft.applied_on))
    return made


def known_draft(unit: Unit, person: Person, known: Return) -> Return:
    """Only what this counter sent before is answered with: a key made up to read another's file is not."""
    if known.case.unit_id != unit.pk or known.case.person_id != person.pk:
        raise Refused(_("Cette saisie a été commencée ailleurs : recommencez-la."))
    return known


def insist_on_funding(unit: Unit, funding: Funding | None) -> None:
    if funding is not None and not fundings_for(unit).filter(pk=funding.pk).exists():
        raise bad(
            "funding", _("Ce financement n'est pas celui de votre organisation : choisissez-en un autre.")
        )


def hold(person: Person) -> list[UUID]:
    """The person's records, held until the end: two counters, or one form sent twice, go one after the other."""
    keys = cluster(person)
    list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    return keys


def insist_on_one(actor: User, person: Person, direction: str, *, but: UUID | None = None) -> None:
    """One open file per person and direction, whatever records were merged.

    Where the other file lies is said only to someone who sees it.
    """
    keys = hold(person.merged_into or person)
    rows = Return.objects.filter(direction=direction, case__person__in=keys, case__closed_on=None)
    found = rows.exclude(case=but).select_related("case__unit").first()
    if found is None:
        return
    if may(actor, "return.view", found):
        words = {"number": str(found), "unit": found.case.unit}
        raise Refused(
            _(
                "Cette personne a déjà le dossier de retour %(number)s (%(unit)s) : ouvrez-le au lieu d'en faire un"
                " autre."
            )
            % words,
            code="exists",
        )
    raise Refused(
        _(
            "Cette personne a déjà un dossier de retour ouvert, à un autre bureau : demandez-lui lequel la suit, et "
            "adressez-la à ce bureau."
        ),
        code="exists",
    )


def head_of(actor: User, principal: Return | None, direction: str) -> Case | None:
    """The case on which the family's files depend: one the actor sees, of the same journey."""
    if principal is None:
        return None
    if not may(actor, "return.view", principal):
        raise Refused(_("Le dossier principal de la famille n'est pas trouvé : cherchez son numéro."))
    if principal.direction != direction:
        raise Refused(_("Le dossier principal va dans l'autre sens : une famille fait le même voyage."))
    return principal.case.principal or principal.case


@dataclass(frozen=True)
class Member:
    """Someone of a family who leaves too, or who has a reason not to travel with the others."""

    person: Person
    draft: ReturnDraft


@command(REGISTER, group=FieldGroup.TRAVEL)
def open_family(
    actor: User, unit: Unit, *, members: Sequence[Member], principal: Return | None = None
) -> list[Return]:
    """A file for each, all or none; the others' files depend on the first one's (or on ``principal``, open already),
    and are requests where that one is."""
    made: list[Return] = []
    for member in members:
        head = principal or (made[0] if made else None)
        made.append(
            open_return(
                actor,
                unit,
                person=member.person,
                draft=member.draft,
                principal=head,
                register=head is not None and head.case.state != "enquiry",
            )
        )
    return made


def register(actor: User, ret: Return, *, on: date | None = None) -> Return:
    """The enquiry becomes a request, from a day on (a day of the past is allowed)."""
    day = insist_on_day(on, since=ret.case.opened_on)
    FLOW.run(actor, ret.case, "register", move=Move(on=day))
    return fresh(ret)


def insist_on_day(day: date | None, *, since: date | None = None, field: str = "on") -> date:
    """Raises: BadInput for a day that has not come, or that is before the file."""
    found = day or timezone.localdate()
    why = past(found)
    if why:
        raise bad(field, why)
    if since and found < since:
        raise bad(field, _("Ce jour est d'avant l'ouverture du dossier : vérifiez la date."))
    return found


def fresh(ret: Return) -> Return:
    return Return.objects.select_related("case__person", "case__unit").get(pk=ret.pk)


# Corrections


@command(REGISTER)
def change_return(actor: User, ret: Return, *, draft: ReturnDraft) -> Return:
    """What was said, corrected, in any state. Each column that changes is in the journal.

    Raises: BadInput; Refused for what an event or a list stands on: it is undone there first.
    """
    insist(draft)
    case = Case.objects.select_for_update(of=("self",)).get(pk=ret.case_id)
    held = Return.objects.get(pk=ret.pk)
    insist_on_funding(case.unit, draft.funding if draft.funding != held.funding else None)
    values = draft.columns
    changes = {name: [shown(held, name), value_of(values[name])] for name in values
               if same(getattr(held, name)) != same(values[name])}  # fmt: skip
    if not changes:
        return ret
    insist_changeable(actor, held, case, draft, set(changes))
    for name in changes:
        setattr(held, name, values[name])
    held.save(update_fields=[name.removesuffix("_id") for name in changes])
    note_change(actor, case, changes)
    return fresh(held)


def insist_changeable(actor: User, held: Return, case: Case, draft: ReturnDraft, names: set[str]) -> None:
    way = names & {"direction", "channel", "to_country_id", "from_country_id"}
    if way and case.state == "booked":
        raise Refused(
            _("La personne est inscrite à un voyage : retirez-la de la liste avant de changer le sens, la voie ou le pays."),
            code="booked",
        )  # fmt: skip
    if "direction" in names and held.departed_on:
        raise Refused(
            _("Le départ est enregistré : contre-écrivez-le avant de changer le sens du retour."),
            code="departed",
        )
    if "direction" in names:
        insist_on_one(actor, case.person, draft.direction, but=case.pk)
        if case.principal_id or Case.objects.filter(principal=case).exists():
            raise Refused(
                _(
                    "Ce dossier est lié à ceux d'une famille : séparez-le d'abord, une famille fait le même voyage."
                ),
                code="family",
            )
    if held.departed_on and draft.funding is None:
        raise bad("funding", _("Le départ a eu lieu : un retour garde toujours son financement."))
    if held.departed_on and draft.applied_on > held.departed_on:
        raise bad("applied_on", _("La demande ne peut pas suivre le départ : vérifiez la date."))


def same(value: Any) -> Any:
    return getattr(value, "pk", value)


def value_of(value: Any) -> str:
    """As the journal keeps it: a code, a day, a key's own code."""
    if value is None:
        return ""
    return str(getattr(value, "code", value))


def shown(held: Return, name: str) -> str:
    return value_of(getattr(held, name))


def note_change(actor: User, case: Case, changes: dict[str, list[str]]) -> CaseStep:
    """The journal's line: state as it is, what changed as codes; of words only that they did."""
    kept = {name: ["", ""] if name in WORDS else pair for name, pair in changes.items()}
    return CaseStep.objects.create(
        case=case,
        code=EDITED,
        from_state=case.state,
        to_state=case.state,
        on=timezone.localdate(),
        by=actor,
        seen=json.dumps(kept),
    )


# A family


@command(REGISTER)
def join_family(actor: User, ret: Return, *, principal: Return) -> Return:
    """This file goes with another's: the same journey, one principal."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=ret.case_id)
    head = head_of(actor, principal, ret.direction)
    if head is None or head.pk == case.pk:
        raise Refused(_("Un dossier ne se lie pas à lui-même : choisissez celui de la famille."))
    if Case.objects.filter(principal=case).exists():
        raise Refused(
            _("D'autres dossiers dépendent déjà de celui-ci : liez plutôt l'autre dossier à celui-ci.")
        )
    if case.principal_id == head.pk:
        return ret
    Case.objects.filter(pk=case.pk).update(principal=head)
    note_change(actor, case, {"principal": [number_of(case.principal), head.reference]})
    return fresh(ret)


@command(REGISTER)
def leave_family(actor: User, ret: Return) -> Return:
    """This file goes on alone."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=ret.case_id)
    if case.principal_id is None:
        raise Refused(_("Ce dossier ne dépend d'aucun autre : rechargez la page."))
    before = number_of(case.principal)
    Case.objects.filter(pk=case.pk).update(principal=None)
    note_change(actor, case, {"principal": [before, ""]})
    return fresh(ret)


def number_of(case: Case | None) -> str:
    return case.reference if case else ""


@command(REGISTER)
def travel_apart(
    actor: User, ret: Return, *, apart: str, text: str = "", with_parent: bool | None = None
) -> Return:
    """Why this member does not travel with the family ("" again: together), and of a child whether a parent does."""
    held = Return.objects.select_for_update(of=("self",)).select_related("funding").get(pk=ret.pk)
    leaves = held.direction == Direction.FROM_MOROCCO
    draft = ReturnDraft(
        direction=held.direction,
        channel=held.channel,
        country=str(held.to_country_id if leaves else held.from_country_id),
        funding=held.funding,
        to_place=held.to_place_id,
        to_town=held.to_town,
        source=held.source,
        applied_on=held.applied_on,
        wished_on=held.wished_on,
        with_parent=with_parent,
        apart=apart,
        apart_text=text,
    )
    return change_return(actor, ret, draft=draft)


say(
    {
        "returns.open_return": _("Demande de retour ouverte"),
        "returns.open_family": _("Demandes de retour d'une famille ouvertes"),
        "returns.change_return": _("Demande de retour corrigée"),
        "returns.join_family": _("Dossier de retour lié à sa famille"),
        "returns.leave_family": _("Dossier de retour séparé de sa famille"),
        "returns.travel_apart": _("Voyage séparé de la famille noté"),
    },
    kinds={"returns.return": _("Dossier de retour")},
)
