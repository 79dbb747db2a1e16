"""An operation is data: founded from the file or written out, its offices, its criteria and their versions."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.cases.models import DeadlineRule, PieceType, RequiredPiece
from musanada.cases.queries.pieces import demanded
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.reference.queries import offices, place_by_code
from musanada.regularisation.commands import operations as commands
from musanada.regularisation.commands.rules import load_rules
from musanada.regularisation.criteria import ConditionDraft
from musanada.regularisation.models import CardRule, Operation
from musanada.regularisation.queries import comparing
from musanada.regularisation.queries import operations as queries
from musanada.regularisation.tests import scene as scenes

pytestmark = pytest.mark.django_db
MARCH_2018 = date(2018, 3, 27)
YOUNG = ConditionDraft("age", "at_most", "25")


@pytest.fixture
def lead():
    load_rules()
    return found_organisation("lead", "Administration pilote", side="state")


@pytest.fixture
def head(lead):
    return account(lead, "programme_manager")


def account(unit, role):
    return first_accounts(unit, [(f"{unit.code}.{role}", "Un compte", "", role)])[0]


def found(head, lead, template="exceptional-2016", **values):
    return commands.found_operation(head, lead, template=template, **values)


def c5(operation):
    return operation.criteria.get(code="C5")


def versions(operation, day, stage="first"):
    return {one.criterion.code: one for one in queries.versions_on(operation, day, stage)}


# What is shipped


def test_the_rules_are_loaded_once_and_what_an_installation_changed_stays():
    assert load_rules() > 40
    rule = DeadlineRule.objects.get(procedure="regularisation", code="T1")
    rule.warn_days = 3
    rule.save()
    assert load_rules() == 0
    rule.refresh_from_db()
    assert (rule.length, rule.measure, rule.legal, rule.warn_days) == (2, "months", True, 3)
    assert [r.months for r in CardRule.objects.order_by("kind", "valid_from")] == [12, 12, 36]


def test_the_operation_of_2014_is_founded_from_the_file(head, lead):
    one = found(head, lead, "exceptional-2014")
    assert (one.files_from, one.files_to) == (date(2014, 1, 2), date(2014, 12, 31))
    assert one.criteria.count() == 9
    offered = [v.criterion.code for v in queries.claimable(one, date(2014, 6, 1))]
    assert offered == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert all(v.confirmed and "[GK]" not in v.source for v in queries.claimable(one, date(2014, 6, 1)))


def test_what_is_general_knowledge_is_to_be_confirmed(head, lead):
    one = found(head, lead)
    table = comparing.compared([one])
    unconfirmed = {v.criterion.code for v in table.unconfirmed}
    assert unconfirmed == {"C1", "C2", "C3", "C4", "C5", "C6", "C9"}
    assert comparing.unconfirmed(one, table).any


def test_the_decision_table_of_appendix_b(head, lead):
    """Before and after 27 March 2018, side by side."""
    one = found(head, lead)
    first, relief = versions(one, date(2017, 6, 1)), versions(one, MARCH_2018, "relief")
    asked = {code: {(c.fact, c.value) for c in v.conditions.all()} for code, v in first.items()}
    eased = {code: {(c.fact, c.value) for c in v.conditions.all()} for code, v in relief.items()}
    assert ("life_together_months", "24") in asked["C1"]
    assert eased["C1"] == {("spouse_of", "moroccan")}
    assert asked["C5"] == {("residence_months", "60")}
    assert eased["C5"] == {("residence_months", "60"), ("schooling", "2")}
    assert eased["C7"] == {("sex", "F")}
    assert "C7" not in first
    assert eased["C6"] == asked["C6"]  # unchanged: the version of first instance
    assert versions(one, date(2018, 3, 26), "relief")["C1"].stage == "first"
    assert [c.label for c in comparing.compared([one]).columns] == [
        "Première instance",
        "Décision d'assouplissement",
    ]


def test_pieces_of_the_categories_come_with_the_operation(head, lead):
    one = found(head, lead, code="essai")
    contract = demanded("regularisation", ["C4"], date(2017, 1, 1), "essai")
    assert "work-contract" in {r.type_id for r in contract if r.context == "C4"}
    assert "request-form" in {r.type_id for r in contract}
    assert not demanded("regularisation", ["C4"], date(2017, 1, 1), "autre").filter(context="C4").exists()
    assert one.code == "essai"


# A new operation needs no code


def test_an_invented_operation_with_an_invented_criterion_is_data_alone(head, lead):
    one = commands.found_operation(
        head,
        lead,
        code="apprentis-2027",
        name_fr="Opération des apprentis",
        instrument_fr="Arrêté d'essai",
        files_from=date(2027, 1, 1),
        files_to=date(2027, 12, 31),
    )
    criterion = commands.add_criterion(head, one, code="A1", name_fr="Apprenti", name_ar="متدرب")
    version = commands.new_version(
        head,
        criterion,
        valid_from=one.files_from,
        conditions=[ConditionDraft("occupation_shown", "is", "yes"), YOUNG],
        text_fr="Activité établie et vingt-cinq ans au plus",
    )
    commands.demand_piece(
        head, criterion, type=PieceType.objects.get(pk="work-attestation"), valid_from=one.files_from
    )
    assert [v.criterion.code for v in queries.claimable(one, date(2027, 5, 1))] == ["A1"]
    assert queries.claimable(one, date(2026, 12, 31)) == []
    assert version.conditions.count() == 2
    assert RequiredPiece.objects.filter(scheme="apprentis-2027", context="A1").count() == 1


def test_a_code_is_taken_once(head, lead):
    found(head, lead)
    with pytest.raises(BadInput) as refusal:
        found(head, lead)
    assert "code" in refusal.value.fields


def test_a_window_that_ends_before_it_begins_is_refused(head, lead):
    with pytest.raises(BadInput) as refusal:
        found(head, lead, files_to=date(2016, 1, 1))
    assert "files_to" in refusal.value.fields
    assert not Operation.objects.exists()


def test_only_who_manages_operations_there_writes_them(head, lead):
    one = found(head, lead)
    other = found_organisation("other", "Autre administration", side="state")
    strangers = [account(lead, "case_manager"), account(other, "programme_manager")]
    for actor in strangers:
        with pytest.raises(MissingRight):
            commands.close_operation(actor, one, on=date(2018, 12, 31))
        with pytest.raises(MissingRight):
            commands.add_criterion(actor, one, code="X1", name_fr="Inventée")
        with pytest.raises(MissingRight):
            commands.new_version(actor, c5(one), valid_from=MARCH_2018, conditions=[YOUNG], text_fr="x")


# Who reads it


def test_an_operation_is_read_by_the_organisations_that_take_part(head, lead):
    commission = found_organisation("cndh", "Commission", side="justice")
    one = found(head, lead, appeals_unit=commission)
    away = found_organisation("away", "Autre", side="state")
    office = add_unit(away, "away-office", "Bureau", kind="office", side="state")
    reader, stranger = account(commission, "auditor"), account(away, "agent")
    assert queries.operation(reader, one.code) == one
    assert queries.operation(stranger, one.code) is None
    commands.open_offices(head, one, [(office, place_by_code("MA-OUJ"))], from_on=one.files_from)
    assert queries.operation(stranger, one.code) == one


def test_eighty_three_offices_are_opened_at_once_and_closed_one_by_one(head, lead):
    one = found(head, lead)
    pairs = [(lead, place) for place in offices()]
    assert len(pairs) == 83
    assert len(commands.open_offices(head, one, pairs, from_on=one.files_from)) == 83
    assert commands.open_offices(head, one, pairs, from_on=one.files_from) == []
    by_region = queries.by_region(queries.offices_of(one))
    assert len(by_region) == 12
    first = one.offices.first()
    commands.close_office(head, first, on=date(2017, 6, 1))
    assert queries.offices_of(one, date(2017, 6, 1)).count() == 82
    agent = account(lead, "agent")
    assert len(queries.offices_for(agent, one, "regularisation.intake", date(2017, 6, 1))) == 82
    with pytest.raises(Refused):
        commands.close_office(head, first, on=date(2017, 7, 1))


def test_an_operation_closes_once_and_after_its_window(head, lead):
    one = found(head, lead)
    with pytest.raises(BadInput):
        commands.close_operation(head, one, on=date(2017, 1, 1))
    commands.close_operation(head, one, on=date(2019, 1, 1))
    with pytest.raises(Refused):
        commands.close_operation(head, one, on=date(2019, 1, 2))


# Versions


def test_a_new_version_ends_the_one_before_at_its_stage(head, lead):
    one = found(head, lead)
    fresh = commands.new_version(
        head, c5(one), valid_from=date(2017, 7, 1), conditions=[YOUNG], text_fr="Vingt-cinq ans au plus"
    )
    assert fresh.number == 3
    assert queries.version_on(c5(one), date(2017, 6, 30)).number == 1
    assert queries.version_on(c5(one), date(2017, 7, 1)).number == 3
    assert queries.version_on(c5(one), MARCH_2018, "relief").number == 2


@pytest.mark.parametrize("day", [date(2016, 12, 15), date(2016, 1, 1)])
def test_a_version_never_begins_before_the_one_it_follows(head, lead, day):
    one = found(head, lead)
    with pytest.raises(Refused) as refusal:
        commands.new_version(head, c5(one), valid_from=day, conditions=[YOUNG], text_fr="x")
    assert refusal.value.code == "version_later"


def test_a_version_used_in_a_decision_is_never_undercut(scene):
    """The new one starts after the last decision that rests on the old."""
    head = scene.staff["root.programme_manager"]
    criterion = scene.operation.criteria.get(code="C5")
    today = timezone.localdate()
    old = queries.version_on(criterion, today)
    file = scenes.lodged(scene)
    scenes.opinion(scene, file, "favourable", retained=old)
    with pytest.raises(Refused) as refusal:
        commands.new_version(head, criterion, valid_from=today, conditions=[YOUNG], text_fr="x")
    assert refusal.value.code == "version_used"
    fresh = commands.new_version(
        head, criterion, valid_from=today + timedelta(days=1), conditions=[YOUNG], text_fr="x"
    )
    assert queries.version_on(criterion, today + timedelta(days=1)) == fresh


def test_a_version_asks_something(head, lead):
    with pytest.raises(BadInput):
        commands.new_version(head, c5(found(head, lead)), valid_from=MARCH_2018, conditions=[], text_fr="x")


def test_a_version_is_confirmed_on_its_text(head, lead):
    one = found(head, lead)
    version = queries.version_on(c5(one), date(2017, 1, 1))
    with pytest.raises(BadInput):
        commands.confirm_version(head, version, source=" ")
    commands.confirm_version(head, version, source="Circulaire, article 4")
    version.refresh_from_db()
    assert (version.confirmed, version.source) == (True, "Circulaire, article 4")


def test_the_appeals_commission_stays_once_appeals_are_lodged_there(scene):
    from musanada.regularisation.models import Appeal

    head = scene.staff["root.programme_manager"]
    file = scenes.lodged(scene)
    Appeal.objects.create(
        application=file,
        unit=scene.commission,
        channel="office",
        lodged_on=timezone.localdate(),
        recorded_by=scene.secretary,
    )
    commands.set_appeals_unit(head, scene.operation, unit=scene.commission)
    with pytest.raises(Refused):
        commands.set_appeals_unit(head, scene.operation, unit=scene.root)


def test_lodged_files_stay_inside_the_window(scene):
    head = scene.staff["root.programme_manager"]
    scenes.lodged(scene)
    with pytest.raises(BadInput):
        commands.edit_operation(head, scene.operation, files_to=timezone.localdate() - timedelta(days=1))
