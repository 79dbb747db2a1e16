"""For what, to whom, which parts of the file, written down where: what every answer and override is checked for."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.doors import require, units_for
from musanada.access.models import Unit, User
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.people.consents import PURPOSES, Recipient, as_list, recipient_of


def aim_of(purpose: str, recipient: str, groups: Iterable[str], *, refusal: bool = False) -> dict[str, Any]:
    """The columns of a purpose and its recipient, with the ``Recipient`` as ``to``. Raises: BadInput."""
    if purpose not in PURPOSES:
        raise bad("purpose", _("Choisissez la finalité parmi celles proposées."))
    kind, to = PURPOSES[purpose], recipient_of(recipient)
    if to is None or (kind.recipient == "none" and recipient):
        raise bad("recipient", _("Choisissez le destinataire parmi ceux proposés."))
    if kind.recipient == "must" and not recipient:
        raise bad("recipient", _("Dites à qui : pour cette finalité, le destinataire est nommé."))
    if unknown := set(groups) - set(FieldGroup.values):
        raise bad(
            "groups", _("Ces parties du dossier n'existent pas : %(codes)s.") % {"codes": ", ".join(unknown)}
        )
    if kind.groups and not refusal and not groups:
        raise bad("groups", _("Dites quelles parties du dossier seraient transmises."))
    return {
        "purpose": purpose,
        "recipient": to.code,
        "recipient_side": to.side,
        "to_unit": to.unit,
        "to_partner": to.partner,
        "groups": as_list(groups) if kind.groups and not refusal else "",
        "to": to,
    }


def keep_from_state(to: Recipient) -> None:
    """The firewall: towards a State authority there is the person's own consent and nothing else."""
    if to.is_state:
        raise Refused(
            _(
                "Rien ne va vers une autorité de l'État sans l'accord de la personne : ni dérogation, ni autre base "
                "légale. Demandez-lui son accord."
            ),
            code="firewall",
        )


def insist_on_place(actor: User, unit: Unit, right: str) -> None:
    if not units_for(actor, right, FieldGroup.LEGAL).filter(pk=unit.pk).exists():
        require(actor, right, unit)
        raise bad("unit", _("Choisissez l'une de vos unités."))
