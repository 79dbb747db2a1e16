"""A referral from its draft to its end. The procedure is the table of ``cases.workflow``; here stands what each verb asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.commands import system_user
from musanada.access.doors import command, journal, units_for
from musanada.access.models import Unit, User
from musanada.cases.commands import effects
from musanada.cases.models import Question, Referral, Term
from musanada.cases.models.referrals import Urgency
from musanada.cases.queries import receivers
from musanada.cases.workflow import REFERRAL, flow_of
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.partners.models import Partner
from musanada.people.consents import WITHDRAWN, as_list
from musanada.people.models import Consent, Person
from musanada.people.queries.register import cluster
from musanada.reference.codes import ServiceFamily

KINDS = Referral.Kind
SENDING = {
    KINDS.REFERRAL: "referral.send",
    KINDS.TRANSFER: "referral.send",
    KINDS.EXTERNAL: "referral.external",
}


@dataclass(frozen=True)
class ReferralDraft:
    """What the sender asks. ``id`` makes sending the same form twice harmless."""

    kind: str
    from_unit: Unit
    need: str
    groups: tuple[str, ...] = ()
    to_unit: Unit | None = None
    to_user: User | None = None
    partner: Partner | None = None
    body: str = ""
    urgency: str = Urgency.NORMAL
    note: str = ""
    question: Question | None = None
    id: UUID = field(default_factory=new_id)


@command("referral.send")
def draft(actor: User, person: Person, /, *, draft: ReferralDraft) -> Referral:
    """Prepare a referral: nothing leaves yet. The same draft again is corrected, as long as it was not sent.

    Raises: BadInput, Refused for what somebody else began.
    """
    insist(actor, person, draft)
    known = Referral.objects.filter(pk=draft.id).first()
    if known is None:
        root = person.merged_into or person
        return Referral.objects.create(id=draft.id, person=root, recorded_by=actor, **columns(draft))
    insist_own(actor, person, known)
    Referral.objects.filter(pk=known.pk, state=Referral.State.DRAFT).update(**columns(draft))
    known.refresh_from_db()
    return known


def columns(draft: ReferralDraft) -> dict[str, Any]:
    wanted = set(draft.groups) | {FieldGroup.IDENTITY}
    if draft.kind == KINDS.TRANSFER:
        wanted = set(FieldGroup.values)
    return {
        "kind": draft.kind,
        "from_unit": draft.from_unit,
        "to_unit": draft.to_unit,
        "to_user": draft.to_user,
        "partner": draft.partner,
        "body": draft.body.strip(),
        "need": draft.need,
        "urgency": draft.urgency,
        "groups": as_list(wanted),
        "note": draft.note.strip(),
        "question": draft.question,
    }


def insist_own(actor: User, person: Person, known: Referral) -> None:
    if known.recorded_by_id != actor.pk or known.person_id not in cluster(person.merged_into or person):
        raise Refused(_("Cette orientation a été commencée par quelqu'un d'autre : recommencez."))


def insist(actor: User, person: Person, asked: ReferralDraft) -> None:
    """What must be said, and from where. Whether it may be sent is for the guards. Raises: BadInput, Refused."""
    if asked.kind not in KINDS.values:
        raise bad("kind", _("Choisissez entre orienter et transférer."))
    right = SENDING[KINDS(asked.kind)]
    units = receivers.sending_units(actor, person, units_for(actor, right, FieldGroup.SERVICES))
    if asked.from_unit.pk not in {u.pk for u in units}:
        raise bad(
            "from_unit", _("La personne n'est pas suivie dans ce bureau : choisissez celui qui la suit.")
        )
    if asked.need not in ServiceFamily.values:
        raise bad("need", _("Dites pour quel besoin la personne est orientée."))
    if asked.urgency not in Urgency.values:
        raise bad("urgency", _("Dites si c'est urgent."))
    if not set(asked.groups) <= set(FieldGroup.values):
        raise bad("groups", _("Choisissez les parties du dossier parmi celles proposées."))
    insist_on_receiver(asked)


def insist_on_receiver(asked: ReferralDraft) -> None:
    outside = asked.kind == KINDS.EXTERNAL
    if outside and (asked.partner is None or asked.to_unit or asked.to_user):
        raise bad("to", _("Choisissez l'organisme parmi ceux avec qui un accord est en vigueur."))
    if not outside and (asked.to_unit is None or asked.partner or asked.body.strip()):
        raise bad("to", _("Choisissez le bureau à qui la personne est orientée."))
    if asked.to_unit is not None and asked.to_unit.pk == asked.from_unit.pk:
        raise bad("to", _("On n'oriente pas une personne vers son propre bureau : choisissez-en un autre."))
    if asked.question and asked.to_unit and asked.question.from_unit_id != asked.to_unit.pk:
        raise bad("to", _("Cette réponse va au bureau qui a posé la question."))


def send(actor: User, referral: Referral) -> Referral:
    """Sent to an office. Raises: Refused when a guard or the person's consent says no."""
    return REFERRAL.run(actor, referral, "send")


def accept(actor: User, referral: Referral) -> Referral:
    return flow_of(referral).run(actor, referral, "accept")


def refuse(actor: User, referral: Referral, *, reason: str, remark: str = "") -> Referral:
    if reason not in Referral.Refusal.values:
        raise bad("reason", _("Dites pourquoi : le bureau qui oriente doit chercher ailleurs."))
    return flow_of(referral).run(actor, referral, "refuse", refusal=reason, remark=remark.strip())


def finish(actor: User, referral: Referral, *, outcome: str, remark: str = "") -> Referral:
    """The need was met, at least in part."""
    if outcome not in Referral.WITH_RESULT:
        raise bad("outcome", _("Dites ce qui a été fait."))
    return flow_of(referral).run(actor, referral, "finish", outcome=outcome, remark=remark.strip())


def close(actor: User, referral: Referral, *, outcome: str, remark: str = "") -> Referral:
    """Nothing came of it: why, as a code. What was shared is taken back."""
    if outcome not in Referral.Outcome.values or outcome in Referral.WITH_RESULT:
        raise bad("outcome", _("Dites pourquoi rien n'a pu être fait."))
    return flow_of(referral).run(actor, referral, "close", outcome=outcome, remark=remark.strip())


def revoke(actor: User, referral: Referral) -> Referral:
    return flow_of(referral).run(actor, referral, "revoke")


def stop_without_consent(answer: Any) -> None:
    """The person said no: every referral that stood on their yes stops, in the transaction of that answer."""
    consent: Consent = answer
    people = cluster(consent.person.merged_into or consent.person)
    rows = Referral.objects.filter(person__in=people, state__in=("sent", *Referral.ACTIVE))
    for referral in rows.select_related("person__merged_into", "from_unit", "to_unit", "partner"):
        if not effects.stands(referral):
            flow_of(referral).run(system_user(), referral, "withdraw")


def lapse_overdue(actor: User) -> int:
    """Every referral whose answer did not come in time. How many."""
    from django.utils import timezone

    rows = Referral.objects.filter(state=Referral.State.SENT, lapses_at__lte=timezone.now())
    done = [flow_of(one).run(actor, one, "lapse") for one in rows.select_related("from_unit", "person")]
    return len(done)


def note_reading(actor: User, referral: Referral) -> None:
    """Someone read the copy of what was transmitted: a line in the journal, by its key."""
    journal(actor, "cases.read_frozen", "done", referral)


@command("referral.terms")
def set_term(actor: User, unit: Unit, /, *, urgency: str, hours: Iterable[int]) -> Term:
    """The deadlines of one urgency, confirmed by the organisation: answer and lapse in hours, end and opening in days."""
    answer, lapse, done, opened = hours
    if urgency not in Urgency.values:
        raise bad("urgency", _("Choisissez l'urgence parmi celles proposées."))
    if not (1 <= answer <= lapse and done >= 1 and opened >= 1):
        raise bad(
            "lapse_hours", _("Une réponse ne peut pas échoir avant d'être attendue ; aucun délai n'est nul.")
        )
    values = {"answer_hours": answer, "lapse_hours": lapse, "done_days": done, "open_days": opened}
    term, _made = Term.objects.update_or_create(urgency=urgency, defaults={**values, "confirmed": True})
    return term


WITHDRAWN.add("cases.referrals", stop_without_consent)
