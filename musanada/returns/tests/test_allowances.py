"""Pocket money: the rule of direction and age, receipts without a gap, in figures and in words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.reference.models import ExchangeRate
from musanada.returns import allowance_papers
from musanada.returns.commands import allowances, boarding
from musanada.returns.models import Allowance, PocketMoney
from musanada.returns.tests.scene import a_family, a_movement, a_return, signed_in

TODAY = timezone.localdate


@pytest.fixture
def flight(scene):
    """Two adults and two children on one list."""
    since = date(2024, 1, 1)
    for minor, amount in ((False, "30.00"), (True, "15.00")):
        PocketMoney.objects.create(
            direction="from_morocco", minor=minor, amount=amount, currency="EUR", valid_from=since
        )
    ExchangeRate.objects.get_or_create(currency="EUR", on=since, defaults={"mad": Decimal("10.8")})
    family = a_family(scene, 4, "ready")
    made = a_movement(scene, family[0].wished_on)
    boarding.book(scene.travel, made, family)
    return made


def given(scene, flight, places=None, **more):
    values = {"on": TODAY(), "received_by": "signature"} | more
    return allowances.hand_over(scene.travel, flight, places or list(flight.passengers.all()), **values)


def test_adults_and_children_by_the_rule_numbered_in_a_row(scene, flight):
    made = given(scene, flight)
    assert sorted(one.amount for one in made) == [Decimal("15.00")] * 2 + [Decimal("30.00")] * 2
    assert [one.number for one in made] == [1, 2, 3, 4]
    assert made[0].rate > 1


def test_once_for_each_until_it_is_voided_and_the_number_stays(scene, flight):
    first = given(scene, flight)[0]
    with pytest.raises(Refused):
        given(scene, flight)
    with pytest.raises(BadInput):
        allowances.void_allowance(scene.travel, first, reason="")
    allowances.void_allowance(scene.travel, first, reason="Mauvaise personne")
    with pytest.raises(Refused):
        allowances.void_allowance(scene.travel, first, reason="Encore")
    (again,) = given(scene, flight, [first.passenger])
    assert again.number == 5
    first.refresh_from_db()
    assert (first.number, first.void_reason) == (1, "Mauvaise personne")


def test_a_refused_handing_leaves_no_gap(scene, flight):
    places = list(flight.passengers.all())
    PocketMoney.objects.filter(minor=True).delete()
    with pytest.raises(BadInput):
        given(scene, flight)
    adults = [p for p in places if p.ret.case.person.birth_date.year < TODAY().year - 18]
    assert [one.number for one in given(scene, flight, adults)] == [1, 2]


def test_what_is_no_answer_is_refused(scene, flight):
    for more in ({"on": TODAY() + timedelta(days=1)}, {"received_by": "nod"}):
        with pytest.raises(BadInput):
            given(scene, flight, **more)
    stranger = a_return(scene, "booked").places.get()
    with pytest.raises(BadInput):
        given(scene, flight, [stranger])
    with pytest.raises(MissingRight):
        allowances.hand_over(scene.manager, flight, [], on=TODAY(), received_by="mark")


def test_the_receipt_says_the_amount_in_words_in_both_languages(scene, flight):
    one = max(given(scene, flight), key=lambda a: a.amount)
    assert allowance_papers.content(one, "fr")["words"] == "trente euros"
    assert allowance_papers.content(one, "ar")["words"] == "ثلاثون يورو"
    for lang in ("fr", "ar"):
        assert allowance_papers.pdf(one, lang).startswith(b"%PDF")


def test_pages_of_money(scene, flight):
    client = signed_in(scene.travel)
    address = reverse("returns:movement-money", args=[flight.pk])
    assert "à confirmer" in client.get(address).content.decode()
    place = flight.passengers.first()
    said = {"on": TODAY().isoformat(), "received_by": "thumb", "passengers": [str(place.pk)]}
    assert client.post(address, said).status_code == 302
    one = Allowance.objects.get()
    assert client.get(reverse("returns:allowance", args=[one.pk])).status_code == 200
    paper = client.get(reverse("returns:allowance-paper", args=[one.pk, "ar"]))
    assert paper["Content-Type"] == "application/pdf"
    assert client.get(reverse("returns:allowance-paper", args=[one.pk, "xx"])).status_code == 404
    void = reverse("returns:allowance-void", args=[one.pk])
    assert client.post(void, {"reason": ""}).status_code == 422
    assert client.post(void, {"reason": "Erreur"}).status_code == 302
    theirs = signed_in(scene.staff["france.travel_officer"])
    assert theirs.get(reverse("returns:allowance", args=[one.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="two sessions at once")
def test_two_windows_never_draw_one_number():
    """Two transactions of two connections: the second waits for the office's row."""
    from threading import Thread

    from musanada.access.commands import found_organisation
    from musanada.access.models import Unit
    from musanada.returns.commands.allowances import next_number

    with connection.cursor() as cursor:
        cursor.execute("SET musanada.throw_away = 'yes'")  # this database may be emptied afterwards
    unit = found_organisation("o", "O", side="humanitarian")
    drawn: list[str] = []

    def second() -> None:
        with transaction.atomic():
            next_number(Unit.objects.get(pk=unit.pk))
            drawn.append("second")
        connection.close()

    other = Thread(target=second)
    with transaction.atomic():
        next_number(unit)
        other.start()
        other.join(0.3)
        drawn.append("first")
    other.join(10)
    assert drawn == ["first", "second"]
