"""What a programme manager has to prepare: programmes and agreements that end soon (home page)."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date
from musanada.kit.timeline import PANELS, Panel
from musanada.partners import queries as partners
from musanada.programmes import queries

SOON = timedelta(days=90)
Ending = tuple[date, str, str]


def ending_soon(actor: User) -> Panel | None:
    """None for who does not manage programmes, and when nothing ends in the next 90 days."""
    if not holds(actor, "programmes.manage"):
        return None
    today = timezone.localdate()
    found = sorted([*programmes(actor, today), *agreements(actor, today)])
    if not found:
        return None
    rows: list[tuple[Sentence, Sentence, str]] = [
        (what, _("jusqu'au %(day)s") % {"day": format_date(day, get_language() or "fr")}, url)
        for day, what, url in found
    ]
    return Panel(
        "ending-soon",
        _("Se termine bientôt"),
        rows,
        more_url=reverse("programmes:list"),
        count=len(rows),
        order=70,
    )


def programmes(actor: User, today: date) -> list[Ending]:
    rows = queries.programmes(actor).filter(ends_on__gte=today, ends_on__lte=today + SOON)
    return [(p.ends_on, str(p), reverse("programmes:detail", args=[p.code])) for p in rows if p.ends_on]


def agreements(actor: User, today: date) -> list[Ending]:
    rows = partners.agreements_ending(actor, today, today + SOON)
    return [
        (a.in_force_to, f"{a.partner} · {a.reference}", reverse("partners:detail", args=[a.partner.code]))
        for a in rows
        if a.in_force_to
    ]


PANELS.add("programmes.ending_soon", ending_soon)
