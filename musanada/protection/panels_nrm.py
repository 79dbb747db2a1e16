"""What referrals put on a victim's page and on the day's work: by their code, never by who they are about."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.kit.formats import isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.protection.models import NrmReferral, ProtectionFile
from musanada.protection.parts import VICTIM_PARTS, Part
from musanada.protection.queries import nrm as queries
from musanada.protection.queries.victims import WORK

SHOWN = 6
UNANSWERED = (NrmReferral.State.REFUSED, NrmReferral.State.LAPSED)


def referrals(actor: User, file: ProtectionFile) -> Part:
    """What was sent from this file, and the referral that opened it."""
    behind = queries.behind(file)
    open_ = file.case.closed_on is None and may(actor, WORK, file)
    values = {
        "rows": queries.as_sent_all(queries.of_file(file)),
        "behind": queries.as_received(behind) if behind and queries.received_by(actor, behind) else None,
        "url": reverse("protection:victim-refer", args=[file.case_id]) if open_ else "",
    }
    return Part("protection/nrm_part.html", values, order=62)


def to_answer(actor: User) -> Panel | None:
    """What waits for the actor's offices, the most urgent first."""
    if not holds(actor, queries.ANSWER):
        return None
    rows = queries.inbox(actor)
    found = [
        (
            _("Orientation %(code)s") % {"code": isolate(str(one))},
            _("Urgent : réponse dans la journée") if one.urgent else _("%(unit)s attend votre réponse") % {"unit": one.unit},
            reverse("protection:nrm-received", args=[one.pk]),
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip
    if not found:
        return None
    more = reverse("protection:nrm-inbox")
    return Panel(
        "nrm", _("Orientations de victimes à répondre"), found, more_url=more, count=rows.count(), order=11
    )


def to_send_again(actor: User) -> Panel | None:
    """Refused or left unanswered: the person still waits, and nothing was sent since."""
    if not holds(actor, queries.DETECT):
        return None
    rows = [one for one in queries.sent(actor).filter(state__in=UNANSWERED)[:SHOWN] if queries.waits(one)]
    found = [
        (
            _("Orientation %(code)s") % {"code": isolate(str(one))},
            one.get_state_display(),
            reverse("protection:nrm-sent", args=[one.pk]),
        )
        for one in rows
    ]
    if not found:
        return None
    return Panel("nrm-again", _("Orientations à reprendre ailleurs"), found, more_url=reverse("protection:nrm-sent-list"), order=12)  # fmt: skip


VICTIM_PARTS.add("nrm", referrals)
PANELS.add("protection.nrm", to_answer)
PANELS.add("protection.nrm-again", to_send_again)
