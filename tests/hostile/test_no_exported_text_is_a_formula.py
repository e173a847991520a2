"""A text that a spreadsheet would run as a formula leaves the house as text, in every file of every list (row 46)."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from committee.core.csv_text import csv_text
from committee.core.workbook_file import workbook_bytes
from tests.architecture.source import modules, tree
from tests.cast import ADMINISTRATOR, SECRETARIAT, Person
from tests.hostile.addresses import to_ask
from tests.hostile.inspecting import formulas
from tests.hostile.poisoning import poisoned
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_row_46_a_formula_in_a_workbook_would_be_found() -> None:
    book, content = Workbook(), io.BytesIO()
    book.active.append(["a", "=1+1", -5])
    book.save(content)

    assert formulas(content.getvalue()) == ["Sheet!B1"]


FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1",
    "＋1+1", "－1+1", "＠SUM(A1)",
    " =1+1", "\x00=1", '=HYPERLINK("http://canary.example")', "-", "+84 912", "-x", "\u200b=1", "\ufeff=1",
)  # fmt: skip
NUMBERS = ("-5", "-1.25", "0", "12", "-0.5")


def test_row_46_no_cell_of_a_csv_file_is_a_formula() -> None:
    content = csv_text(["a"], [[one] for one in FORMULAS])

    cells = [row[0] for row in csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""))][1:]

    assert len(cells) == len(FORMULAS)
    assert [one for one in cells if not one.startswith("'")] == []


def test_row_46_a_negative_number_stays_one() -> None:
    content = csv_text(["a", "b"], [[one, -5] for one in NUMBERS])

    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))[1:]

    assert rows == [[one, "-5"] for one in NUMBERS]


def test_row_46_a_text_stays_one_in_a_workbook_after_it_was_edited_there() -> None:
    content = workbook_bytes("Sổ", ["a", "b", "c"], [[one, "Xã", -5] for one in FORMULAS if one.isprintable()])

    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2))

    assert formulas(content) == []
    assert [(text.quotePrefix, name.quotePrefix) for text, name, _ in rows] == [(True, False)] * len(rows)
    assert [number.value for *_, number in rows] == [-5] * len(rows)


def test_row_46_no_name_in_an_exported_list_is_a_formula(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    poisoned(("=1+1",))
    running, rooms, without_words, with_words = [], set(), set(), set()

    for person in (SECRETARIAT, ADMINISTRATOR):
        browser = browser_in(person)
        for path in [*to_ask(app, town, person), "/units/93"]:
            for shape in ("csv", "xlsx"):
                answer = browser.ask("GET", path, query_string={"format": shape})
                if answer.mimetype not in ("text/csv", WORKBOOK):
                    continue
                endpoint = app.url_map.bind("localhost").match(path)[0]
                rooms.add(app.view_functions[endpoint].__module__.rpartition(".")[0])
                running += [(path, shape, cell) for cell in running_in(answer.mimetype, answer.data)]
                (with_words if holds(answer.mimetype, answer.data, "=1+1") else without_words).add((path, shape))

    assert running == []
    assert rooms >= set(rooms_that_write()), "a list that is exported is not asked for here"
    # A template and the table of a unit without units below hold nobody's words; administrators see some lists empty.
    assert {path for path, _ in without_words - with_words} <= {"/people/import/template", "/units/31441"}


def running_in(kind: str, content: bytes) -> list[str]:
    """Return the cells of an exported file that a spreadsheet would run."""
    if kind == WORKBOOK:
        return formulas(content)
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]


def holds(kind: str, content: bytes, text: str) -> bool:
    """Return whether some cell of an exported file shows `text`."""
    if kind != WORKBOOK:
        return f"'{text}" in content.decode("utf-8-sig")
    return any(text in row for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def rooms_that_write() -> list[str]:
    """Return the packages of views whose modules write files for spreadsheets."""
    return [
        ".".join(path.parent.parts[path.parent.parts.index("committee") :])
        for path in modules()
        if "views" in path.parts
        and {"csv_text", "workbook_bytes", "list_file"} & {getattr(node, "name", "") for node in ast.walk(tree(path))}
    ]


def test_row_46_nothing_writes_cells_but_what_was_tried_here() -> None:
    writers = {
        path.name
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("csv.writer", "csv.DictWriter", "Workbook")
    }

    # people_template.py writes a file without rows, file_template.py each text as workbook_file.py does, cli/support.py
    # what a command answers to a program.
    assert writers == {"csv_text.py", "workbook_file.py", "people_template.py", "file_template.py", "support.py"}
