"""Everything the journal can say has words: every command, every step of a procedure, every kind of record."""

import ast

from django.apps import apps

from musanada.access.verbs import KINDS, PAGES, VERBS
from musanada.cases.steps import WORKFLOWS
from tests.architecture.sources import PACKAGE, modules, tree
from tests.matrix.addresses import addresses


def verbs_of(source: ast.AST, app: str) -> list[str]:
    """The verbs of ``@command(right)`` and ``@command(right, verb="…")``; one put together at run time is no literal."""
    found = []
    for node in ast.walk(source):
        for call in getattr(node, "decorator_list", []):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "command":
                given = next((k.value for k in call.keywords if k.arg == "verb"), None)
                if given is None:
                    found.append(f"{app}.{node.name}")
                elif isinstance(given, ast.Constant):
                    found.append(given.value)
    return found


def test_every_command_has_words():
    found = [v for p in modules() for v in verbs_of(tree(p), p.relative_to(PACKAGE).parts[0])]
    steps = every_step()
    assert len(found) > 30
    assert steps
    assert sorted({*found, *steps} - VERBS.keys()) == []


def test_no_words_are_left_over_from_a_command_that_went():
    """A verb said by hand counts as well: it stands in the source as a literal."""
    text = {
        node.value
        for p in modules()
        if p.name != "verbs.py"
        for node in ast.walk(tree(p))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {v for p in modules() for v in verbs_of(tree(p), p.relative_to(PACKAGE).parts[0])}
    assert sorted(VERBS.keys() - found - every_step() - text) == []


def every_step() -> set[str]:
    """Steps of one record, and those that are taken of many at once."""
    single = {f"{name}.{step}" for name, flow in WORKFLOWS.items() for step in flow.steps}
    return single | {
        f"{name}.{step}_many" for name, flow in WORKFLOWS.items() for step in getattr(flow, "bulk_steps", ())
    }


def test_a_silent_command_is_seen():
    source = ast.parse("@command('a.b')\ndef f(): ...\n@command('a.b', verb='x.y')\ndef g(): ...")
    assert verbs_of(source, "app") == ["app.f", "x.y"]


def test_kinds_are_models_of_ours():
    ours = {m._meta.label_lower for m in apps.get_models() if m.__module__.startswith("musanada.")}
    assert sorted(KINDS.keys() - ours) == []


def test_objects_lead_to_pages_that_take_one_key():
    taken = {a.name: a.params for a in addresses()}
    assert {name: taken.get(name) for name in PAGES.values() if len(taken.get(name, ())) != 1} == {}
