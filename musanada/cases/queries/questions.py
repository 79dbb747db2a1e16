"""Questions between offices: those one may answer, and what became of those one asked."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404

from musanada.access.doors import scoped, units_for
from musanada.access.models import User
from musanada.cases.models import Question
from musanada.kit.choices import FieldGroup
from musanada.people.models import Presence

ANSWER, ASK = "question.answer", "question.ask"


def to_answer(actor: User) -> QuerySet[Question]:
    """Open questions about people the actor's units know by themselves, asked on the same side by another unit."""
    units = units_for(actor, ANSWER, FieldGroup.IDENTITY)
    known = Presence.objects.filter(
        person=OuterRef("person"), unit__in=units, groups="", unit__side=OuterRef("from_unit__side")
    )
    rows = scoped(actor, ANSWER, Question.objects.filter(state=Question.State.ASKED))
    rows = rows.filter(Exists(known.exclude(unit=OuterRef("from_unit"))))
    return rows.select_related("person", "from_unit").order_by("asked_at")


def question(actor: User, pk: UUID | str) -> Question:
    """One open question the actor may answer. Raises: Http404."""
    found = to_answer(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def asked(actor: User) -> QuerySet[Question]:
    """What the actor asked: a reference, a day and a state. Neither the person nor the offices are read."""
    rows = Question.objects.filter(asked_by=actor.pk, from_unit__in=units_for(actor, ASK))
    return rows.only("id", "reference", "state", "asked_at", "answered_at").order_by(
        "-asked_at", F("id").desc()
    )
