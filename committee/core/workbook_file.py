"""Rows as a workbook that opens in Excel: text stays text, whatever it looks like; days and numbers are such."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from committee.core.csv_text import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY, TEXT = "dd/mm/yyyy", "@"
USUAL_WIDTH = 16


def workbook_bytes(
    title: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, widths: Sequence[int] = ()
) -> bytes:
    """Return `head` and `rows` as an .xlsx file of one sheet; None is an empty cell."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for at in range(len(head)):
        sheet.column_dimensions[get_column_letter(at + 1)].width = widths[at] if at < len(widths) else USUAL_WIDTH
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    cells = [_cell(sheet, name) for name in head]
    for cell in cells:
        cell.font = bold
    sheet.append(cells)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: object, value: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value="" if value is None else value)
    if isinstance(value, str):
        keep_as_text(cell, value)
    elif isinstance(value, date):
        cell.number_format = DAY
    return cell


def keep_as_text(cell: Cell, text: str) -> None:
    """Make a cell say a text as it is written: it is never a formula, nor one once somebody has edited it."""
    cell.value, cell.data_type, cell.number_format = text, "s", TEXT
    cell.quotePrefix = harmless(text) != text
