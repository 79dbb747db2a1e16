"""A journey without a decided BID: asked by one, approved by another, for days counted by a rule."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.protection.commands import exceptions
from musanada.protection.models import TravelException
from musanada.protection.tests import interests as i
from musanada.protection.tests import scene as s

pytestmark = pytest.mark.django_db
WHY = "Opération urgente à l'étranger, place confirmée."


def in_days(n):
    return timezone.localdate() + timedelta(days=n)


@pytest.fixture
def file(scene):
    return i.team(scene, s.child_file(scene))


def asked(scene, file, **values):
    said = {"reason": "medical", "text": WHY, "until_on": in_days(10)} | values
    return exceptions.ask_exception(scene.manager, file, **said)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": "hurry"}, "reason"),
        ({"text": "vite"}, "text"),
        ({"until_on": in_days(61)}, "until_on"),
        ({"until_on": in_days(-1)}, "until_on"),
    ],
)
def test_it_says_why_and_until_when(scene, file, values, field):
    with pytest.raises(BadInput) as problem:
        asked(scene, file, **values)
    assert list(problem.value.fields) == [field]


def test_two_people_and_only_who_may_approve(scene, file):
    one = asked(scene, file)
    with pytest.raises(Refused, match="attend déjà"):
        asked(scene, file)
    with pytest.raises(MissingRight):
        exceptions.answer_exception(scene.manager, one, approve=True)
    own = exceptions.ask_exception
    one = exceptions.answer_exception(scene.officer, one, approve=False)
    assert (one.state, one.answered_by) == ("refused", scene.officer)
    mine = own(scene.officer, file, reason="court", text=WHY, until_on=in_days(5))
    with pytest.raises(Refused, match="une autre personne"):
        exceptions.answer_exception(scene.officer, mine, approve=True)
    assert exceptions.answer_exception(scene.officer2, mine, approve=True).state == "approved"


def test_answered_once_and_asked_once(scene, file):
    key = TravelException().pk
    one = asked(scene, file, pk=key)
    assert asked(scene, file, pk=key).pk == one.pk
    exceptions.answer_exception(scene.officer, one, approve=True)
    with pytest.raises(Refused, match="déjà sa réponse"):
        exceptions.answer_exception(scene.officer2, one, approve=False)
