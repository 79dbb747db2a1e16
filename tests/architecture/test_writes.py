"""Tables are written in ``commands`` and nowhere else: there the right is checked and the audit entry made.

A syntax tree does not know types. What counts as a write: the method names only managers and models have, on
anything; ``save``, ``delete``, ``create`` and ``update`` the way models and queries take them, without positional
arguments (a storage, a cache, a dict and a hash take one, and ``update`` of a query takes keywords).
"""

import ast
from pathlib import Path

import pytest

from .sources import PACKAGE, calls, modules, shown, tree

ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "save_base", "_raw_delete"}
ALWAYS |= {f"a{name}" for name in ("save", "delete", "create", "update", *ALWAYS)}
USUALLY = {"save", "delete", "create", "save_m2m"}
OTHER_THINGS = {"session"}
WRITERS = {"commands.py", "bulk.py"}


def may_write(path: Path) -> bool:
    inside = path.relative_to(PACKAGE).parts
    return path.name in WRITERS or "commands" in inside


def last_name(node: ast.expr) -> str:
    """The word before the method: ``b`` of ``a.b.save()``, the method of a call, the name itself."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or is_super(call.func.value):
        return False
    method = call.func.attr
    if method in ALWAYS:
        return True
    positional = [a for a in call.args if not isinstance(a, ast.Starred)]
    if method == "update":
        return bool(call.keywords) and not positional
    return method in USUALLY and not positional and last_name(call.func.value) not in OTHER_THINGS


def is_command(node: ast.AST) -> bool:
    """A function made by ``@command(…)`` is a door wherever it stands: the runner of steps makes its own."""
    decorators = getattr(node, "decorator_list", [])
    return any(isinstance(d, ast.Call) and last_name(d.func) == "command" for d in decorators)


def writes(source: ast.AST) -> list[str]:
    """Writes outside of commands, with their lines."""
    inside = {id(call) for node in ast.walk(source) if is_command(node) for call in calls(node)}
    found = [call for call in calls(source) if is_write(call) and id(call) not in inside]
    return [f"line {call.lineno}: {ast.unparse(call)[:70]}" for call in found]


def test_tables_are_written_in_commands_only():
    findings = [f"{shown(p)} {w}" for p in modules() if not may_write(p) for w in writes(tree(p))]
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize(
    "line",
    [
        "person.save()",
        "person.save(*args, **more)",
        "form.save(commit=True)",
        "Person.objects.create(name=1)",
        "person.names.create(text='x')",
        "scoped(actor, 'r', Person.objects.all()).filter(pk=1).update(state='x')",
        "rows.update(**changes)",
        "rows.delete()",
        "Person.objects.bulk_create(rows)",
        "await rows.aupdate(state=1)",
        "Person.objects.get_or_create(pk=1)",
    ],
)
def test_a_write_is_seen(line):
    source = f"async def f():\n    {line}" if line.startswith("await") else line
    assert len(writes(ast.parse(source))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "sha.update(b'x')",
        "counts.update(other)",
        "super().save(*args)",
        "cache.delete('x')",
        "update(state=1)",
    ],
)
def test_what_is_not_a_write_passes(line):
    assert writes(ast.parse(line)) == []


def test_a_command_may_write_wherever_it_stands():
    door = "@command('a.b')\ndef move(actor, record):\n    record.save()"
    assert writes(ast.parse(door)) == []
    assert len(writes(ast.parse(door.replace("@command('a.b')", "@cache")))) == 1


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("people/commands.py", True),
        ("people/commands/merge.py", True),
        ("demo/bulk.py", True),
        ("people/views.py", False),
        ("people/queries.py", False),
    ],
)
def test_where_writing_is_allowed(name, allowed):
    assert may_write(PACKAGE / name) is allowed
