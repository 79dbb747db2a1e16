"""Erasing the person of a file: words and numbers go, codes and days stay; what is held is told before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.cases.models import Case
from musanada.kit.choices import FieldGroup
from musanada.kit.subject import Asking, uncovered
from musanada.regularisation.commands import erasing
from musanada.regularisation.commands.notifying import notify
from musanada.regularisation.held import held
from musanada.regularisation.models import Appeal, Application, Card, Decision, Evaluation
from musanada.regularisation.tests import scene as s

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def told(scene) -> Application:
    made = s.complete(scene, None, "C5", occupation="Couturière", arrived_on=TODAY() - timedelta(days=900))
    s.opinion(scene, made, text="Bail non signé.")
    Evaluation.objects.create(
        application=made, version=scene.version("C5"), outcome="not_shown", findings=[{"gap": "2021-03-04"}], by=scene.agent
    )  # fmt: skip
    notify(scene.agent, made, on=TODAY(), means="post")
    Appeal.objects.create(
        application=made, unit=scene.commission, channel="office", lodged_on=TODAY(), grounds="Voir mon bail", recorded_by=scene.agent
    )  # fmt: skip
    Card.objects.create(
        person=made.case.person, application=made, unit=scene.rabat, kind="first", number="A123", ordered_on=TODAY()
    )  # fmt: skip
    return Application.objects.get(pk=made.pk)


def asking(scene, one, *units) -> Asking:
    keys = frozenset(unit.pk for unit in units or (scene.rabat,))
    return Asking(scene.agent, (one.case.person_id,), keys, frozenset(FieldGroup.values), frozenset(), "fr")


def words_of(sections) -> str:
    return "\n".join(str(cell) for section in sections for row in section.rows for cell in row)


def test_every_table_that_tells_of_people_is_covered():
    assert [label for label in uncovered() if label.startswith("regularisation.")] == []


def test_words_and_numbers_go_codes_and_days_stay(scene, told):
    appeal, card = told.appeals.get(), told.cards.get()
    counts = erasing.erase([told.case.person_id], None)
    decision = Decision.objects.get()
    told.refresh_from_db()
    assert (told.occupation, told.arrived_on, told.secret_hash) == ("", None, "")
    assert (decision.text, decision.reasons, decision.on) == ("", ",length,", TODAY())
    assert [one.findings for one in Evaluation.objects.all()] == [[], []]
    assert told.claims.count() == told.notifications.count() == 1
    assert told.lodged_on == TODAY()
    assert Appeal.objects.get().grounds == ""
    assert Appeal.objects.get().reference != appeal.reference
    assert (Card.objects.get().number, Card.objects.get().reference == card.reference) == ("", False)
    assert counts["applications"] == counts["cards"] == counts["appeals"] == 1


def test_another_offices_files_stay_as_they_are(scene, told):
    erasing.erase([told.case.person_id], frozenset([scene.sale.pk]))
    told.refresh_from_db()
    assert told.occupation == "Couturière"
    assert Appeal.objects.get().grounds == "Voir mon bail"


def test_the_commission_erases_its_appeals_alone(scene, told):
    erasing.erase([told.case.person_id], frozenset([scene.commission.pk]))
    told.refresh_from_db()
    assert told.occupation == "Couturière"
    assert Appeal.objects.get().grounds == ""


def test_ages_are_counted_on_the_days_of_the_file(scene, told):
    assert TODAY() in erasing.days([told.case.person_id])


def test_the_person_is_told_everything_that_is_theirs(scene, told):
    text = words_of(held(asking(scene, told)))
    for word in (str(told), "Couturière", "Durée non établie", "Bail non signé.", "Voir mon bail", "A123"):
        assert word in text


def test_an_office_tells_nothing_of_anothers_file(scene, told):
    assert words_of(held(asking(scene, told, scene.sale))) == ""


def test_a_closed_file_waits_for_the_archives(scene, told):
    Case.objects.filter(pk=told.case_id).update(closed_on=TODAY(), closure="refused")
    assert [one.key for one in erasing.lapsed(TODAY() + timedelta(days=1))] == [told.case_id]
    assert list(erasing.lapsed(TODAY())) == []
