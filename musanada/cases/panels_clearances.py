"""Clearances on the day's work: what waits for an answer, and what came back. Never who it is about."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.cases.models import Clearance
from musanada.cases.queries import clearances as reads
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, isolate
from musanada.kit.timeline import PANELS, Panel

SHOWN = 6
NEWS_DAYS = 14


def asked_on(one: Clearance) -> Sentence:
    day = format_date(timezone.localdate(one.asked_at), get_language() or "fr")
    return _("%(unit)s · demandé le %(day)s") % {"unit": one.unit, "day": isolate(day)}


def to_answer(actor: User) -> Panel | None:
    if not holds(actor, reads.ANSWER):
        return None
    rows = reads.to_answer(actor)
    found = [
        (
            f"{isolate(str(one))} · {one.get_kind_display()}",
            asked_on(one),
            reverse("clearances:answer", args=[one.pk]),
        )
        for one in rows[:SHOWN]
    ]
    return Panel(
        "clearances",
        _("Feux verts à répondre"),
        found,
        more_url=reverse("clearances:to-answer"),
        empty=_("Aucun feu vert n'attend votre réponse."),
        count=rows.count(),
        order=16,
    )


def answered(actor: User) -> Panel | None:
    """What my offices asked and were told lately; nothing to say, no panel."""
    if not holds(actor, reads.ASK):
        return None
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    rows = reads.asked(actor).filter(answered_at__gte=since).order_by("-answered_at")[:SHOWN]
    found = [
        (
            f"{isolate(str(one))} · {one.get_kind_display()}",
            reads.told(one),
            reverse("clearances:show", args=[one.pk]),
        )
        for one in rows
    ]
    if not found:
        return None
    return Panel(
        "clearances-answered",
        _("Feux verts : réponses"),
        found,
        more_url=reverse("clearances:list"),
        order=23,
    )


PANELS.add("cases.clearances", to_answer)
PANELS.add("cases.clearances-answered", answered)
