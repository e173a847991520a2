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


def length(node: ast.AST) -> int:
    """Return how many lines `node` takes, decorators left out."""
    return node.end_lineno - node.lineno + 1
