"""The counter search: the person is found in any script, spelling and order, with the reason, and only by who may see."""

from datetime import date

import pytest

from musanada.kit.ids import show_reference
from musanada.linkage import blocking
from musanada.linkage.queries import Sought, find, look_for
from musanada.people.commands import merge, void
from musanada.people.models import Person

pytestmark = pytest.mark.django_db


def people(found):
    return [c.person_id for c in found]


def said(candidate):
    return " | ".join(str(r) for r in candidate.reasons)


@pytest.mark.parametrize(
    "query",
    [
        "Mohamed Diallo",
        "diallo mohamed",
        "Muhammad Jallow",
        "محمد ديالو",
        "جالو محمد",
        "MOHAMED DIALO",
        "Mohamed Lamine Diallo",
    ],
)
def test_one_person_in_every_spelling(house, met, query):
    person = met("Mohamed Diallo", born=1990)
    met("Oumar Sow", born=1990)
    assert people(find(house.awa, query))[0] == person.pk


def test_a_person_registered_in_arabic_is_found_in_latin_letters(house, met):
    person = met("عبد القادر العلوي")
    found = find(house.awa, "Abdelkader El Alaoui")[0]
    assert (found.person_id, found.arabic, found.latin) == (person.pk, "عبد القادر العلوي", "")
    assert "autre écriture" in said(found)


def test_the_answer_says_who_and_why(house, met):
    person = met("Aminata Wattara", born=1990, sex="F", countries=("CIV",))
    found = find(house.awa, "Aminata Ouattara", born=1990, nationality="CIV", sex="F")[0]
    assert (found.reference, found.nationality, found.sex, found.birth.year) == (
        person.reference,
        "CIV",
        "F",
        1990,
    )
    assert "Ouattara / Wattara" in said(found)
    assert "même année de naissance" in said(found) and "même nationalité" in said(found)
    assert found.score >= 90


def test_the_year_orders_homonyms(house, met):
    met("Moussa Traoré", born=1975)
    wanted = met("Moussa Traoré", born=2001)
    found = find(house.awa, "Moussa Traoré", born=2001)
    assert people(found)[0] == wanted.pk
    assert found[0].score > found[1].score
    assert "année de naissance différente" in said(found[1])


def test_related_names_are_shown_below_the_same_name(house, met):
    related = met("Mamadou Keïta")
    same = met("Mohamed Keïta")
    found = find(house.awa, "Mohamed Keita")
    assert people(found) == [same.pk, related.pk]
    assert "même origine" in said(found[1])


def test_a_slip_of_the_pen_is_forgiven(house, met):
    person = met("Zimbila Kabré")
    assert people(find(house.awa, "Zimbira Kabré"))[0] == person.pk


@pytest.mark.parametrize("typed", ["Mohamed Dia", "Moha", "محم", "Zub"])
def test_while_typing(house, met, typed):
    first, second = met("Mohamed Diallo", "محمد ديالو"), met("Zoubeirou Maïga")
    assert people(find(house.awa, typed, typing=True))[:1] == [second.pk if typed == "Zub" else first.pk]


def test_nobody_is_like_nothing(house, met):
    met("Mohamed Diallo")
    assert find(house.awa, "") == [] == find(house.awa, "!?")


def test_a_name_nobody_bears_finds_nobody(house, met):
    met("Mohamed Diallo")
    assert find(house.awa, "Xqzvw Ptklm") == []


@pytest.mark.parametrize("form", ["{0}", "{1}", " {1} "])
def test_by_reference(house, met, form):
    person = met("Awa Sow")
    met("Awa Sow")
    query = form.format(person.reference, show_reference(person.reference).lower())
    found = find(house.awa, query)
    assert found[0].person_id == person.pk and found[0].score >= 95
    assert "référence exacte" in said(found[0])


@pytest.mark.parametrize("number", ["0661 23 45 67", "+212 661234567", "00212661234567"])
def test_by_phone_however_it_is_typed(house, met, number):
    person = met("Awa Sow", phones=("+212661234567",))
    assert people(find(house.awa, number)) == [person.pk]
    found = find(house.awa, "Awa So", phone=number)
    assert "même téléphone" in said(found[0])


def test_by_document(house, met):
    person = met("Awa Sow", passports=("O 123-4567",))
    assert people(find(house.awa, "o1234567")) == [person.pk]
    assert people(find(house.awa, "", document="O1234567")) == [person.pk]


def test_what_you_may_not_see_is_not_found(house, met):
    elsewhere = met("Mohamed Diallo", unit=house.rabat, phones=("0661234567",))
    assert find(house.awa, "Mohamed Diallo") == []
    assert find(house.awa, elsewhere.reference) == []
    assert find(house.awa, "0661234567") == []
    assert people(find(house.bakary, "Mohamed Diallo")) == [elsewhere.pk]


def test_never_across_sides(house, met):
    helped = met("Mohamed Diallo")
    known_to_state = met("Mohamed Diallo", unit=house.ministry)
    assert people(find(house.chaima, "Mohamed Diallo")) == [known_to_state.pk]
    assert people(find(house.console, "Mohamed Diallo", unit=house.rabat)) == [helped.pk]


def test_people_of_other_places_do_not_crowd_out_ours(house, met, monkeypatch):
    monkeypatch.setattr(blocking, "CANDIDATES", 25)
    for _ in range(30):
        met("Mohamed Diallo", unit=house.rabat)
    ours = met("Mohamed Diallo")
    assert people(find(house.awa, "Mohamed Diallo")) == [ours.pk]


def test_a_merged_person_leads_to_the_canonical_one(house, met):
    from musanada.access.commands import first_accounts

    kept, gone = met("Mohamed Diallo"), met("Mamoudou Jalloh Bangoura")
    chief = first_accounts(house.mission, [("chief", "Chief", "une-phrase-assez-longue", "case_manager")])[0]
    merge(chief, kept, gone=gone, reason="même passeport")
    found = find(house.awa, "Mamoudou Bangoura")
    assert [(c.person_id, c.latin) for c in found[:1]] == [(kept.pk, "Mohamed Diallo")]
    assert people(find(house.awa, gone.reference)) == [kept.pk]


def test_a_voided_person_is_not_found(house, met):
    person = met("Mohamed Diallo")
    void(house.console, person, reason="saisie d'essai")
    assert find(house.awa, "Mohamed Diallo") == []
    assert find(house.awa, person.reference) == []


def test_two_names_in_two_scripts_may_be_sought_together(house, met):
    person = met("محمد ديالو")
    sought = Sought(name="Mohamed D.", other_name="محمد ديالو")
    assert people(look_for(house.awa, sought))[0] == person.pk


def test_common_names_are_narrowed_by_the_year(house, met, monkeypatch):
    monkeypatch.setattr(blocking, "BOUND", 5)
    monkeypatch.setattr(blocking, "BUDGET", 5)
    for year in range(1950, 1970):
        met("Mohamed Diallo", born=year)
    wanted = met("Mohamed Diallo", born=2003)
    assert people(find(house.awa, "Mohamed Diallo", born=2003))[0] == wanted.pk


@pytest.mark.parametrize("facts", [{"born": 2003}, {"nationality": "SEN"}])
def test_of_more_homonyms_than_are_looked_at_the_right_ones_come_first(house, met, monkeypatch, facts):
    monkeypatch.setattr(blocking, "CANDIDATES", 6)
    for year in range(1950, 1970):
        met("Mohamed Diallo", born=year, countries=("GIN",))
    wanted = met("Mohamed Diallo", born=2003, countries=("SEN",))
    assert people(find(house.awa, "Mohamed Diallo", **facts))[0] == wanted.pk


def test_common_words_are_narrowed_by_each_other(house, met, monkeypatch):
    monkeypatch.setattr(blocking, "BOUND", 5)
    monkeypatch.setattr(blocking, "BUDGET", 5)
    for number in range(8):
        met("Mohamed Sow")
        met("Oumar Dia")
    wanted = met("Mohamed Dianka")
    assert people(find(house.awa, "Mohamed Dia", typing=True))[0] == wanted.pk


def test_the_number_of_statements_does_not_grow_with_the_people(house, met, django_assert_max_num_queries):
    for _ in range(40):
        met("Mohamed Diallo", "محمد ديالو", countries=("GIN",))
    assert Person.objects.count() == 40
    with django_assert_max_num_queries(8):
        assert len(find(house.awa, "Mohamed Diallo")) == 10


def test_two_beginnings_that_many_bear_are_narrowed_by_each_other(house, met, monkeypatch):
    monkeypatch.setattr(blocking, "BOUND", 8)
    monkeypatch.setattr(blocking, "BUDGET", 8)
    for _ in range(10):
        met("Moctar Barry", born=1990)
        met("Awa Diallo", born=1980)
    wanted = met("Mohamed Diallo", born=1990)
    assert people(find(house.awa, "Mo?amed Diall* 1990"))[:1] == [wanted.pk]


def test_one_birthday_and_a_given_name_are_not_one_person(house, met):
    """Another family name: shown, below what a list proposes or a clerk must answer for (80)."""
    other = met("Awa Traoré", born=1990, sex="F", countries=("SEN",))
    same = met("Awa Dialo", born=1990, sex="F", countries=("SEN",))
    sought = Sought(name="Awa Diallo", birth_date=date(1990, 5, 12), nationality="SEN", sex="F")
    found = {c.person_id: c.score for c in look_for(house.awa, sought)}
    assert found[same.pk] >= 97
    assert found.get(other.pk, 0) < 80
