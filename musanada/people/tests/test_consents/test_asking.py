"""Who is asked, and of a child the guardian with the child's assent."""

from dataclasses import replace
from datetime import date

import pytest

from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import new_id
from musanada.people.commands import consents as commands
from musanada.people.consents import STATE
from musanada.people.models import Consent
from musanada.people.tests.test_consents.answers import YES, yes
from musanada.people.tests.world import met, today, year

CHILD = {"means": "guardian", "witness": "", "guardian_name": "Sa tante", "assent": "given"}


def child_of(world, age: int):
    return met(world, "Awa Bah", birth=year(today().year - age - 1))


@pytest.mark.parametrize(
    ("age", "more", "field"),
    [
        (12, CHILD, None),
        (12, {}, "guardian_name"),
        (12, {**CHILD, "guardian_name": "  "}, "guardian_name"),
        (12, {**CHILD, "assent": "refused"}, "assent"),
        (12, {**CHILD, "assent": "not_asked"}, "assent"),
        (12, {**CHILD, "assent": "unknown"}, "assent"),
        (12, {**CHILD, "means": "signature"}, "guardian_name"),
        (3, {**CHILD, "assent": "not_asked"}, None),
        (3, {**CHILD, "assent": "refused"}, "assent"),
        (30, CHILD, "means"),
        (30, {"witness": " "}, "witness"),
        (30, {"means": "voice", "witness": ""}, "file"),
        (30, {"means": "telepathy"}, "means"),
        (30, {"means": "mark", "witness": ""}, None),
        (30, {"groups": ()}, "groups"),
        (30, {"groups": ("everything",)}, "groups"),
        (30, {"purpose": "transfer"}, "recipient"),
        (30, {"purpose": "survey", "recipient": STATE}, "recipient"),
        (30, {"purpose": "marketing"}, "purpose"),
        (30, {"language": ""}, "language"),
        (30, {"notice_version": ""}, "notice_version"),
        (30, {"given_on": date(2999, 1, 1)}, "given_on"),
        (30, {"expires_on": date(2001, 1, 1)}, "expires_on"),
    ],
)
def test_what_makes_a_yes_valid(world, age, more, field):
    person = child_of(world, age)
    if field is None:
        assert yes(world, person, **more).stands
        return
    with pytest.raises(BadInput) as problem:
        yes(world, person, **more)
    assert field in problem.value.fields
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("minor", "more", "fine"), [(None, {}, False), (False, {}, True), (True, {}, False), (True, CHILD, True)]
)
def test_where_no_age_is_known_one_asks(world, minor, more, fine):
    person = met(world)
    if fine:
        assert yes(world, person, minor=minor, **more).minor is minor
    else:
        with pytest.raises(BadInput):
            yes(world, person, minor=minor, **more)


def test_the_form_cannot_make_a_child_of_known_age_an_adult(world):
    with pytest.raises(BadInput):
        yes(world, child_of(world, 12), minor=False)


def test_a_childs_agreement_ends_when_they_come_of_age(world):
    person = met(world, birth=year(today().year - 16))
    assert yes(world, person, **CHILD, expires_on=date(today().year + 9, 1, 1)).expires_on == date(
        person.birth_date.year + 18, 1, 1
    )


def test_a_guardian_of_the_register_is_one_the_actor_sees(world):
    person, aunt = child_of(world, 12), met(world, "Hawa Bah", birth=year(1980))
    stranger = met(world, "Other One", at=world.office, birth=year(1980))
    known = {**CHILD, "guardian_name": ""}
    assert yes(world, person, **known, guardian=aunt.pk).guardian == aunt
    for wrong in (stranger.pk, person.pk, new_id()):
        with pytest.raises(BadInput):
            yes(world, person, **known, guardian=wrong)


def test_the_same_form_twice_is_one_answer(world, person):
    draft = replace(YES, id=new_id())
    one = commands.record_consent(world.alima, person, unit=world.counter, draft=draft)
    assert commands.record_consent(world.alima, person, unit=world.counter, draft=draft) == one
    assert Consent.objects.count() == 1


def test_a_key_of_another_persons_answer_is_not_answered_with(world, person):
    draft = replace(YES, id=yes(world, met(world, "X Y", birth=year(1980))).pk)
    with pytest.raises(Refused):
        commands.record_consent(world.alima, person, unit=world.counter, draft=draft)


def test_a_voice_is_kept_with_the_answer(world, person):
    sound = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\x00\x00\x00\x00"
    answer = yes(world, person, means="voice", witness="", file=("accord.wav", sound))
    assert answer.evidence and person.attachments.get().pk == answer.evidence


def test_proof_of_another_person_is_no_proof(world, person):
    with pytest.raises(BadInput):
        yes(world, person, means="signature", witness="", evidence=new_id())
