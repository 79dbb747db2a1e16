"""What people answer: yes with its proof, no, taken back; and another legal basis, reviewed by a second person."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.doors import command, may
from musanada.access.models import Unit, User
from musanada.kit.choices import Answer, FieldGroup
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Refused, bad
from musanada.people import policies_consents  # noqa: F401  declares the rights
from musanada.people.commands.attachments import attach
from musanada.people.commands.consents.aims import aim_of, insist_on_place, keep_from_state
from musanada.people.consents import (
    ADULT,
    CAN_ASSENT,
    LONGEST_OTHER_BASIS,
    PURPOSES,
    WITHDRAWN,
    ConsentDraft,
)
from musanada.people.models import Attachment, Consent, LegalBasis, Person
from musanada.people.queries.consents import consents_of, heard_by
from musanada.people.queries.register import of_cluster

OTHER_BASES = tuple(b for b in LegalBasis.Basis.values if b != LegalBasis.Basis.CONSENT)


@command("consent.record", group=FieldGroup.LEGAL)
def record_consent(actor: User, person: Person, /, *, unit: Unit, draft: ConsentDraft) -> Consent:
    """The person says yes. The same draft id sent twice answers with what was kept. Raises: BadInput, Refused."""
    aim = aim_of(draft.purpose, draft.recipient, draft.groups)
    insist_on_place(actor, unit, "consent.record")
    if known := already_kept(actor, person, draft):
        return known
    minor, age = minor_of(person, draft.minor)
    insist_on_how(person, draft, minor, age)
    insist_on_known_guardian(actor, draft)
    answer = Consent(
        **common(actor, person, unit, draft, aim),
        state=Consent.State.GIVEN,
        means=draft.means,
        witness=draft.witness.strip(),
        minor=minor,
        age_then=age,
        guardian_id=draft.guardian,
        guardian_name=draft.guardian_name.strip(),
        assent=draft.assent if minor else Answer.NOT_ASKED,
        evidence=evidence_of(actor, person, unit, draft),
        expires_on=end_of(person, draft, minor),
    )
    return kept(person, answer)


@command("consent.record", group=FieldGroup.LEGAL)
def refuse_consent(actor: User, person: Person, /, *, unit: Unit, draft: ConsentDraft) -> Consent:
    """The person says no: written down so that nobody asks again tomorrow, and it counts at once. ``reason`` is a code."""
    aim = aim_of(draft.purpose, draft.recipient, (), refusal=True)
    insist_on_place(actor, unit, "consent.record")
    if draft.reason not in Consent.Why.values:
        raise bad("reason", _("Choisissez la raison du refus, ou « N'a pas dit pourquoi »."))
    minor, age = minor_of(person, draft.minor, asked=False)
    if draft.reason == Consent.Why.CHILD and not minor:
        raise bad("reason", _("Cette personne est adulte : elle répond elle-même."))
    answer = Consent(
        **common(actor, person, unit, draft, aim),
        state=Consent.State.REFUSED,
        minor=minor,
        age_then=age,
        assent=draft.assent if minor else Answer.NOT_ASKED,
        why_refused=draft.reason,
    )
    answer = kept(person, answer)
    stop(answer)
    return answer


@command("consent.record", group=FieldGroup.LEGAL)
def withdraw_consent(actor: User, person: Person, /, *, consent: Consent) -> Consent:
    """Taken back: at once, without a reason, by anyone who may record one. What stands on it stops in the same step."""
    if consent.pk not in {one.pk for one in consents_of(actor, person)}:
        raise Refused(_("Cet accord n'appartient pas à cette personne : rechargez la page."))
    return take_back(actor, consent)


def take_back(actor: User, consent: Consent) -> Consent:
    if not consent.may_be_withdrawn:
        raise Refused(_("Seul un accord donné par la personne, et pas encore retiré, peut être retiré."))
    open_row = Consent.objects.filter(pk=consent.pk, state=Consent.State.GIVEN)
    if not open_row.update(state=Consent.State.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_by=actor):
        raise Refused(_("Cet accord est déjà retiré."))
    consent.refresh_from_db()
    stop(consent)
    return consent


def withdraw_everything(actor: User, person: Person, holder: Unit) -> int:
    """Who takes back the agreement to be in the register takes back every further one given to that organisation."""
    rows = Consent.objects.filter(of_cluster(person) & heard_by(holder), state=Consent.State.GIVEN)
    taken = [take_back(actor, one) for one in rows.filter(basis=LegalBasis.Basis.CONSENT)]
    return len(taken)


def stop(answer: Consent) -> None:
    """Tell everything that relied on a yes that there is none any more, in this transaction."""
    for what in WITHDRAWN.values():
        what(answer)


@command("consent.override", group=FieldGroup.LEGAL)
def record_other_basis(actor: User, person: Person, /, *, unit: Unit, draft: ConsentDraft) -> Consent:
    """Vital interest, legal duty…: with a reason and an end, reviewed by a second person, never towards the State."""
    aim = aim_of(draft.purpose, draft.recipient, draft.groups)
    insist_on_place(actor, unit, "consent.override")
    keep_from_state(aim["to"])
    if draft.basis not in OTHER_BASES:
        raise bad("basis", _("Choisissez la base légale parmi celles proposées."))
    if not draft.reason.strip():
        raise bad(
            "reason", _("Dites pourquoi la personne ne peut pas répondre librement, ou quelle loi l'impose.")
        )
    longest = draft.given_on + timedelta(days=LONGEST_OTHER_BASIS)
    if draft.expires_on is None or not draft.given_on <= draft.expires_on <= longest:
        raise bad("expires_on", _("Donnez une date de fin : au plus un an après le début."))
    answer = Consent(
        **common(actor, person, unit, draft, aim),
        state=Consent.State.GIVEN,
        basis=draft.basis,
        basis_reason=draft.reason.strip(),
        minor=minor_of(person, draft.minor, asked=False)[0],
        age_then=person.age,
        expires_on=draft.expires_on,
    )
    return kept(person, answer)


@command("consent.approve_override", group=FieldGroup.LEGAL)
def review_basis(actor: User, unit: Unit, /, *, consent: Consent) -> Consent:
    """A second person has looked at a legal basis that another wrote down alone."""
    rows = Consent.objects.filter(pk=consent.pk, unit=unit, reviewed_at=None).exclude(basis="consent")
    if consent.recorded_by_id == actor.pk or not rows.update(reviewed_at=timezone.now(), reviewed_by=actor):
        raise Refused(
            _("Cette base légale est déjà relue, ou c'est vous qui l'avez notée : un autre la relit.")
        )
    consent.refresh_from_db()
    return consent


def minor_of(person: Person, said: bool | None, *, asked: bool = True) -> tuple[bool | None, int | None]:
    """Is it a child, and of what age? Where no age is known the person is asked. Raises: BadInput."""
    if person.age is not None:
        return person.age < ADULT, person.age
    if said is None and asked:
        raise bad("minor", _("Aucun âge n'est noté : demandez si la personne a moins de 18 ans."))
    return said, None


def insist_on_how(person: Person, draft: ConsentDraft, minor: bool | None, age: int | None) -> None:
    """What makes a yes valid: a means with its proof, and for a child a guardian and the child's own word."""
    if draft.means not in Consent.Means.values:
        raise bad("means", _("Dites comment l'accord a été donné."))
    if minor:
        insist_on_guardian(person, draft, age)
    elif draft.means == Consent.Means.GUARDIAN:
        raise bad("means", _("Cette personne est adulte : elle répond elle-même."))
    if draft.means == Consent.Means.ORAL and not draft.witness.strip():
        raise bad("witness", _("Un accord oral se donne devant un témoin : écrivez son nom."))
    if draft.means == Consent.Means.VOICE and not (draft.evidence or draft.file):
        raise bad("file", _("Joignez l'enregistrement, ou choisissez un autre moyen."))


def insist_on_guardian(person: Person, draft: ConsentDraft, age: int | None) -> None:
    if draft.means != Consent.Means.GUARDIAN or not (draft.guardian or draft.guardian_name.strip()):
        sentence = _(
            "Pour un enfant, il faut l'accord de son tuteur : nommez-le. Sans tuteur, seuls l'intérêt vital ou une "
            "obligation légale permettent d'agir."
        )
        raise bad("guardian_name", sentence)
    if draft.guardian == person.pk:
        raise bad("guardian", _("Le tuteur est une autre personne que l'enfant."))
    too_small = age is not None and age < CAN_ASSENT and draft.assent == Answer.NOT_ASKED
    if draft.assent != Answer.GIVEN and not too_small:
        raise bad(
            "assent",
            _(
                "L'enfant doit aussi être d'accord. S'il ne l'est pas, ou n'a pas été entendu, notez un refus."
            ),
        )


def insist_on_known_guardian(actor: User, draft: ConsentDraft) -> None:
    """A guardian of the register is one the actor sees: a key alone is not an acquaintance. Raises: BadInput."""
    if draft.guardian is None:
        return
    guardian = Person.objects.filter(pk=draft.guardian, merged_into=None, voided_at=None).first()
    if guardian is None or not may(actor, "people.view", guardian):
        raise bad("guardian", _("Ce tuteur n'est pas au registre : écrivez son nom."))


def evidence_of(actor: User, person: Person, unit: Unit, draft: ConsentDraft) -> UUID | None:
    """The signed page or the recorded voice: joined now, or chosen among the person's files. Raises: BadInput."""
    voice = draft.means == Consent.Means.VOICE
    kind = Attachment.Kind.VOICE if voice else Attachment.Kind.AGREEMENT
    if draft.file:
        name, content = draft.file
        return UUID(str(attach(actor, person, unit=unit, kind=kind, name=name, content=content).pk))
    if draft.evidence is None:
        return None
    own = Attachment.objects.filter(of_cluster(person), pk=draft.evidence, voided_at=None, kind=kind)
    if not own.exists():
        raise bad("evidence", _("Cette pièce n'est pas une preuve d'accord de cette personne."))
    return draft.evidence


def end_of(person: Person, draft: ConsentDraft, minor: bool | None) -> date | None:
    """The last day: as said, as usual for the purpose, and never beyond the day a child comes of age."""
    days = PURPOSES[draft.purpose].days
    usual = draft.given_on + timedelta(days=days) if days else None
    chosen = draft.expires_on or usual
    if chosen and chosen < draft.given_on:
        raise bad("expires_on", _("La fin ne peut pas précéder le début."))
    adult_on = majority_of(person.born) if minor else None
    return min(d for d in (chosen, adult_on) if d) if chosen or adult_on else None


def majority_of(born: PartialDate) -> date | None:
    """The eighteenth birthday; the first day it can be, where only the year or the month is known."""
    return date(born.date.year + ADULT, born.date.month, min(born.date.day, 28)) if born.date else None


def common(
    actor: User, person: Person, unit: Unit, draft: ConsentDraft, aim: dict[str, Any]
) -> dict[str, Any]:
    """What every answer holds, whatever it was. Raises: BadInput."""
    if draft.given_on > timezone.localdate():
        raise bad("given_on", _("Cette date est dans le futur. Vérifiez le jour, le mois et l'année."))
    if len(draft.language) != 3 or not draft.language.isalpha():
        raise bad("language", _("Dites dans quelle langue la notice a été expliquée."))
    if not draft.notice_version:
        raise bad("notice_version", _("La version de la notice manque : rechargez la page."))
    return {
        **{name: value for name, value in aim.items() if name != "to"},
        "id": draft.id,
        "person": person.merged_into or person,
        "unit": unit,
        "language": draft.language,
        "notice_version": draft.notice_version,
        "given_on": draft.given_on,
        "recorded_by": actor,
    }


def kept(person: Person, answer: Consent) -> Consent:
    """Save once. The same form sent twice in the same second answers with the first. Raises: Refused."""
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError:
        known = Consent.objects.filter(
            of_cluster(person), pk=answer.pk, recorded_by=answer.recorded_by
        ).first()
        if known is None:
            raise Refused(
                _("Cette réponse se contredit : vérifiez ce qui est coché, puis envoyez de nouveau.")
            ) from None
        return known
    return answer


def already_kept(actor: User, person: Person, draft: ConsentDraft) -> Consent | None:
    """The answer this very form already brought."""
    return Consent.objects.filter(of_cluster(person), pk=draft.id, recorded_by=actor).first()
