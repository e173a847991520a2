"""The list, the board, the month and the table of leads: filtered, counted by named rates, taken away as files."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from committee.domain.task_rules import Party, PartyKind
from committee.tasks import operations
from tests.cast import CHAIR, MEMBER, REPORTER, SECRETARIAT, STRANGER
from tests.figures.october import statements

RATES = ("Tỷ lệ hoàn thành", "Tỷ lệ hoàn thành nhiệm vụ đến hạn", "Tỷ lệ hoàn thành đúng hạn")
GIVEN = date(2024, 9, 2)


@pytest.fixture
def many(desk):
    """Two tasks done, one of them late; one overdue, one in time, one without a deadline."""
    on_time = desk.assign(title="Quy chế phối hợp", assigned_on=GIVEN, due_on=date(2024, 9, 20))
    late = desk.assign(title="Kế hoạch năm", assigned_on=GIVEN, due_on=date(2024, 9, 10))
    for task_id in (on_time, late):
        desk.do(operations.submit, task_id=task_id, product="1/QC", by=REPORTER, on=date(2024, 9, 18))
        desk.do(operations.accept, task_id=task_id, by=CHAIR, on=date(2024, 9, 23))
    desk.assign(title="=HYPERLINK(1)", assigned_on=GIVEN, due_on=date(2024, 10, 15), lead=desk.unit("31318"))
    desk.assign(title="Kiểm tra địa bàn", due_on=date(2024, 11, 20), lead=desk.seat(MEMBER))
    desk.assign(title="Chưa rõ ngày", due_on=None)
    return desk


def test_each_status_is_counted_and_each_rate_bears_its_name(many, browser_of) -> None:
    page = browser_of(CHAIR).open("/tasks")
    tallies = [" ".join("".join(item.itertext()).split()) for item in page.find(".//ul[@class='plain row tallies']/li")]

    assert tallies == [
        "1Đã hoàn thành đúng hạn",
        "1Đã hoàn thành quá hạn",
        "1Đang thực hiện trong hạn",
        "1Đang thực hiện quá hạn",
        "1Không xác định thời hạn",
        "0Dừng / thay thế",
        f"50,00%{RATES[0]}",
        f"66,67%{RATES[1]}",
        f"33,33%{RATES[2]}",
    ]


def test_nothing_to_count_is_a_dash_and_a_stranger_sees_nothing(desk, browser_of) -> None:
    page = browser_of(STRANGER).open("/tasks")
    tallies = page.find(".//ul[@class='plain row tallies']/li/b")

    assert [one.text for one in tallies[-3:]] == ["–", "–", "–"]
    assert "Chưa giao nhiệm vụ nào" in page.text


def test_the_list_is_narrowed_without_diacritics_by_status_lead_and_days(many, browser_of) -> None:
    chair, reporter = browser_of(CHAIR), browser_of(REPORTER)

    def found(query: str, browser=chair) -> list[str]:
        return [a.text for a in browser.open(f"/tasks?{query}").find(".//table[@id='tasks']//th/a")]

    assert found("q=quy che") == ["Quy chế phối hợp"]
    assert found("status=open_overdue") == ["=HYPERLINK(1)"]
    assert found("lead=tran thanh binh") == ["Kiểm tra địa bàn"]
    assert found("due_from=01/11/2024&due_to=30/11/2024") == ["Kiểm tra địa bàn"]
    assert found("mine=y&status=open", reporter) == ["Chưa rõ ngày"]
    assert found("") == [
        "=HYPERLINK(1)",
        "Kiểm tra địa bàn",
        "Chưa rõ ngày",
        "Kế hoạch năm",
        "Quy chế phối hợp",
    ]
    assert chair.open("/tasks?due_from=mai").errors != []


def test_every_way_to_look_says_of_which_day_it_is_and_what_was_looked_for(many, browser_of) -> None:
    chair = browser_of(CHAIR)

    for way in ("/tasks", "/tasks/board", "/tasks/scoreboard"):
        said = chair.open(f"{way}?q=quy che&status=open&due_to=30/11/2024&mine=y").find(".//*[@id='board-of-rates']/p")

        assert [one.text.split(" · ") for one in said] == [
            [
                "Tính đến ngày 28/10/2024",
                "Từ khóa, mã hoặc chủ trì: quy che",
                "Tình trạng: Tất cả nhiệm vụ chưa hoàn thành",
                "Đến hạn đến ngày: 30/11/2024",
                "Việc tôi thực hiện hoặc báo cáo",
            ]
        ]


def test_board_month_and_leads_show_the_same_tasks(many, browser_of) -> None:
    chair = browser_of(CHAIR)
    board = chair.open("/tasks/board")
    columns = [section.get("id") for section in board.find(".//div[@class='columns']/section")]
    assert columns == [
        "column-open_overdue",
        "column-open_in_time",
        "column-open_no_deadline",
        "column-done_on_time",
        "column-done_late",
    ]
    month = chair.open("/tasks/calendar?month=2024-09")
    assert "2 nhiệm vụ đến hạn trong tháng" in month.text
    assert "02/09/2024 Nghỉ lễ" in month.text
    leads = chair.open("/tasks/scoreboard")
    assert [a.text for a in leads.find(".//table[@id='leads']//th/a")][:2] == ["Phường I", "Thị trấn Nàng Mau"]
    link = leads.find(".//table[@id='leads']//th/a")[0].get("href")
    assert [a.text for a in chair.open(link).find(".//table[@id='tasks']//th/a")] == ["=HYPERLINK(1)"]
    assert all(rate in leads.text for rate in RATES)


@pytest.mark.one_engine
def test_those_in_charge_stand_in_the_order_of_the_vietnamese_letters(desk, browser_of) -> None:
    for name in ("Hội Nông dân", "Đài Truyền thanh", "Cục Thống kê"):
        desk.assign(lead=Party(PartyKind.NAME, name))

    leads = browser_of(CHAIR).open("/tasks/scoreboard")

    found = [a.text for a in leads.find(".//table[@id='leads']//th/a")]
    assert found == ["Cục Thống kê", "Đài Truyền thanh", "Hội Nông dân"]


def test_files_hold_the_list_and_no_text_of_them_is_a_formula(many, browser_of) -> None:
    secretary = browser_of(SECRETARIAT)
    text = secretary.ask("GET", "/tasks?format=csv").get_data(as_text=True)
    book = load_workbook(io.BytesIO(secretary.ask("GET", "/tasks?format=xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))

    assert "'=HYPERLINK(1)" in text
    assert len(rows) == 6
    assert [cell.data_type for cell in book.active["B"] if cell.value == "=HYPERLINK(1)"] == ["s"]
    assert rows[1][6].date() == date(2024, 10, 15)
    leads = load_workbook(io.BytesIO(secretary.ask("GET", "/tasks/scoreboard?format=xlsx").data)).active
    assert [cell.value for cell in leads[1]][-3:] == list(RATES)


@pytest.mark.parametrize("path", ["/tasks", "/tasks/board", "/tasks/calendar?month=2024-11", "/tasks/scoreboard"])
def test_a_page_costs_as_many_statements_for_twenty_tasks_as_for_two(desk, browser_of, path) -> None:
    chair = browser_of(CHAIR)

    def cost() -> int:
        return statements(lambda: chair.ask("GET", path))

    for number in range(2):
        desk.assign(title=f"Việc {number}")
    few = cost()
    for number in range(18):
        desk.assign(title=f"Việc {number}", lead=desk.seat(MEMBER), coordinators=(desk.unit("31318"),))

    assert cost() == few
    assert few <= 26


@pytest.mark.one_engine
def test_the_list_behind_a_day_of_the_calendar_holds_as_many_as_the_day_says(desk, browser_of):
    for number in range(6):
        task = desk.assign(title=f"Việc {number}", assigned_on=GIVEN, due_on=date(2024, 11, 8))
        if number < 2:
            desk.do(operations.cancel, task_id=task, reason="Trùng", by=CHAIR)
    browser = browser_of(CHAIR)
    month = browser.open("/tasks/calendar?month=2024-11&q=viec")
    assert "4 nhiệm vụ đến hạn trong tháng" in month.text
    [link] = [one for one in month.find(".//a") if "Xem tất cả 4" in "".join(one.itertext())]

    day = browser.open(link.get("href"))

    assert "4 nhiệm vụ, " in day.text
    assert day.find(".//select[@id='status']/option[@selected]")[0].text == "Tất cả, trừ nhiệm vụ dừng / thay thế"
    assert "6 nhiệm vụ, " in browser.open("/tasks?q=viec&due_from=08/11/2024&due_to=08/11/2024").text
