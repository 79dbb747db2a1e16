"""Other legal bases, insisting, and rows that cannot be."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.people.commands import consents as commands
from musanada.people.consents import PURPOSES, STATE
from musanada.people.models import Consent
from musanada.people.queries import consents as queries
from musanada.people.queries import overrides
from musanada.people.tests.test_consents.answers import DAY, YES, back, code, no, partner, row, yes
from musanada.people.tests.world import today

VITAL = replace(
    YES,
    means="",
    witness="",
    basis="vital_interest",
    reason="Inconscient, à l'hôpital",
    expires_on=today() + 7 * DAY,
)


def test_another_basis_is_written_down_as_such_and_reviewed_by_another(world, person):
    basis = commands.record_other_basis(
        world.maha, person, unit=world.counter, draft=replace(VITAL, id=new_id())
    )
    grounds = queries.grounds(world.alima, person, "referral")
    assert (grounds.kind, grounds.basis) == ("basis", "vital_interest")
    assert list(overrides.bases_unreviewed(world.nadia)) == [basis]
    commands.review_basis(world.nadia, world.counter, consent=basis)
    assert not overrides.bases_unreviewed(world.nadia).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": "consent"},
        {"basis": "because"},
        {"reason": " "},
        {"expires_on": None},
        {"expires_on": today() + 400 * DAY},
        {"expires_on": today() - DAY},
    ],
)
def test_another_basis_says_which_why_and_until_when(world, person, wrong):
    with pytest.raises(BadInput):
        commands.record_other_basis(world.maha, person, unit=world.counter, draft=replace(VITAL, **wrong))


def test_an_agent_does_not_write_another_basis_down(world, person):
    with pytest.raises(MissingRight):
        commands.record_other_basis(world.alima, person, unit=world.counter, draft=VITAL)


def test_the_person_saying_no_later_ends_it(world, person):
    commands.record_other_basis(world.maha, person, unit=world.counter, draft=replace(VITAL, id=new_id()))
    no(world, person)
    assert queries.covering(person, "referral") is None


@pytest.mark.parametrize("to", ["side", "partner", "unit"])
def test_the_state_is_reached_by_consent_alone(world, person, to):
    word = {
        "side": STATE,
        "partner": code(partner(world, "Sûreté", "state")),
        "unit": f"unit:{world.authority.pk}",
    }[to]
    with pytest.raises(Refused) as problem:
        commands.record_other_basis(
            world.maha, person, unit=world.counter, draft=replace(VITAL, recipient=word)
        )
    assert problem.value.code == "firewall"
    with pytest.raises(Refused) as problem:
        commands.ask_override(
            world.maha,
            person,
            unit=world.counter,
            purpose="transfer",
            recipient=word,
            groups=("identity",),
            reason="r",
        )
    assert problem.value.code == "firewall"
    yes(world, person, word)
    assert queries.covering(person, "referral", recipient=word)


def test_without_an_answer_the_sentence_says_what_is_missing(world, person, clinic):
    with pytest.raises(Refused) as problem:
        commands.insist_on_consent(
            world.alima, person, "referral", recipient=code(clinic), groups=["contact"]
        )
    assert problem.value.code == "consent-missing"
    assert "Clinique" in str(problem.value) and "Orientation" in str(problem.value)
    yes(world, person, code(clinic))
    with pytest.raises(Refused) as problem:
        commands.insist_on_consent(world.alima, person, "referral", recipient=code(clinic), groups=["health"])
    assert "Santé" in str(problem.value) and "Coordonnées" not in str(problem.value)
    found = commands.insist_on_consent(
        world.alima, person, "referral", recipient=code(clinic), groups=["contact"]
    )
    assert found.kind == "consent" and found.consent


def test_what_began_on_a_yes_is_asked_again_at_each_use(world, person, clinic):
    to = {"recipient": code(clinic), "groups": ["contact"]}
    given = yes(world, person, code(clinic))
    kept = commands.insist_on_consent(world.alima, person, "referral", **to)
    assert queries.still_stands(kept, person, "referral", **to)
    back(world, person, given)
    assert not queries.still_stands(kept, person, "referral", **to)


IMPOSSIBLE = {
    "withdrawn without when": {"state": "withdrawn"},
    "given with when withdrawn": {"withdrawn_at": timezone.now()},
    "given without how": {"means": "", "witness": ""},
    "oral without witness": {"witness": ""},
    "voice without voice": {"means": "voice", "witness": ""},
    "given without parts": {"groups": ""},
    "parts where there are none": {"purpose": "survey"},
    "recipient where there is none": {
        "purpose": "survey",
        "groups": "",
        "recipient": STATE,
        "recipient_side": "state",
    },
    "no recipient where one is named": {"purpose": "transfer"},
    "unit without unit": {"recipient": "unit:1", "recipient_side": "health"},
    "State not called State": {"recipient": STATE},
    "refused with parts": {"state": "refused", "means": "", "witness": "", "why_refused": "fear"},
    "refused without why": {"state": "refused", "means": "", "witness": "", "groups": ""},
    "given with why refused": {"why_refused": "fear"},
    "other basis without why": {
        "basis": "vital_interest",
        "means": "",
        "witness": "",
        "expires_on": date(2999, 1, 1),
    },
    "other basis without end": {"basis": "vital_interest", "means": "", "witness": "", "basis_reason": "r"},
    "other basis to the State": {
        "basis": "legal_duty",
        "means": "",
        "witness": "",
        "basis_reason": "r",
        "expires_on": date(2999, 1, 1),
        "recipient": STATE,
        "recipient_side": "state",
    },
    "consent with a reason for another basis": {"basis_reason": "r"},
    "child alone": {"minor": True},
    "of unknown age, not asked": {"minor": None},
    "guardian of nobody": {"minor": True, "means": "guardian", "assent": "given"},
    "guardian without the child": {"minor": True, "means": "guardian", "guardian_name": "T"},
    "guardian, the child refused": {
        "minor": True,
        "means": "guardian",
        "guardian_name": "T",
        "assent": "refused",
    },
    "guardian of a grown-up": {"means": "guardian", "guardian_name": "T"},
    "assent of a grown-up": {"assent": "given"},
    "a grown-up of ten": {"age_then": 10},
    "ends before it begins": {"expires_on": date(2001, 1, 1)},
    "nothing read": {"notice_version": ""},
    "no language": {"language": ""},
    "reviewed by nobody": {"reviewed_at": timezone.now()},
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_table_refuses(world, person, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(world, person, **IMPOSSIBLE[name]).save(force_insert=True)


def test_the_table_takes_what_is_possible(world, person):
    row(world, person).save(force_insert=True)
    row(world, person, minor=True, means="guardian", guardian_name="T", assent="given").save(
        force_insert=True
    )
    row(world, person, state="refused", means="", witness="", groups="", why_refused="fear", minor=None).save(
        force_insert=True
    )
    assert Consent.objects.count() == 3


def test_nobody_is_their_own_guardian(world, person):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(world, person, minor=True, means="guardian", guardian=person, assent="given").save(
            force_insert=True
        )


def test_witness_guardian_and_reasons_are_not_readable_in_the_table(world, person):
    from django.db import connection

    yes(world, person, witness="Driss le témoin")
    with connection.cursor() as cursor:
        cursor.execute("select witness from people_consent")
        assert "Driss" not in cursor.fetchone()[0]


def test_every_purpose_has_its_sentence_in_every_language():
    from musanada.people import notice

    for data in notice.consent_texts().values():
        assert set(data["purposes"]) == set(PURPOSES)
    assert len(notice.consent_notices("referral", recipient="X", groups=["Santé"])) == 4
    assert "X" in notice.consent_notices("referral", recipient="X")[0].points[0]
    assert "toute autorité" in notice.consent_notices("export", recipient="state")[0].points[0]
