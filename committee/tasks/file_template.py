"""The workbook in which tasks are written down: one sheet to fill in, one that says how, with examples and names."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from committee.core.words import gettext
from committee.core.workbook_file import DAY, TEXT, keep_as_text
from committee.tasks.file_heads import NAMES
from committee.tasks.file_words import HINTS
from committee.tasks.operations.files import SHEET
from committee.tasks.task_file import COLUMNS

READY_ROWS = 20
MOST_NAMES = 400
WIDTHS = {"title": 60, "lead": 30, "coordinators": 36, "deliverable": 36, "committee_name": 36, "source_document": 24}
USUAL_WIDTH = 18
EXAMPLES = (
    {
        "code": "KL-01",
        "title": "Rà soát, lập danh sách hộ gia đình chưa tham gia bảo hiểm y tế",
        "lead": "31441",
        "coordinators": "Trần Thanh Bình; Sở Y tế",
        "deliverable": "Báo cáo kết quả rà soát",
        "due_wording": "trước ngày 20/11/2024",
        "source_document": "15/TB-BCĐ",
        "assigned_on": "28/10/2024",
    },
    {
        "code": "KL-02",
        "title": "Tổ chức hội nghị khách hàng tại 5 ấp",
        "lead": "ten.nguoi@don-vi.vn",
        "deliverable": "Biên bản hội nghị",
        "due_on": "30/09/2024",
        "assigned_on": "02/09/2024",
        "submitted_on": "29/09/2024",
        "result_document": "12/BC-UBND",
        "accepted_on": "01/10/2024",
    },
)


@dataclass(frozen=True)
class Names:
    """Whose file it is, and who may be named in it: units by code, seats by name."""

    unit_code: str
    committee_name: str
    units: Sequence[tuple[str, str]]
    seats: Sequence[tuple[str, str]]


def template(names: Names) -> bytes:
    """Return the workbook; its first rows name the committee already."""
    book = Workbook()
    _fill_in(book.active, names)
    _guide(book.create_sheet(gettext("Guide")), names)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill_in(sheet: Worksheet, names: Names) -> None:
    sheet.title = SHEET
    order = [column.name for column in COLUMNS]
    _put(sheet, 1, [str(NAMES[name]) for name in order], bold=True)
    ready = {"committee_unit_code": names.unit_code, "committee_name": names.committee_name}
    for number in range(2, READY_ROWS + 2):
        _put(sheet, number, [ready.get(name, "") for name in order])
    for at, name in enumerate(order, start=1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width = WIDTHS.get(name, USUAL_WIDTH)
        column.number_format = DAY if name.endswith("_on") else TEXT
    sheet.freeze_panes = "A2"


def _guide(sheet: Worksheet, names: Names) -> None:
    rows: list[tuple[Sequence[str], bool]] = [
        ((gettext("Column"), gettext("Its code"), gettext("How it is filled in")), True),
        *((_about(column.name, is_required=column.required), False) for column in COLUMNS),
        ((), False),
        ((gettext("Examples"),), True),
        ([str(NAMES[column.name]) for column in COLUMNS], True),
        *(([example.get(column.name, "") for column in COLUMNS], False) for example in EXAMPLES),
        ((), False),
        ((gettext("Who may be named as lead or coordinator"),), True),
        *_named(names.seats),
        *_named(names.units),
    ]
    for number, (cells, bold) in enumerate(rows, start=1):
        _put(sheet, number, cells, bold=bold)
    for letter, width in (("A", 24), ("B", 34), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    for cell in sheet["C"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _about(name: str, *, is_required: bool) -> tuple[str, str, str]:
    hint = str(HINTS.get(name, ""))
    return str(NAMES[name]), name, f"{gettext('Must be filled in.')} {hint}".strip() if is_required else hint


def _named(names: Sequence[tuple[str, str]]) -> Iterable[tuple[Sequence[str], bool]]:
    return ((pair, False) for pair in names[:MOST_NAMES])


def _put(sheet: Worksheet, row: int, cells: Sequence[str], *, bold: bool = False) -> None:
    """Write texts as texts, whatever they look like."""
    for at, text in enumerate(cells, start=1):
        if not text:
            continue
        cell = sheet.cell(row=row, column=at)
        keep_as_text(cell, text)
        if bold:
            cell.font = Font(bold=True)
