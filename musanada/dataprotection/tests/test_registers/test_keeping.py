"""Who answers, treatments, the commission, history."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.dataprotection.commands import registers as commands
from musanada.dataprotection.models import Controllership, Formality, Processing, RegisterChange
from musanada.dataprotection.queries import registers
from musanada.dataprotection.tests.test_registers.lines_kept import (
    TODAY,
    assessment,
    controller,
    said,
    step,
    treatment,
)
from musanada.kit.errors import BadInput

pytestmark = pytest.mark.django_db


def test_without_a_declaration_the_organisation_answers(bureau):
    found = registers.answering_for(bureau.counter)
    assert (found.controller, found.declared) == ("Association d'aide", False)


def test_the_nearest_declaration_counts(bureau):
    controller(bureau)
    controller(bureau, bureau.counter, processor_name="Hébergeur SA", agreement_reference="C-7")
    assert registers.answering_for(bureau.association).processor == ""
    found = registers.answering_for(bureau.counter)
    assert (found.processor, found.contract, found.declared) == ("Hébergeur SA", "C-7", True)


def test_a_new_declaration_ends_the_one_before_and_keeps_it(bureau):
    first = controller(bureau)
    second = controller(bureau, focal_point="autre@aide.ma", from_on=date(2026, 6, 1))
    first.refresh_from_db()
    assert (first.to_on, second.to_on) == (date(2026, 6, 1), None)
    assert registers.answering_for(bureau.counter).focal_point == "autre@aide.ma"
    assert [c.field for c in registers.history(bureau.dina, first)] == ["to_on"]


def test_a_declaration_older_than_the_current_one_is_refused(bureau):
    controller(bureau, from_on=date(2026, 6, 1))
    with pytest.raises(BadInput):
        controller(bureau, from_on=date(2026, 1, 1))


@pytest.mark.parametrize("field", ["controller", "processor"])
def test_an_authority_does_not_answer_for_the_data_of_those_who_help(bureau, field):
    with pytest.raises(BadInput):
        controller(bureau, **{field: bureau.ministry})
    line = controller(bureau)
    with pytest.raises(BadInput):
        commands.change_line(bureau.dina, line, **{field: bureau.ministry})
    assert Controllership.objects.get().controller == bureau.association


@given(
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sets(st.sampled_from(Formality.Kind.values)),
)
def test_what_the_law_asks_of_a_treatment(sensitive, card, health, abroad, held):
    line = Processing(sensitive=sensitive, identity_card=card, groups=",health," if health else ",identity,")
    line.hosted_abroad_id = "FRA" if abroad else None
    needed = set(registers.needed(line))
    assert ("authorisation" in needed) is (sensitive or card or health)
    assert ("declaration" in needed) is not ("authorisation" in needed)
    assert ("transfer" in needed) is abroad
    steps = [Formality(kind=kind, state="obtained", on=TODAY) for kind in held]
    assert registers.obtained(steps, TODAY) == held


def test_a_treatment_without_its_number_is_an_alarm_and_with_it_is_none(bureau):
    line = treatment(bureau)
    assert registers.lacking(line) == ["declaration"]
    assert "Traitement sans numéro de la CNDP : Registre des personnes" in said(bureau.dina)
    step(bureau, line, "declaration")
    assert registers.lacking(Processing.objects.get()) == []
    assert not any("CNDP" in sentence for sentence in said(bureau.dina))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"sensitive": True}, "authorisation"),
        ({"identity_card": True}, "authorisation"),
        ({"groups": ["health"]}, "authorisation"),
    ],
)
def test_a_receipt_is_not_enough_for_sensitive_data_and_the_identity_card(bureau, values, kind):
    line = treatment(bureau, **values)
    step(bureau, line, "declaration")
    assert registers.lacking(Processing.objects.get()) == [kind]


def test_data_that_leave_the_country_need_their_own_authorisation(bureau):
    from musanada.reference.models import Country

    line = treatment(bureau, hosted_abroad=Country.objects.get(pk="FRA"))
    step(bureau, line, "declaration")
    assert registers.lacking(Processing.objects.get()) == ["transfer"]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "requested", "number": ""},
        {"state": "refused", "number": ""},
        {"valid_to": date(2026, 3, 1)},
    ],
)
def test_a_step_that_was_not_obtained_or_is_over_does_not_count(bureau, values):
    line = treatment(bureau)
    step(bureau, line, "declaration", **values)
    assert registers.lacking(Processing.objects.get()) == ["declaration"]


def test_an_obtained_step_has_a_number(bureau):
    with pytest.raises(BadInput):
        step(bureau, treatment(bureau), "declaration", number="")


def test_an_ended_treatment_asks_for_nothing(bureau):
    line = treatment(bureau, ended_on=date(2026, 2, 1))
    assert registers.lacking(line) == []


def test_a_treatment_is_to_be_confirmed_until_verified_and_again_once_changed(bureau):
    line = treatment(bureau)
    step(bureau, line, "declaration")
    assert registers.standing_of(line).label == "à confirmer"
    commands.verify_processing(bureau.dina, line)
    assert registers.standing_of(Processing.objects.get()).label == "vérifié"
    commands.change_line(bureau.dina, line, purpose="Autre chose")
    assert registers.standing_of(Processing.objects.get()).label == "à confirmer"


def test_a_change_keeps_what_was_before_and_nothing_unchanged(bureau):
    line = treatment(bureau)
    commands.change_line(bureau.dina, line, name="Registre", purpose="Aider", groups=["identity", "contact"])
    kept = {c.field: (c.before, c.after, c.by) for c in registers.history(bureau.dina, line)}
    assert kept == {
        "name": ("Registre des personnes", "Registre", bureau.dina),
        "groups": (",identity,", ",identity,contact,", bureau.dina),
    }


def test_a_change_that_is_refused_leaves_no_history(bureau):
    line = assessment(bureau)
    with pytest.raises(BadInput):
        commands.change_line(bureau.dina, line, ends_on=date(2020, 1, 1))
    assert not RegisterChange.objects.exists()


@pytest.mark.parametrize("field", ["verified_at", "unit", "recorded_by", "id"])
def test_what_is_fixed_is_not_changed_by_a_forged_field(bureau, field):
    line = treatment(bureau)
    with pytest.raises(BadInput):
        commands.change_line(bureau.dina, line, **{field: None})
