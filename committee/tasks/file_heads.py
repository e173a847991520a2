"""What the columns of a file of tasks are called: by the file itself, by officials, and on the page.

A heading is known by what it says without case, tones and marks; one that is not known, and two that say the same, are
asked about. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from committee.core.forms import lazy_gettext
from committee.core.heads import Head, Heading
from committee.domain.text import search_key
from committee.tasks.task_file import COLUMNS

LEFT_OUT = ""
NAMES = {
    "code": lazy_gettext("Code of the task"),
    "committee_unit_code": lazy_gettext("Code of the committee's unit"),
    "committee_name": lazy_gettext("Steering committee"),
    "title": lazy_gettext("What is to be done"),
    "lead": lazy_gettext("Lead"),
    "coordinators": lazy_gettext("Coordinators"),
    "deliverable": lazy_gettext("Product"),
    "due_on": lazy_gettext("Due on"),
    "due_wording": lazy_gettext("Deadline in words"),
    "secrecy": lazy_gettext("Secrecy"),
    "source_document": lazy_gettext("Document it comes from"),
    "assigned_on": lazy_gettext("Given on"),
    "submitted_on": lazy_gettext("Result sent on"),
    "result_document": lazy_gettext("Document of the result"),
    "accepted_on": lazy_gettext("Result accepted on"),
    "cancelled_on": lazy_gettext("Stopped on"),
    "content": lazy_gettext("Content in detail"),
    "responsibility": lazy_gettext("Responsibility"),
    "authority": lazy_gettext("Authority"),
    "urgency": lazy_gettext("Urgency"),
    "unit_code": lazy_gettext("Code of the unit it is about"),
    "indicator": lazy_gettext("Indicator (code)"),
    "year": lazy_gettext("Year of the target"),
    "assigner": lazy_gettext("Who set the target"),
}
CALLED = {
    "code": ("mã việc", "mã nhiệm vụ", "mã công việc", "mã số", "mã số nhiệm vụ", "mã NV"),
    "committee_unit_code": ("mã đơn vị ban chỉ đạo", "mã đơn vị của ban chỉ đạo", "mã đơn vị BCĐ"),
    "committee_name": ("tên ban chỉ đạo", "BCĐ"),
    "title": ("nội dung", "nội dung nhiệm vụ", "nhiệm vụ", "tên nhiệm vụ", "nhiệm vụ cụ thể", "công việc",
              "tên công việc", "việc phải làm", "việc cần làm", "nội dung kết luận", "nội dung chỉ đạo"),
    "lead": ("đơn vị chủ trì", "cơ quan chủ trì", "cơ quan, đơn vị chủ trì", "người chủ trì", "đầu mối",
             "đơn vị đầu mối", "đầu mối chủ trì", "đơn vị được giao"),
    "coordinators": ("phối hợp", "đơn vị phối hợp", "cơ quan, đơn vị phối hợp", "người phối hợp"),
    "deliverable": ("sản phẩm đầu ra", "sản phẩm phải có", "sản phẩm hoàn thành", "sản phẩm dự kiến"),
    "due_on": ("hạn", "hạn hoàn thành", "thời hạn hoàn thành", "ngày hết hạn", "ngày đến hạn", "hạn xử lý",
               "hạn chót"),
    "due_wording": ("thời hạn bằng chữ", "hạn bằng chữ", "thời hạn theo văn bản", "hạn theo văn bản"),
    "secrecy": ("mức độ mật",),
    "source_document": ("văn bản giao", "văn bản giao việc", "văn bản giao nhiệm vụ", "căn cứ giao việc",
                        "văn bản chỉ đạo", "số văn bản giao"),
    "assigned_on": ("ngày giao việc", "ngày giao nhiệm vụ", "giao ngày", "được giao ngày"),
    "submitted_on": ("ngày báo cáo hoàn thành", "ngày gửi báo cáo hoàn thành"),
    "result_document": ("văn bản báo cáo hoàn thành", "số văn bản kết quả"),
    "accepted_on": ("ngày nghiệm thu", "ngày công nhận hoàn thành"),
    "cancelled_on": ("ngày hủy", "ngày dừng việc"),
    "content": ("nội dung chi tiết", "yêu cầu cụ thể"),
    "urgency": ("độ khẩn", "mức độ khẩn"),
}  # fmt: skip
NUMBERING = ("STT", "TT", "số TT", "số thứ tự")
LONGEST = 200


@dataclass(frozen=True)
class Meant:
    """What the columns of a file are: `columns` {letter: name, "" for one left out}; `unknown` must be asked about."""

    columns: Mapping[str, str]
    unknown: tuple[Heading, ...]


def heading_key(said: str) -> str:
    """Return what a heading is known by."""
    return re.sub(r"[\W_]+", " ", search_key(said)).strip()[:LONGEST]


def known_headings() -> dict[str, str]:
    """Return {key of a heading: the column it means}, in the reader's language too."""
    found = {heading_key(said): LEFT_OUT for said in NUMBERING}
    for column in COLUMNS:
        own = (column.name, str(NAMES.get(column.name, column.name)))
        found |= {heading_key(said): column.name for said in own}
    # What officials call a column wins over our own name of another: their "Nội dung" is what is to be done.
    for name, said_so in CALLED.items():
        found |= {heading_key(said): name for said in said_so}
    return found


def called() -> Callable[[str], str | None]:
    """Return what finds the column that a heading means, for files whose columns nobody can be asked about."""
    known = known_headings()

    def column(said: str) -> str | None:
        name = known.get(heading_key(said), "")
        return None if name == LEFT_OUT and heading_key(said) in known else name

    return column


def columns_meant(head: Head, remembered: Mapping[str, str]) -> Meant:
    """Return which column is which, by what somebody said before and by what is usual."""
    usual, names = known_headings(), {column.name for column in COLUMNS}
    found: dict[str, str] = {}
    for heading in head.headings:
        key = heading_key(heading.said)
        meant = remembered.get(key, usual.get(key)) if key else None
        if meant is not None and (meant in names or meant == LEFT_OUT):
            found[heading.letter] = meant
    said = list(found.values())
    sure = {letter: name for letter, name in found.items() if name == LEFT_OUT or said.count(name) == 1}
    return Meant(sure, tuple(one for one in head.headings if one.letter not in sure))


def missing_in(columns: Mapping[str, str], given: Sequence[str]) -> list[str]:
    """Return the columns that a file must have and nothing stands for; `given` are said elsewhere."""
    there = {*columns.values(), *given}
    return [one.name for one in COLUMNS if one.required and not {one.name, *one.or_else} & there]


def twice_in(columns: Mapping[str, str]) -> list[str]:
    """Return the columns that two of a file are said to be."""
    said = [name for name in columns.values() if name != LEFT_OUT]
    return sorted({name for name in said if said.count(name) > 1})
