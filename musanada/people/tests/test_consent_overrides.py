"""Acting once without an answer: asked by one, allowed by another, used once, looked at; never towards the State."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.timeline import PANELS
from musanada.people.commands import consents as commands
from musanada.people.consents import STATE
from musanada.people.models import ConsentOverride, Person
from musanada.people.queries import consents as queries
from musanada.people.queries import overrides
from musanada.people.tests.test_consents.answers import code, no, partner, yes
from musanada.people.tests.world import met, year

GROUPS = ("identity", "contact")


@pytest.fixture
def person(world):
    return met(world, birth=year(1990))


@pytest.fixture
def clinic(world):
    return partner(world, "Clinique")


@pytest.fixture
def asked(world, person, clinic):
    return ask(world, person, clinic)


def ask(world, person, to, **more):
    values = {"purpose": "referral", "recipient": code(to), "groups": GROUPS, "reason": "Coma", **more}
    return commands.ask_override(world.maha, person, unit=world.counter, **values)


def insist(world, person, to, groups=GROUPS, by=None):
    return commands.insist_on_consent(by or world.maha, person, "referral", recipient=code(to), groups=groups)


def test_asked_allowed_used_reviewed(world, person, clinic, asked):
    with pytest.raises(Refused):
        insist(world, person, clinic)
    commands.approve_override(world.nadia, asked)
    grounds = insist(world, person, clinic)
    assert (grounds.kind, grounds.override) == ("override", asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.used_by) == ("used", world.maha)
    assert list(overrides.used_unreviewed(world.nadia)) == [asked]
    commands.review_override(world.nadia, asked)
    assert not overrides.used_unreviewed(world.nadia).exists()


def test_it_is_used_once(world, person, clinic, asked):
    commands.approve_override(world.nadia, asked)
    insist(world, person, clinic)
    with pytest.raises(Refused) as problem:
        insist(world, person, clinic)
    assert problem.value.code == "consent-missing"


def test_looking_whether_one_could_does_not_use_it_up(world, person, clinic, asked):
    commands.approve_override(world.nadia, asked)
    for _time in range(2):
        assert queries.grounds(world.maha, person, "referral", recipient=code(clinic)).kind == "override"


def test_where_the_person_agrees_nothing_is_used_up(world, person, clinic, asked):
    commands.approve_override(world.nadia, asked)
    yes(world, person, code(clinic))
    assert insist(world, person, clinic).kind == "consent"
    asked.refresh_from_db()
    assert asked.state == "approved"


@pytest.mark.parametrize(
    "what", ["late", "other recipient", "more groups", "declined", "other person", "waiting"]
)
def test_it_opens_nothing_else(world, person, clinic, asked, what):
    groups, to, whom = GROUPS, clinic, person
    if what == "declined":
        commands.decline_override(world.nadia, asked, note="Elle peut répondre")
    elif what != "waiting":
        commands.approve_override(world.nadia, asked)
    if what == "late":
        soon = timezone.now() - timedelta(seconds=1)
        ConsentOverride.objects.filter(pk=asked.pk).update(
            valid_until=soon, decided_at=soon - timedelta(hours=1)
        )
        asked.refresh_from_db()
        assert asked.lapsed
    if what == "other recipient":
        to = partner(world, "Autre")
    if what == "more groups":
        groups = (*GROUPS, "health")
    if what == "other person":
        whom = met(world, "X Y", birth=year(1980))
    with pytest.raises(Refused):
        insist(world, whom, to, groups)


def test_another_office_does_not_use_it(world, person, clinic, asked):
    from musanada.people.models import Presence

    Presence.objects.create(person=person, unit=world.office)
    commands.approve_override(world.nadia, asked)
    with pytest.raises(Refused):
        insist(world, person, clinic, by=world.zaki)


def test_one_does_not_allow_ones_own_request(world, person, clinic):
    """Maha is given the second right too: the rule is about the person, not about the role."""
    from musanada.access.commands import hold
    from musanada.access.doors import forget_holdings

    hold(world.maha, world.organisation, "programme_manager")
    forget_holdings(world.maha)
    mine = ask(world, person, clinic)
    with pytest.raises(Refused) as problem:
        commands.approve_override(world.maha, mine)
    assert problem.value.code == "own-request"
    with pytest.raises(Refused):
        commands.decline_override(world.maha, mine, note="non")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentOverride.objects.filter(pk=mine.pk).update(
            state="approved",
            decided_by=world.maha,
            decided_at=timezone.now(),
            valid_until=timezone.now() + timedelta(hours=1),
        )
    assert mine not in overrides.waiting(world.maha)


def test_neither_asker_nor_user_reviews(world, person, clinic, asked):
    commands.approve_override(world.nadia, asked)
    insist(world, person, clinic)
    with pytest.raises(MissingRight):
        commands.review_override(world.maha, asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentOverride.objects.filter(pk=asked.pk).update(reviewed_by=world.maha, reviewed_at=timezone.now())


@pytest.mark.parametrize(
    ("who", "verb"), [("alima", "ask"), ("alima", "approve"), ("maha", "approve"), ("nadia", "ask")]
)
def test_each_half_is_a_right_of_its_own(world, person, clinic, asked, who, verb):
    actor = getattr(world, who)
    with pytest.raises(MissingRight):
        if verb == "approve":
            commands.approve_override(actor, asked)
        else:
            commands.ask_override(actor, person, unit=world.counter, purpose="survey", reason="r")


@pytest.mark.parametrize("hours", [0, -1, 73])
def test_it_is_allowed_for_some_hours_only(world, asked, hours):
    with pytest.raises(BadInput):
        commands.approve_override(world.nadia, asked, hours=hours)


def test_a_request_says_why_and_so_does_a_no(world, person, clinic, asked):
    with pytest.raises(BadInput):
        ask(world, person, clinic, reason=" ")
    with pytest.raises(BadInput):
        commands.decline_override(world.nadia, asked, note="")


def test_it_is_decided_once(world, asked):
    commands.approve_override(world.nadia, asked)
    with pytest.raises(Refused):
        commands.decline_override(world.nadia, asked, note="non")


def test_a_partner_that_became_an_authority_meanwhile_is_not_reached(world, person, clinic, asked):
    clinic.side = "state"
    clinic.save()
    with pytest.raises(Refused) as problem:
        commands.approve_override(world.nadia, asked)
    assert problem.value.code == "firewall"


def test_nor_is_one_that_became_so_after_it_was_allowed(world, person, clinic, asked):
    commands.approve_override(world.nadia, asked)
    clinic.side = "state"
    clinic.save()
    with pytest.raises(Refused):
        insist(world, person, clinic)


@pytest.mark.parametrize(
    "values",
    [
        {"recipient": STATE, "recipient_side": "state"},
        {"reason": ""},
        {"state": "approved"},
        {"state": "used"},
        {"valid_until": timezone.now()},
        {"decided_at": timezone.now()},
    ],
)
def test_the_table_refuses(world, person, values):
    base = {
        "person": person,
        "unit": world.counter,
        "purpose": "referral",
        "groups": ",contact,",
        "reason": "r",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentOverride.objects.create(**{**base, "asked_by": world.maha, **values})


def test_what_it_began_stands_until_the_person_says_no(world, person, clinic, asked):
    commands.approve_override(world.nadia, asked)
    kept = insist(world, person, clinic)
    to = {"recipient": code(clinic), "groups": GROUPS}
    assert queries.still_stands(kept, person, "referral", **to)
    no(world, person)
    assert not queries.still_stands(kept, person, "referral", **to)


def test_the_supervisors_day_shows_it_and_nobody_elses(world, asked):
    panel = PANELS["people.overrides"]
    assert panel(world.nadia).count == 1 and len(panel(world.nadia).rows) == 1
    assert panel(world.alima) is None and panel(world.maha) is None


def test_a_protected_person_is_on_no_supervisors_list(world, person, asked):
    Person.objects.filter(pk=person.pk).update(protected=True)
    assert not overrides.waiting(world.nadia).exists()
    assert PANELS["people.overrides"](world.nadia).count == 0
