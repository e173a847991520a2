"""What only one place may do, and what no place may do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, functions, modules, place, tree

CLOCK = "committee/core/clock.py"
LOOKS = "tests/web/looks.py"
READERS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
READERS |= {("time", name) for name in ("time", "time_ns", "localtime", "gmtime")}
READERS |= {("func", name) for name in ("now", "current_timestamp", "current_date")}

WRITTEN = ("committee", "tests", "docs", "templates", "translations", "migrations", "bench", ".ci")
ENDINGS = {".py", ".md", ".html", ".txt", ".po", ".toml", ".js", ".css", ".mako", ".ini", ""}
# The tags of a table's cells, and the style sheet that stands in the page: looked at by a person.
MAKERS_OF_MARKUP = ("committee/core/table_body.py", "committee/web/headers.py")
UNESCAPED = re.compile(r"\|\s*safe\b|\bautoescape\s+false")
UNFINISHED = re.compile(r"\b(?:TO" "DO|FIX" "ME|X" "XX|NotImplemented" "Error)\\b")
MACHINE = re.compile(r"(?<![\w.~/-])/(?:ro" "ot|ho" "me|wo" "rk|t" "mp|Us" "ers)/")


def test_only_the_handle_of_the_database_commits() -> None:
    found = attributes({"commit"})

    assert {where.split(":")[0] for where in found} == {"committee/core/db.py"}


def test_only_the_clock_reads_the_clock() -> None:
    found = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and (name_of(node.value), node.attr) in READERS
    ]

    assert {where.split(":")[0] for where in found} == {CLOCK}


def test_nobody_takes_the_time_by_another_name() -> None:
    found = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "time" and {"time", "time_ns"} & names_of(node)
    ]

    assert found == []


def test_row_41_only_two_places_say_that_a_text_is_markup_already() -> None:
    """Markup of a value is not escaped: there are the tables' own tags, and our style sheet, whose hash is named."""
    said = [
        (place(path, node), node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and name_of(node.func) == "Markup"
    ]
    made_of_values = [where for where, node in said if not all(isinstance(one, ast.Constant) for one in node.args)]

    assert {where.split(":")[0] for where, _ in said} == set(MAKERS_OF_MARKUP)
    assert [where.split(":")[0] for where in made_of_values] == ["committee/web/headers.py"]


def test_row_41_nothing_goes_around_the_escaping_by_another_name() -> None:
    names = {"render_template_string", "from_string", "__html__"}
    other = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if name_of(node) in names or (isinstance(node, ast.FunctionDef) and node.name in names)
    ]
    renamed = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for one in node.names
        if one.name.rpartition(".")[2] in {"Markup", "markupsafe"} and (one.asname or one.name == "markupsafe")
    ]
    unescaped = [
        f"{place(path)}: {found.group()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for found in UNESCAPED.finditer(path.read_text(encoding="utf-8"))
    ]

    assert (other, renamed, unescaped) == ([], [], [])


def test_only_the_settings_read_the_environment() -> None:
    found = attributes({"environ", "getenv"})

    assert {where.split(":")[0] for where in found} <= {"config.py", "run.py"}


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        place(path, node)
        for path in modules()
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_every_module_says_what_it_is_for() -> None:
    assert [place(path) for path in modules() if not ast.get_docstring(tree(path))] == []


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in modules(top=False)}

    assert [place(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_the_top_package_is_empty_so_that_a_rule_loads_without_the_web() -> None:
    body = tree(ROOT / "committee" / "__init__.py").body

    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


def test_nothing_is_left_unfinished() -> None:
    assert lines_with(UNFINISHED) == []


def test_nothing_names_a_place_on_one_machine() -> None:
    assert lines_with(MACHINE) == []


def test_the_lock_names_one_index_only() -> None:
    sources = set(re.findall(r'registry = "([^"]+)"', (ROOT / "uv.lock").read_text(encoding="utf-8")))

    assert len(sources) == 1


def test_a_page_of_chromium_is_pressed_and_judged_in_one_place() -> None:
    """A bare click comes back while the old page is being replaced; what is asked next then fails now and then."""
    found = {
        place(path, node)
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
        if name_of(node.func) in {"click", "dblclick", "Axe"}
    }

    assert {where.split(":")[0] for where in found} == {LOOKS}, found


def attributes(names: set[str]) -> list[str]:
    """Return where an attribute of one of `names` is used."""
    return [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in names
    ]


def name_of(node: ast.AST) -> str:
    """Return the last name of `node`: `datetime` of `datetime` and of `dt.datetime`."""
    return getattr(node, "id", getattr(node, "attr", ""))


def names_of(node: ast.ImportFrom) -> set[str]:
    """Return what is imported."""
    return {alias.name for alias in node.names}


def written_files() -> list[Path]:
    """Return the texts we wrote ourselves."""
    inside = [path for name in WRITTEN for path in (ROOT / name).rglob("*")]
    return sorted(
        path
        for path in [*inside, *ROOT.glob("*.*")]
        if path.is_file() and path.suffix in ENDINGS and "__pycache__" not in path.parts and path.name[0] != "."
    )


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Return every line of ours that holds `pattern`."""
    return [
        f"{place(path)}:{number}: {line.strip()}"
        for path in written_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
