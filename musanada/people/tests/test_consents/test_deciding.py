"""What decides: the last word on a purpose and a receiver."""

import pytest

from musanada.kit.ids import new_id
from musanada.partners.models import Partner
from musanada.people import commands as register
from musanada.people.consents import STATE, recipient_of
from musanada.people.queries import consents as queries
from musanada.people.tests.test_consents.answers import DAY, back, code, no, partner, yes
from musanada.people.tests.world import met, today, year

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
