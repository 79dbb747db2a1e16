"""The ways a return ends before the journey, and how it is taken up again.

A withdrawal asks nothing but its day: it withdraws the declaration, frees the place on a list of departure, and changes
nothing else. It is no penalty: who comes back begins like anybody.
"""

import json
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import may, require
from musanada.access.models import User
from musanada.cases.caseflow import Move
from musanada.cases.models import Case
from musanada.kit.errors import Refused, bad
from musanada.people.queries.register import cluster
from musanada.returns.commands.boarding import leave_list
from musanada.returns.commands.enquiries import fresh, insist_on_day, insist_on_one
from musanada.returns.models import Declaration, Passenger, Return
from musanada.returns.workflow import FLOW

LEAD = "case.lead"
AGAIN = ("reopen", "resume")


def withdraw(actor: User, ret: Return, *, on: date | None = None) -> Return:
    """The person renounces, at any moment before boarding. Nobody asks why."""
    return renounced(actor, ret, "withdraw", on)


def withdraw_at_gate(actor: User, ret: Return, *, on: date | None = None) -> Return:
    """The person renounces when boarding: said by whoever stands there."""
    return renounced(actor, ret, "withdraw_at_gate", on)


def renounced(actor: User, ret: Return, step: str, on: date | None) -> Return:
    day = insist_on_day(on, since=ret.case.opened_on)

    def also(actor: User, case: Case) -> None:
        end_declaration(ret, day)
        leave_list(actor, ret, day, state=Passenger.State.WITHDRAWN)

    FLOW.run(actor, ret.case, step, move=Move(on=day), also=also)
    return fresh(ret)


def end_declaration(ret: Return, on: date) -> int:
    """The standing declaration holds no more; never before the day it was signed."""
    ended = 0
    for one in Declaration.objects.select_for_update().filter(ret=ret, withdrawn_on=None):
        one.withdrawn_on, one.withdrawn_at = max(on, one.signed_on), timezone.now()
        one.save(update_fields=["withdrawn_on", "withdrawn_at"])
        ended += 1
    return ended


def die(actor: User, ret: Return, *, on: date | None = None, text: str = "") -> Return:
    """The person died: the seat is free, the file ends."""
    day = insist_on_day(on, since=ret.case.opened_on)

    def also(actor: User, case: Case) -> None:
        leave_list(actor, ret, day)

    FLOW.run(actor, ret.case, "die", move=Move(on=day, text=text.strip()), also=also)
    return fresh(ret)


def mark_duplicate(actor: User, ret: Return, *, of: Return, text: str = "") -> Return:
    """The same person's other file of the same direction goes on; this one ends."""
    require(actor, LEAD, ret.case)
    if of.pk == ret.pk or of.direction != ret.direction or not may(actor, "return.view", of):
        raise bad("of", _("L'autre dossier n'est pas trouvé dans le même sens : vérifiez son numéro."))
    person = ret.case.person.merged_into or ret.case.person
    if of.case.person_id not in cluster(person):
        raise bad(
            "of",
            _(
                "L'autre dossier est celui d'une autre fiche : fusionnez d'abord les deux fiches de la personne."
            ),
        )
    if of.case.closed_on:
        raise bad("of", _("L'autre dossier est clos : il ne peut pas remplacer celui-ci."))
    seen = json.dumps({"of": of.case.reference})
    FLOW.run(actor, ret.case, "mark_duplicate", move=Move(text=text.strip(), seen=seen))
    return fresh(ret)


def take_up(actor: User, ret: Return, step: str, *, on: date | None = None, text: str = "") -> Return:
    """A file that ended goes on, where no other one of that direction was opened meanwhile.

    After a withdrawal, an unreachable person or a double it begins again as a request; after a refusal of exit, an
    unfitness or a lack of funds the preparation goes on.
    """
    if step not in AGAIN:
        raise Refused(_("Cette étape ne se prend pas ici : rechargez la page."))
    if not text.strip():
        raise bad("text", _("Écrivez pourquoi : ce motif reste dans le dossier."))
    day = insist_on_day(on, since=ret.case.closed_on or ret.case.opened_on)

    def also(actor: User, case: Case) -> None:
        insist_on_one(actor, case.person, ret.direction, but=case.pk)

    FLOW.run(actor, ret.case, step, move=Move(on=day, text=text.strip()), also=also)
    return fresh(ret)
