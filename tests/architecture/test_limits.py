"""Nothing grows past one screen: functions, views, modules, pages, parts. Complexity is held by ruff."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, TEMPLATES, functions, length, modules, place

FUNCTION, VIEW, MODULE, PAGE, PART = 40, 25, 300, 120, 40
MACRO = re.compile(r"{%-?\s*macro\s+(\w+).*?{%-?\s*endmacro", re.DOTALL)

# What may be longer, and why: {"committee/units/queries.py": "the reason"}; a function is named "file:function".
EXCEPTIONS: dict[str, str] = {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{place(path)}:{function.name}": length(function)
        for path in modules()
        for function in functions(path)
        if length(function) > (VIEW if is_view(path, function) else FUNCTION)
    }

    assert {name: lines for name, lines in long.items() if name not in EXCEPTIONS} == {}


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    lengths = {place(path): lines_of(path) for path in modules()}

    assert {name: lines for name, lines in lengths.items() if lines > MODULE and name not in EXCEPTIONS} == {}


def test_no_page_or_part_is_longer_than_its_limit() -> None:
    lengths = {place(path): (lines_of(path), PART if is_part(path) else PAGE) for path in TEMPLATES.rglob("*.*")}

    assert {name: pair for name, pair in lengths.items() if pair[0] > pair[1] and name not in EXCEPTIONS} == {}


def test_no_component_is_longer_than_a_part() -> None:
    long = {
        f"{place(path)}:{found[1]}": found[0].count("\n") + 1
        for path in TEMPLATES.rglob("*.html")
        for found in MACRO.finditer(path.read_text(encoding="utf-8"))
        if found[0].count("\n") + 1 > PART
    }

    assert {name: lines for name, lines in long.items() if name not in EXCEPTIONS} == {}


def test_every_exception_still_exists_and_gives_a_reason() -> None:
    assert all((ROOT / name.split(":")[0]).exists() and reason for name, reason in EXCEPTIONS.items())


def is_view(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether `function` answers a request: it stands in a view module and is given a route."""
    in_views = path.name == "views.py" or path.parent.name == "views"
    return in_views and any(
        isinstance(mark, ast.Call) and getattr(mark.func, "attr", "") in {"route", "get", "post", "put", "delete"}
        for mark in function.decorator_list
    )


def is_part(path: Path) -> bool:
    """Return whether `path` is a part that pages include."""
    return path.name.startswith("_")


def lines_of(path: Path) -> int:
    """Return the number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())
