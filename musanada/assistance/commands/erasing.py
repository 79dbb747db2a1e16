"""When someone is erased, what was given to them stays as coded acts: only the free text of an act goes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.assistance.models import Act, ActMember
from musanada.kit.subject import COUNTED_ON, ERASERS, Eraser


def of_people(people: Sequence[UUID]) -> Q:
    reached = ActMember.objects.filter(person__in=people).values("act")
    return Q(person__in=people) | Q(pk__in=reached)


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    rows = Act.objects.filter(person__in=people)
    if units is not None:
        rows = rows.filter(unit__in=units)
    texts = rows.exclude(reason="").update(reason="")
    rows.filter(source_batch__isnull=False).update(source_batch=None)
    return {"act_texts": texts, "acts_kept": rows.count()}


def days(people: Sequence[UUID]) -> list[date]:
    return list(Act.objects.filter(of_people(people)).values_list("given_on", flat=True))


COUNTED_ON.add("assistance", days)
ERASERS.add(
    "assistance",
    Eraser(
        run=erase,
        words={
            "act_texts": _("Raisons écrites sur une aide"),
            "acts_kept": _("Aides gardées en codes, sans personne"),
        },
        covers=frozenset({"assistance.act"}),
        keeps={"assistance.actmember": "codes only: which act reached how many, for the figures"},
    ),
)
