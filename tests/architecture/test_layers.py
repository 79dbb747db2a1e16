"""Imports and foreign keys point downwards, by one list: the layers of import-linter in ``pyproject.toml``."""

import re
import tomllib
from types import SimpleNamespace

from django.apps import apps

from .sources import PACKAGE, ROOT


def layer_lines() -> list[set[str]]:
    """The lines of the list, top first; siblings are separated by ``|``, planned ones stand in brackets."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(c for c in linter["contracts"] if c["id"] == "layers")
    assert layers["exhaustive"], "a new app must be placed in the list"
    return [set(re.findall(r"\w+", line)) for line in layers["layers"]]


def app_of(model) -> str:
    """The app of ours that holds the model; empty for Django's and other people's."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "musanada" else ""


def upward_keys(models, lines) -> list[str]:
    """Relations to an app on the same line or above. Tables of other packages are below everything."""
    height = {name: -number for number, line in enumerate(lines) for name in line}
    findings = []
    for model in models:
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if not target or not app_of(target) or app_of(model) == app_of(target):
                continue
            if height[app_of(target)] >= height[app_of(model)]:
                findings.append(
                    f"{model.__name__}.{field.name} points up to {app_of(target)}.{target.__name__}"
                )
    return findings


def made_model(module, **relations):
    fields = [
        SimpleNamespace(name=n, related_model=t, is_relation=True, concrete=True)
        for n, t in relations.items()
    ]
    return type("Made", (), {"__module__": module, "_meta": SimpleNamespace(get_fields=lambda: fields)})


def test_every_app_has_a_layer():
    packages = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    assert packages <= set().union(*layer_lines())


def test_foreign_keys_point_downwards():
    ours = [m for m in apps.get_models(include_auto_created=True) if app_of(m)]
    found = upward_keys(ours, layer_lines())
    assert not found, "\n".join(found)


def test_a_key_upwards_is_seen():
    case = made_model("musanada.cases.models")
    person = made_model("musanada.people.models", case=case)
    assert upward_keys([person], layer_lines()) == ["Made.case points up to cases.Made"]


def test_a_key_to_a_sibling_is_seen():
    returns = made_model("musanada.returns.models")
    assistance = made_model("musanada.assistance.models", trip=returns)
    assert upward_keys([assistance], layer_lines()) != []


def test_a_key_downwards_and_within_the_app_is_fine():
    person = made_model("musanada.people.models")
    case = made_model("musanada.cases.models", person=person)
    step = made_model("musanada.cases.models.steps", case=case)
    assert upward_keys([case, step], layer_lines()) == []
