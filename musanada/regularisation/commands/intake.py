"""A file at the counter: opened, declared, lodged with its receipt, completed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.commands.pieces import PieceDraft, add_piece
from musanada.cases.commands.spine import open_case
from musanada.cases.models import Appointment, Case, Piece
from musanada.cases.steps import Then
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Refused, bad
from musanada.people.commands import meet
from musanada.people.models import Person
from musanada.people.queries.families import household
from musanada.people.queries.register import cluster
from musanada.regularisation.drafts import ApplicationDraft, insist
from musanada.regularisation.guards import LEFT
from musanada.regularisation.models import Application, Claim, Criterion, Operation, OperationOffice
from musanada.regularisation.secrets import hash_of, new_secret
from musanada.regularisation.workflow import BEFORE_OPINION, CODE, FLOW

EDITABLE = ("draft", *BEFORE_OPINION)
INTAKE = "regularisation.intake"


@command(INTAKE, group=FieldGroup.LEGAL)
def open_application(
    actor: User,
    unit: Unit,
    *,
    operation: Operation,
    person: Person,
    draft: ApplicationDraft,
    principal: Application | None = None,
) -> Application:
    """A file in preparation at ``unit``. The same draft id twice is one file.

    Raises: BadInput naming the fields; Refused when the unit takes no files of this operation, when the person is not
    known here, or has a file in this operation already.
    """
    insist(draft)
    person = person.merged_into or person
    known = Application.objects.filter(case=draft.id).select_related("case").first()
    if known:
        return known_draft(unit, person, known)
    office = office_of(operation, unit, draft)
    meet(actor, unit, person=person)
    insist_on_one(actor, person, operation)
    case = open_case(
        actor,
        unit,
        code=CODE,
        person=person,
        principal=principal_of(actor, principal, operation),
        opened_on=draft.opened_on,
        pk=draft.id,
    )
    home = household(person)
    if home:
        Case.objects.filter(pk=case.pk).update(household=home)
    made = Application.objects.create(
        case=case, operation=operation, place_id=office.place_id, **draft.declared
    )
    for criterion in criteria_of(operation, draft.claims):
        Claim.objects.create(application=made, criterion=criterion)
    return made


def known_draft(unit: Unit, person: Person, known: Application) -> Application:
    """Only what this counter sent before is answered with: a key made up to read another's file is not."""
    if known.case.unit_id != unit.pk or known.case.person_id != person.pk:
        raise Refused(_("Cette saisie a été commencée ailleurs : recommencez-la."))
    return known


def office_of(operation: Operation, unit: Unit, draft: ApplicationDraft) -> OperationOffice:
    """The unit as an office of the operation on that day; of several territories the one that was chosen."""
    day = draft.opened_on
    open_then = Q(to_on=None) | Q(to_on__gt=day)
    rows = OperationOffice.objects.filter(open_then, operation=operation, unit=unit, from_on__lte=day)
    found = rows.filter(place=draft.place).first() if draft.place else rows.first()
    if found is None:
        raise Refused(
            _(
                "Ce bureau ne reçoit pas les demandes de cette opération : choisissez un bureau de l'opération,"
                " ou une autre opération."
            ),
            code="not_an_office",
        )
    return found


def insist_on_one(actor: User, person: Person, operation: Operation) -> None:
    """One file per person and operation, whatever records were merged; two counters ask one after the other.

    Where the other file lies is said only to someone who sees it.
    """
    keys = cluster(person)
    list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    rows = Application.objects.filter(operation=operation, case__person__in=keys).exclude(
        case__state__in=LEFT
    )
    found = rows.select_related("case__unit").first()
    if found is None:
        return
    if may(actor, "regularisation.view", found):
        words = {"number": str(found), "unit": found.case.unit}
        raise Refused(
            _(
                "Cette personne a déjà le dossier %(number)s dans cette opération (%(unit)s) : ouvrez-le au lieu"
                " d'en faire un autre."
            )
            % words,
            code="exists",
        )
    raise Refused(
        _(
            "Cette personne a déjà un dossier dans cette opération, à un autre bureau : demandez-lui son récépissé"
            " et adressez-la à ce bureau."
        ),
        code="exists",
    )


def principal_of(actor: User, principal: Application | None, operation: Operation) -> Case | None:
    """Whose dependant the person is: a file of the same operation that the actor sees, not itself a dependant's."""
    if principal is None:
        return None
    if principal.operation_id != operation.pk or not may(actor, "regularisation.view", principal):
        raise Refused(_("Le dossier principal n'est pas trouvé dans cette opération : cherchez son numéro."))
    return principal.case.principal or principal.case


def criteria_of(operation: Operation, codes: Sequence[str]) -> list[Criterion]:
    """The categories of these codes. Raises: BadInput for one that nobody may claim."""
    wanted = list(dict.fromkeys(codes))
    found = {one.code: one for one in operation.criteria.filter(code__in=wanted, claimable=True)}
    if len(found) < len(wanted):
        raise bad(
            "claims", _("Une des catégories choisies ne se demande pas dans cette opération : vérifiez-les.")
        )
    return [found[code] for code in wanted]


@dataclass(frozen=True)
class Member:
    """Someone of a family who applies: the first one is the principal applicant."""

    person: Person
    draft: ApplicationDraft


@command(INTAKE, group=FieldGroup.LEGAL)
def open_family(
    actor: User,
    unit: Unit,
    *,
    operation: Operation,
    members: Sequence[Member],
    principal: Application | None = None,
) -> list[Application]:
    """A file for each, all or none; the others' files depend on the first one's (or on ``principal``, open already)."""
    made: list[Application] = []
    for member in members:
        head = principal or (made[0] if made else None)
        made.append(
            open_application(
                actor, unit, operation=operation, person=member.person, draft=member.draft, principal=head
            )
        )
    return made


def editable(application: Application) -> Case:
    """The file, while what is asked and declared may still change. Raises: Refused."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=application.case_id)
    if case.state not in EDITABLE:
        raise Refused(
            _(
                "Le dossier est devant la commission ou décidé : ce qui est demandé et déclaré ne change plus."
                " Retirez-le d'abord de l'ordre du jour."
            ),
            code="not_editable",
        )
    return case


@command(INTAKE)
def declare(actor: User, application: Application, *, draft: ApplicationDraft) -> Application:
    """What the person says of their stay and family. What they claim changes by ``claim`` and ``withdraw_claim``."""
    insist(draft)
    editable(application)
    for name, value in draft.declared.items():
        setattr(application, name, value)
    application.save(update_fields=list(draft.declared))
    return application


@command(INTAKE)
def change(actor: User, application: Application, *, draft: ApplicationDraft) -> Application:
    """What is declared and what is claimed, corrected together."""
    declare(actor, application, draft=draft)
    return set_claims(actor, application, codes=draft.claims)


@command(INTAKE)
def claim(actor: User, application: Application, *, criterion: Criterion) -> Claim:
    """One more category. Claimed twice is claimed once."""
    editable(application)
    if criterion.operation_id != application.operation_id or not criterion.claimable:
        raise BadInput(_("Cette catégorie ne se demande pas dans cette opération : choisissez-en une autre."))
    try:
        with transaction.atomic():
            return Claim.objects.create(application=application, criterion=criterion)
    except IntegrityError:
        return Claim.objects.get(application=application, criterion=criterion, withdrawn_on=None)


@command(INTAKE)
def withdraw_claim(actor: User, claim: Claim) -> Claim:
    """The category is no longer asked for. A lodged file keeps at least one."""
    case = editable(claim.application)
    others = Claim.objects.filter(application=claim.application_id, withdrawn_on=None).exclude(pk=claim.pk)
    if case.state != "draft" and not others.exists():
        raise Refused(
            _("C'est la seule catégorie demandée : ajoutez-en une autre avant de retirer celle-ci."),
            code="last_claim",
        )
    if claim.withdrawn_on is None:
        claim.withdrawn_on = timezone.localdate()
        claim.save(update_fields=["withdrawn_on"])
    return claim


@command(INTAKE)
def set_claims(actor: User, application: Application, *, codes: Sequence[str]) -> Application:
    """The categories asked for are exactly these: the others are withdrawn."""
    wanted = criteria_of(application.operation, codes)
    keys = {one.pk for one in wanted}
    for criterion in wanted:
        claim(actor, application, criterion=criterion)
    rows = Claim.objects.filter(application=application, withdrawn_on=None).exclude(criterion__in=keys)
    for one in rows.select_related("application"):
        withdraw_claim(actor, one)
    return application


def insist_on_day(day: date | None, *, field: str = "on") -> date:
    """Raises: BadInput for a day that has not come."""
    today = timezone.localdate()
    if day and day > today:
        raise bad(field, _("Cette date est dans l'avenir : un acte s'enregistre quand il a eu lieu."))
    return day or today


def lodge(actor: User, application: Application, *, on: date | None = None) -> str:
    """The deposit: the clock starts. Answers with the secret, printed once on the receipt; only its hash is kept."""
    secret, case = new_secret(), application.case
    case.application = application  # the guards look at the day of the deposit
    application.lodged_on, application.lodged_recorded_at = insist_on_day(on), timezone.now()
    application.secret_hash = hash_of(case.reference, secret)

    def also(actor: User, case: Case) -> None:
        application.save(update_fields=["lodged_on", "lodged_recorded_at", "secret_hash"])

    try:
        FLOW.run(actor, case, "lodge", move=Move(on=application.lodged_on), also=also)
    finally:
        application.refresh_from_db()
    return secret


@command(INTAKE)
def receive_pieces(actor: User, application: Application, *, drafts: Sequence[PieceDraft]) -> list[Piece]:
    """What the person brought, all of it or nothing."""
    return [add_piece(actor, application.case, draft=draft) for draft in drafts]


@command(INTAKE)
def renew_receipt(actor: User, application: Application) -> str:
    """A receipt printed again: a new secret, and the old one opens nothing."""
    if application.lodged_on is None:
        raise Refused(_("Ce dossier n'est pas déposé : le récépissé se donne au dépôt."), code="not_lodged")
    secret = new_secret()
    application.secret_hash = hash_of(application.case.reference, secret)
    application.save(update_fields=["secret_hash"])
    return secret


def ask_pieces(
    actor: User,
    application: Application,
    *,
    pieces: Sequence[str] = (),
    text: str = "",
    appointment: datetime | None = None,
    on: date | None = None,
) -> Application:
    """The file lacks pieces (``pieces``: codes of their types): said in its journal, with a day to bring them."""
    if not pieces and not text.strip():
        raise bad("pieces", _("Dites quelles pièces manquent."))
    if appointment and appointment <= timezone.now():
        raise bad("appointment", _("Ce rendez-vous est déjà passé : choisissez un jour à venir."))

    def also(actor: User, case: Case) -> None:
        if appointment:
            purpose = Appointment.Purpose.PIECES
            Appointment.objects.create(case=case, at=appointment, purpose=purpose, made_by=actor)

    seen = json.dumps({"pieces": sorted(set(pieces))})
    return taken(actor, application, "ask_pieces", on, text, seen=seen, also=also)


def declare_complete(actor: User, application: Application, *, on: date | None = None) -> Application:
    """Every piece demanded is there: the file waits for a session, with what its pieces show of each category."""
    from musanada.regularisation.commands.examining import examine

    def also(actor: User, case: Case) -> None:
        Application.objects.filter(case=case).update(complete_on=on or timezone.localdate())
        if may(actor, "regularisation.examine", application):
            examine(actor, application)

    return taken(actor, application, "complete", on, "", also=also)


def taken(
    actor: User,
    application: Application,
    step: str,
    on: date | None,
    text: str,
    *,
    seen: str = "",
    also: Then | None = None,
) -> Application:
    """Take a step on a day, with its words; the file as it stands afterwards. Raises: BadInput before the deposit: its
    clock and its days to an opinion would run backwards."""
    day = insist_on_day(on)
    if application.lodged_on and day < application.lodged_on:
        raise bad("on", _("Ce jour est d'avant le dépôt du dossier : vérifiez la date."))
    move = Move(on=day, text=text.strip(), seen=seen)
    FLOW.run(actor, application.case, step, move=move, also=also)
    application.refresh_from_db()
    return application


say(
    {
        "regularisation.open_application": _("Demande de régularisation ouverte"),
        "regularisation.open_family": _("Demandes d'une famille ouvertes"),
        "regularisation.declare": _("Déclarations du demandeur enregistrées"),
        "regularisation.change": _("Déclarations et catégories corrigées"),
        "regularisation.claim": _("Catégorie demandée"),
        "regularisation.withdraw_claim": _("Catégorie retirée"),
        "regularisation.set_claims": _("Catégories demandées enregistrées"),
        "regularisation.receive_pieces": _("Pièces reçues au guichet"),
        "regularisation.renew_receipt": _("Récépissé imprimé de nouveau"),
    },
    kinds={
        "regularisation.application": _("Demande de régularisation"),
        "regularisation.claim": _("Catégorie demandée"),
    },
)
