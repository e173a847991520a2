"""A secretary plans a meeting, writes its agenda, enters who came; others look at it, strangers do not."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.errors import DomainError
from committee.domain.hours import read_hour, read_month
from committee.members.queries import committees_of
from committee.tasks.models import Attendance, Meeting, MeetingItem
from committee.tasks.operations import meetings as operations
from committee.tasks.operations.meetings import Came, Item, Plan
from tests.cast import CHAIR, MEMBER, OTHER_REPORTER, REPORTER, SECRETARIAT, STRANGER

PLAN = {
    "title": "Sơ kết 9 tháng năm 2024",
    "held_on": "28/10/2024",
    "starts_at": "8h30",
    "place": "Hội trường UBND tỉnh",
    "chaired_by": "Lê Thị Hạnh, Trưởng ban",
    "period_from": "01/2024",
    "period_to": "9/2024",
}


@pytest.fixture
def secretary(browser_of):
    return browser_of(SECRETARIAT)


def planned(secretary, **changes):
    secretary.open("/meetings/new")
    return secretary.press("Lưu kế hoạch", **{**PLAN, **changes})


def test_hours_and_months_are_read_as_they_are_written():
    hours = {"8h30": "08:30", "08:30": "08:30", "14 giờ": "14:00", "7g15": "07:15", "8h": "08:00", "": ""}
    assert {said: read_hour(said) for said in hours} == hours
    assert read_month("9/2024") == read_month("tháng 09/2024") == date(2024, 9, 1)
    for wrong in ("25h", "8h75", "sáng"):
        with pytest.raises(DomainError):
            read_hour(wrong)
    for wrong in ("13/2024", "2024", "9/24", "0/2024"):
        with pytest.raises(DomainError):
            read_month(wrong)


def test_a_meeting_has_a_free_period_an_agenda_and_everybodys_attendance(secretary, cast):
    """Story 004-1: a meeting with the period "n months", who came, and what was spoken of."""
    page = planned(secretary)

    assert page.heading == "Sơ kết 9 tháng năm 2024"
    assert "từ tháng 01/2024 đến tháng 09/2024" in page.text
    assert "28/10/2024, 08:30" in page.text
    here = page.path

    secretary.open(f"{here}/agenda")
    page = secretary.press("Lưu chương trình", text="Báo cáo kết quả 9 tháng", presented_by="BHXH tỉnh")
    assert "Báo cáo kết quả 9 tháng (BHXH tỉnh)" in page.text

    page = secretary.open(f"{here}/attendance")
    assert [name in page.text for name in (CHAIR.name, SECRETARIAT.name, MEMBER.name)] == [True] * 3
    absent, sent = (f"state-{cast.seats[one]}" for one in (MEMBER, CHAIR))
    changes = {absent: "excused", sent: "substitute", f"substitute-{cast.seats[CHAIR]}": "Phó Trưởng ban"}
    standing = {f"state-{seat}": "present" for seat in cast.seats.values()}
    page = secretary.press("Lưu điểm danh", **{**standing, **changes}, guests="Nguyễn Văn A, Sở Y tế\n\nTrần Thị B")

    assert "Có mặt: 1 · Vắng có lý do: 1 · Cử người dự thay: 1 · Khách mời: 2" in page.text
    assert "Cử người dự thay: Phó Trưởng ban" in page.text
    assert "Đã diễn ra" in page.text
    folded = secretary.open(f"{here}/attendance").find(".//form//details")
    assert [one.get("open") is not None for one in folded].count(True) == 1 < len(folded)
    acts = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.thing_kind == "meeting")))
    assert acts == {"plan meeting", "set agenda", "record attendance"}


@pytest.mark.one_engine
def test_bad_input_is_one_sentence_comes_back_as_typed_and_nothing_is_written(secretary):
    wrong = {
        "Tháng cuối của kỳ trước tháng đầu": {"period_from": "10/2024"},
        "Đề nghị chọn cả tháng đầu và tháng cuối": {"period_from": ""},
        "Hãy ghi tháng theo dạng": {"period_to": "13/2024"},
        "Hãy ghi giờ theo dạng": {"starts_at": "sáng"},
        "Hệ thống không lưu văn bản mật": {"secrecy": "mật"},
        "Hãy ghi tên cuộc họp": {"title": ""},
        "Hãy ghi ngày": {"held_on": ""},
        "Ngày này không có trong lịch": {"held_on": "31/2/2024"},
    }
    for sentence, changes in wrong.items():
        page = planned(secretary, **changes)

        assert page.status == 422
        assert [sentence in error for error in page.errors] == [True], (sentence, page.errors)
        assert page.find(".//input[@name='place']")[0].get("value") == PLAN["place"]
    assert db.session.scalars(select(Meeting)).all() == []


@pytest.mark.one_engine
def test_who_came_is_not_entered_before_the_day_nor_after_a_cancellation(secretary, cast):
    here = planned(secretary, held_on="29/10/2024").path
    meeting_id = int(here.rpartition("/")[2])

    secretary.open(f"{here}/attendance")
    page = secretary.press("Lưu điểm danh", **{f"state-{seat}": "present" for seat in cast.seats.values()})
    assert page.errors == ["Việc điểm danh được ghi từ ngày họp 29/10/2024 trở đi."]

    secretary.open(here)
    page = secretary.press("Hủy", reason="Hoãn theo chỉ đạo")
    assert "Đã hủy" in page.text
    assert "Hoãn theo chỉ đạo" in page.text
    with pytest.raises(DomainError, match="cancelled"):
        operations.set_agenda(meeting_id=meeting_id, items=[Item("Việc")], by=cast.actor(SECRETARIAT), now=clock.now())
    assert db.session.scalars(select(Attendance)).all() == []


@pytest.mark.one_engine
def test_the_rules_of_a_meeting_hold_below_the_pages_too(cast):
    by, now = cast.actor(SECRETARIAT), clock.now()
    committee = committees_of(cast.units["93"])[0].committee_id
    with transaction():
        meeting_id = operations.plan_meeting(
            committee_id=committee, plan=Plan("Họp", date(2024, 10, 28)), by=by, now=now
        )
    options = {"meeting_id": meeting_id, "by": by, "now": now}
    refused = [
        lambda: operations.record_attendance(people=[Came(None, "A", "", "substitute")], **options),
        lambda: operations.record_attendance(people=[Came(None, "", "", "present")], **options),
        lambda: operations.record_attendance(people=[Came(1, "A", "", "asleep")], **options),
        lambda: operations.set_agenda(items=[Item(" ")], **options),
        lambda: operations.set_agenda(items=[Item("x")] * 101, **options),
        lambda: operations.change_meeting(version=9, plan=Plan("Khác", date(2024, 10, 28)), **options),
        lambda: operations.change_meeting(
            version=1, plan=Plan("Khác", date(2024, 10, 28), visited_unit_id=cast.units["31441"]), **options
        ),
        lambda: operations.cancel_meeting(reason=" ", **options),
    ]
    for act in refused:
        with pytest.raises(DomainError), transaction():
            act()
    assert db.session.scalars(select(MeetingItem)).all() == []
    with transaction():
        operations.record_attendance(people=[Came(None, "A", "", "present")], **options)
    for act in (
        lambda: operations.cancel_meeting(reason="Hoãn", **options),
        lambda: operations.change_meeting(version=2, plan=Plan("Khác", date(2024, 11, 28)), **options),
    ):
        with pytest.raises(DomainError, match="has been held"), transaction():
            act()


@pytest.mark.one_engine
def test_two_who_change_the_same_plan_do_not_write_over_each_other(secretary, browser_of):
    here = planned(secretary).path
    other = browser_of(SECRETARIAT)
    secretary.open(f"{here}/plan")
    other.open(f"{here}/plan")
    other.press("Lưu thay đổi", place="Phòng họp số 2")

    page = secretary.press("Lưu thay đổi", place="Phòng họp số 3")

    assert page.status == 409
    assert page.find(".//input[@name='place']")[0].get("value") == "Phòng họp số 3"
    assert versions_on(page) == [("Địa điểm", "Phòng họp số 3", "Phòng họp số 2")]
    assert "Phòng họp số 2" in other.open(here).text
    assert "Phòng họp số 3" in secretary.press("Lưu thay đổi").text


def test_two_who_write_the_same_agenda_do_not_write_over_each_other(secretary, browser_of):
    here = planned(secretary).path
    other = browser_of(SECRETARIAT)
    secretary.open(f"{here}/agenda")
    other.open(f"{here}/agenda")
    other.press("Lưu chương trình", text="Báo cáo kết quả 9 tháng", presented_by="BHXH tỉnh")

    page = secretary.press("Lưu chương trình", text="Kiểm điểm tiến độ", presented_by="Sở Y tế")

    assert page.status == 409
    assert page.find(".//input[@name='text']")[0].get("value") == "Kiểm điểm tiến độ"
    assert versions_on(page) == [("Mục 1", "Kiểm điểm tiến độ (Sở Y tế)", "Báo cáo kết quả 9 tháng (BHXH tỉnh)")]
    assert "Báo cáo kết quả 9 tháng" in other.open(here).text
    page = secretary.press("Lưu chương trình", text="Kiểm điểm tiến độ", presented_by="Sở Y tế")
    assert "Kiểm điểm tiến độ (Sở Y tế)" in page.text
    assert db.session.scalars(select(MeetingItem.text)).all() == ["Kiểm điểm tiến độ"]


def test_two_who_enter_who_came_do_not_write_over_each_other(secretary, browser_of, cast):
    here = planned(secretary).path
    other = browser_of(SECRETARIAT)
    secretary.open(f"{here}/attendance")
    other.open(f"{here}/attendance")
    member = f"state-{cast.seats[MEMBER]}"
    other.press("Lưu điểm danh", **{member: "excused"}, guests="Trần Thị B, Sở Y tế")

    page = secretary.press("Lưu điểm danh", **{member: "absent"})

    assert page.status == 409
    assert [one.get("value") for one in page.find(f".//input[@name='{member}'][@checked]")] == ["absent"]
    assert versions_on(page) == [
        (MEMBER.name, "Vắng mặt", "Vắng có lý do"),
        ("Khách mời", "–", "Trần Thị B, Sở Y tế"),
    ]
    assert db.session.scalars(select(Attendance.state).where(Attendance.name == MEMBER.name)).one() == "excused"
    assert "Vắng mặt: 1" in secretary.press("Lưu điểm danh").text


def versions_on(page) -> list[tuple[str, ...]]:
    """Return the rows of what was typed here and what is saved by now."""
    rows = page.find(".//table[@id='versions']//tbody/tr")
    return [tuple(" ".join("".join(cell.itertext()).split()) for cell in row) for row in rows]


def test_a_version_or_a_meeting_that_is_no_number_of_ours_is_none(secretary):
    here = planned(secretary).path
    for odd in ("9" * 5000, "9223372036854775808", "٣", "x"):
        secretary.open(f"{here}/plan")
        assert secretary.press("Lưu thay đổi", place="Phòng họp số 2", version=odd).status == 409
    secretary.open("/petitions/new?unit=93")
    said = {"unit": "93", "field": "Y tế", "difficulty": "x", "proposal": "x", "addressee": "x"}
    for odd, status in (("9" * 5000, 200), ("9999999999", 404)):
        secretary.open("/petitions/new?unit=93")
        assert secretary.press("Gửi kiến nghị", **said, meeting=odd).status == status


@pytest.mark.one_engine
def test_the_list_is_searched_without_marks_and_taken_along(secretary):
    planned(secretary)
    planned(secretary, title="Họp đột xuất", held_on="20/11/2024", period_from="", period_to="")

    page = secretary.open("/meetings")
    assert "Sắp tới" in page.text
    assert "2 cuộc họp" in page.text
    page = secretary.open("/meetings?q=so+ket&kind=meeting")
    assert ["Sơ kết" in page.text, "Họp đột xuất" in page.text] == [True, False]
    rows = list(csv.reader(io.StringIO(secretary.ask("GET", "/meetings?format=csv").text.lstrip("\ufeff"))))
    assert [row[4] for row in rows[1:]] == ["Họp đột xuất", "Sơ kết 9 tháng năm 2024"]
    assert rows[0][:3] == ["Ngày", "Giờ", "Loại"]
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "exported")).one().facts["rows"] == 2
    assert secretary.open("/meetings?since=31/2/2024").status == 422


@pytest.mark.one_engine
def test_a_visit_of_the_leaders_stands_in_the_calendar_of_both_sides(secretary, browser_of):
    """Story 001-4: a working visit of the committee's leaders to a commune is scheduled and seen by the commune."""
    secretary.open("/meetings/new?visit=1")
    page = secretary.press(
        "Lưu kế hoạch", title="Làm việc với thị trấn Nàng Mau", held_on="5/11/2024", visited="31441", starts_at="14h"
    )
    assert "Thị trấn Nàng Mau" in page.text
    here = page.path

    reporter = browser_of(REPORTER)
    assert "Làm việc với thị trấn Nàng Mau" in reporter.open("/meetings?kind=visit").text
    assert "Sửa kế hoạch" not in reporter.open(here).text
    assert browser_of(OTHER_REPORTER).open(here).status == 404
    assert browser_of(STRANGER).open("/meetings").status == 200
    assert reporter.open("/meetings/new").status == 404
    secretary.open("/meetings/new?visit=1")
    assert secretary.press("Lưu kế hoạch", title="Đi", held_on="5/11/2024", visited="9").status == 422


@pytest.mark.one_engine
def test_the_unit_visited_is_named_as_people_name_it(secretary, browser_of):
    said = {
        "": "Hãy ghi đơn vị được kiểm tra, làm việc.",
        "xã không có": "Không có đơn vị nào mang tên hoặc mã này trong phạm vi được xem.",
        "Vị": "Có nhiều đơn vị trùng tên, xin ghi mã: ",
    }
    for typed, sentence in said.items():
        secretary.open("/meetings/new?visit=1")
        page = secretary.press("Lưu kế hoạch", title="Đi", held_on="5/11/2024", visited=typed)
        assert [error[: len(sentence)] for error in page.errors] == [sentence], typed

    page = secretary.press("Lưu kế hoạch", title="Đi Nàng Mau", held_on="5/11/2024", visited="nang mau")

    assert "Thị trấn Nàng Mau" in page.text
    assert "Đi Nàng Mau" in browser_of(REPORTER).open("/meetings?unit=Nàng Mau").text
    assert secretary.open("/meetings?unit=nơi khác").status == 422
    assert secretary.open("/petitions?unit=nơi khác").status == 422
