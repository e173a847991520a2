"""The committees side by side by the three named rates, on any day, and as a file."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import load_workbook

from committee.core.db import db, transaction
from committee.members.models import Committee
from committee.tasks import operations
from committee.tasks.views.tasks import files
from tests.cast import CHAIR, REPORTER, STRANGER
from tests.figures.october import statements

RATES = ("Tỷ lệ hoàn thành", "Tỷ lệ hoàn thành nhiệm vụ đến hạn", "Tỷ lệ hoàn thành đúng hạn")
GIVEN = date(2024, 9, 2)


def fill(desk) -> None:
    """One done, one overdue of the province's committee; one in time of a commune's."""
    done = desk.assign(assigned_on=GIVEN, due_on=date(2024, 9, 20))
    desk.do(operations.submit, task_id=done, product="1/QC", by=REPORTER, on=date(2024, 9, 18))
    desk.do(operations.accept, task_id=done, by=CHAIR, on=date(2024, 9, 23))
    desk.assign(assigned_on=GIVEN, due_on=date(2024, 10, 15))
    with transaction():
        commune = Committee(unit_id=desk.cast.units["31441"], name="Ban Chỉ đạo thị trấn")
        db.session.add(commune)
        db.session.flush()
        committee_id = commune.id
    desk.assign(committee_id=committee_id, due_on=date(2024, 11, 20))


def cells(page) -> dict[str, list[str]]:
    rows = page.find(".//table[@id='committees']/tbody/tr")
    return {row.find("th/a").text: [cell.text for cell in row.findall("td")] for row in rows}


def test_each_committee_stands_with_its_counts_and_the_rates_by_their_names(desk, browser_of) -> None:
    fill(desk)
    chair = browser_of(CHAIR)

    today, then = chair.open("/tasks/committees"), chair.open("/tasks/committees?as_of=15/10/2024")

    assert all(rate in today.text for rate in RATES)
    own, commune = cells(today).values()
    assert own == ["1", "0", "0", "1", "0", "0", "50,00%", "50,00%", "50,00%"]
    assert commune == ["0", "0", "1", "0", "0", "0", "0,00%", "–", "–"]
    assert next(iter(cells(then).values()))[3] == "0"
    assert "tính đến ngày 15/10/2024" in then.text
    link = today.find(".//table[@id='committees']//th/a")[1].get("href")
    assert len(chair.open(link).find(".//table[@id='tasks']/tbody/tr")) == 1


def test_a_day_to_come_is_refused_and_a_stranger_meets_no_committee(desk, browser_of) -> None:
    fill(desk)

    assert "Ngày này chưa đến." in browser_of(CHAIR).open("/tasks/committees?as_of=01/12/2024").text
    assert "Ban Chỉ đạo thị trấn" not in browser_of(STRANGER).open("/tasks/committees").text


def test_it_is_taken_away_as_a_file_under_a_vietnamese_name(desk, browser_of) -> None:
    fill(desk)
    chair = browser_of(CHAIR)
    answer = chair.ask("GET", "/tasks/committees?format=xlsx&as_of=15/10/2024")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))

    assert 'filename="nhiem-vu-theo-ban-chi-dao-2024-10-28.xlsx"' in answer.headers["Content-Disposition"]
    assert rows[0][-3:] == RATES
    assert [row[2].date() for row in rows[1:]] == [date(2024, 10, 15)] * 2
    listed = chair.ask("GET", "/tasks?format=csv").headers["Content-Disposition"]
    assert 'filename="nhiem-vu-2024-10-28.csv"' in listed


def test_a_list_longer_than_a_file_says_so_on_the_page_and_in_the_file(desk, browser_of, monkeypatch) -> None:
    fill(desk)
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    text = browser_of(CHAIR).ask("GET", "/tasks?format=csv").get_data(as_text=True)

    assert len(text.strip().splitlines()) == 4
    assert "Tệp chỉ gồm 2 nhiệm vụ đầu trong số 3 nhiệm vụ." in text


def test_it_costs_the_same_for_many_tasks_as_for_few(desk, browser_of) -> None:
    fill(desk)
    chair = browser_of(CHAIR)
    few = statements(lambda: chair.ask("GET", "/tasks/committees"))
    for number in range(10):
        desk.assign(title=f"Việc {number}")

    assert statements(lambda: chair.ask("GET", "/tasks/committees")) == few
