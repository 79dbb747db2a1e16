"""The same answers on both databases, and nobody learns from a search about people they may not see."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musanada.access.doors import forget_holdings
from musanada.kit.names import likeness
from musanada.linkage import vocabulary
from musanada.linkage.commands.counting import count_names
from musanada.linkage.models import NameCount
from musanada.linkage.queries import Sought, find, look_for
from musanada.people.models import NameKey, Person

pytestmark = pytest.mark.django_db

GIVEN = [
    "Mohamed",
    "Mamadou",
    "Ousmane",
    "Ibrahima",
    "Aminata",
    "Fatoumata",
    "Mariama",
    "Aissatou",
    "Boubacar",
    "Seydou",
]
FAMILY = [
    "Diallo",
    "Barry",
    "Traoré",
    "Keita",
    "Ouattara",
    "Coulibaly",
    "Sow",
    "Camara",
    "Bangoura",
    "Kouyaté",
]


def crowd(met, unit, number=150):
    """The same people at every run and on every database."""
    chance = random.Random(8)
    return {
        met(
            f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}", unit=unit, born=chance.randrange(1960, 2005)
        ).pk
        for _ in range(number)
    }


def test_the_first_answers_are_the_closest_names_there_are(house, met):
    """What a plain comparison of everybody in Python would have put first is first on either database."""
    crowd(met, house.oujda)
    people = {k.person_id: str(k.name.text) for k in NameKey.objects.select_related("name")}
    for given, family in zip(GIVEN, FAMILY, strict=True):
        sought = f"{family.upper()} {given}"
        best = sorted((round(likeness(sought, name), 3) for name in people.values()), reverse=True)[:5]
        found = find(house.awa, sought, limit=5)
        shown = [round(likeness(sought, people[c.person_id]), 3) for c in found]
        assert shown[0] == best[0] and len(found) == 5
        assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


QUERIES = (
    Sought(name="Mohamed Diallo"),
    Sought(name="Mohamed Diallo", born=1980),
    Sought(name="Fatoumata B*"),
    Sought(name="Mohammad Dialo", nationality="GIN", sex="M"),
    Sought(name="Xqzv Diallo", phone="+212600000000"),
)


def answers(actor):
    return [[(c.reference, c.score, list(map(str, c.reasons))) for c in look_for(actor, q)] for q in QUERIES]


def looked_at(actor):
    """The answers, and the statements without the values they ask for."""
    forget_holdings(actor)
    with CaptureQueriesContext(connection) as seen:
        found = answers(actor)
    return found, [one["sql"].partition(" WHERE ")[0][:60] for one in seen.captured_queries]


@pytest.mark.parametrize("elsewhere", ["rabat", "ministry"])
def test_what_is_not_seen_is_neither_ranked_nor_counted_nor_asked_for(house, met, elsewhere):
    """Answers, scores and the number of statements are the same whoever else is registered on another side; of one's
    own side only how common a name is may differ (``blocking.by_side``)."""
    crowd(met, house.oujda, 60)
    before, statements = looked_at(house.awa)
    others = crowd(met, getattr(house, elsewhere), 120)
    after, more = looked_at(house.awa)
    assert more == statements
    shown = {reference for rows in after for reference, _score, _reasons in rows}
    assert not Person.objects.filter(pk__in=others, reference__in=shown).exists()
    if elsewhere == "ministry":
        assert after == before


def test_the_other_side_weighs_nothing_once_names_are_counted_ahead(house, met, monkeypatch):
    monkeypatch.setattr(
        "musanada.linkage.commands.counting.LEAST", dict.fromkeys(("exact", "sound", "origin", "pair"), 2)
    )
    crowd(met, house.oujda, 60)
    count_names()
    before = answers(house.awa)
    crowd(met, house.ministry, 60)
    count_names()
    assert answers(house.awa) == before
    assert set(NameCount.objects.values_list("side", flat=True)) == {"humanitarian", "state"}


def test_a_slip_leads_to_the_word_that_was_meant(house, met, monkeypatch):
    monkeypatch.setattr(
        "musanada.linkage.commands.counting.LEAST", dict.fromkeys(("exact", "sound", "origin", "pair"), 2)
    )
    vocabulary._known.clear()
    for _ in range(4):
        met("Zeinab Tchombiano")
    wanted = met("Awa Tchombiano")
    count_names()
    found = find(house.awa, "Awa Tchonbianno")
    vocabulary._known.clear()
    assert found[0].person_id == wanted.pk


def test_a_spelling_of_arabic_letters_is_written_back():
    from musanada.kit.names.words import word

    assert vocabulary.written(word("ديالو").ascii) == "ديالو"


def test_counts_are_of_each_side_alone(house, met, monkeypatch):
    monkeypatch.setattr(
        "musanada.linkage.commands.counting.LEAST", dict.fromkeys(("exact", "sound", "origin", "pair"), 2)
    )
    for unit, number in ((house.oujda, 5), (house.ministry, 3)):
        for _ in range(number):
            met("Mohamed Diallo", unit=unit)
    met("Oumar Sow", unit=house.ministry)
    count_names()
    rows = NameCount.objects.filter(kind="exact").order_by("value", "side")
    assert list(rows.values_list("value", "side", "bearers")) == [
        ("diallo", "humanitarian", 5),
        ("diallo", "state", 3),
        ("mohamed", "humanitarian", 5),
        ("mohamed", "state", 3),
    ]
