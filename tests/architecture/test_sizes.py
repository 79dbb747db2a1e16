"""A file that passes 400 lines becomes a folder of the same name; a function over 60 lines is taken apart."""

import ast

from .sources import modules, shown, text, tree

FILE_LINES = 400
FUNCTION_LINES = 60


def long_functions(source: ast.AST) -> list[str]:
    functions = [n for n in ast.walk(source) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    lengths = {f"{f.name} (line {f.lineno})": (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions}
    return [f"{name}: {length} lines" for name, length in lengths.items() if length > FUNCTION_LINES]


def too_long(content: str) -> bool:
    return len(content.splitlines()) > FILE_LINES


def test_files_fit():
    findings = [shown(p) for p in modules() if too_long(text(p))]
    assert not findings, "\n".join(findings)


def test_functions_fit():
    findings = [f"{shown(p)}: {f}" for p in modules() for f in long_functions(tree(p))]
    assert not findings, "\n".join(findings)


def test_what_is_too_long_is_seen():
    assert too_long("x\n" * 401)
    assert not too_long("x\n" * 400)
    body = "\n".join("    x = 1" for _ in range(60))
    assert long_functions(ast.parse(f"def f():\n{body}")) == ["f (line 1): 61 lines"]
    assert long_functions(ast.parse(f"def f():\n{body[:-10]}")) == []
