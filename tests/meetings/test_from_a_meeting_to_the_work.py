"""Two stories from their beginning to their end: a meeting about n months, and a visit of the leaders to a commune."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from committee.core.db import db
from committee.tasks.models import Conclusion, Task
from tests.cast import CHAIR, MEMBER, OTHER_REPORTER, REPORTER, SECRETARIAT
from tests.meetings.card_fields import filled, read_text

pytestmark = pytest.mark.one_engine

NOTICE = """
I. Đánh giá chung
Ban Chỉ đạo ghi nhận kết quả 9 tháng.
II. Nhiệm vụ
1. Giao Thị trấn Nàng Mau chủ trì lập danh sách hộ gia đình chưa tham gia BHYT, chậm nhất ngày 15/11/2024.
2. Giao Phường I chủ trì, phối hợp với Hội Phụ nữ lập kế hoạch vận động trước ngày 20/11/2024.
""".strip()


def plan(secretary, visit: str = "", **said: str) -> str:
    secretary.open(f"/meetings/new{visit}")
    return secretary.press("Lưu kế hoạch", held_on="28/10/2024", **said).path


def concluded(secretary, meeting: str, text: str) -> None:
    found = read_text(secretary, meeting, text)
    secretary.press("Xác nhận tất cả kết luận", **filled(found))


def given() -> list[Task]:
    return list(db.session.scalars(select(Task).order_by(Task.id)))


def test_a_meeting_about_nine_months_is_planned_attended_concluded_and_followed(browser_of, cast):
    """Story 004-1: a meeting with the period "n tháng", who came, its conclusions, the tasks, what is left of them."""
    secretary = browser_of(SECRETARIAT)
    here = plan(secretary, title="Sơ kết 9 tháng năm 2024", period_from="01/2024", period_to="9/2024")
    assert "từ tháng 01/2024 đến tháng 09/2024" in secretary.page.text
    secretary.open(f"{here}/attendance")
    states = {f"state-{seat}": "present" for seat in cast.seats.values()}
    page = secretary.press("Lưu điểm danh", **{**states, f"state-{cast.seats[MEMBER]}": "excused"})
    assert "Có mặt: 2 · Vắng có lý do: 1" in page.text

    concluded(secretary, here, NOTICE)

    kinds = db.session.scalars(select(Conclusion.kind).order_by(Conclusion.position)).all()
    assert kinds == ["other", "other", "other", "task", "task"]
    assert [row.lead_unit_id for row in given()] == [cast.units["31441"], cast.units["31318"]]
    assert [f"{row.due_on:%d/%m/%Y}" for row in given()] == ["15/11/2024", "19/11/2024"]
    for person, other, mine in ((REPORTER, 1, 0), (OTHER_REPORTER, 0, 1)):
        theirs = browser_of(person)
        assert given()[mine].title in theirs.open("/tasks").text
        assert theirs.open(f"/tasks/{given()[other].id}").status == 404
    done = given()[0].id
    reporter = browser_of(REPORTER)
    reporter.open(f"/tasks/{done}")
    reporter.press("Gửi báo cáo hoàn thành", **{"submission-product": "7/BC-UBND"})
    chair = browser_of(CHAIR)
    chair.open(f"/tasks/{done}")
    chair.press("Duyệt kết quả")
    assert "Đã hoàn thành đúng hạn" in secretary.open(here).text

    following = plan(secretary, title="Họp tháng 11")
    page = secretary.open(f"{following}/agenda")
    assert [title in page.html for title in (given()[1].title, given()[0].title)] == [True, False]


def test_a_visit_is_planned_seen_by_both_sides_and_leaves_tasks_with_the_commune(browser_of, cast):
    """Story 001-4: a working visit of leaders to a commune is scheduled; its conclusions become tasks that are done."""
    secretary, reporter = browser_of(SECRETARIAT), browser_of(REPORTER)
    here = plan(secretary, "?visit=1", title="Làm việc với Nàng Mau", visited="31441", chaired_by="Trưởng ban")
    for browser in (secretary, reporter):
        assert "Làm việc với Nàng Mau" in browser.open("/meetings?kind=visit").text
    assert browser_of(OTHER_REPORTER).open(here).status == 404

    concluded(secretary, here, NOTICE.splitlines()[3])

    [task] = given()
    assert (task.unit_id, task.lead_unit_id) == (cast.units["31441"], cast.units["31441"])
    assert task.code in reporter.open(here).text
    assert task.title in reporter.open("/tasks").text
    reporter.open(f"/tasks/{task.id}")
    reporter.press("Gửi báo cáo hoàn thành", **{"submission-product": "8/BC-UBND"})
    assert "chờ duyệt" in browser_of(CHAIR).open(f"/tasks/{task.id}").text
