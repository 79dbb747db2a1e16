"""Cards valid on a day are not the cards handed over; each card of the difference has its reason."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from musanada.people.models import Person
from musanada.regularisation.models import Card
from musanada.regularisation.queries import card_figures as figures
from musanada.regularisation.tests import scene as s
from musanada.regularisation.tests.test_cards import days, page

D = date
DAY = D(2020, 6, 1)


@pytest.fixture
def holder(scene) -> Person:
    return s.applicant(scene)


def card(scene, holder, first: D, last: D, state: str = "delivered", **more) -> Card:
    more.setdefault("unit", scene.rabat)
    more.setdefault("kind", "renewed" if more.get("previous") else "first")
    more.setdefault("delivered_on", first)
    return Card.objects.create(
        person=holder,
        ordered_on=first,
        printed_on=first,
        valid_from=first,
        valid_to=last,
        state=state,
        **more,
    )


def counted(scene, day: D = DAY) -> dict[str, int]:
    found = figures.stock(scene.staff["root.programme_manager"], day)
    return {fate: n for fate in figures.FATES if (n := getattr(found, fate))}


def test_each_card_has_one_fate(scene, holder):
    others = [s.applicant(scene, name) for name in s.NAMES[1:]]
    one = card(scene, holder, D(2018, 1, 1), D(2018, 12, 31), "replaced")
    card(scene, holder, D(2019, 1, 1), D(2021, 12, 31), previous=one)
    card(scene, others[0], D(2019, 1, 1), D(2019, 12, 31))  # never renewed
    card(scene, others[1], D(2020, 1, 1), D(2020, 12, 31), "lost", ended_on=D(2020, 5, 31))
    card(scene, others[2], D(2020, 1, 1), D(2020, 12, 31), "withdrawn", ended_on=D(2020, 6, 1))
    soon = card(scene, others[3], D(2020, 1, 1), D(2020, 6, 10), "replaced")
    card(scene, others[3], D(2020, 6, 11), D(2023, 6, 10), previous=soon, delivered_on=D(2020, 5, 20))
    card(scene, others[4], D(2020, 6, 2), D(2021, 6, 1), delivered_on=D(2020, 6, 2))  # after the day
    assert counted(scene) == {"valid": 2, "renewed": 1, "lapsed": 1, "lost": 1, "withdrawn": 1, "later": 1}


def test_the_stock_of_a_past_day_does_not_change_with_what_came_after(scene, holder):
    one = card(scene, holder, D(2018, 1, 1), D(2018, 12, 31), "replaced")
    card(scene, holder, D(2019, 3, 1), D(2022, 2, 28), "lost", previous=one, ended_on=D(2020, 1, 1))
    assert counted(scene, D(2018, 6, 1)) == {"valid": 1}
    assert counted(scene, D(2019, 1, 31)) == {"lapsed": 1}  # fell out of validity, for two months
    assert counted(scene, D(2019, 6, 1)) == {"valid": 1, "renewed": 1}
    assert counted(scene, D(2020, 1, 1)) == {"lost": 1, "renewed": 1}


def test_handed_over_in_a_period_by_kind(scene, holder):
    one = card(scene, holder, D(2018, 1, 1), D(2018, 12, 31), "replaced")
    card(scene, holder, D(2019, 1, 1), D(2021, 12, 31), previous=one)
    actor = scene.staff["root.programme_manager"]
    assert figures.issued(actor, D(2018, 1, 1), D(2018, 12, 31)) == {"first": 1, "renewed": 0, "all": 1}
    assert figures.issued(actor, D(2018, 1, 1), D(2019, 1, 1)) == {"first": 1, "renewed": 1, "all": 2}


def test_one_office_counts_its_own(scene, holder):
    card(scene, holder, D(2020, 1, 1), D(2020, 12, 31))
    card(scene, s.applicant(scene, s.NAMES[1], at="sale"), D(2020, 1, 1), D(2020, 12, 31), unit=scene.sale)
    found = figures.by_office(scene.staff["root.programme_manager"], DAY)
    # The manager's role is held at the top: both offices. The office sees its own.
    assert {one.unit: one.valid for one in found} == {scene.rabat: 1, scene.sale: 1}
    assert figures.stock(scene.agent, DAY).valid == 1


# Rates


def test_the_rate_counts_who_still_holds_a_valid_card(scene, holder):
    other = s.applicant(scene, s.NAMES[1])
    one = card(scene, holder, D(2016, 1, 1), D(2016, 12, 31), "replaced")
    card(
        scene, holder, D(2017, 2, 1), D(2020, 1, 31), previous=one
    )  # came a month late: within the grace time
    card(scene, other, D(2016, 1, 1), D(2016, 12, 31))
    card(scene, s.applicant(scene, s.NAMES[2]), D(2020, 5, 1), D(2021, 4, 30))  # too early to tell
    found = {one.months: (one.holders, one.still) for one in figures.rates(scene.agent, DAY)}
    assert found == {12: (2, 1), 24: (2, 1), 48: (2, 0)}


def test_too_early_is_no_rate(scene, holder):
    card(scene, holder, D(2020, 5, 1), D(2021, 4, 30))
    assert [one.percent for one in figures.rates(scene.agent, DAY)] == [None, None, None]


# Lapsed, projected


def test_who_fell_out_of_validity(scene, holder):
    gone = card(scene, holder, days(-800), days(-400))
    renewed = card(scene, s.applicant(scene, s.NAMES[1]), days(-800), days(-400), "replaced")
    card(scene, renewed.person, days(-399), days(600), previous=renewed)
    assert list(figures.lapsed(scene.agent, days(0))) == [gone]


def test_what_ends_in_each_month(scene, holder):
    card(scene, holder, D(2019, 7, 1), D(2020, 6, 30))
    card(scene, s.applicant(scene, s.NAMES[1]), D(2019, 7, 1), D(2020, 7, 1))
    card(scene, s.applicant(scene, s.NAMES[2], at="sale"), D(2020, 6, 1), D(2021, 5, 31), unit=scene.sale)
    card(scene, s.applicant(scene, s.NAMES[3]), D(2020, 6, 1), D(2021, 6, 1))  # beyond the year
    card(scene, s.applicant(scene, s.NAMES[4]), D(2019, 7, 1), D(2020, 6, 30), "lost", ended_on=D(2020, 1, 1))
    found = figures.projection(scene.staff["root.programme_manager"], DAY)
    assert found.total == 3
    assert {found.months[n]: total for n, total in enumerate(found.totals) if total} == {
        D(2020, 6, 1): 1,
        D(2020, 7, 1): 1,
        D(2021, 5, 1): 1,
    }
    assert [(str(unit), total) for unit, _ends, total in found.offices] == [
        (str(scene.rabat), 2),
        (str(scene.sale), 1),
    ]


def test_the_chart_never_stands_without_its_table(scene, holder):
    card(scene, holder, days(-300), days(65))
    client, url = page(scene.agent, "card-projection")
    body = client.get(url).content.decode()
    assert body.count('<svg class="mk') == 2 or "<svg" in body
    assert "<tfoot>" in body


def test_both_numbers_stand_on_one_page_with_the_difference(scene, holder):
    card(scene, holder, days(-800), days(-400))
    card(scene, s.applicant(scene, s.NAMES[1]), days(-30), days(300))
    client, url = page(scene.agent, "card-stock")
    answer = client.get(url)
    assert (answer.context["stock"].valid, answer.context["stock"].issued) == (1, 2)
    assert "Échues sans renouvellement" in answer.content.decode()


@pytest.mark.parametrize("query", ["day=x", "day=2020-02-30", "first=2021-01-01&last=2020-01-01", "page=9"])
def test_whatever_is_asked_for_is_no_error(scene, holder, query):
    client = s.signed_in(scene.agent)
    for name in ("card-stock", "card-projection", "card-lapsed", "cards"):
        assert client.get(f"{reverse(f'regularisation:{name}')}?{query}").status_code == 200


moments = st.integers(0, 1500)
states = st.sampled_from(["delivered", "replaced", "lost", "withdrawn"])


@pytest.mark.django_db
@given(st.lists(st.tuples(moments, st.integers(1, 1200), states, moments), max_size=8), moments)
def test_the_parts_always_add_up(cards, on):
    """Whatever the cards and the day: every card handed over has exactly one fate, and valid ones cover the day."""
    from datetime import timedelta

    from django.db import transaction

    from musanada.regularisation.tests.scene import build

    start = D(2015, 1, 1)
    with transaction.atomic():
        scene = build()
        holder = s.applicant(scene)
        day = start + timedelta(days=on)
        expected = 0
        for first, length, state, end in cards:
            begins = start + timedelta(days=first)
            ended = begins + timedelta(days=end) if state in ("lost", "withdrawn") else None
            last = begins + timedelta(days=length)
            card(scene, holder, begins, last, state, ended_on=ended)
            expected += begins <= day <= last and (ended is None or ended > day)
        found = figures.stock(scene.agent, day)
        assert found.valid == expected
        assert found.issued == sum(start + timedelta(days=first) <= day for first, *_rest in cards)
        transaction.set_rollback(True)
