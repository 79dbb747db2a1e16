"""Against who takes which step of a referral."""

from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from musanada.cases.commands import referrals
from musanada.cases.models import Referral
from musanada.people.models import Consent

from ..scene import Attempt, Scene

GIVEN = ("identity", "contact")


def accepted_by_the_sender(s: Scene) -> Attempt:
    return partial(referrals.accept, s.manager, s.sent())


def accepted_by_the_sender_at_the_page(s: Scene) -> Attempt:
    url = reverse("referrals:step", args=[s.sent().pk, "accept"])
    return partial(s.browser(s.manager).post, url)


def revoked_by_the_receiver(s: Scene) -> Attempt:
    return partial(referrals.revoke, s.role("case_manager", s.association), s.accepted())


def stopped_by_a_person(s: Scene) -> Attempt:
    one = s.sent()
    return partial(referrals.flow_of(one).run, s.manager, one, "withdraw")


def answered_instead_of_a_colleague(s: Scene) -> Attempt:
    one = s.sent(to_user=s.role("protection_officer", s.association))
    return partial(referrals.accept, s.role("case_manager", s.association), one)


def accepted_too_late(s: Scene) -> Attempt:
    one = s.sent()
    Referral.objects.filter(pk=one.pk).update(lapses_at=timezone.now() - timedelta(minutes=1))
    one.refresh_from_db()
    return partial(referrals.accept, s.role("case_manager", s.association), one)


def passed_on_more_than_shared(s: Scene) -> Attempt:
    """The person agreed to more than the office was given."""
    s.accepted()
    theirs, office, to = s.role("case_manager", s.association), s.association.office, s.association.root
    Consent.objects.filter(person=s.person).update(
        unit=office, groups=",identity,travel,", recipient=f"unit:{to.pk}", to_unit=to
    )
    return partial(
        referrals.send, theirs, s.prepared(to, by=theirs, start=office, groups=("identity", "travel"))
    )


def colleagues_draft(s: Scene) -> Attempt:
    one = s.prepared(s.association.office)
    other = s.another("autre-gestionnaire", "case_manager")
    draft = referrals.ReferralDraft(
        "referral", s.mission.office, "food", GIVEN, to_unit=s.association.office, id=one.pk
    )
    return partial(referrals.draft, other, s.person, draft=draft)


def sent_as_an_office_of_others(s: Scene) -> Attempt:
    draft = referrals.ReferralDraft("referral", s.association.office, "food", GIVEN, to_unit=s.mission.office)
    return partial(referrals.draft, s.manager, s.person, draft=draft)
