"""How a protection file begins, for a child and for a victim alike: the person is hidden, whoever opens it answers for it.

The caller is a command of its area: it has asked for the right at the unit, registered the person, checked the basis.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.cases.commands.spine import open_case
from musanada.kit.errors import Refused, bad
from musanada.people.commands.confidential import open_file
from musanada.people.models import ConfidentialFile, Person
from musanada.protection.models import ProtectionFile

SUBJECT = {
    ProtectionFile.Kind.CHILD: ConfidentialFile.Subject.CHILD,
    ProtectionFile.Kind.VICTIM: ConfidentialFile.Subject.TRAFFICKING,
}
REASON = {
    ProtectionFile.Kind.CHILD: _("Protection d'un enfant non accompagné ou séparé"),
    ProtectionFile.Kind.VICTIM: _("Aide à une victime présumée de la traite"),
}
PROCEDURE = {ProtectionFile.Kind.CHILD: "child_protection", ProtectionFile.Kind.VICTIM: "trafficking"}
VITAL_LEAST = 20  # characters: who reviews must understand


def open_protection(
    actor: User,
    unit: Unit,
    person: Person,
    *,
    kind: str,
    identified_on: date,
    source: str,
    basis: str,
    basis_text: str = "",
    pk: UUID | None = None,
    **columns: Any,
) -> ProtectionFile:
    """The P4 file that hides the person, the case on the spine, and the file itself. The same ``pk`` twice is one file.

    Raises: BadInput, Refused (a file of the actor's own is open already; what others keep is not told).
    """
    if pk is not None and (known := ProtectionFile.objects.filter(pk=pk, case__opened_by=actor).first()):
        return known
    insist_on_basis(basis, basis_text)
    if identified_on < person.registered_on and person.registered_on != identified_on:
        person.registered_on = identified_on
        Person.objects.filter(pk=person.pk).update(registered_on=identified_on)
    own = ConfidentialFile.objects.filter(person=person, owner=actor, subject=SUBJECT[kind], closed_at=None)  # type: ignore[index]
    secret = own.filter(hides_person=True, sealed_at=None).first()
    if secret is not None and ProtectionFile.objects.filter(secret=secret, case__closed_on=None).exists():
        raise Refused(_("Vous suivez déjà cette personne : ouvrez son dossier depuis votre liste."))
    if secret is None:
        secret = open_file(actor, person, subject=SUBJECT[kind], hides_person=True, reason=str(REASON[kind]))  # type: ignore[index]
    case = open_case(actor, unit, code=PROCEDURE[kind], person=person, opened_on=identified_on)  # type: ignore[index]
    values: dict[str, Any] = {"id": pk} if pk else {}
    return ProtectionFile.objects.create(
        **values,
        case=case,
        secret=secret,
        kind=kind,
        identified_on=identified_on,
        source=source,
        basis=basis,
        basis_text=basis_text.strip(),
        **columns,
    )


def insist_on_basis(basis: str, text: str) -> None:
    """A file starts with somebody's word, or with a vital interest that is written down. Raises: BadInput."""
    if basis not in ProtectionFile.Basis.values:
        raise bad(
            "basis",
            _("Dites sur quoi repose le dossier : l'accord de la personne, ou l'intérêt vital, consigné."),
        )
    if basis == ProtectionFile.Basis.VITAL and len(text.strip()) < VITAL_LEAST:
        raise bad(
            "basis_text",
            _(
                "Dites pourquoi l'intérêt vital commande d'ouvrir sans accord, en %(count)s caractères au moins."
            )
            % {"count": VITAL_LEAST},
        )
