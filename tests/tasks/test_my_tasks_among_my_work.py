"""Tasks on the page everybody begins with: by their days, gone when they are done, as quick for twenty as for two."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from committee.core.db import db, transaction
from committee.dashboards import task_work
from committee.dashboards.task_work import task_jobs
from committee.tasks import operations
from committee.tasks.queries import work
from committee.units.models import Placement
from tests.cast import CHAIR, MEMBER, REPORTER, SECRETARIAT
from tests.figures.october import statements
from tests.tasks.desk import TODAY

GIVEN = date(2024, 10, 1)


def jobs(desk, person):
    viewer, _ = desk.viewer(person)
    return task_jobs(viewer, TODAY)


def test_each_member_has_their_own_work_and_it_reaches_zero(desk, browser_of) -> None:
    """Story 000-10: tasks of each member, on the member's own page."""
    late = desk.assign(lead=desk.seat(MEMBER), title="Việc quá hạn", assigned_on=GIVEN, due_on=date(2024, 10, 20))
    near = desk.assign(lead=desk.seat(MEMBER), title="Việc tuần này", assigned_on=GIVEN, due_on=date(2024, 11, 1))
    desk.assign(lead=desk.seat(MEMBER), title="Việc tháng sau", due_on=date(2024, 12, 31))
    member, chair = browser_of(MEMBER), browser_of(CHAIR)

    page = member.open("/")
    assert [a.text for a in page.find(".//section[@id='overdue']//a")] == ["Thực hiện Việc quá hạn (NV-1)"]
    assert "Còn 1 nhiệm vụ đến hạn sau tuần này" in page.text

    for task_id in (late, near):
        member.open(f"/tasks/{task_id}")
        member.press("Gửi báo cáo hoàn thành", **{"submission-product": "12/BC"})
    page = member.open("/")
    assert page.find(".//section[@id='overdue']") == []
    assert len(page.find(".//section[@id='waiting']//a[@class='go']")) == 2
    left = [a.text for a in page.find(".//section[@id='soon']//a")]
    assert all(one.startswith("Đọc") for one in left)  # the news that the tasks were given

    answers = [a.text for a in chair.open("/").find(".//section[@id='soon']//a[@class='go']")]
    assert [one for one in answers if one.startswith("Duyệt kết quả")] == [
        "Duyệt kết quả Việc quá hạn (NV-1)",
        "Duyệt kết quả Việc tuần này (NV-2)",
    ]
    for task_id in (late, near):
        chair.open(f"/tasks/{task_id}")
        chair.press("Duyệt kết quả")
    assert "Duyệt kết quả" not in chair.open("/").text
    assert member.open("/").find(".//section[@id='waiting']") == []


def test_a_result_that_was_returned_is_to_be_done_though_it_is_due_much_later(desk, browser_of) -> None:
    task_id = desk.assign(lead=desk.seat(MEMBER), title="Việc tháng sau", due_on=date(2024, 12, 31))
    assert jobs(desk, MEMBER).soon == []
    desk.do(operations.submit, task_id=task_id, product="12/BC", by=MEMBER)
    desk.do(operations.return_submission, task_id=task_id, reason="Thiếu phụ lục", by=SECRETARIAT)

    page = browser_of(MEMBER).open("/")

    links = [a.text for a in page.find(".//section[@id='soon']//a[@class='go']")]
    assert "Bị trả lại, cần hoàn thiện: Việc tháng sau (NV-1)" in links
    assert "Thiếu phụ lục" in page.text
    desk.do(operations.submit, task_id=task_id, product="13/BC", by=MEMBER)
    assert jobs(desk, MEMBER).soon == []


def test_twenty_tasks_cost_as_many_statements_as_two(desk) -> None:
    def give(many: int) -> None:
        for _ in range(many):
            task_id = desk.assign(due_on=date(2024, 10, 30))
            desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER)
            desk.assign(lead=desk.seat(SECRETARIAT), due_on=date(2024, 10, 30))

    give(2)
    few = statements(lambda: jobs(desk, SECRETARIAT))
    give(18)
    many = statements(lambda: jobs(desk, SECRETARIAT))

    assert many == few
    assert few <= 17
    assert len(jobs(desk, SECRETARIAT).soon) == 40


@pytest.mark.one_engine
def test_what_the_page_has_no_room_for_is_counted_with_a_way_to_all_of_it(desk, browser_of, monkeypatch) -> None:
    monkeypatch.setattr(task_work, "MOST_SHOWN", 2)
    monkeypatch.setattr(work, "MOST_SHOWN", 8)  # one's own are read up to here
    late, near, far = date(2024, 10, 20), date(2024, 11, 1), date(2024, 12, 31)
    ids = [
        desk.assign(lead=desk.seat(MEMBER), assigned_on=GIVEN, due_on=due_on)
        for due_on in (late, late, late, near, near, near, near, far, far, None, None)
    ]
    for task_id in (ids[0], ids[8], ids[9]):
        desk.do(operations.submit, task_id=task_id, product="12/BC", by=MEMBER)

    found = jobs(desk, MEMBER)
    assert [len(one) for one in (found.overdue, found.soon, found.waiting)] == [2, 2, 1]
    assert (found.more, found.later) == ({"overdue": 0, "soon": 2, "waiting": 2}, 2)

    page = browser_of(MEMBER).open("/")
    assert "2 việc quá hạn" in page.text
    [soon] = page.find(".//section[@id='soon']")
    assert "Còn 2 việc nữa chưa hiện ở đây." in " ".join("".join(soon.itertext()).split())
    assert "11 nhiệm vụ, " in browser_of(MEMBER).open(soon.findall("p/a")[0].get("href")).text
    assert len(jobs(desk, CHAIR).soon) == 2
    assert jobs(desk, CHAIR).more["soon"] == 1


def test_a_task_whose_leading_unit_was_merged_waits_to_be_given_anew(desk, browser_of) -> None:
    desk.assign(lead=desk.unit("31441"), title="Rà soát hộ gia đình", due_on=date(2024, 11, 20))
    chair = browser_of(CHAIR)
    assert "Giao lại" not in chair.open("/").text

    ended = update(Placement).where(Placement.unit_id == desk.cast.units["31441"]).values(valid_to=date(2024, 10, 27))
    with transaction():
        db.session.execute(ended)

    page = chair.open("/")
    assert "Giao lại Rà soát hộ gia đình" in " ".join(page.text.split())
    assert "đơn vị chủ trì không còn hoạt động" in page.text
