"""Against what the person said: no word, another word, somebody else's proof, doing without in a way that is not allowed."""

from datetime import date, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from musanada.access import commands as access
from musanada.cases.commands import packages, referrals
from musanada.people.commands import consents
from musanada.people.consents import STATE
from musanada.people.models import Consent

from ..scene import WHY, Attempt, Scene

EVERY = ("identity", "contact", "health", "protection", "legal", "travel", "money", "services")
GIVEN = ("identity", "contact")
BASE = "https://example.org/packages/"


def without_word(s: Scene) -> Attempt:
    return partial(referrals.send, s.manager, s.prepared(s.association.office))


def less_than_sent(s: Scene) -> Attempt:
    s.yes(s.association.office, groups=("identity",))
    return partial(referrals.send, s.manager, s.prepared(s.association.office))


def transfer_on_a_referrals_word(s: Scene) -> Attempt:
    s.yes(s.association.office, groups=EVERY)
    return partial(referrals.send, s.manager, s.prepared(s.association.office, kind="transfer"))


def word_to_another_organisation(s: Scene) -> Attempt:
    """The receiver knows the person too and heard a yes; the sender did not."""
    theirs = s.also_known_to(s.association)
    draft = s.draft(s.association.office)
    consents.record_consent(theirs, s.person, unit=s.association.office, draft=draft)
    return partial(referrals.send, s.manager, s.prepared(s.association.office))


def accepted_after_a_no(s: Scene) -> Attempt:
    """Withdrawn behind the application's back: the guard looks for itself."""
    one = s.sent()
    rows = Consent.objects.filter(pk=one.consent)
    rows.update(state="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=s.manager)
    return partial(referrals.accept, s.role("case_manager", s.association), one)


def package_without_word(s: Scene) -> Attempt:
    body = s.agreed(s.partner())
    one = s.prepared(body, kind="external", body="Service social")
    return partial(packages.send_package, s.manager, one, base=BASE)


def export_of_nobody_who_agreed(s: Scene) -> Attempt:
    body = s.agreed(s.partner())
    return partial(s.export, recipient=f"partner:{body.pk}")


def proof_of_somebody_else(s: Scene) -> Attempt:
    other = s.mission.attachment.pk
    draft = s.draft(s.association.office, means="signature", witness="", evidence=other)
    return partial(consents.record_consent, s.manager, s.person, unit=s.mission.office, draft=draft)


def oral_without_witness(s: Scene) -> Attempt:
    draft = s.draft(s.association.office, witness=" ")
    return partial(consents.record_consent, s.manager, s.person, unit=s.mission.office, draft=draft)


def child_alone(s: Scene) -> Attempt:
    draft = s.draft(s.association.office, minor=True)
    return partial(consents.record_consent, s.manager, s.person, unit=s.mission.office, draft=draft)


def guardian_of_another_organisation(s: Scene) -> Attempt:
    told = {"minor": True, "means": "guardian", "guardian": s.ministry.person.pk, "assent": "given"}
    draft = s.draft(s.association.office, **told)
    return partial(consents.record_consent, s.manager, s.person, unit=s.mission.office, draft=draft)


def written_down_elsewhere(s: Scene) -> Attempt:
    draft = s.draft(s.association.office)
    return partial(consents.record_consent, s.manager, s.person, unit=s.association.office, draft=draft)


def another_offices_answer_withdrawn(s: Scene) -> Attempt:
    theirs = s.also_known_to(s.association)
    return partial(consents.withdraw_consent, theirs, s.person, consent=s.yes(s.association.office))


def own_override(s: Scene) -> Attempt:
    both = s.another("deux-roles", "case_manager")
    access.hold(both, s.mission.root, "programme_manager")
    return partial(consents.approve_override, both, s.override(both))


def own_override_at_the_page(s: Scene) -> Attempt:
    both = s.another("deux-roles", "case_manager")
    access.hold(both, s.mission.root, "programme_manager")
    url = reverse("consents:override", args=[s.override(both).pk])
    return partial(s.browser(both).post, url, {"decision": "approve", "hours": "72", "note": WHY})


def override_for_a_week(s: Scene) -> Attempt:
    return partial(consents.approve_override, s.role("programme_manager"), s.override(), hours=168)


def override_towards_the_state(s: Scene) -> Attempt:
    asked = {"purpose": "referral", "recipient": STATE, "groups": GIVEN, "reason": WHY}
    return partial(consents.ask_override, s.manager, s.person, unit=s.mission.office, **asked)


def other_basis_towards_the_state(s: Scene) -> Attempt:
    told = {"basis": "legal_duty", "reason": WHY, "expires_on": date.today() + timedelta(days=9), "means": ""}
    draft = s.draft(f"unit:{s.ministry.root.pk}", **told)
    return partial(consents.record_other_basis, s.manager, s.person, unit=s.mission.office, draft=draft)


def own_basis_reviewed(s: Scene) -> Attempt:
    both = s.another("deux-roles", "case_manager")
    access.hold(both, s.mission.root, "programme_manager")
    told = {"basis": "vital_interest", "reason": WHY, "expires_on": date.today(), "means": ""}
    draft = s.draft("", purpose="assistance", groups=(), **told)
    row = consents.record_other_basis(both, s.person, unit=s.mission.office, draft=draft)
    return partial(consents.review_basis, both, s.mission.office, consent=row)
