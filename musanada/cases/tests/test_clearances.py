"""Clearances: two people, for a time; the lock says the same whatever is behind it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from musanada.access.doors import forget_holdings
from musanada.access.models import AuditEntry
from musanada.cases import clearing
from musanada.cases.commands import clearances as commands
from musanada.cases.models import Clearance
from musanada.cases.queries import clearances as reads
from musanada.cases.tests import world as w
from musanada.kit.choices import BirthPrecision
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.registry import Registry
from musanada.people.commands.confidential import open_file
from musanada.people.models import Person

TRAVEL = Clearance.Kind.TRAVEL
TODAY = timezone.localdate()
WEEK = TODAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def no_condition(monkeypatch):
    """What domains above demand is tested where they declare it."""
    monkeypatch.setattr(clearing, "CONDITIONS", Registry("condition of a clearance"))


@pytest.fixture
def fatou(world):
    """Protection officer of the whole association."""
    return w.account(world.aide, "fatou", "protection_officer")


@pytest.fixture
def asked(world) -> Clearance:
    return commands.ask_clearance(world.maha, world.person, unit=world.rabat, kind=TRAVEL)


def refusal(person: Person, day: date = TODAY, **more):
    return reads.refusal(person, TRAVEL, day, **more)


def test_granted_from_a_day_until_a_day(world, fatou, asked):
    commands.grant(fatou, asked, from_on=TODAY, to_on=WEEK)
    days = {day: refusal(world.person, day) is None for day in (TODAY, WEEK)}
    outside = (TODAY - timedelta(days=1), WEEK + timedelta(days=1))
    assert days == {TODAY: True, WEEK: True}
    assert all("Pas de feu vert" in str(refusal(world.person, day)) for day in outside)
    assert reads.refusal(world.person, Clearance.Kind.PROTECTION, TODAY)


def test_taken_back_it_holds_no_more(world, fatou, asked):
    commands.grant(fatou, asked, from_on=TODAY, to_on=WEEK)
    commands.revoke(fatou, asked, grounds="la situation a changé")
    assert refusal(world.person)
    assert AuditEntry.objects.order_by("number").last().verb == "cases.clearance.revoke"


def test_who_asks_does_not_answer(world, asked):
    both = w.account(world.rabat, "nadia", "case_manager")
    from musanada.access.commands import hold

    hold(both, world.rabat, "protection_officer")
    forget_holdings(both)
    other = commands.ask_clearance(both, world.person, unit=world.rabat, kind=Clearance.Kind.PROTECTION)
    for take in (
        lambda: commands.grant(both, other, from_on=TODAY, to_on=WEEK),
        lambda: commands.refuse(both, other, grounds="non"),
    ):
        with pytest.raises(Refused, match="une autre personne"):
            take()
    assert commands.grant(both, asked, from_on=TODAY, to_on=WEEK).state == "granted"


def test_the_table_itself_wants_two_people(world, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.filter(pk=asked.pk).update(answered_by=world.maha)


@pytest.mark.parametrize("name", ["maha", "alima", "zaki", "salma", "hamid", "hind"])
def test_without_the_right_nothing_is_answered(world, asked, name):
    with pytest.raises(MissingRight):
        commands.grant(getattr(world, name), asked, from_on=TODAY, to_on=WEEK)


def test_another_organisation_does_not_answer(world, asked):
    stranger = w.account(world.sister, "sara", "protection_officer")
    with pytest.raises(MissingRight):
        commands.grant(stranger, asked, from_on=TODAY, to_on=WEEK)
    assert not reads.to_answer(stranger).exists()


def test_an_office_asks_for_people_it_knows(world):
    with pytest.raises(MissingRight):
        commands.ask_clearance(world.zaki, world.person, unit=world.oujda, kind=TRAVEL)
    with pytest.raises(BadInput, match="ne suit pas"):
        commands.ask_clearance(world.maha, world.person, unit=world.oujda, kind=TRAVEL)
    with pytest.raises(BadInput, match="Choisissez"):
        commands.ask_clearance(world.maha, world.person, unit=world.rabat, kind="exit")


def test_asked_once_and_again_after_an_answer(world, fatou, asked):
    with pytest.raises(Refused, match="déjà demandé"):
        commands.ask_clearance(world.alima, world.person, unit=world.rabat, kind=TRAVEL)
    commands.refuse(fatou, asked, grounds="famille recherchée")
    again = commands.ask_clearance(world.alima, world.person, unit=world.rabat, kind=TRAVEL)
    assert again.pk != asked.pk


def test_the_same_form_twice_asks_once(world):
    first = commands.ask_clearance(world.maha, world.person, unit=world.rabat, kind=TRAVEL)
    second = commands.ask_clearance(world.maha, world.person, unit=world.rabat, kind=TRAVEL, id=first.pk)
    assert first == second


def test_two_answer_and_one_is_told(world, fatou, asked):
    stale = Clearance.objects.get(pk=asked.pk)
    commands.grant(fatou, asked, from_on=TODAY, to_on=WEEK)
    with pytest.raises(Refused, match="plus rapide"):
        commands.refuse(fatou, stale, grounds="non")


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [
        (WEEK, TODAY),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1)),
        (TODAY, TODAY + timedelta(days=400)),
    ],
)
def test_days_that_make_no_sense(fatou, asked, from_on, to_on):
    with pytest.raises(BadInput):
        commands.grant(fatou, asked, from_on=from_on, to_on=to_on)


def test_no_answer_without_grounds(fatou, asked):
    with pytest.raises(BadInput):
        commands.refuse(fatou, asked, grounds=" ")


# The lock


def situations(world, fatou):
    """Nothing asked, asked, refused, taken back, run out, hidden by a file: each on a person of their own."""
    people = {
        name: w.met(world.maha, world.rabat) for name in ("nothing", "asked", "refused", "revoked", "over")
    }
    asked = {
        name: commands.ask_clearance(world.maha, person, unit=world.rabat, kind=TRAVEL)
        for name, person in people.items()
        if name != "nothing"
    }
    commands.refuse(fatou, asked["refused"], grounds="danger")
    commands.grant(fatou, asked["revoked"], from_on=TODAY, to_on=WEEK)
    commands.revoke(fatou, asked["revoked"], grounds="danger")
    commands.grant(fatou, asked["over"], from_on=TODAY - timedelta(days=9), to_on=TODAY)
    people["hidden"] = w.met(world.maha, world.rabat)
    open_file(fatou, people["hidden"], subject="violence", hides_person=True, reason="menaces reçues")
    people["hidden"].refresh_from_db()
    return people


def test_the_lock_says_the_same_at_the_same_cost_whatever_is_behind_it(world, fatou):
    told = set()
    for person in situations(world, fatou).values():
        with CaptureQueriesContext(connection) as statements:
            sentence = str(reads.refusal(person, TRAVEL, WEEK))
        told.add((sentence, len(statements)))
    assert len(told) == 1
    assert next(iter(told))[1] == 1


def test_a_clearance_of_a_hidden_person_opens_the_lock_all_the_same(world, fatou):
    person = situations(world, fatou)["hidden"]
    one = Clearance.objects.create(
        kind=TRAVEL,
        person=person,
        unit=world.rabat,
        asked_by=world.maha,
        state="granted",
        from_on=TODAY,
        to_on=WEEK,
    )
    assert refusal(person) is None
    assert not reads.to_answer(fatou).filter(pk=one.pk).exists()
    assert not reads.asked(world.maha).filter(pk=one.pk).exists()


def test_a_clearance_counts_in_its_own_organisation_where_that_is_asked(world, fatou, asked):
    commands.grant(fatou, asked, from_on=TODAY, to_on=WEEK)
    assert refusal(world.person, unit=world.oujda) is None
    assert refusal(world.person, unit=world.sister)


def test_a_manifest_is_one_statement(world, fatou, asked, django_assert_num_queries):
    commands.grant(fatou, asked, from_on=TODAY, to_on=WEEK)
    other = w.met(world.maha, world.rabat)
    with django_assert_num_queries(1):
        assert reads.cleared([world.person.pk, other.pk], TRAVEL, TODAY) == {world.person.pk}


@pytest.mark.parametrize(
    ("birth", "precision", "minor"),
    [
        (date(2008, 6, 15), BirthPrecision.DAY, False),  # 18 that very day
        (date(2008, 6, 16), BirthPrecision.DAY, True),
        (date(2008, 6, 1), BirthPrecision.MONTH, True),
        (date(2008, 5, 1), BirthPrecision.MONTH, False),
        (date(2008, 1, 1), BirthPrecision.YEAR, True),
        (date(2007, 1, 1), BirthPrecision.YEAR, False),
        (date(2008, 1, 1), BirthPrecision.ESTIMATED, True),
        (None, BirthPrecision.UNKNOWN, True),
    ],
)
def test_whoever_may_be_under_eighteen_is_a_minor(birth, precision, minor):
    person = Person(birth_date=birth, birth_precision=precision)
    day = date(2026, 6, 15)
    assert reads.minor_without_parent(person, day, with_parent=False) is minor
    assert not reads.minor_without_parent(person, day, with_parent=True)


# Pages


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client


def test_who_asked_reads_no_grounds(world, fatou, asked):
    commands.refuse(fatou, asked, grounds="traite présumée")
    html = browser(world.maha).get(f"/clearances/{asked.pk}/").content.decode()
    assert "Pas de feu vert" in html
    assert "traite" not in html
    assert "Non accordé" not in html
    assert "traite" in browser(fatou).get(f"/clearances/{asked.pk}/answer/").content.decode()


def test_refused_taken_back_and_run_out_look_the_same_to_who_asked(world, fatou):
    people = situations(world, fatou)
    Clearance.objects.filter(person=people["over"]).update(to_on=TODAY - timedelta(days=1))
    one = {name: Clearance.objects.get(person=people[name]) for name in ("refused", "revoked", "over")}
    assert {(reads.standing(c), reads.told(c)) for c in one.values()} == {("blocked", "Pas de feu vert")}


def test_asked_and_answered_in_the_browser(world, fatou):
    client, person = browser(world.maha), world.person
    found = client.get("/clearances/", {"reference": person.reference})
    assert found.headers["Location"].endswith(f"?person={person.pk}")
    sent = {"kind": "travel", "unit": str(world.rabat.pk), "id": "0198a1b2-0000-7000-8000-000000000001"}
    assert client.post(found.headers["Location"], sent).status_code == 302
    one = Clearance.objects.get(person=person)
    officer = browser(fatou)
    assert "Feu vert de voyage" in officer.get("/clearances/to-answer/").content.decode()
    address = f"/clearances/{one.pk}/answer/"
    assert officer.post(address, {"decision": "grant", "from_on": "", "to_on": ""}).status_code == 422
    days = {"from_on": TODAY.isoformat(), "to_on": WEEK.isoformat()}
    assert officer.post(address, {"decision": "grant", **days}).status_code == 302
    assert "Feu vert accordé" in client.get("/clearances/").content.decode()
    assert officer.post(address, {"grounds": ""}).status_code == 422
    assert officer.post(address, {"grounds": "changé"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "revoked"


def test_a_wrong_reference_says_so(world):
    answer = browser(world.maha).get("/clearances/", {"reference": "AAAA-AAAA"})
    assert "Aucune personne de vos bureaux" in answer.content.decode()


def test_the_panels_of_both(world, fatou, asked):
    from musanada.cases.panels_clearances import answered, to_answer

    assert to_answer(fatou).count == 1
    assert to_answer(world.maha) is None
    assert answered(world.maha) is None
    commands.refuse(fatou, asked, grounds="non")
    assert "Pas de feu vert" in str(answered(world.maha).rows[0][1])


def test_strangers_find_no_clearance(world, asked):
    for name in ("zaki", "salma", "hind"):
        client = browser(getattr(world, name))
        assert client.get(f"/clearances/{asked.pk}/").status_code == 404
        assert client.get("/clearances/new/", {"person": world.person.pk}).status_code == 404
