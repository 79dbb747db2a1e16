"""What an installation of returns starts with, and rates of exchange."""

from datetime import date
from decimal import Decimal

import pytest

from musanada.kit.errors import BadInput
from musanada.reference.commands import load_rates
from musanada.reference.files import rates
from musanada.reference.models import ExchangeRate
from musanada.reference.queries import converted, in_dirhams, rate_on
from musanada.returns.commands.rules import load_rules
from musanada.returns.models import ApprovalLimit, PocketMoney

pytestmark = pytest.mark.django_db


def test_rules_are_loaded_once():
    assert load_rules() > 0
    assert load_rules() == 0
    assert not ApprovalLimit.objects.filter(confirmed=True).exists()
    assert PocketMoney.objects.get(minor=True).amount * 2 == PocketMoney.objects.get(minor=False).amount


def test_a_limit_the_installation_has_set_stays():
    mine = ApprovalLimit.objects.create(level="lead", up_to=Decimal(2000), valid_from=date(2025, 1, 1))
    load_rules()
    assert list(ApprovalLimit.objects.filter(level="lead")) == [mine]


def test_rates_are_loaded_once_and_a_row_of_the_house_stays():
    ExchangeRate.objects.filter(currency="EUR", on=date(2024, 1, 1)).update(
        mad=Decimal("10.80"), confirmed=True
    )
    assert load_rates(rates()) == 0
    assert rate_on("EUR", date(2024, 6, 1)).mad == Decimal("10.80")


def test_the_rate_of_a_day_is_the_last_one_before_it():
    ExchangeRate.objects.create(currency="EUR", on=date(2024, 5, 1), mad=Decimal("10.9"), confirmed=True)
    assert rate_on("EUR", date(2024, 4, 30)).mad == Decimal("10.75")
    assert rate_on("EUR", date(2024, 5, 1)).mad == Decimal("10.9")


def test_a_dirham_is_a_dirham():
    assert rate_on("MAD", date(1999, 1, 1)).mad == 1


def test_a_currency_nobody_has_a_rate_of_is_said_so():
    with pytest.raises(BadInput, match="JPY"):
        rate_on("JPY", date(2024, 1, 1))
    with pytest.raises(BadInput, match="EUR"):
        rate_on("EUR", date(2003, 12, 31))


def test_amounts_are_rounded_to_the_centime_half_up():
    assert in_dirhams(Decimal("0.05"), Decimal("10.1")) == Decimal("0.51")
    assert converted(Decimal(100), "EUR", "EUR", date(1990, 1, 1)) == 100
    assert converted(Decimal(100), "EUR", "MAD", date(2024, 2, 1)) == Decimal("1075.00")
