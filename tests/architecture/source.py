"""The project's own files, as the tests about the code read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
TOP = ("app.py", "config.py", "run.py")


def modules(*, top: bool = True) -> list[Path]:
    """Return the modules of the application; with `top` also those beside it."""
    inside = sorted((ROOT / "committee").rglob("*.py"))
    return [*inside, *(ROOT / name for name in TOP)] if top else inside


@cache
def tree(path: Path) -> ast.Module:
    """Return the module at `path` as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of the module, the inner ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(path: Path, node: ast.AST | None = None) -> str:
    """Return where `node` stands, as an editor opens it."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{node.lineno}" if node is not None else name


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function takes; decorators and docstring are not counted."""
    said = function.body[0] if ast.get_docstring(function) else None
    return function.end_lineno - function.lineno + 1 - (said.end_lineno - said.lineno + 1 if said else 0)
