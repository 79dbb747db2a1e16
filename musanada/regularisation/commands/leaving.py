"""The ways a file leaves the office that received it: taken back, in double, to another office, given up; and back."""

import json
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import may, require
from musanada.access.models import Unit, User
from musanada.cases.commands.clocks import follow
from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case, CaseStep, Deadline, Piece
from musanada.kit.errors import BadInput, Refused, bad
from musanada.people.models import Person, Presence
from musanada.people.queries.register import cluster
from musanada.regularisation.commands.intake import office_of, taken
from musanada.regularisation.drafts import ApplicationDraft
from musanada.regularisation.guards import LEFT
from musanada.regularisation.models import Application, Claim
from musanada.regularisation.workflow import CODE

LEAD = "case.lead"
COPIED = ("type_id", "issuer", "from_on", "to_on", "received_on", "state", "attachment_id", "recorded_at",
          "recorded_by_id", "verified_on", "verified_by_id", "remark")  # fmt: skip


def withdraw(actor: User, application: Application, *, on: date | None = None, text: str = "") -> Application:
    """The person takes their request back."""
    return taken(actor, application, "withdraw", on, text)


def lapse(actor: User, application: Application, *, on: date | None = None, text: str = "") -> Application:
    """The pieces asked for never came."""
    return taken(actor, application, "lapse", on, text)


def die(actor: User, application: Application, *, on: date | None = None, text: str = "") -> Application:
    return taken(actor, application, "die", on, text)


def mark_duplicate(actor: User, application: Application, *, of: Application, text: str = "") -> Application:
    """The same person's other file of the same operation goes on; this one ends."""
    require(actor, LEAD, application)
    same = of.operation_id == application.operation_id and of.pk != application.pk
    if not same or not may(actor, "regularisation.view", of):
        raise wrong(_("L'autre dossier n'est pas trouvé dans cette opération : vérifiez son numéro."))
    person = Person.objects.get(pk=application.case.person_id)
    if of.case.person_id not in cluster(person.merged_into or person):
        raise wrong(
            _(
                "L'autre dossier est celui d'une autre fiche : fusionnez d'abord les deux fiches de la personne."
            )
        )
    if of.case.state in LEFT:
        raise wrong(_("L'autre dossier est clos : il ne peut pas remplacer celui-ci."))
    seen = json.dumps({"of": of.case.reference})
    return taken(actor, application, "mark_duplicate", None, text, seen=seen)


def wrong(sentence: object) -> BadInput:
    return BadInput(str(sentence), fields={"of": str(sentence)})


def transfer(actor: User, application: Application, *, to: Unit, text: str = "") -> Application:
    """The file goes on at another office of the operation: its deposit, its pieces and its clock go with it.

    Answers with the file that continues. The other office knows the person from now on, through their own act.
    """
    require(actor, LEAD, application)
    if to.pk == application.case.unit_id:
        raise bad("to", _("Le dossier est déjà à ce bureau : choisissez-en un autre."))
    made: list[Application] = []

    def also(actor: User, case: Case) -> None:
        made.append(continued(actor, application, to, running))

    running = list(Deadline.objects.filter(case=application.case_id, met_on=None, dropped_on=None))
    taken(actor, application, "transfer", None, text, seen=json.dumps({"to": str(to.pk)}), also=also)
    return made[0]


def continued(actor: User, old: Application, to: Unit, running: list[Deadline]) -> Application:
    """The file at the receiving office: lodged on the day it was lodged first."""
    if old.lodged_on is None:
        raise Refused(_("Ce dossier n'est pas déposé : ouvrez-en un au bureau où la personne dépose."))
    office = office_of(old.operation, to, ApplicationDraft())
    person = old.case.person.merged_into or old.case.person
    known_at(to, person)
    principal = old.case.principal
    if principal is not None and principal.closed_on is not None:
        principal = None
    case = open_case(actor, to, code=CODE, person=person, principal=principal, opened_on=timezone.localdate())
    made = Application.objects.create(
        case=case,
        operation_id=old.operation_id,
        place_id=office.place_id,
        lodged_on=old.lodged_on,
        lodged_recorded_at=timezone.now(),
        arrived_on=old.arrived_on,
        spouse=old.spouse,
        together_on=old.together_on,
        occupation=old.occupation,
        schooling=old.schooling,
        unaccompanied=old.unaccompanied,
    )
    for one in Claim.objects.filter(application=old, withdrawn_on=None):
        Claim.objects.create(application=made, criterion_id=one.criterion_id, claimed_on=one.claimed_on)
    for piece in Piece.objects.filter(case=old.case_id):
        Piece.objects.create(case=case, **{name: getattr(piece, name) for name in COPIED})
    go_on(actor, old, case, running)
    return made


def known_at(to: Unit, person: Person) -> None:
    """The person is visible at the receiving office, whole: it is theirs to follow now."""
    open_there = Presence.objects.filter(person=person, unit=to, to_on=None)
    if not open_there.filter(groups="", derived=False).exists():
        open_there.delete()
        Presence.objects.create(person=person, unit=to)


def go_on(actor: User, old: Application, case: Case, running: list[Deadline]) -> None:
    """Lodged from the first moment, on the old clock: days already gone, and days it stood still, are not given back."""
    today = timezone.localdate()
    Case.objects.filter(pk=case.pk).update(state="lodged", owner=None, household=old.case.household_id)
    case.state = "lodged"
    CaseStep.objects.create(
        case=case,
        code="received",
        from_state="draft",
        to_state="lodged",
        on=today,
        by=actor,
        seen=json.dumps({"from": old.case.reference}),
    )
    for one in running:
        Deadline.objects.create(
            case=case,
            rule_id=one.rule_id,
            started_on=one.started_on,
            due_on=one.due_on,
            suspended_on=one.suspended_on,
            suspended_days=one.suspended_days,
        )
    follow(case, "draft", today)
