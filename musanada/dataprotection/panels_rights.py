"""What waits for a second person on the day's work: erasures, long lists, what is due to go."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.dataprotection.queries import erasure, exports, retention
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, isolate
from musanada.kit.timeline import PANELS, Panel

SHOWN = 6


def second_look(actor: User) -> Panel | None:
    """None where nothing waits: this is not everybody's daily work."""
    rows = [*erasures(actor), *lists(actor), *disposals(actor)]
    if not rows:
        return None
    return Panel("second-look", _("Attend votre décision"), rows[:SHOWN], count=len(rows), order=15)


def erasures(actor: User) -> list[tuple[Sentence, Sentence, str]]:
    """To decide, to confirm (never one's own decision), to look at again."""
    if not holds(actor, "erasure.view"):
        return []
    waiting = []
    for one in erasure.erasures(actor).filter(state__in=("asked", "examined", "granted", "confirmed"))[:50]:
        steps = [step for step in erasure.open_steps(actor, one) if step.code != "withdraw"]
        if steps:
            waiting.append((one, steps[0].label))
    again = [(one, _("Refus à revoir")) for one in erasure.to_review(actor) if holds(actor, "erasure.decide")]
    return [
        (
            _("Effacement %(reference)s") % {"reference": isolate(one)},
            what,
            reverse("dataprotection:erasure", args=[one.pk]),
        )
        for one, what in (*waiting, *again)
    ]


def lists(actor: User) -> list[tuple[Sentence, Sentence, str]]:
    if not holds(actor, "exports.approve"):
        return []
    return [
        (
            _("Export %(reference)s") % {"reference": isolate(one)},
            _("%(rows)s personnes, demandé par %(who)s") % {"rows": one.rows, "who": one.asked_by},
            reverse("dataprotection:export", args=[one.pk]),
        )
        for one in exports.to_approve(actor)[:SHOWN]
    ]


def disposals(actor: User) -> list[tuple[Sentence, Sentence, str]]:
    if not holds(actor, "retention.run"):
        return []
    rows = retention.disposals(actor).filter(state="proposed").exclude(proposed_by=actor)
    return [
        (
            _("Élimination %(reference)s") % {"reference": isolate(one)},
            _("échus avant le %(day)s") % {"day": format_date(one.before, get_language() or "fr")},
            reverse("dataprotection:disposal", args=[one.pk]),
        )
        for one in rows[:SHOWN]
    ]


PANELS.add("dataprotection.second-look", second_look)
