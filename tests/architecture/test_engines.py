"""Heavy engines are imported inside the functions that use them: a page must not pay for them."""

import ast
from collections.abc import Iterator

import pytest

from .sources import modules, shown, tree

ENGINES = {
    "duckdb",
    "pyarrow",
    "typst",
    "splink",
    "pyspark",
    "python_calamine",
    "xlsxwriter",
    "playwright",
    "polib",
}


def run_at_import(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that importing the module runs: not inside functions, nor under ``if TYPE_CHECKING``."""
    for statement in statements:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            yield from run_at_import(statement.orelse)
            continue
        yield statement
        for part in ("body", "orelse", "finalbody"):
            yield from run_at_import(getattr(statement, part, []))
        for handler in getattr(statement, "handlers", []):
            yield from run_at_import(handler.body)


def eager_engines(source: ast.Module) -> list[str]:
    names = []
    for statement in run_at_import(source.body):
        if isinstance(statement, ast.Import):
            names += [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            names.append(statement.module or "")
    return [name for name in names if name.split(".")[0] in ENGINES]


def test_engines_are_imported_inside_functions():
    findings = [f"{shown(p)}: {name}" for p in modules() for name in eager_engines(tree(p))]
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize(
    "source",
    [
        "import duckdb",
        "from pyarrow import parquet",
        "try:\n import typst\nexcept ImportError:\n typst = None",
        "try:\n pass\nexcept ImportError:\n import typst",
        "class A:\n import splink",
        "if x:\n import pyspark.sql",
    ],
)
def test_an_eager_engine_is_seen(source):
    assert len(eager_engines(ast.parse(source))) == 1


@pytest.mark.parametrize(
    "source",
    ["def f():\n import duckdb", "if TYPE_CHECKING:\n import duckdb", "from .duckdb import x", "import json"],
)
def test_a_lazy_engine_passes(source):
    assert eager_engines(ast.parse(source)) == []
