"""The files the rules look at, read and parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "musanada"
VENDORED = {"vendor", "fonts"}


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def modules() -> tuple[Path, ...]:
    """Our Python files, tests and migrations left out."""
    return tuple(p for p in sorted(PACKAGE.rglob("*.py")) if not {"tests", "migrations"} & set(p.parts))


def templates() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("templates/**/*")) if p.is_file()]


def stylesheets() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.css")) if not VENDORED & set(p.parts)]


def scripts() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.js")) if not VENDORED & set(p.parts)]


def over(paths: list[Path] | tuple[Path, ...], rule: object) -> list[str]:
    """Findings of ``rule(text)`` over files, each with its file."""
    return [f"{shown(path)}: {finding}" for path in paths for finding in rule(text(path))]  # type: ignore[operator]


def calls(source: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(source) if isinstance(node, ast.Call))
