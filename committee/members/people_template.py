"""The workbook that is handed out to be filled in: a row for each commune, with its code."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from committee.members.people_file import COLUMNS
from committee.units.queries import UnitRow

WIDTHS = {"email": 32, "full_name": 28, "unit_code": 12, "role": 14, "position_title": 24, "organization": 32}
MOST_ROWS = 5_000


def template(units: Sequence[UnitRow], *, role: str) -> bytes:
    """Return a workbook with a row for each unit: its code as text, the role, and its name as the office."""
    book = Workbook()
    sheet = book.active
    sheet.title = "people"
    names = [column.name for column in COLUMNS]
    sheet.append(names)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, unit in enumerate(units[:MOST_ROWS], start=2):
        for name, text in (("unit_code", unit.code), ("role", role), ("organization", unit.name)):
            cell = sheet.cell(row=number, column=names.index(name) + 1)
            cell.value, cell.data_type = text, "s"
            cell.number_format = "@"
    for at, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = WIDTHS.get(name, 14)
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
