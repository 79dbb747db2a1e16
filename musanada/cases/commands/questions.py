"""Asking another office, and answering: sharing goes by a referral, with the person's consent; else there is no answer."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.firewall import insist_no_crossing
from musanada.access.models import Unit, User
from musanada.cases.models import Question
from musanada.cases.queries import receivers
from musanada.cases.workflow import QUESTION
from musanada.kit.errors import Refused
from musanada.people.models import Person

MOST_A_DAY = 20  # questions of one account in 24 hours


@command("question.ask")
def ask(actor: User, unit: Unit, /, *, person: Person) -> Question:
    """Ask the offices that know ``person``. The caller found them by a likeness and shows the asker nobody.

    Raises: Refused beyond a day's questions, across sides, or about someone of a P4 file.
    """
    since = timezone.now() - timedelta(hours=24)
    if Question.objects.filter(asked_by=actor, asked_at__gt=since).count() >= MOST_A_DAY:
        raise Refused(
            _(
                "Vous avez posé beaucoup de questions aujourd'hui : attendez demain, ou appelez le bureau voisin."
            ),
            code="rate",
        )
    root = person.merged_into or person
    others = [p.unit for p in receivers.presences(root).filter(groups="").exclude(unit=unit)]
    same_side = [one for one in others if one.side == unit.side]
    if root.protected or root.voided_at is not None or not same_side:
        raise Refused(_("Cette question ne peut pas être posée : reprenez la recherche."))
    insist_no_crossing(same_side[0], unit)
    try:
        with transaction.atomic():
            return Question.objects.create(person=root, from_unit=unit, asked_by=actor)
    except IntegrityError:
        return Question.objects.get(person=root, from_unit=unit, state=Question.State.ASKED)


def decline(actor: User, question: Question) -> Question:
    """No answer is given; the asker is told neither by whom nor why. A referral sent in answer shares instead."""
    return QUESTION.run(actor, question, "decline", answered_at=timezone.now(), answered_by=actor)
