"""Many tasks by one file on the page: template, headings of one's own, preview, confirmation."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.tabular import read_table
from committee.domain.access import Action, reach
from committee.domain.text import search_key
from committee.jobs import prune
from committee.jobs.ledger import Run
from committee.members.operations import give_role
from committee.tasks import queries
from committee.tasks.file_heads import CALLED, NAMES, NUMBERING, called, heading_key, known_headings
from committee.tasks.models import Task, TaskFile, TaskHeading
from committee.tasks.operations import files
from committee.tasks.task_file import COLUMNS
from committee.units.files import UNIT_COLUMNS
from committee.units.operations import import_units
from committee.units.queries import unit_with_code
from tests.cast import BY, CHAIR, MEMBER, REPORTER, SECRETARIAT, STRANGER
from tests.core.workbooks import workbook
from tests.tasks.desk import TODAY, Desk, together
from tests.tasks.lists import csv_of

HEAD = ("STT", "Mã nhiệm vụ", "NHIỆM VỤ", "Đơn vị chủ trì", "Cơ quan, đơn vị phối hợp", "San pham", "Hạn hoàn thành",
        "Ngày giao")  # fmt: skip
ROW = (1, "KL-01", "Rà soát hộ chưa tham gia", "31441", "Sở Y tế", "Báo cáo", date(2024, 11, 30), date(2024, 10, 1))
LOST = "Mỗi người có tối đa 5 tệp chờ xác nhận: tệp “nhiem-vu.xlsx” gửi trước đây không còn được giữ."
NAMED = ("n", "code", "title", "lead", "helping", "product", "due", "given")
pytestmark = pytest.mark.one_engine


def row(number: int, **said: object) -> tuple[object, ...]:
    """Return a row as `ROW` is, another task; `said` names cells by their place in the head."""
    cells = dict(zip(NAMED, ROW, strict=True))
    return tuple({**cells, "n": number, "code": f"KL-{number:02}", **said}.values())


def sent(
    browser, *rows: tuple[object, ...], head: tuple[object, ...] = HEAD, name: str = "nhiem-vu.xlsx", **more: object
):
    """Send a workbook of these rows on the page and return what is shown then."""
    return sent_as(browser, workbook(head, *rows, **more), name)


def sent_as(browser, content: bytes, name: str):
    browser.open("/tasks/import")
    token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")
    said = {"csrf_token": token, "committee": "1", "file": (io.BytesIO(content), name)}
    return browser._shown(browser.ask("POST", "/tasks/import", data=said))


def seal(page) -> str:
    return page.find(".//input[@name='seal']")[0].get("value")


@pytest.fixture
def elsewhere(cast) -> str:
    """The code of another province, with a committee of its own."""
    head = ("code", "name", "unit_type", "level", "parent_code")
    units = read_table(
        workbook(head, ("92", "Thành phố Cần Thơ", "thành phố", "province", None)), "units.xlsx", columns=UNIT_COLUMNS
    )
    with transaction():
        import_units(rows=units, by=BY, now=clock.now())
        unit_id = unit_with_code("92", TODAY).unit_id
        give_role(account_id=cast.accounts[STRANGER], unit_id=unit_id, role="chair", by=BY, now=clock.now())
    return "92"


def counted(table: type = Task) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def cells_in(page) -> list[str]:
    return [cell.text for cell in page.find(".//table[@id='refusals']//tbody//th/div")]


def test_headings_of_ones_own_are_understood_and_nothing_is_written_before_it_is_confirmed(desk: Desk, browser_of):
    browser = browser_of(SECRETARIAT)

    page = sent(browser, ROW, row(2, lead="Già làng Lò Văn Pó"), (None,) * 8)

    assert "2 mới, 0 thay đổi, 0 giữ nguyên, 0 dòng sai." in page.text
    assert "3 chủ trì hoặc phối hợp không khớp" in page.text
    assert "A, “STT”: bỏ qua" in page.text
    assert counted() == 0
    page = browser.press("Nhập 2 nhiệm vụ")
    assert page.heading == "Đã ghi: nhiem-vu.xlsx"
    [first, _second] = sorted(queries.tasks(day=TODAY), key=lambda task: task.code)
    assert (first.code, first.lead.name, first.due_on) == ("KL-01", "Thị trấn Nàng Mau", date(2024, 11, 30))
    assert (first.committee_id, first.assigned_on) == (desk.committee_id, date(2024, 10, 1))
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("task%imported"))).all()
    assert sorted(actions) == ["task imported", "task imported", "tasks imported"]

    again = sent(browser, ROW, row(2, lead="Già làng Lò Văn Pó", due=date(2024, 12, 1)), row(3))

    assert "1 mới, 1 thay đổi, 1 giữ nguyên, 0 dòng sai." in again.text
    assert "Thời hạn: 30/11/2024 → 01/12/2024" in again.text


def test_the_template_is_read_again_as_it_was_handed_out(desk: Desk, browser_of):
    browser = browser_of(SECRETARIAT)
    answer = browser.ask("GET", "/tasks/import/template")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book["tasks"]
    order, heads = [column.name for column in COLUMNS], [cell.value for cell in sheet[1]]

    assert answer.headers["Content-Disposition"] == 'attachment; filename="mau-nhiem-vu.xlsx"'
    assert heads == [str(NAMES[name]) for name in order]
    assert list(map(called(), heads)) == order
    assert sheet["B2"].value == "93"
    guide = "\n".join(str(cell) for cells in book["Hướng dẫn"].iter_rows(values_only=True) for cell in cells)
    assert "Trần Thanh Bình" in guide
    assert "31441" in guide
    assert [cell.value for cell in book["Hướng dẫn"]["B"]][1 : len(order) + 1] == order
    said = {
        "code": "KL-07",
        "title": "Họp",
        "lead": MEMBER.name,
        "deliverable": "Biên bản",
        "assigned_on": "01/10/2024",
    }
    for name, text in said.items():
        sheet.cell(row=2, column=order.index(name) + 1).value = text
    written = io.BytesIO()
    book.save(written)

    page = sent_as(browser, written.getvalue(), "mau-nhiem-vu.xlsx")

    assert page.heading != "Mỗi cột là nội dung gì?"
    assert "1 mới, 0 thay đổi, 0 giữ nguyên, 0 dòng sai." in page.text
    assert "Trang tính không đọc: Hướng dẫn" in page.text
    assert "Dòng không ghi nhiệm vụ, đã bỏ qua: 19" in page.text


@pytest.mark.parametrize("rewritten", [str, str.upper, search_key, heading_key])
def test_the_command_takes_the_headings_of_the_template_as_well_as_the_codes(
    app: Flask, desk: Desk, tmp_path: Path, rewritten: Callable[[str], str]
) -> None:
    said = {
        "code": "KL-07",
        "committee_unit_code": "93",
        "title": "Họp",
        "lead": "31441",
        "deliverable": "Biên bản",
        "due_on": "30/11/2024",
        "assigned_on": "01/10/2024",
    }
    heads = [rewritten(str(NAMES[name])) for name in said]
    (tmp_path / "nhiem-vu.xlsx").write_bytes(workbook(["STT", *heads], ["1", *said.values()]))
    (tmp_path / "odd.xlsx").write_bytes(workbook(["Ghi chú", *heads], ["1", *said.values()]))

    done = app.test_cli_runner().invoke(args=["tasks", "import", str(tmp_path / "nhiem-vu.xlsx")])
    odd = app.test_cli_runner().invoke(args=["tasks", "import", str(tmp_path / "odd.xlsx")])

    assert (done.exit_code, counted()) == (0, 1), done.output
    assert (odd.exit_code, "Ghi chú" in odd.stderr) == (1, True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("trước 15/6", "bằng lời: chuyển sang cột “Thời hạn ghi trong văn bản”"),
        ("trong tháng 11", "bằng lời: chuyển sang cột “Thời hạn ghi trong văn bản”"),
        ("Trước ngày 20/11/2024", "bằng lời: chuyển sang cột “Thời hạn ghi trong văn bản”"),
        ("sớm", "năm đủ bốn chữ số"),
        ("15/6", "năm đủ bốn chữ số"),
    ],
)
def test_words_where_a_day_belongs_are_shown_the_column_that_is_theirs(
    desk: Desk, browser_of, said: str, told: str
) -> None:
    page = sent(browser_of(SECRETARIAT), row(1, due=said))

    assert str(NAMES["due_wording"]) == "Thời hạn ghi trong văn bản"
    assert told in page.text
    assert said in page.text
    assert (cells_in(page), counted()) == (["Sheet!G2"], 0)


def test_a_heading_that_is_not_known_is_asked_about_and_remembered_for_that_person(desk: Desk, browser_of):
    browser = browser_of(SECRETARIAT)
    head = (*HEAD[:3], "Ai làm", "Ghi chú", *HEAD[5:])
    values = row(1, lead="31441", helping="gấp")

    page = sent(browser, values, head=head)

    assert page.heading == "Mỗi cột là nội dung gì?"
    assert "Các dòng bên dưới ghi: 31441" in page.text
    page = browser.press("Xem trước")
    assert page.status == 422
    assert page.errors == [
        "Hãy chọn nội dung của các cột D, E.",
        "Chưa có cột “Chủ trì” mà dòng nào cũng phải có: hãy chọn cột đó hoặc thêm cột vào tệp.",
    ]
    page = browser.press("Xem trước", D="lead", E="lead")
    assert "Có hai cột cùng là “Chủ trì”: chỉ chọn một." in page.errors
    page = browser.press("Xem trước", D="lead", E="-")
    assert "1 mới" in page.text
    assert "E, “Ghi chú”: bỏ qua" in page.text
    assert sorted(map(tuple, db.session.execute(select(TaskHeading.heading, TaskHeading.column)))) == [
        ("ai lam", "lead"),
        ("ghi chu", ""),
    ]

    assert sent(browser, values, head=head).heading == "Kiểm tra trước khi xác nhận: nhiem-vu.xlsx"
    assert sent(browser_of(CHAIR), values, head=head).heading == "Mỗi cột là nội dung gì?"


def test_what_is_wrong_is_said_cell_by_cell_and_there_is_nothing_to_confirm(desk: Desk, browser_of):
    browser = browser_of(SECRETARIAT)
    bad = (
        row(2, lead="99999"),
        row(3, due=date(2024, 9, 1)),
        row(4, given="mai"),
        row(5, product=None),
        row(5, code="KL-01"),
        row(6, helping="31441"),
    )

    page = sent(browser, ROW, *bad)

    assert "0 mới, 0 thay đổi" not in page.text
    assert "6 dòng sai" in page.text
    assert cells_in(page) == ["Sheet!D3", "Sheet!G4", "Sheet!H5", "Sheet!F6", "Sheet!E8", "Sheet!dòng 7"]
    assert "99999" in page.text
    assert not page.find(".//input[@name='seal']")
    assert browser.send(f"{page.path}/confirmation", seal="x").status_code == 422
    assert counted() == 0


def test_somebody_elsewhere_is_as_somebody_who_is_not_there(desk: Desk, browser_of, elsewhere):
    browser = browser_of(SECRETARIAT)
    head = (*HEAD, "committee_unit_code", "Tên Ban Chỉ đạo")

    def told(unit: str, lead: str) -> str:
        page = sent(browser, (*row(1, lead=lead, helping=None), unit, None), head=head)
        return page.text.partition("Cách sửa")[2].replace(unit, "MÃ").replace(lead, "AI")

    assert told(elsewhere, "31441") == told("97", "31441")
    assert told("93", elsewhere) == told("93", "97")
    assert "Cần Thơ" not in told(elsewhere, "31441")


def test_what_was_shown_is_what_is_written(desk: Desk, browser_of):
    browser = browser_of(SECRETARIAT)
    page = sent(browser, ROW)
    desk.assign(code="KL-01", title="Việc khác")

    shown = browser.press("Nhập 1 nhiệm vụ")

    assert shown.status == 422
    assert "Dữ liệu đã thay đổi" in shown.text
    assert "0 mới, 1 thay đổi" in shown.text
    assert browser.send(f"{page.path}/confirmation", seal=seal(shown)).status_code == 303
    assert queries.tasks_with_code("KL-01", day=TODAY)[0].title == "Rà soát hộ chưa tham gia"


def test_row_r19_confirmed_twice_at_once_it_is_written_once(app, desk: Desk, browser_of):
    browser = browser_of(SECRETARIAT)
    page = sent(browser, ROW, row(2))
    file_id, shown = int(page.path.rpartition("/")[2]), seal(page)
    by, now = desk.cast.actor(SECRETARIAT), clock.now()
    within = reach(desk.viewer(SECRETARIAT)[0], Action.ASSIGN_TASKS)

    refused = together(
        app, [lambda: files.confirm(file_id=file_id, seal=shown, within=within, by=by, now=now) for _ in range(2)]
    )

    assert refused == []
    assert counted() == 2
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == "tasks imported")) == 1


def test_row_r19_a_preview_holds_for_thirty_minutes_and_a_file_for_a_day(desk: Desk, browser_of):
    browser = browser_of(SECRETARIAT)
    page = sent(browser, ROW)
    with transaction():
        db.session.get(TaskFile, 1).created_at = clock.now() - timedelta(minutes=31)

    answer = browser.send(f"{page.path}/confirmation", seal=seal(page))

    assert answer.status_code == 422
    assert "đã quá 30 phút" in answer.text
    assert "đã quá 30 phút" in browser.open(page.path).text
    assert counted() == 0
    with transaction():
        db.session.get(TaskFile, 1).created_at = clock.now() - timedelta(hours=25)
    prune.run(Run(TODAY, clock.now(), clock.now(), lambda: False))
    assert counted(TaskFile) == 0
    assert browser.ask("GET", page.path).status_code == 404


def test_a_file_belongs_to_whoever_sent_it_and_only_the_last_ones_wait(desk: Desk, browser_of):
    browser, other = browser_of(SECRETARIAT), browser_of(CHAIR)
    page = sent(browser, ROW)
    other.open("/tasks/import")

    for path in (page.path, f"{page.path}/columns"):
        assert other.ask("GET", path).status_code == 404
    assert other.send(f"{page.path}/confirmation", seal=seal(page)).status_code == 404
    assert other.send(f"{page.path}/columns", A="code").status_code == 404
    for _ in range(files.MOST_WAITING - 1):
        assert LOST not in sent(browser, ROW).text
    assert LOST in sent(browser, ROW).text
    assert counted(TaskFile) == files.MOST_WAITING
    assert browser.ask("GET", page.path).status_code == 404
    assert browser_of(REPORTER).ask("GET", "/tasks/import").status_code == 404


def test_a_file_that_cannot_be_taken_is_refused_on_its_page(desk: Desk, browser_of):
    browser = browser_of(SECRETARIAT)
    many = csv_of({"code": f"KL-{number}"} for number in range(files.MOST_ROWS + 1))
    for content, name, words in (
        (b"", "nhiem-vu.xlsx", "trống"),
        (b"%PDF-1.7", "nhiem-vu.pdf", ".xlsx"),
        (b"\x00\x01PK", "nhiem-vu.xlsx", ""),
        (b"code,title\n", "nhiem-vu.csv", ""),
        (many, "nhiem-vu.csv", "tối đa 3000 dòng"),
        (workbook(HEAD, ROW, sheets={"Khác": [("a",)]}), "nhiem-vu.xlsx", "nhiều trang tính"),
    ):
        page = sent_as(browser, content, name)
        assert page.status == 422, name
        assert any(words in error for error in page.errors), page.errors
    assert counted(TaskFile) == 0


def test_each_heading_means_one_column_and_every_column_has_its_words():
    said = [heading_key(one) for some in (*CALLED.values(), NUMBERING) for one in some]

    assert len(said) == len(set(said))
    assert set(NAMES) == {column.name for column in COLUMNS}
    assert {known_headings()[column.name.replace("_", " ")] for column in COLUMNS} == {one.name for one in COLUMNS}
    assert known_headings()[heading_key("Nội dung")] == "title"  # as officials say it, not as a page of ours does
