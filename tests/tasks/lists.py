"""Files of tasks as committees send them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from committee.core.tabular import Row, read_table
from committee.tasks.task_file import COLUMNS

NAMES = tuple(column.name for column in COLUMNS)
USUAL = {
    "code": "KL-01",
    "committee_unit_code": "93",
    "title": "Rà soát hộ gia đình chưa tham gia BHYT",
    "lead": "31441",
    "deliverable": "Báo cáo",
    "assigned_on": "2024-09-02",
}


def csv_of(rows: Iterable[dict[str, object]]) -> bytes:
    """Return a file of rows, each the usual one but for what is said."""
    written = io.StringIO()
    writer = csv.DictWriter(written, NAMES, restval="")
    writer.writeheader()
    writer.writerows({**USUAL, **row} for row in rows)
    return written.getvalue().encode()


def rows_of(*rows: dict[str, object]) -> list[Row]:
    """Return the rows of such a file as the importer takes them."""
    return read_table(csv_of(rows), "nhiem-vu.csv", columns=COLUMNS)
