"""A list that is taken along: as a workbook or as CSV, under one head, with the days as each of them has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask import Response, make_response

from committee.core import clock
from committee.core.csv_text import csv_text
from committee.core.formatting import vn_date
from committee.core.workbook_file import XLSX, workbook_bytes

SHAPES = ("xlsx", "csv")
CSV = "text/csv; charset=utf-8"


def list_file(
    name: str, shape: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, widths: Sequence[int] = ()
) -> Response:
    """Return `head` and `rows` as a file to be kept, in one of `SHAPES`; in CSV a day is dd/mm/yyyy."""
    if shape == "csv":
        content: str | bytes = csv_text(head, ([_written(cell) for cell in row] for row in rows))
    else:
        content = workbook_bytes(name, head, rows, widths=widths)
    response = make_response(content)
    response.headers["Content-Type"] = CSV if shape == "csv" else XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{clock.today().isoformat()}.{shape}"'
    return response


def _written(cell: object) -> object:
    return vn_date(cell) if isinstance(cell, date) else cell
