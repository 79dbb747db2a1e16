"""Not sure: whoever registered somebody could not tell them from others already there. Both records stay, and the question
goes to those who review twins, before what a computer alone supposed."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.doors import command
from musanada.access.models import User
from musanada.linkage.commands.decisions import findable, step
from musanada.linkage.fingerprint import fingerprints, in_order
from musanada.linkage.models import TwinDecision, TwinPair
from musanada.people.models import Person

FIRST = 2.0  # twice a toss-up on which nothing hangs yet (`worth`): somebody stood before the person and could not tell


@command("people.register")
def note_unsure(actor: User, new_person: Person, others: Iterable[UUID], origin: str) -> int:
    """Raise the pairs of ``new_person`` and the ``others`` for review. How many.

    As ``note_different``: nothing is kept of others the actor may not find, of hidden people and of other sides; a pair
    that is there already stays as it is.
    """
    if origin not in TwinPair.Origin.values:
        raise ValueError(f"unknown origin {origin}")
    if new_person.protected:
        return 0
    side = new_person.unit.side
    rows = findable(actor, set(others) - {new_person.pk}).filter(unit__side=side, protected=False)
    ends = [in_order(new_person.pk, pk) for pk in rows.values_list("pk", flat=True)]
    known = set(TwinPair.objects.filter(left__in=[e[0] for e in ends]).values_list("left", "right"))
    tokens = fingerprints([e for e in ends if e not in known])
    pairs = [
        TwinPair(left_id=left, right_id=right, side=side, origin=origin, value=FIRST, facts=token)
        for (left, right), token in tokens.items()
    ]
    TwinPair.objects.bulk_create(pairs)
    TwinDecision.objects.bulk_create(step(actor, pair, TwinPair.State.UNSURE, "") for pair in pairs)
    return len(pairs)


verbs.say({"linkage.note_unsure": _("Personne peut-être déjà enregistrée, à vérifier")})
