"""The runner over every procedure: each step × state, from the table."""

import pytest

from musanada.cases.steps import WORKFLOWS, Step, Workflow

CASES = [(flow, step) for flow in WORKFLOWS.values() for step in flow.steps.values()]


@pytest.mark.parametrize(("flow", "step"), CASES, ids=lambda v: v.code)
def test_step_leads_from_states_the_table_reaches(flow, step):
    reached = {flow.initial} | {s.target for s in flow.steps.values()}
    assert set(step.source) <= reached | {"given"}
    assert step.label


def test_step_twice_is_an_error_at_import():
    step = Step("go", ("a",), "b", right="app.use", label="go")
    with pytest.raises(ValueError, match="twice"):
        Workflow("x", "a", (step, step))


def test_unknown_right_is_an_error_at_import():
    with pytest.raises(LookupError):
        Workflow("x", "a", (Step("go", ("a",), "b", right="x.fly", label="go"),))
