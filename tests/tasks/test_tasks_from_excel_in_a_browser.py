"""Tasks from Excel on the page: in few acts, readable by everybody, with the keyboard, on a phone."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from committee.core.db import db
from committee.tasks import queries
from tests.cast import SECRETARIAT
from tests.core.workbooks import workbook
from tests.tasks.desk import TODAY
from tests.web.looks import press, strike, too_small, too_wide, touch, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

TASKS = 98
SECONDS_AN_ACT = 1.2
HEAD = ("Mã nhiệm vụ", "Nhiệm vụ", "Chủ trì", "Sản phẩm", "Ngày giao", "Thời hạn", "Ghi chú")
LONG = "Rà soát, lập danh sách người chưa tham gia bảo hiểm xã hội tự nguyện, bảo hiểm y tế trên địa bàn " * 2


@pytest.fixture
def address(app, desk) -> Iterator[str]:
    desk.assign(code="KL-02", title="Việc đã giao", due_on=None)
    db.session.remove()
    with served(app) as where:
        yield where


@dataclass
class Hands:
    """Somebody's hands on a page: counts what they do, at a person's pace."""

    page: Page
    acts: int = 0
    waited: float = 0.0

    def go(self, what: str) -> None:
        """Press something that leads to another page."""
        self._act(lambda: press(self.page, what))

    def do(self, deed: Callable[[], object]) -> None:
        self._act(deed)

    @property
    def seconds(self) -> float:
        return self.acts * SECONDS_AN_ACT + self.waited

    def _act(self, deed: Callable[[], object]) -> None:
        begun = time.perf_counter()
        deed()
        self.waited += time.perf_counter() - begun
        self.acts += 1


def fill_in(template: Path, target: Path) -> None:
    """Write 98 tasks into the template, as somebody does who copies them from a notice."""
    book = load_workbook(io.BytesIO(template.read_bytes()))
    sheet = book["tasks"]
    order = {cell.value: cell.column for cell in sheet[1]}
    for number in range(1, TASKS + 1):
        said = {
            "Mã nhiệm vụ": f"15-TB-{number:02}",
            "Nội dung công việc": f"Rà soát hộ gia đình chưa tham gia bảo hiểm y tế, đợt {number}",
            "Chủ trì": ("31441", "31318", "Trần Thanh Bình")[number % 3],
            "Sản phẩm": "Báo cáo kết quả rà soát",
            "Thời hạn": "30/11/2024",
            "Ngày giao": "28/10/2024",
        }
        for name, text in said.items():
            sheet.cell(row=number + 1, column=order[name]).value = text
    book.save(target)


def test_a_secretary_brings_ninety_eight_tasks_in_from_excel_in_six_acts(address, tmp_path):
    filled = tmp_path / "nhiem-vu.xlsx"
    with chromium(address, width=1366) as page:
        sign_in(page, SECRETARIAT)
        page.goto("/tasks")
        hands = Hands(page)

        hands.go("text=Nhập nhiệm vụ từ Excel")
        with page.expect_download() as fetched:
            hands.do(lambda: touch(page, "text=Tải tệp mẫu"))
        fill_in(fetched.value.path(), filled)
        hands.do(lambda: page.set_input_files("[name=file]", filled))
        hands.go("button:has-text('Kiểm tra tệp')")
        assert "98 mới, 0 thay đổi, 0 giữ nguyên, 0 dòng sai." in page.inner_text("main")
        assert violations(page) == []
        hands.go("button:has-text('Nhập 98 nhiệm vụ')")
        assert "Đã ghi: nhiem-vu.xlsx" in page.inner_text("h1")
        hands.go("main >> text=Xem các nhiệm vụ")

        assert hands.acts == 6
        assert hands.seconds < 60
    db.session.remove()
    assert queries.count_tasks(queries.TaskFilter(), day=TODAY) == TASKS + 1


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1366, "dark")])
def test_every_page_of_a_file_is_readable_by_everybody(address, tmp_path, width, theme):
    rows = [
        ("KL-01", LONG, "31441", "Báo cáo", "28/10/2024", "30/11/2024", "gấp"),
        ("KL-02", "Việc đã giao", "Già làng Lò Văn Pó", "Báo cáo", "28/10/2024", "30/11/2024", ""),
    ]
    wrong, good = tmp_path / "sai.xlsx", tmp_path / "tot.xlsx"
    wrong.write_bytes(workbook(HEAD, *rows, ("KL-03", "Họp", "99999", LONG, "mai", "", "")))
    good.write_bytes(workbook(HEAD, *rows))
    seen = []
    with chromium(address, width=width, theme=theme) as page:
        sign_in(page, SECRETARIAT)

        def look() -> None:
            seen.append(page.inner_text("h1"))
            assert violations(page) == []
            assert too_wide(page) == []
            assert [one for one in too_small(page) if width == 360] == []

        page.goto("/tasks")
        look()
        page.goto("/tasks/import")
        look()
        hit(page, "button:has-text('Kiểm tra tệp')")
        look()
        page.set_input_files("[name=file]", wrong)
        hit(page, "button:has-text('Kiểm tra tệp')")
        look()
        page.select_option("[name=G]", "-")
        hit(page, "button:has-text('Xem trước')")
        look()
        hit(page, "main a:has-text('Gửi lại tệp đã sửa')")
        page.set_input_files("[name=file]", good)
        hit(page, "button:has-text('Kiểm tra tệp')")
        look()
        hit(page, "button:has-text('Nhập 2 nhiệm vụ')")
        look()

    assert seen[2:] == [
        "Nhập nhiệm vụ từ Excel",
        "Mỗi cột là nội dung gì?",
        "Kiểm tra trước khi xác nhận: sai.xlsx",
        "Kiểm tra trước khi xác nhận: tot.xlsx",
        "Đã ghi: tot.xlsx",
    ]


def hit(page: Page, what: str) -> None:
    """Go to something with the keyboard and press it."""
    page.focus(what)
    strike(page, "Enter")
