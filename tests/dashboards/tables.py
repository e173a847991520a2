"""Reading tables off a page, importing a few lines, counting statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy import event

from committee.core.db import db
from tests.web.browser import Page


def rows_of(page: Page, table: str) -> list[list[str]]:
    """Return the rows of a table's body as they are read."""
    return [[words(cell) for cell in row] for row in page.find(f".//table[@id='{table}']/tbody/tr")]


def column_of(page: Page, table: str, label: str) -> list[str]:
    """Return one column of a table's body, by the name its cells carry on a phone."""
    return [words(cell) for cell in page.find(f".//table[@id='{table}']/tbody/tr/td[@data-label='{label}']")]


def part(page: Page, name: str) -> str:
    """Return the text of the part of a page with this id."""
    return " ".join(words(found) for found in page.find(f".//*[@id='{name}']"))


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def take_over(app: Flask, folder: Path, kind: str, *lines: str) -> None:
    """Import a small file: its head and its rows."""
    file = folder / f"{kind}.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = app.test_cli_runner().invoke(args=[kind, "import", str(file)])
    assert result.exit_code == 0, result.output
    db.session.remove()


@contextmanager
def statements() -> Iterator[list[str]]:
    """Give the list of what the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
