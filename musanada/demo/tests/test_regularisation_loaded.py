"""A scaled country holds the operation of 2014: the records themselves count to the scaled plan."""

import pytest
from django.db.models import Q

from musanada.access.commands import system_user
from musanada.access.models import Unit
from musanada.assistance.commands import load_catalogue
from musanada.cases.models import Case
from musanada.demo import commands as demo
from musanada.demo import plan_2014 as plan
from musanada.people.models import Person
from musanada.reference.commands import load_reference
from musanada.regularisation.models import Appeal, Application, Association, Card, Decision, Operation

SCALE = 0.02
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for the module, rolled back after it."""
    from django.conf import settings
    from django.db import transaction

    kept = settings.DATA
    with django_db_blocker.unblock():
        atom = transaction.atomic()
        atom.__enter__()
        settings.DATA = tmp_path_factory.mktemp("country")
        load_reference(None)
        load_catalogue()
        yield demo.load(system_user(), scale=SCALE, seed=5)
        settings.DATA = kept
        transaction.set_rollback(True)
        atom.__exit__(None, None, None)


@pytest.fixture(scope="module")
def files(country):
    return Application.objects.filter(operation__code="exceptional-2014")


def test_files_count_to_the_scaled_numbers(files, country):
    numbers = plan.Numbers().scaled(SCALE)
    assert files.count() == numbers.filed == country["files"]
    assert files.values("case__person").distinct().count() == numbers.filed
    won = Decision.objects.filter(application__in=files, result="favourable")
    assert won.count() == numbers.favourable
    assert won.filter(stage="first").count() == numbers.february_favourable + plan.paths(numbers).after


def test_known_at_the_two_cuts(files, country):
    numbers = plan.Numbers().scaled(SCALE)
    for cut, filed, favourable in (
        ("2015-01-20", numbers.january_filed, numbers.january_favourable),
        ("2015-02-09", numbers.february_filed, numbers.february_favourable),
    ):
        assert files.filter(lodged_recorded_at__date__lte=cut).count() == filed
        known = Decision.objects.filter(application__in=files, recorded_at__date__lte=cut)
        assert known.filter(result="favourable").count() == favourable


def test_every_file_has_an_office_of_the_state_and_a_person_there(files, country):
    assert Unit.objects.filter(code__startswith="be-").count() == 83
    assert not files.exclude(case__unit__side="state").exists()
    people = Person.objects.filter(cases__application__in=files)
    assert not people.exclude(unit__parent__code="interieur").exists()


def test_files_stand_where_their_decisions_left_them(files, country):
    won = Q(application__decisions__result="favourable")
    cases = Case.objects.filter(application__in=files)
    assert not cases.filter(won, state="closed_refused").exists()
    assert not cases.exclude(won).filter(state="closed").exists()
    assert (
        cases.filter(won, state="closed").count()
        == Card.objects.filter(kind="first", application__in=files).count()
    )


def test_offices_lead_and_the_commission_heard_appeals(country):
    operation = Operation.objects.get(code="exceptional-2014")
    assert operation.offices.count() == 83
    assert (operation.unit.code, operation.appeals_unit.side) == ("interieur", "justice")
    heard = Appeal.objects.filter(application__operation=operation)
    assert heard.filter(state="accepted").exists()
    assert heard.filter(state="relieved").exists()
    assert not heard.filter(decided_on=None).exclude(state="withdrawn").exists()


def test_cards_issued_are_not_cards_in_stock(country):
    issued = Card.objects.count()
    held = Card.objects.filter(state="delivered", valid_to__gte="2026-01-01").count()
    assert 0 < held < issued / 2


def test_associations_regularised_by_may_2016(country):
    from musanada.demo.associations import REGULARISED

    known = Association.objects.filter(regularised_recorded_at__date__lte="2016-05-02")
    assert known.count() == max(round(REGULARISED * SCALE), 1)
    assert Association.objects.filter(regularised_on=None).exists()
    assert all(one.members_regularised <= one.members for one in known)
