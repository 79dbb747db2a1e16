"""One box: a name with an age, a year, a number, a country or wildcards in it, in four languages and two scripts."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput
from musanada.linkage import typed, wildcards
from musanada.linkage.queries import find
from musanada.people.commands.editing import correct_birth

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Awa Diallo environ 25 ans",
        "Awa Diallo, 25 ans",
        "Awa Diallo ~25",
        "Awa Diallo about 25",
        "about 25 years old Awa Diallo",
        "Awa Diallo unos 25 años",
        "Awa Diallo 25",
        "Awa Diallo âgée d'environ 25 ans",
    ],
)
def test_an_age_is_counted_back_and_stays_about(text):
    said = typed.read(text, TODAY)
    assert (said.name, said.born, said.born_about) == ("Awa Diallo", 2001, True)


@pytest.mark.parametrize("text", ["محمد ديالو حوالي 25 سنة", "محمد ديالو ٢٥ سنة", "محمد ديالو عمره 25 سنة"])
def test_an_age_in_arabic(text):
    said = typed.read(text, TODAY)
    assert (said.name, said.born, said.born_about) == ("محمد ديالو", 2001, True)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Awa Diallo née en 1998", False),
        ("Awa Diallo 1998", False),
        ("Awa Diallo born 1998", False),
        ("Awa Diallo vers 1998", True),
        ("1998 Awa Diallo", False),
    ],
)
def test_a_year(text, about):
    said = typed.read(text, TODAY)
    assert (said.name, said.born, said.born_about) == ("Awa Diallo", 1998, about)


def test_a_year_in_arabic():
    said = typed.read("محمد ديالو من مواليد 1998", TODAY)
    assert (said.name, said.born) == ("محمد ديالو", 1998)


@pytest.mark.parametrize(
    "text", ["Awa Diallo 12/05/1998", "Awa Diallo née le 12.5.1998", "Awa Diallo 1998-05-12"]
)
def test_a_day(text):
    said = typed.read(text, TODAY)
    assert (said.name, said.birth_date, said.year) == ("Awa Diallo", date(1998, 5, 12), 1998)


def test_numbers_beside_a_name():
    said = typed.read("Awa Diallo +212 6 61 23 45 67", TODAY)
    assert (said.name, said.phone) == ("Awa Diallo", "+212 6 61 23 45 67")
    said = typed.read("Awa Diallo O1234567", TODAY)
    assert (said.name, said.document) == ("Awa Diallo", "O1234567")


@pytest.mark.parametrize("text", ["0661 23 45 67", "O1234567", "o 123-4567"])
def test_a_number_alone_stays_whole(text):
    assert typed.read(text, TODAY).name == text


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Awa Diallo guinéenne", "Awa Diallo", "GIN"),
        ("Awa Diallo GIN", "Awa Diallo", "GIN"),
        ("AWA DIALLO KEN", "AWA DIALLO KEN", ""),
        ("Moussa Mali", "Moussa Mali", ""),
        ("Awa Diallo", "Awa Diallo", ""),
    ],
)
def test_a_country_where_it_is_sure(text, name, country):
    said = typed.read(text, TODAY)
    assert (said.name, said.nationality) == (name, country)


@pytest.mark.parametrize(
    "text", ["", "~", "999 ans", "Awa 2", "١٢", "Awa 31/31/1998", "né en 3000", "(((", "*" * 50, "é" * 500]
)
def test_nothing_raises(text):
    typed.read(text, TODAY)
    wildcards.split(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "Diall* Moh*",
        "Mo?amed Diallo",
        "*allo Mohamed",
        "Moh*d",
        "*allo",
        "Mohamed Dia?lo",
        "محم* ديا*",
        "محم؟",
    ],
)
def test_with_wildcards(house, met, text):
    person = met("Mohamed Diallo", "محمد ديالو")
    met("Moussa Barry"), met("عمر باري")
    assert [c.person_id for c in find(house.awa, text)] == [person.pk]


@pytest.mark.django_db
def test_a_question_mark_is_one_letter(house, met):
    met("Mohamed Diallo")
    assert find(house.awa, "Mo??amed") == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["*", "D*", "?", "Diallo M?", "م*"])
def test_too_little_that_is_sure_is_said(house, text):
    with pytest.raises(BadInput, match="deux lettres"):
        find(house.awa, text)


@pytest.mark.django_db
def test_the_box_finds_by_age_and_number(house, met):
    year = timezone.localdate().year - 25
    met("Moussa Traoré", born=1960)
    wanted = met("Moussa Traoré", born=year, phones=("+212661234567",))
    for text in ("Moussa Traoré environ 25 ans", f"Moussa Traoré {year}", "Moussa Traore 0661234567"):
        assert find(house.awa, text)[0].person_id == wanted.pk


@pytest.mark.django_db
def test_keys_follow_a_corrected_birth(house, met):
    person = met("Moussa Traoré", born=1960)
    from musanada.kit.choices import BirthPrecision
    from musanada.kit.dates import PartialDate

    correct_birth(house.console, person, birth=PartialDate(date(1999, 1, 1), BirthPrecision.YEAR))
    assert set(person.name_keys.values_list("born", flat=True)) == {1999}


@pytest.mark.django_db
def test_the_list_of_people_says_what_a_wildcard_needs(house, met, client):
    """The same box as at the counter, with the same sentence."""
    person = met("Mohamed Diallo")
    client.force_login(house.awa)
    for text, expected in (("D*", "deux lettres"), ("Diall*", str(person))):
        answer = client.post(reverse("people:list"), {"q": text}, follow=True)
        assert answer.status_code == 200
        assert expected in answer.content.decode()
