"""What referrals put on the day's work, on a person's time line, and among the alarms. Never who it is about."""

from collections.abc import Iterable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.cases.models import Question, Referral
from musanada.cases.queries import questions, referrals
from musanada.kit.alarms import ALARMS, Alarm
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_datetime, isolate
from musanada.kit.timeline import PANELS, TIMELINE, Panel
from musanada.people.timeline import OWN_LABELS

SHOWN = 6
Row = tuple[Sentence, Sentence, str]


def when(moment: object) -> str:
    from datetime import datetime

    return (
        isolate(format_datetime(moment, get_language() or "fr", short=True))
        if isinstance(moment, datetime)
        else ""
    )


def row(one: Referral, *, came: bool) -> Row:
    """Need, from or to whom, until when."""
    other = one.from_unit if came else one.receiver
    due = one.due
    detail = _("%(other)s · attendu le %(day)s") % {"other": other, "day": when(due)} if due else str(other)
    return f"{isolate(str(one))} · {one.get_need_display()}", detail, referrals.address(one.pk)


def to_answer(actor: User) -> Panel | None:
    """Referrals that wait for an answer of the actor's units."""
    if not holds(actor, referrals.ANSWER):
        return None
    rows = referrals.to_answer(actor)
    asked = questions.to_answer(actor) if holds(actor, questions.ANSWER) else Question.objects.none()
    found: list[Row] = [row(one, came=True) for one in rows[:SHOWN]]
    found += [question_row(one) for one in asked[:SHOWN]]
    return Panel(
        "referrals",
        _("Orientations à répondre"),
        found,
        more_url=page_url(),
        empty=_("Aucune orientation n'attend votre réponse."),
        count=rows.count() + asked.count(),
        order=15,
    )


def question_row(one: Question) -> Row:
    from django.urls import reverse

    detail = _("%(unit)s pense connaître une personne que vous suivez") % {"unit": one.from_unit}
    return f"{isolate(str(one))} · {_('Question')}", detail, reverse("referrals:question", args=[one.pk])


def page_url() -> str:
    from django.urls import reverse

    return reverse("referrals:list")


def overdue(actor: User) -> Panel | None:
    """Answers and ends that are late, packages that nobody took."""
    if not holds(actor, referrals.SEND):
        return None
    rows = list(referrals.late(actor)[:SHOWN])
    packages = referrals.not_taken(actor)[:SHOWN] if holds(actor, "referral.external") else []
    found: list[Row] = [row(one, came=False) for one in rows]
    found += [
        (
            f"{isolate(str(p.referral))} · {p.referral.partner}",
            _("Le paquet n'a pas été retiré"),
            referrals.address(p.referral_id),
        )
        for p in packages
        if p.referral not in rows
    ]
    return (
        Panel("referrals-late", _("Orientations en retard"), found, count=len(found), order=12)
        if found
        else None
    )


def answered(actor: User) -> Panel | None:
    """What came back this week."""
    if not holds(actor, referrals.SEND):
        return None
    rows = referrals.news(actor)[:SHOWN]
    found: list[Row] = [
        (
            f"{isolate(str(one))} · {one.get_state_display()}",
            f"{one.get_need_display()} · {one.receiver}",
            referrals.address(one.pk),
        )
        for one in rows
    ]
    return Panel("referrals-answered", _("Réponses reçues"), found, order=22) if found else None


def alarms(actor: User) -> Iterable[Alarm]:
    """Late referrals, as a number and the list where they are mended."""
    if not holds(actor, referrals.SEND):
        return
    count = referrals.late(actor).count()
    if count:
        words = ngettext("%(n)s orientation en retard", "%(n)s orientations en retard", count) % {"n": count}
        yield Alarm(words, url=page_url(), tone="warning")


OWN_LABELS["referral"] = _("Orientation")
TIMELINE.add("cases", referrals.timeline)
PANELS.add("cases.to_answer", to_answer)
PANELS.add("cases.late", overdue)
PANELS.add("cases.answered", answered)
ALARMS.add("cases.late", alarms)
