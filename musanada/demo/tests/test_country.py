"""The country loads through the real commands, on an empty database only, and counts to its plan."""

import json

import pytest
from django.db import transaction
from django.test import override_settings

from musanada.access.audit import first_broken
from musanada.access.commands import found_organisation, system_user
from musanada.access.models import User
from musanada.access.roles import Role
from musanada.assistance.commands import load_catalogue
from musanada.assistance.models import Act, ActMember
from musanada.demo import commands as demo
from musanada.demo.plan import NUMBERS
from musanada.kit.choices import Side
from musanada.kit.errors import Refused
from musanada.people.models import Nationality, Person
from musanada.reference.commands import load_reference

SCALE = 0.01


@pytest.fixture
def ground(db, settings, tmp_path):
    settings.DATA = tmp_path
    load_reference(None)
    load_catalogue()


def test_database_in_use_is_left_alone(ground):
    found_organisation("org", "Organisation", side=Side.STATE)
    with pytest.raises(Refused):
        demo.load(system_user(), scale=SCALE)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for the module, rolled back after it."""
    here = override_settings(DATA=tmp_path_factory.mktemp("country"))
    with django_db_blocker.unblock(), here, transaction.atomic():
        load_reference(None)
        load_catalogue()
        yield demo.load(system_user(), scale=SCALE, seed=5)
        transaction.set_rollback(True)


@pytest.fixture
def country(made, db):
    return made


def reached(family: tuple[str, ...], year: int) -> set:
    """Foreign persons reached in a year, counted without the engine."""
    acts = Act.objects.filter(service__family__in=family, given_on__year=year)
    people = set(acts.values_list("person", flat=True)) | set(
        ActMember.objects.filter(act__in=acts).values_list("person", flat=True)
    )
    return people - set(Nationality.objects.filter(country="MAR").values_list("person", flat=True))


@pytest.mark.parametrize("numbers", NUMBERS, ids=lambda n: str(n.year))
def test_register_counts_to_the_plan(country, numbers):
    expected = numbers.scaled(SCALE)
    assert len(reached(("food", "nfi"), numbers.year)) == expected.aid
    assert len(reached(("health",), numbers.year)) == expected.health
    assert len(reached(("shelter",), numbers.year)) == expected.shelter


def test_nothing_is_left_unwritten_or_doubled(country):
    assert country["persons"] == Person.objects.filter(protected=False).count()
    assert country["acts"] == Act.objects.filter(state="given").count()


def test_acts_lie_inside_their_programmes(country):
    for act in Act.objects.filter(state="given").select_related("programme")[:500]:
        assert act.programme.starts_on <= act.given_on <= act.programme.ends_on
        assert act.recorded_at.date() >= act.given_on


def test_second_load_is_refused(country):
    with pytest.raises(Refused, match="vide"):
        demo.load(system_user(), scale=SCALE)


def test_one_account_a_role_and_two_places(country):
    listed = json.loads(demo.accounts_file().read_text(encoding="utf-8"))
    roles = [row["role"] for row in listed]
    assert {r for r in Role.values if roles.count(r) >= 2} == set(Role.values) - {"console"}
    user = User.objects.get(username=listed[0]["user"])
    assert user.check_password(listed[0]["password"])


def test_every_account_signs_in_with_the_code_of_its_secret(country, capsys):
    from musanada.access.commands import accept_code
    from musanada.config.cli import parser, run
    from musanada.kit.errors import BadInput

    for row in json.loads(demo.accounts_file().read_text(encoding="utf-8"))[:3]:
        assert run(parser().parse_args(["demo", "code", row["user"]])) == 0
        code = capsys.readouterr().out.strip()
        user = User.objects.get(username=row["user"])
        assert accept_code(user, code) == "totp"
        with pytest.raises(BadInput):
            accept_code(user, code)


def test_code_of_nobody_is_refused(country):
    from musanada.config.cli import parser, run

    assert run(parser().parse_args(["demo", "code", "nobody"])) == 2


def test_accounts_file_is_for_its_owner_only(country):
    assert demo.accounts_file().stat().st_mode & 0o077 == 0


def test_journal_holds_after_loading(country):
    assert first_broken() is None


def test_day_begins_with_people_waiting_and_requests_to_approve(country):
    from musanada.assistance.queries import to_approve
    from musanada.intake.models import Arrival

    manager = User.objects.get(username="programme-manager.oujda")
    assert Arrival.objects.filter(state="waiting").count() >= 8
    assert to_approve(manager).exists()
