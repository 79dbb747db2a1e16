"""A version is frozen by its first interview; scores are added and never replaced."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.returns.tests.survey_scene import (
    TODAY,
    a_round,
    answered,
    arrived,
    done,
    started,
    version,
)
from musanada.surveys.commands import instruments, interviews
from musanada.surveys.commands.rounds import change_round, open_round
from musanada.surveys.commands.scores import score_round
from musanada.surveys.models import Instrument, InstrumentVersion, Score
from musanada.surveys.queries import results

pytestmark = pytest.mark.django_db


def second_version(scene, *, gone=("eco_assets",)):
    from musanada.surveys.definitions import Definition, definition_of

    first = definition_of(version())
    items = [i for i in first.canonical()["items"] if i["id"] not in gone]
    text = first.canonical() | {"version": 2, "items": items}
    import yaml

    Definition.model_validate(text)
    actor = scene.staff["maroc.mne_officer"]
    made = instruments.load_version(actor, scene.maroc, text=yaml.safe_dump(text, allow_unicode=True))
    return instruments.freeze_version(actor, scene.maroc, version=made)


def test_another_version_scores_beside_the_first(scene):
    one, case = a_round(scene), arrived(scene, 2)
    interview = started(scene, case, one)
    interviews.save_answers(scene.agent, interview, answers=answered(interview, 1) | {"eco_assets": "no"})
    interviews.finish_interview(scene.agent, interview)
    before = list(Score.objects.filter(version=one.version).values_list("pk", "value"))
    two = second_version(scene)
    assert score_round(scene.staff["maroc.mne_officer"], one, version=two) == 4
    economic = Score.objects.filter(interview=interview, dimension="economic")
    assert economic.get(version=one.version).value < 1
    assert economic.get(version=two).value == 1
    assert list(Score.objects.filter(version=one.version).values_list("pk", "value")) == before
    assert {row.version for row in results.score_rows()} == {1}
    assert {row.version for row in results.score_rows(version=two)} == {2}


def test_a_draft_scores_nothing(scene):
    one = a_round(scene)
    with pytest.raises(Refused):
        score_round(scene.staff["maroc.mne_officer"], one, version=version())


def test_a_score_is_neither_changed_nor_taken_away(scene):
    done(scene, arrived(scene, 2), a_round(scene))
    for change in (lambda: Score.objects.update(value=0), lambda: Score.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_frozen_version_is_changed_by_nobody(scene):
    started(scene, arrived(scene, 2), a_round(scene))
    rows = InstrumentVersion.objects.filter(frozen_at__isnull=False)
    for change in (
        lambda: rows.update(definition={}),
        lambda: rows.update(digest="x"),
        lambda: rows.update(frozen_at=None),
        lambda: rows.filter(pk=rows.get().pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    instruments.confirm_version(
        scene.staff["maroc.mne_officer"], scene.maroc, version=rows.get(), source="Manuel, annexe 4, relu"
    )
    assert rows.get().confirmed


def test_other_content_under_a_frozen_number_is_refused(scene):
    actor = scene.staff["maroc.mne_officer"]
    text = (instruments.DATA / "satisfaction.yaml").read_text()
    made = instruments.load_version(actor, scene.maroc, text=text)
    assert instruments.load_version(actor, scene.maroc, text=text.replace("Partagé", "Mitigé")).pk == made.pk
    instruments.freeze_version(actor, scene.maroc, version=InstrumentVersion.objects.get(pk=made.pk))
    with pytest.raises(Refused) as refusal:
        instruments.load_version(actor, scene.maroc, text=text)
    assert refusal.value.code == "survey_frozen"
    assert Instrument.objects.count() == 1


def test_only_who_manages_surveys_loads_one(scene):
    with pytest.raises(MissingRight):
        instruments.load_version(scene.agent, scene.maroc, text="code: x")


def test_once_asked_a_round_keeps_whom_it_asks(scene):
    one, actor = a_round(scene), scene.staff["maroc.mne_officer"]
    assert change_round(actor, one, to_months=4).to_months == 4
    started(scene, arrived(scene, 2), one)
    with pytest.raises(Refused):
        change_round(actor, one, to_months=12)
    assert change_round(actor, one, name_fr="Autre nom").name_fr == "Autre nom"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"population": "nobody"}, "population"),
        ({"to_months": 0}, "to_months"),
        ({"events_to": TODAY - timedelta(days=9999)}, "events_to"),
        ({"sampling": "random"}, "sampling_note"),
        ({"stage": "middle"}, "stage"),
        ({"code": "baseline"}, "code"),
    ],
)
def test_a_round_that_holds_together(scene, values, field):
    a_round(scene)
    with pytest.raises(BadInput) as refusal:
        a_round(scene, values.pop("code", "other"), **values)
    assert field in refusal.value.fields


def test_who_may_not_opens_no_round(scene):
    one = a_round(scene)
    with pytest.raises(MissingRight):
        open_round(scene.agent, scene.maroc, code="x", version=one.version, name_fr="x", stage="final",
                   population="returnees", from_months=1, to_months=2, events_from=TODAY, events_to=TODAY)  # fmt: skip
