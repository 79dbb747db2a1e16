"""Agreements: the last word decides, a child answers with a guardian, and nothing goes round the person alone."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.partners.models import Partner
from musanada.people import commands as register
from musanada.people.commands import consents as commands
from musanada.people.consents import PURPOSES, STATE, WITHDRAWN, ConsentDraft, recipient_of
from musanada.people.models import Consent, LegalBasis
from musanada.people.queries import consents as queries
from musanada.people.queries import overrides
from musanada.people.tests.world import met, today, year

DAY = timedelta(days=1)
YES = ConsentDraft(
    "referral", groups=("identity", "contact"), means="oral", witness="Driss", notice_version="2026-11"
)
NO = ConsentDraft("referral", reason="not_said", notice_version="2026-11")


def partner(world, name="Croissant-Rouge", side="humanitarian"):
    number = Partner.objects.count() + 1
    return Partner.objects.create(
        code=f"P-{number}", name_fr=name, kind="association", side=side, kept_by=world.organisation
    )


def code(one) -> str:
    return f"partner:{one.pk}"


@pytest.fixture
def person(world):
    return met(world, birth=year(1990))


@pytest.fixture
def clinic(world):
    return partner(world, "Clinique")


def yes(world, person, recipient="", *, by=None, unit=None, **more):
    draft = replace(YES, recipient=recipient, id=new_id(), **more)
    return commands.record_consent(by or world.alima, person, unit=unit or world.counter, draft=draft)


def no(world, person, recipient="", *, by=None, unit=None, **more):
    draft = replace(NO, recipient=recipient, id=new_id(), **more)
    return commands.refuse_consent(by or world.alima, person, unit=unit or world.counter, draft=draft)


def back(world, person, consent):
    return commands.withdraw_consent(world.alima, person, consent=consent)


# --- what decides ---------------------------------------------------------------------------------------------------

CASES = {
    "nothing said": ([], "clinic", False),
    "yes to them": (["yes clinic"], "clinic", True),
    "yes to another": (["yes other"], "clinic", False),
    "yes to whoever helps": (["yes"], "clinic", True),
    "no to them": (["no clinic"], "clinic", False),
    "yes then no": (["yes clinic", "no clinic"], "clinic", False),
    "no then yes": (["no clinic", "yes clinic"], "clinic", True),
    "yes taken back": (["yes clinic", "back"], "clinic", False),
    "taken back, then yes": (["yes clinic", "back", "yes clinic"], "clinic", True),
    "no to them beats an older yes to all": (["yes", "no clinic"], "clinic", False),
    "no to them beats a newer yes to all": (["no clinic", "yes"], "clinic", False),
    "yes to them beats an older no to all": (["no", "yes clinic"], "clinic", True),
    "a later no to all beats a yes to them": (["yes clinic", "no"], "clinic", False),
    "a later taking back of all beats a yes to them": (["yes", "yes clinic", "back first"], "clinic", False),
    "their taking back beats an older yes to all": (["yes", "yes clinic", "back"], "clinic", False),
    "expired": (["yes clinic past"], "clinic", False),
    "expired, an older yes to all does not help": (["yes", "yes clinic past"], "clinic", False),
    "ends today": (["yes clinic today"], "clinic", True),
    "yes to whoever helps is not yes to the State": (["yes"], "police", False),
    "yes to every authority": (["yes state"], "police", True),
    "yes to one authority is not yes to every": (["yes police"], "state", False),
    "yes to every authority, no to that one": (["yes state", "no police"], "police", False),
    "no to whoever helps leaves the named authority": (["yes police", "no"], "police", True),
}


@pytest.mark.parametrize("name", CASES)
def test_what_decides(world, person, clinic, name):
    said, asked, expected = CASES[name]
    codes = {
        "clinic": code(clinic),
        "other": code(partner(world, "Autre")),
        "police": code(partner(world, "Sûreté", "state")),
        "state": STATE,
        "": "",
    }
    given = []
    for sentence in said:
        verb, to, *rest = [*sentence.split(), "", ""]
        if verb == "back":
            back(world, person, given[0] if to == "first" else given[-1])
        elif verb == "no":
            no(world, person, codes[to])
        else:
            ends = {"past": (today() - 9 * DAY, today() - DAY), "today": (today(), today())}
            start, end = ends.get(rest[0], (today(), None)) if rest else (today(), None)
            given.append(yes(world, person, codes[to], given_on=start, expires_on=end))
    found = queries.covering(person, "referral", recipient=codes[asked])
    assert (found is not None) is expected


def test_another_purpose_is_another_question(world, person):
    yes(world, person)
    assert queries.covering(person, "export") is None


def test_parts_of_the_file_that_were_not_agreed_to_stay(world, person):
    yes(world, person)
    assert queries.covering(person, "referral", groups=["contact"])
    assert queries.covering(person, "referral", groups=["contact", "health"]) is None


def test_a_paper_written_down_late_does_not_win_over_a_later_refusal(world, person):
    no(world, person, given_on=today() - DAY)
    yes(world, person, given_on=today() - 2 * DAY)
    assert queries.covering(person, "referral") is None


def test_an_unknown_purpose_is_a_mistake_of_ours(world, person):
    with pytest.raises(LookupError):
        queries.covering(person, "marketing")


def test_a_word_that_names_nobody_covers_nothing(world, person):
    yes(world, person)
    for word in ("partner:x", "unit:", f"unit:{new_id()}", f"partner:{new_id()}", "anyone"):
        assert queries.covering(person, "referral", recipient=word) is None


def test_agreeing_to_an_organisation_is_agreeing_to_its_offices(world, person):
    yes(world, person, f"unit:{world.organisation.pk}")
    assert queries.covering(person, "referral", recipient=f"unit:{world.office.pk}")
    no(world, person, f"unit:{world.office.pk}")
    assert queries.covering(person, "referral", recipient=f"unit:{world.office.pk}") is None
    assert queries.covering(person, "referral", recipient=f"unit:{world.counter.pk}")


def test_a_partner_and_its_own_unit_are_one(world, person, clinic):
    Partner.objects.filter(pk=clinic.pk).update(unit=world.office)
    yes(world, person, code(clinic))
    assert queries.covering(person, "referral", recipient=f"unit:{world.office.pk}")


def test_a_unit_of_the_state_is_of_the_state_whatever_its_partner_says(world, clinic):
    Partner.objects.filter(pk=clinic.pk).update(unit=world.authority)
    assert recipient_of(code(clinic)).is_state


def test_merged_records_speak_with_one_voice(world, person):
    twin = met(world, "Mamadu Jallow", birth=year(1990))
    yes(world, twin)
    merge = register.merge(world.maha, person, gone=twin, reason="même personne")
    assert queries.covering(person, "referral") and queries.covering(twin, "referral")
    no(world, person)
    assert queries.covering(twin, "referral") is None
    register.unmerge(world.maha, merge, reason="deux personnes")
    twin.refresh_from_db()
    assert queries.covering(twin, "referral") and queries.covering(person, "referral") is None


def test_one_organisation_does_not_answer_for_another(world, person):
    """The authority knows the person too: nothing that was said to it opens or closes anything here, nor back."""
    from musanada.people.models import Presence

    Presence.objects.create(person=person, unit=world.authority)
    yes(world, person, by=world.hind, unit=world.authority)
    assert queries.covering(person, "referral") is None
    assert queries.covering(person, "referral", holder=world.authority)
    yes(world, person)
    no(world, person, by=world.hind, unit=world.authority)
    assert queries.covering(person, "referral", holder=world.counter)
    assert queries.covering(person, "referral", holder=world.authority) is None
    assert {a.unit for a in queries.consents_of(world.hind, person)} == {world.authority}
    assert {a.unit for a in queries.consents_of(world.alima, person)} == {world.counter}


def test_a_list_is_answered_as_each_person_is(world, person, clinic):
    other, twin, silent = met(world, "A B"), met(world, "C D"), met(world, "E F")
    yes(world, person, code(clinic))
    yes(world, twin, minor=False)
    no(world, other)
    register.merge(world.maha, other, gone=twin, reason="même personne")
    people = [person.pk, other.pk, silent.pk]
    for to in ("", code(clinic)):
        one_by_one = {p.pk for p in (person, other, silent) if queries.covering(p, "referral", recipient=to)}
        assert queries.covered(people, "referral", recipient=to) == one_by_one
    assert queries.covered(people, "referral", recipient=code(clinic), groups=["health"]) == set()


# --- a model in plain Python: any sequence, the last word wins ------------------------------------------------------


@dataclass
class Said:
    yes: bool
    to: str
    groups: frozenset[str]
    on: int
    at: int
    ends: int
    back: int | None = None


def model(said: list[Said], asked: str, groups: frozenset[str]) -> bool:
    """Written apart from the code: events sorted by day, then by the order in which they were noted."""
    events = [((s.on, s.at), s.yes, s) for s in said]
    events += [((0, s.back), False, s) for s in said if s.back is not None]
    events.sort(key=lambda e: e[0])
    exact = [e for e in events if e[2].to == asked]
    general = [e for e in events if e[2].to == ""]
    if asked and exact and general and not general[-1][1] and general[-1][0] > exact[-1][0]:
        return False
    deciding = exact or general
    if not deciding or not deciding[-1][1]:
        return False
    return deciding[-1][2].ends >= 0 and groups <= deciding[-1][2].groups


GROUPS = st.frozensets(st.sampled_from(["identity", "contact", "health"]), min_size=1)
STEP = st.tuples(
    st.sampled_from(["yes", "yes", "no", "back"]),
    st.sampled_from(["", "a", "b"]),
    GROUPS,
    st.integers(-3, 0),
    st.integers(-2, 3),
    st.integers(0, 5),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(
    steps=st.lists(STEP, max_size=7),
    asked=st.sampled_from(["", "a", "b"]),
    wanted=GROUPS | st.just(frozenset()),
)
def test_any_sequence_of_answers_is_decided_by_the_last_word(world, clinic, steps, asked, wanted):
    with transaction.atomic():
        person = met(world, birth=year(1990))
        codes = {"": "", "a": code(clinic), "b": f"unit:{world.office.pk}"}
        said: list[Said] = []
        rows: list[Consent | None] = []
        for at, (verb, to, groups, on, ends, which) in enumerate(steps):
            day = today() + on * DAY
            if verb == "yes":
                end = max(ends, on)
                rows.append(
                    yes(
                        world,
                        person,
                        codes[to],
                        groups=tuple(groups),
                        given_on=day,
                        expires_on=today() + end * DAY,
                    )
                )
                said.append(Said(True, to, groups, on, at, end))
            elif verb == "no":
                rows.append(None)
                no(world, person, codes[to], given_on=day)
                said.append(Said(False, to, frozenset(), on, at, 0))
            elif said and (row := rows[which % len(rows)]) and said[which % len(rows)].back is None:
                back(world, person, row)
                said[which % len(rows)].back = at
        found = queries.covering(person, "referral", recipient=codes[asked], groups=wanted)
        assert (found is not None) == model(said, asked, wanted)
        transaction.set_rollback(True)


# --- who is asked ---------------------------------------------------------------------------------------------------

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


# --- taking back ----------------------------------------------------------------------------------------------------


@pytest.fixture
def stopped():
    heard: list[Consent] = []
    WITHDRAWN.add("test", heard.append)
    yield heard
    del WITHDRAWN._things["test"]


def test_a_no_stops_what_stood_on_a_yes_in_the_same_step(world, person, stopped):
    given = yes(world, person)
    taken = back(world, person, given)
    refused = no(world, person)
    assert [(a.pk, a.state) for a in stopped] == [(taken.pk, "withdrawn"), (refused.pk, "refused")]
    assert taken.withdrawn_by == world.alima and taken.withdrawn_at


def test_where_stopping_fails_nothing_is_taken_back_by_halves(world, person):
    def fails(answer: Consent) -> None:
        raise Refused("non")

    given = yes(world, person)
    WITHDRAWN.add("test", fails)
    try:
        with pytest.raises(Refused):
            back(world, person, given)
    finally:
        del WITHDRAWN._things["test"]
    given.refresh_from_db()
    assert given.state == "given"


def test_taking_back_twice_is_refused(world, person):
    given = yes(world, person)
    back(world, person, given)
    with pytest.raises(Refused):
        back(world, person, given)


def test_who_leaves_the_register_takes_everything_back(world, person, stopped):
    given = yes(world, person)
    kept = LegalBasis.objects.get(person=person)
    register.withdraw_basis(world.alima, person, basis=kept)
    given.refresh_from_db()
    assert given.state == "withdrawn" and stopped == [given]


def test_while_another_basis_keeps_them_the_rest_stands(world, person):
    given = yes(world, person)
    first = LegalBasis.objects.get(person=person)
    LegalBasis.objects.create(
        person=person,
        basis="public_interest",
        notice_version="x",
        language="fra",
        unit=world.counter,
        recorded_by=world.maha,
    )
    register.withdraw_basis(world.alima, person, basis=first)
    given.refresh_from_db()
    assert given.state == "given"


def test_another_offices_answer_cannot_be_taken_back_from_here(world, person):
    from musanada.people.models import Presence

    Presence.objects.create(person=person, unit=world.office)
    theirs = yes(world, person, by=world.zaki, unit=world.office)
    with pytest.raises(Refused):
        back(world, person, theirs)


# --- other legal bases ----------------------------------------------------------------------------------------------

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


# --- insisting ------------------------------------------------------------------------------------------------------


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


# --- no impossible row ----------------------------------------------------------------------------------------------


def row(world, person, **values):
    base = {
        "person": person,
        "purpose": "referral",
        "groups": ",contact,",
        "state": "given",
        "means": "oral",
        "witness": "Driss",
        "minor": False,
        "language": "fra",
        "notice_version": "2026-11",
        "unit": world.counter,
        "recorded_by": world.alima,
    }
    return Consent(**{**base, **values})


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
