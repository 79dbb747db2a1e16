"""Asylum, to those named on the file only: a status since a day, and that someone was sent to UNHCR or the refugee office."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Refused
from musanada.people.commands.confidential import open_file
from musanada.people.models import AsylumReferral, AsylumStatus, Authority, ConfidentialFile, Person

RIGHT = "confidential.view"


def open_asylum(actor: User, person: Person, *, reason: str) -> ConfidentialFile:
    """A file that hides itself, not the person: offices that know them go on working with them."""
    subject = ConfidentialFile.Subject.ASYLUM
    return open_file(actor, person, subject=subject, hides_person=False, reason=reason)


def insist(file: ConfidentialFile, authority: str, on: date, field: str) -> None:
    if not ConfidentialFile.objects.filter(pk=file.pk, subject="asylum", closed_at=None).exists():
        raise Refused(_("Ce n'est pas un dossier d'asile ouvert : rechargez la page."))
    if authority not in Authority.values:
        sentence = _("Choisissez l'autorité : le HCR ou le Bureau des réfugiés.")
        raise BadInput(sentence, fields={"authority": sentence})
    if on > timezone.localdate():
        sentence = _("Cette date est dans l'avenir : notez ce qui est fait.")
        raise BadInput(sentence, fields={field: sentence})


@command(RIGHT, group=FieldGroup.LEGAL)
def record_asylum(
    actor: User, file: ConfidentialFile, *, status: str, since: date, authority: str, certificate: str = ""
) -> AsylumStatus:
    """A status since a day. The earlier ones stay: what someone was is part of what they may ask for."""
    insist(file, authority, since, "since")
    if status not in AsylumStatus.Status.values:
        raise BadInput(_("Choisissez le statut."), fields={"status": _("Choisissez le statut.")})
    number = certificate.strip()
    if len(number) > 60:
        sentence = _("Ce numéro dépasse 60 caractères : vérifiez-le.")
        raise BadInput(sentence, fields={"certificate": sentence})
    return AsylumStatus.objects.create(
        file=file, status=status, since=since, authority=authority, certificate=number, recorded_by=actor
    )


@command(RIGHT)
def void_asylum(actor: User, status: AsylumStatus) -> AsylumStatus:
    """A status written down wrongly: struck through, never deleted."""
    waiting = AsylumStatus.objects.filter(pk=status.pk, voided_at=None, file__closed_at=None)
    if not waiting.update(voided_at=timezone.now(), voided_by=actor):
        raise Refused(_("Ce statut est déjà annulé, ou le dossier est clos."))
    status.refresh_from_db()
    return status


@command(RIGHT, group=FieldGroup.LEGAL)
def send_to_asylum(
    actor: User, file: ConfidentialFile, *, authority: str, sent_on: date, referral: UUID | None = None
) -> AsylumReferral:
    """The person was sent to the authority on a day. ``referral`` is the referral's key, where one carried it."""
    insist(file, authority, sent_on, "sent_on")
    return AsylumReferral.objects.create(
        file=file, authority=authority, sent_on=sent_on, referral=referral, recorded_by=actor
    )
