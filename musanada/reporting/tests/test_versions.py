"""Definitions written here: numbers, the second person, what is in force, what is refused, what never changes."""

import pytest
from django.db import DatabaseError, transaction

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.reporting import queries
from musanada.reporting.commands.definitions import (
    activate_definition,
    change_definition,
    draft_definition,
    return_definition,
    submit_definition,
)
from musanada.reporting.models import IndicatorVersion
from musanada.reporting.registry import (
    DefinitionError,
    in_force,
    load_indicators,
    merged,
    read_indicator,
    shipped_indicators,
)
from musanada.reporting.tests.house import account
from musanada.reporting.writing.text import documents, read_several, written, written_together

TEXT = "{fr: Une phrase., ar: جملة., en: One sentence., es: Una frase.}"
CODE = "own.food"
FOOD = f"""
id: {CODE}
version: 1
label: {TEXT}
definition: {TEXT}
unit: persons
kind: flow
fact: assistance_given
measure: {{count: persons}}
person_rule: once_per_period
date: given_on
where: family = food
dims:
  sex: {{codes: sex}}
"""
SHARE = f"""
id: own.food_women
version: 1
label: {TEXT}
definition: {TEXT}
unit: percent
kind: share
of: {CODE}
part: sex=F
"""


def put_into_force(house, text, reason=""):
    version = draft_definition(house.mne, house.mission, text=text, reason=reason)
    submit_definition(house.mne, version)
    return activate_definition(house.statistician, version)


def test_a_reviewed_definition_is_in_force_and_counts(house):
    assert CODE not in load_indicators()
    version = put_into_force(house, FOOD)
    assert (version.state, version.version, version.reviewed_by) == ("active", 1, house.statistician)
    with queries.figures(house.mne) as engine:
        assert engine.value(CODE, "2024").value == 3
    assert in_force().own == {CODE}
    assert load_indicators() is load_indicators()


def test_a_draft_is_not_in_force(house):
    version = draft_definition(house.mne, house.mission, text=FOOD)
    assert CODE not in load_indicators()
    submit_definition(house.mne, version)
    assert CODE not in load_indicators()


def test_the_next_version_has_the_next_number_a_reason_and_replaces_the_first(house):
    first = put_into_force(house, FOOD)
    text = FOOD.replace("version: 1", "version: 9").replace("family = food", "family in [food, nfi]")
    second = draft_definition(house.mne, house.mission, text=text)
    assert second.version == 2
    with pytest.raises(BadInput, match="pourquoi"):
        submit_definition(house.mne, second)
    change_definition(house.mne, second, text=text, reason="Les articles ménagers comptent aussi")
    activate_definition(house.statistician, submit_definition(house.mne, second))
    first.refresh_from_db()
    assert (first.state, load_indicators()[CODE].version) == ("replaced", 2)
    assert load_indicators()[CODE].hash == IndicatorVersion.objects.get(version=2).digest


SEALED = f"""
id: own.enrolled
version: 1
label: {TEXT}
definition: {TEXT}
unit: cases
kind: stock
fact: border_evacuation
measure: {{count: events}}
date: {{from: happened_on, until: recorded_on}}
where: sex = F
dims:
  sex: {{codes: sex}}
disclosure: {{class: protection}}
"""


def test_of_protection_no_value_before_it_is_in_force_and_the_next_version_counts_the_same(house):
    from musanada.reporting.pages.trial import tried

    one = read_indicator(SEALED, "x")
    trial = tried(house.mne, one, None, "fr")
    assert (trial.key, trial.problem) == (None, "")
    assert "une fois la définition en vigueur" in trial.waits
    put_into_force(house, SEALED)
    assert tried(house.mne, one, None, "fr").key is not None
    with pytest.raises(BadInput, match="garde ce qu'il compte"):
        draft_definition(house.mne, house.mission, text=SEALED.replace("sex = F", "sex = M"))


def test_nobody_reviews_what_they_wrote(house):
    version = submit_definition(house.mne, draft_definition(house.mne, house.mission, text=FOOD))
    for verb in (activate_definition, lambda a, v: return_definition(a, v, remark="non")):
        with pytest.raises(Refused) as refusal:
            verb(house.mne, version)
        assert refusal.value.code == "definition_own"


def test_what_is_sent_back_may_be_changed_and_sent_again(house):
    version = submit_definition(house.mne, draft_definition(house.mne, house.mission, text=FOOD))
    with pytest.raises(BadInput, match="corriger"):
        return_definition(house.statistician, version, remark=" ")
    version = return_definition(house.statistician, version, remark="Le libellé ne dit pas la période")
    assert version.state == "returned"
    version = change_definition(
        house.mne, version, text=FOOD.replace("sex: {codes: sex}", "sex: {codes: sex}")
    )
    assert (version.state, version.version) == ("draft", 1)


def test_what_is_being_reviewed_is_not_changed_meanwhile(house):
    version = submit_definition(house.mne, draft_definition(house.mne, house.mission, text=FOOD))
    with pytest.raises(Refused, match="n'en est plus là"):
        change_definition(house.mne, version, text=FOOD)
    activate_definition(house.statistician, version)
    with pytest.raises(Refused):
        activate_definition(house.statistician, version)


def test_one_version_at_a_time_is_being_written(house):
    draft_definition(house.mne, house.mission, text=FOOD)
    with pytest.raises(Refused) as refusal:
        draft_definition(house.mne, house.mission, text=FOOD)
    assert refusal.value.code == "definition_in_work"


def test_an_indicator_of_the_product_does_not_change(house):
    shipped = written(shipped_indicators()["assistance.people_assisted"])
    with pytest.raises(BadInput, match="livré avec le logiciel"):
        draft_definition(house.mne, house.mission, text=shipped)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("where: family = food", "where: reference = K7M2QXB9"),
        ("where: family = food", "where: person = abc"),
        ("where: family = food", "where: birth_date = 1987-03-12"),
        ("where: family = food", "where: amount_mad in [1250.50, 80]"),
        ("where: family = food", "where: quantity between 1.5 and 1.5"),
        ("date: given_on", "date: birth_date"),
        ("sex: {codes: sex}", "who: {column: reference}"),
        ("sex: {codes: sex}", "place: {levels: [region, reference]}"),
    ],
)
def test_a_definition_never_points_at_one_record(house, old, new):
    with pytest.raises(BadInput, match="ne cherche personne"):
        draft_definition(house.mne, house.mission, text=FOOD.replace(old, new))


def test_a_definition_that_cannot_be_used_is_refused_in_words(house):
    with pytest.raises(DefinitionError, match="no fact is named"):
        draft_definition(house.mne, house.mission, text=FOOD.replace("assistance_given", "deeds"))
    with pytest.raises(DefinitionError, match=r"no indicator is named 'own\.food'"):
        draft_definition(house.mne, house.mission, text=SHARE)


def test_what_derives_is_checked_when_what_it_derives_from_changes(house):
    put_into_force(house, FOOD)
    put_into_force(house, SHARE)
    with queries.figures(house.mne) as engine:
        assert engine.value("own.food_women", "2024").numerator == 2
    circle = FOOD.split("unit:")[0] + "unit: percent\nkind: share\nof: own.food_women\npart: sex=F\n"
    with pytest.raises(DefinitionError, match="refers to itself"):
        draft_definition(house.mne, house.mission, text=circle, reason="un cercle")


def test_one_that_no_longer_fits_stops_no_other():
    shipped = next(iter(shipped_indicators()))
    gone = FOOD.replace("assistance_given", "deeds")
    found = merged({CODE: gone, "own.food_women": SHARE, shipped: "id: x"})
    assert set(found.unusable) == {CODE, "own.food_women", shipped}
    assert set(found.indicators) == set(shipped_indicators())
    assert found.own == frozenset()


def test_rights_and_places(house):
    with pytest.raises(MissingRight):
        draft_definition(house.agent, house.mission, text=FOOD)
    with pytest.raises(MissingRight):
        draft_definition(house.local, house.mission, text=FOOD)
    version = submit_definition(house.local, draft_definition(house.local, house.other, text=FOOD))
    with pytest.raises(MissingRight):
        activate_definition(account(house.office, "rachid", "statistician"), version)
    assert activate_definition(house.manager, version).state == "active"


@pytest.mark.parametrize("change", [{"body": "x"}, {"reason": "x"}, {"version": 7}, {"state": "draft"}])
def test_the_database_keeps_what_was_in_force(house, change):
    version = put_into_force(house, FOOD)
    with pytest.raises(DatabaseError), transaction.atomic():
        IndicatorVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        IndicatorVersion.objects.filter(pk=version.pk).delete()


def test_every_definition_survives_being_written_down():
    for code, one in shipped_indicators().items():
        assert read_indicator(written(one), code).hash == one.hash


def test_several_go_into_one_file_and_come_back():
    several = [shipped_indicators()[code] for code in ("assistance.acts", "assistance.share_women")]
    text = written_together(several)
    assert [one.hash for one in read_several(text, "x.yaml")] == [one.hash for one in several]
    assert len(list(documents(text))) == 3
    with pytest.raises(DefinitionError, match="defined twice"):
        read_several(text + text, "x.yaml")
    with pytest.raises(DefinitionError, match="no definition"):
        read_several("---\n", "x.yaml")
