"""Against agreements and the firewall: data that would leave the organisation, or its side."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from musanada.access import commands as access
from musanada.access.commands import system_user
from musanada.cases.commands import questions, referrals
from musanada.partners.models import Agreement
from musanada.people import commands as people
from musanada.people.consents import STATE

from ..scene import WHY, Attempt, Scene

EVERY = ("identity", "contact", "health", "protection", "legal", "travel", "money", "services")


def ended(s: Scene) -> None:
    Agreement.objects.filter(partner__unit=s.association.root).update(
        in_force_to=timezone.localdate() - timedelta(days=1)
    )


def agreement_ended(s: Scene) -> Attempt:
    s.yes(s.association.office)
    ended(s)
    return partial(referrals.send, s.manager, s.prepared(s.association.office))


def agreement_ended_before_the_answer(s: Scene) -> Attempt:
    one = s.sent()
    ended(s)
    return partial(referrals.accept, s.role("case_manager", s.association), one)


def export_without_agreement(s: Scene) -> Attempt:
    return partial(s.export, recipient=f"partner:{s.partner().pk}")


def state_on_a_general_word(s: Scene) -> Attempt:
    s.yes("", groups=EVERY)
    return partial(referrals.send, s.manager, s.prepared(s.ministry.office))


def state_on_a_word_to_every_authority(s: Scene) -> Attempt:
    s.yes(STATE, groups=EVERY)
    return partial(referrals.send, s.manager, s.prepared(s.ministry.office))


def export_to_the_state(s: Scene) -> Attempt:
    return partial(s.export, recipient=f"unit:{s.ministry.root.pk}")


def merge_across(s: Scene) -> Attempt:
    both = s.another("deux-cotes", "case_manager")
    access.hold(both, s.ministry.root, "case_manager")
    return partial(people.merge, both, s.person, gone=s.ministry.relative, reason=WHY)


def met_across(s: Scene) -> Attempt:
    return partial(people.meet, system_user(), s.ministry.office, person=s.person)


def asked_across(s: Scene) -> Attempt:
    return partial(questions.ask, s.role("case_manager", s.ministry), s.ministry.office, person=s.person)
