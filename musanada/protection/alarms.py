"""Overdue clocks of protection on the page of alarms: a number for each office, never a name or a reference."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import ngettext

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.alarms import ALARMS, Alarm
from musanada.kit.formats import isolate
from musanada.protection.queries import supervision, work
from musanada.protection.queries.files import VIEW


def overdue(actor: User) -> Iterable[Alarm]:
    """By office, for who supervises; their own, for who is named on files."""
    if holds(actor, supervision.SUPERVISE):
        for unit, n, first in supervision.by_unit(actor):
            sentence = ngettext(
                "%(unit)s : %(n)s échéance de protection est dépassée",
                "%(unit)s : %(n)s échéances de protection sont dépassées",
                n,
            )
            yield Alarm(
                sentence % {"n": n, "unit": isolate(unit)}, url=reverse("protection:supervision"), due=first
            )
    if holds(actor, VIEW) and (n := work.counts(work.running(actor))[work.LATE]):
        sentence = ngettext(
            "%(n)s échéance d'un dossier de protection qui vous nomme est dépassée",
            "%(n)s échéances de dossiers de protection qui vous nomment sont dépassées",
            n,
        )
        yield Alarm(sentence % {"n": n}, url=reverse("protection:home"))


ALARMS.add("protection", overdue)
