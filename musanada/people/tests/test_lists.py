"""The list: recent first by key, searched by reference, number or name; never anyone unseen; few queries."""

from datetime import timedelta

import pytest

from musanada.people import commands, queries
from musanada.people.drafts import ContactDraft, IdentifierDraft, NameDraft
from musanada.people.queries import Filters, listing, lists, read_key
from musanada.people.tests.world import met, signed_in, today


def names_on(found):
    return [queries.name_in_list(row) for row in found.rows]


@pytest.fixture
def eight(world, monkeypatch):
    monkeypatch.setattr(lists, "SIZE", 3)
    return [met(world, f"Personne {n}", registered_on=today() - timedelta(days=n // 2)) for n in range(8)]


def test_leafing_through_meets_everyone_once(world, eight):
    seen, page = [], listing(world.alima, Filters())
    while True:
        seen += [row.pk for row in page.rows]
        if not page.older:
            break
        page = listing(world.alima, Filters(after=read_key(page.older)))
    assert len(seen) == len(set(seen)) == 8
    recent = sorted(eight, key=lambda p: (p.registered_on, p.pk), reverse=True)
    assert seen == [p.pk for p in recent]


def test_leafing_back_shows_the_page_before(world, eight):
    first = listing(world.alima, Filters())
    second = listing(world.alima, Filters(after=read_key(first.older)))
    back = listing(world.alima, Filters(before=read_key(second.newer)))
    assert [r.pk for r in back.rows] == [r.pk for r in first.rows]
    assert not back.newer
    assert back.older


@pytest.mark.parametrize("text", ["", "demain", "2024-01-01", "2024-01-01_x", "_", "2024-13-01_" + "0" * 32])
def test_nonsense_in_the_address_is_page_one(text):
    assert read_key(text) is None


def test_each_sees_their_own(world):
    here, there = met(world), met(world, at=world.office)
    assert [r.pk for r in listing(world.alima, Filters()).rows] == [here.pk]
    assert [r.pk for r in listing(world.zaki, Filters()).rows] == [there.pk]
    assert {r.pk for r in listing(world.maha, Filters()).rows} == {here.pk, there.pk}
    assert not listing(world.hind, Filters()).rows


def test_filters_narrow(world):
    met(world, "Fatou Bah", sex="F", nationalities=("GIN",))
    met(world, "Ousmane Sow", sex="M", nationalities=("SEN",))
    assert names_on(listing(world.alima, Filters(sex="F"))) == ["Fatou Bah"]
    assert names_on(listing(world.alima, Filters(nationality="SEN"))) == ["Ousmane Sow"]
    assert not listing(world.alima, Filters(sex="F", nationality="SEN")).rows


def test_a_reference_as_read_aloud_names_one(world):
    person = met(world)
    typed = f" {person.reference[:4].lower()}-{person.reference[4:]} "
    assert listing(world.alima, Filters(text=typed)).exact == person
    assert listing(world.zaki, Filters(text=typed)).exact is None


def test_numbers_find_whoever_bears_them(world):
    person = met(
        world,
        identifiers=(IdentifierDraft("passport", "AB 12-34"),),
        contacts=(ContactDraft("phone", "+212 6 12 34 56 78"),),
    )
    for text in ("ab1234", "0612345678", "00212 612 345 678", "+212612345678"):
        assert [r.pk for r in listing(world.alima, Filters(text=text)).rows] == [person.pk], text
        assert not listing(world.zaki, Filters(text=text)).rows


def test_names_are_found_in_either_script(world):
    met(world, names=(NameDraft(text="Mamadou Diallo"), NameDraft(text="مامادو ديالو")))
    met(world, "Grace Okafor")
    for text in ("Diallo Mamadou", "Mamadu Jallow", "مامادو ديالو"):
        assert names_on(listing(world.alima, Filters(text=text)))[:1] == ["Mamadou Diallo"], text
    assert not listing(world.zaki, Filters(text="Mamadou Diallo")).rows


def test_a_merged_record_is_listed_once(world):
    kept, gone = met(world, "Ousmane Traoré"), met(world, "Usman Traore")
    commands.merge(world.maha, kept, gone=gone, reason="Même personne")
    assert [r.pk for r in listing(world.alima, Filters()).rows] == [kept.pk]
    assert [r.pk for r in listing(world.alima, Filters(text="Usman Traore")).rows] == [kept.pk]


def page_queries(client, count, address="/people/"):
    with count() as found:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(found)


def test_a_longer_list_asks_no_more(world, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(world.alima)
    met(world)
    few = page_queries(client, lambda: CaptureQueriesContext(connection))
    for n in range(12):
        met(world, f"Personne {n}", nationalities=("GIN",))
    many = page_queries(client, lambda: CaptureQueriesContext(connection))
    assert many == few
    assert many <= 14
