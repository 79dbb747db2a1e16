"""Returns: at scale 1 the plan's sums are the printed ones; a scaled country holds what its plan says."""

from collections import Counter

import pytest
from django.db import transaction
from django.test import override_settings

from musanada.access.commands import system_user
from musanada.assistance.commands import load_catalogue
from musanada.demo import commands as demo
from musanada.demo import plan_returns as plan
from musanada.demo import returnees
from musanada.demo.chance import Chance
from musanada.reference.commands import load_reference
from musanada.returns.models import Activity, HandOver, LedgerLine, PastReturn, Return, TravelEvent

SCALE = 0.01


def test_the_plan_adds_up_to_the_printed_numbers():
    assert plan.printed_before_2016() == 21_073
    assert len({*plan.COUNTRIES, *plan.EARLIER_ONLY}) == 36
    assert min(plan.STATE) == 2004
    assert (plan.iom_until_2022(), sum(n for y, n in plan.IOM.items() if y < 2018)) == (18_000, 11_300)
    assert plan.IOM[2022] == plan.MEN_2022 + plan.WOMEN_2022 + plan.MINORS_2022
    assert (plan.of_2024(1), len(plan.COUNTRIES), plan.until_september(1)) == (2_196, 32, 1_664)
    assert (sum(plan.HOSTS.values()), len(plan.HOSTS)) == (2_712, 15)
    numbers = plan.Numbers()
    assert numbers.supported_2023 + numbers.supported_2024 == 685
    assert round(100 * numbers.reinforced / 685, 1) == 10.4
    back = numbers.back_cash + numbers.back_business + numbers.back_other
    assert (back, round(100 * numbers.back_cash / back), round(100 * numbers.back_business / back)) == (
        426,
        57,
        13,
    )


@pytest.mark.parametrize("scale", [0.005, 0.05, 1])
def test_groups_hold_as_many_as_the_plan_and_fit_their_countries(scale):
    chance, room = Chance(3), plan.by_country(scale)
    made = returnees.groups(chance, sum(room.values()), plan.MEN, plan.WOMEN)
    placed = returnees.placed(chance, made, room)
    counts = Counter(group.country for group in placed for _one in group.members)
    assert counts == room
    early, late = returnees.parted(placed, plan.until_september(scale))
    assert sum(group.size for group in early) == plan.until_september(scale)
    assert all(one.lone for group in placed if not group.adults for one in group.members)
    assert len(early) + len(late) == len(placed)


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for the module, rolled back after it."""
    here = override_settings(DATA=tmp_path_factory.mktemp("country"))
    with django_db_blocker.unblock(), here, transaction.atomic():
        load_reference(None)
        load_catalogue()
        yield demo.load(system_user(), scale=SCALE, seed=5)
        transaction.set_rollback(True)


def test_records_count_to_the_scaled_plan(country, db):
    numbers = plan.Numbers().scaled(SCALE)
    left = TravelEvent.objects.filter(kind="departed", on__year=2024)
    away, back = (left.filter(ret__direction=way) for way in ("from_morocco", "to_morocco"))
    assert Counter(away.values_list("ret__to_country", flat=True)) == plan.by_country(SCALE)
    assert Counter(back.values_list("ret__from_country", flat=True)) == plan.by_host(SCALE)
    given = Activity.objects.filter(given_on__year=2024).order_by()
    helped = given.values("plan__file__case__person").distinct()
    assert helped.filter(plan__file__ret__direction="from_morocco").count() == (
        numbers.supported_2023 + numbers.supported_2024
    )
    assert set(given.filter(plan__file__ret__direction="from_morocco").values_list("kind", flat=True)) <= {
        "cash",
        "training",
        "psychosocial",
    }
    assert Return.objects.exclude(departed_on=None).filter(funding=None).count() == 0
    assert PastReturn.objects.filter(departed_on__lte="2016-05-31").values("country").distinct().count() == 36
    assert not PastReturn.objects.filter(channel="state", departed_on__year=2024).exists()


def test_the_ledger_adds_up_and_missions_wait_for_each_other(country, db):
    paid: Counter = Counter()
    for kind, tranche, amount in LedgerLine.objects.values_list("kind", "tranche", "amount"):
        paid[tranche, kind] += amount
    assert all(
        paid[tranche, "commit"] >= amount for (tranche, kind), amount in list(paid.items()) if kind == "pay"
    )
    for unit in set(LedgerLine.objects.values_list("unit", flat=True)):
        rows = LedgerLine.objects.filter(unit=unit).order_by("number").values_list("number", flat=True)
        assert list(rows) == list(range(1, len(rows) + 1))
    assert HandOver.objects.filter(state="proposed").count() == 2
