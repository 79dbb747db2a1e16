"""A death at the border: from the moment it is recorded the dead stand on a hidden person, read by those named alone.

Identification, burial or the return of the body, and each step towards the family, are written on that file.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, require
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id, show_reference
from musanada.people.commands.confidential import OPEN, open_file
from musanada.people.commands.persons import register
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.models import ConfidentialFile, LegalBasis, Person
from musanada.protection.commands.border import LIAISE, known, reached
from musanada.protection.commands.checks import one_of
from musanada.protection.commands.encounters import insist_apart
from musanada.protection.models import Casualty, Death, FamilyContact

NOTICE = "2026-11"
REASON = _("Décès à la frontière : identification et recherche de la famille")


@command(LIAISE)
def record_death(
    actor: User,
    casualty: Casualty,
    /,
    *,
    on: date,
    where: str = "",
    certificate: str = "",
    pk: UUID | None = None,
) -> Death:
    """The casualty died. Without a name yet, an unnamed person is registered; a file hides them, its owner the actor.

    Needs ``confidential.open`` too. The same casualty twice is one death. Raises: BadInput, Refused, MissingRight.
    """
    unit = casualty.incident.unit
    found = reached(actor, unit, casualty)
    if before := Death.objects.filter(casualty=found).first():
        return before
    known(Death, pk, casualty_id=found.pk)
    if on > timezone.localdate() or on < timezone.localdate(found.incident.at):
        raise bad("on", _("Le jour du décès est entre l'incident et aujourd'hui : corrigez-le."))
    person = found.person or unnamed(actor, found)
    require(actor, OPEN, person)
    secret = own_file(actor, person) or open_file(
        actor, person, subject=ConfidentialFile.Subject.OTHER, hides_person=True, reason=str(REASON)
    )
    if found.outcome != Casualty.Outcome.DECEASED:
        found.outcome, found.outcome_at = Casualty.Outcome.DECEASED, timezone.now()
    found.person = person
    found.save(update_fields=["person", "outcome", "outcome_at"])
    return Death.objects.create(
        id=pk or new_id(), casualty=found, secret=secret, on=on, where=where.strip()[:160],
        certificate=certificate.strip()[:80], by=actor,
    )  # fmt: skip


def own_file(actor: User, person: Person) -> ConfidentialFile | None:
    """A file of the actor's own that hides this person already."""
    rows = ConfidentialFile.objects.filter(person=person, owner=actor, hides_person=True, closed_at=None)
    return rows.first()


def unnamed(actor: User, casualty: Casualty) -> Person:
    """Somebody nobody could name yet, called by the casualty's code."""
    called = _now("Personne décédée %(code)s") % {"code": show_reference(casualty.reference)}
    draft = PersonDraft(
        names=(NameDraft(nickname=called),),
        sex=casualty.sex,
        registered_on=timezone.localdate(casualty.seen_at),
    )
    basis = BasisDraft(LegalBasis.Basis.PUBLIC, NOTICE, "fra", "")
    return register(actor, casualty.incident.unit, draft=draft, basis=basis)


def fresh(death: Death) -> Death:
    found = Death.objects.select_for_update(of=("self",)).get(pk=death.pk)
    insist_apart(found.unit)
    return found


def day_after(found: Death, field: str, on: date | None) -> date:
    """Raises: BadInput."""
    day = on or timezone.localdate()
    if day > timezone.localdate() or day < found.on:
        raise bad(field, _("Ce jour est entre le décès et aujourd'hui : corrigez-le."))
    return day


@command(LIAISE)
def identify_dead(
    actor: User,
    death: Death,
    /,
    *,
    identity: str,
    on: date | None = None,
    how: str = "",
    certificate: str = "",
) -> Death:
    """Unknown, presumed, confirmed, and how one knows. The name itself is written on the person's own page."""
    found = fresh(death)
    one_of("identity", identity, Death.Identity.values)
    if identity != Death.Identity.NONE and not how.strip():
        raise bad("how", _("Dites comment : document, proche, empreintes, examen."))
    found.identity, found.identified_how = identity, how.strip()[:600]
    found.identified_on = None if identity == Death.Identity.NONE else day_after(found, "on", on)
    found.certificate = certificate.strip()[:80] or found.certificate
    found.save(update_fields=["identity", "identified_how", "identified_on", "certificate"])
    return found


@command(LIAISE)
def lay_to_rest(actor: User, death: Death, /, *, rest: str, on: date | None = None, where: str = "") -> Death:
    """Buried here, with the place of the grave; or sent home."""
    found = fresh(death)
    one_of("rest", rest, Death.Rest.values)
    if rest != Death.Rest.WAITING and not where.strip():
        raise bad("where", _("Écrivez le lieu : sans l'emplacement, la famille ne retrouvera pas la tombe."))
    found.rest, found.rest_where = rest, where.strip()[:160]
    found.rest_on = None if rest == Death.Rest.WAITING else day_after(found, "on", on)
    found.save(update_fields=["rest", "rest_where", "rest_on"])
    return found


@command(LIAISE)
def contact_family(
    actor: User, death: Death, /, *, way: str, outcome: str, on: date | None = None, text: str = "",
    pk: UUID | None = None,
) -> FamilyContact:  # fmt: skip
    """A step towards the family. The same key twice is one step."""
    found = fresh(death)
    before: Any = known(FamilyContact, pk, death_id=found.pk)
    if before is not None:
        return before  # type: ignore[no-any-return]
    one_of("way", way, FamilyContact.Way.values)
    one_of("outcome", outcome, FamilyContact.Outcome.values)
    if outcome == FamilyContact.Outcome.REACHED and found.identity == Death.Identity.NONE:
        raise Refused(_("L'identité n'est pas même présumée : dites d'abord qui est la personne décédée."))
    return FamilyContact.objects.create(
        id=pk or new_id(), death=found, on=day_after(found, "on", on), way=way, outcome=outcome,
        text=text.strip()[:1000], by=actor,
    )  # fmt: skip


say(
    {
        "protection.record_death": _("Décès enregistré"),
        "protection.identify_dead": _("Identité d'une personne décédée"),
        "protection.lay_to_rest": _("Inhumation ou rapatriement d'un corps"),
        "protection.contact_family": _("Démarche vers la famille"),
    },
    kinds={
        "protection.death": _("Décès à la frontière"),
        "protection.familycontact": _("Démarche vers la famille"),
    },
)
