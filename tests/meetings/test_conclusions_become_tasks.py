"""The text of a notice is pasted, each point is looked at, and all tasks are given at once or none."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select, update

from committee.core import clock
from committee.core.db import db, transaction
from committee.documents.operations import Description, register
from committee.domain.access import Actor
from committee.domain.task_rules import Party, PartyKind
from committee.members.models import Seat
from committee.members.queries import committees_of
from committee.tasks.models import Conclusion, Meeting, Task, TaskCoordinator
from committee.tasks.operations import Assignment, sub_assign
from committee.tasks.operations import meetings as operations
from committee.tasks.operations.conclusions import Concluded, conclude
from committee.tasks.operations.meetings import Plan
from committee.tasks.operations.papers import set_notice
from tests.cast import CHAIR, MEMBER, REPORTER, SECRETARIAT, Cast
from tests.meetings.card_fields import cards, filled, read_text
from tests.tasks.desk import together

BY = Actor.command_line()
NOTICE = """
1. Giao BHXH tỉnh chủ trì, phối hợp với Sở Y tế và Cục Thống kê xây dựng Quy chế hoạt động trước ngày 20/11/2024.
2. Giao Thị trấn Nàng Mau chủ trì lập danh sách hộ gia đình chưa tham gia BHYT, chậm nhất ngày 15/11/2024.
3. Giao Sở Y tế báo cáo kết quả khám chữa bệnh BHYT, sớm gửi Ban Chỉ đạo.
4. Các cơ quan tiếp tục tăng cường tuyên truyền phát triển người tham gia BHXH tự nguyện.
""".strip()


def organizations(cast: Cast) -> None:
    """Say which agencies the members of the committee come from."""
    for person, organization in ((SECRETARIAT, "BHXH tỉnh"), (MEMBER, "Sở Y tế")):
        seat = update(Seat).where(Seat.id == cast.seats[person])
        db.session.execute(seat.values(organization=organization))


@pytest.fixture
def meeting(cast) -> str:
    """The address of a meeting of today, with the notice of its conclusions."""
    unit_id, now = cast.units["93"], clock.now()
    committee = committees_of(unit_id)[0].committee_id
    said = Description("conclusion_notice", "BCĐ", "Kết luận", number="12/TB-BCĐ", issued_on=date(2024, 10, 28))
    with transaction():
        organizations(cast)
        plan = Plan("Sơ kết 9 tháng", date(2024, 10, 28), period_from=date(2024, 1, 1), period_to=date(2024, 9, 1))
        meeting_id = operations.plan_meeting(committee_id=committee, plan=plan, by=BY, now=now)
        notice = register(unit_id=unit_id, description=said, by=BY, now=now)
        set_notice(meeting_id=meeting_id, document_id=notice, by=BY, now=now)
    db.session.remove()
    return f"/meetings/{meeting_id}"


@pytest.fixture
def secretary(browser_of):
    return browser_of(SECRETARIAT)


def read(secretary, meeting: str, text: str = NOTICE) -> dict[str, list[str]]:
    return read_text(secretary, meeting, text)


def test_a_notice_becomes_tasks_once_somebody_confirms(secretary, browser_of, meeting, cast):
    """Story 004-1: meeting → conclusions → tasks; story 004-2 reads its due day; 002-8 its coordinators."""
    found = read(secretary, meeting)

    assert found["kind"] == ["task", "task", "task", "standing"]
    assert found["lead"][:3] == ["BHXH tỉnh", "Thị trấn Nàng Mau", "Sở Y tế"]
    assert found["coordinators"][0] == "Sở Y tế; Cục Thống kê"
    assert found["due_on"] == ["19/11/2024", "15/11/2024", "", ""]
    assert found["deliverable"][0].startswith("Quy chế")
    assert "19/11/2024" in secretary.page.text
    assert db.session.scalars(select(Task)).all() == []

    found["deliverable"][2] = found["deliverable"][2] or "Báo cáo"
    found["indicator"][3:] = ["si_voluntary"]
    found["lead"][3] = ""
    page = secretary.press("Xác nhận tất cả kết luận", **filled(found))
    assert page.status == 422
    assert ["“sớm” không nêu ngày cụ thể" in error for error in page.errors] == [True]
    assert cards(page)["title"] == found["title"]
    assert db.session.scalars(select(Task)).all() == db.session.scalars(select(Conclusion)).all() == []

    found["due_on"][2] = "30/11/2024"
    page = secretary.press("Xác nhận tất cả kết luận", **filled(found))

    assert "Đã giao 3 nhiệm vụ." in page.text
    first, second, third = db.session.scalars(select(Task).order_by(Task.id))
    assert (first.lead_kind, first.lead_name, first.lead_seat_id) == ("seat", "BHXH tỉnh", cast.seats[SECRETARIAT])
    assert (first.due_on, first.due_wording) == (date(2024, 11, 19), "trước ngày 20/11/2024")
    assert (second.lead_kind, second.lead_unit_id) == ("unit", cast.units["31441"])
    assert third.due_on == date(2024, 11, 30)
    helpers = db.session.scalars(select(TaskCoordinator).where(TaskCoordinator.task_id == first.id)).all()
    assert [(one.kind, one.name) for one in helpers] == [("seat", "Sở Y tế"), ("name", "Cục Thống kê")]
    points = db.session.scalars(select(Conclusion).order_by(Conclusion.position)).all()
    assert [point.kind for point in points] == ["task", "task", "task", "standing"]
    assert points[3].indicator == "si_voluntary"
    row = db.session.scalars(select(Meeting)).one()
    assert (first.conclusion_id, first.document_id, row.state) == (points[0].id, row.document_id, "held")
    assert "Đang thực hiện trong hạn" in browser_of(CHAIR).open(meeting).text
    assert browser_of(REPORTER).open(meeting).status == 404


def test_a_notice_confirmed_twice_gives_its_tasks_once(secretary, browser_of, meeting):
    other = browser_of(CHAIR)
    found, again = read(secretary, meeting, NOTICE.splitlines()[0]), read(other, meeting, NOTICE.splitlines()[0])
    secretary.press("Xác nhận tất cả kết luận", **filled(found))

    page = other.press("Xác nhận tất cả kết luận", **filled(again))

    assert (page.status, len(page.errors)) == (409, 1)
    assert "đã có thêm 1 kết luận" in page.errors[0]
    assert cards(page)["title"] == again["title"]
    assert [len(db.session.scalars(select(one)).all()) for one in (Task, Conclusion)] == [1, 1]

    page = other.press("Xác nhận tất cả kết luận", **filled({**again, "title": ["Việc khác"]}))
    assert (page.status, db.session.scalars(select(Task.title)).all()[1:]) == (200, ["Việc khác"])


def test_two_who_confirm_one_notice_at_the_same_moment_give_its_tasks_once(app, cast, meeting):
    meeting_id, committee = int(meeting.rpartition("/")[2]), committees_of(cast.units["93"])[0].committee_id
    lead = Party(PartyKind.UNIT, "", cast.units["31441"])
    task = Assignment(committee, "Lập danh sách", lead, "Danh sách", date(2024, 10, 28))
    points = [Concluded("Giao Thị trấn Nàng Mau lập danh sách.", "task", task=task)]
    by = [cast.actor(person) for person in (SECRETARIAT, CHAIR, SECRETARIAT)]

    def confirm(who: Actor) -> None:
        conclude(meeting_id=meeting_id, points=points, after=0, by=who, now=clock.now())

    refused = together(app, [partial(confirm, who) for who in by])

    assert len(refused) == 2
    assert [len(db.session.scalars(select(one)).all()) for one in (Task, Conclusion)] == [1, 1]


def test_words_without_a_day_are_asked_once_and_then_the_task_has_no_deadline(secretary, meeting):
    found = read(secretary, meeting, NOTICE.splitlines()[2])
    found["deliverable"] = ["Báo cáo"]
    page = secretary.press("Xác nhận tất cả kết luận", **filled(found))
    assert (page.status, len(page.errors)) == (422, 1)
    assert "xác nhận lần nữa để giao nhiệm vụ không xác định thời hạn" in page.errors[0]

    page = secretary.press("Xác nhận tất cả kết luận", **filled(cards(page)))

    task = db.session.scalars(select(Task)).one()
    assert (task.due_on, task.due_wording, task.is_standing) == (None, "sớm", False)
    assert "Không xác định thời hạn" in page.text


@pytest.mark.one_engine
def test_what_is_not_clear_is_said_once_for_the_page_and_gone_on_with(secretary, meeting):
    text = "Giao BHXH tỉnh chủ trì lập kế hoạch phát triển người tham gia BHXH tự nguyện."
    found = read(secretary, meeting, "\n".join([f"1. {text}", NOTICE.splitlines()[1]]))
    day, whole = [" ".join(one.itertext()) for one in secretary.page.find(".//ul[@id='unclear']/li")]
    assert day.startswith("Mục 1")
    assert "rõ thời gian (thời hạn)" in day
    assert whole.startswith("2 nhiệm vụ sẽ giao: Chưa đủ “6 rõ”: còn thiếu rõ trách nhiệm, rõ thẩm quyền.")

    both = {**found, "due_on": ["", ""], "due_wording": ["", ""]}
    page = secretary.press("Xác nhận tất cả kết luận", **filled(both))
    assert (page.status, page.errors, page.title.startswith("Lỗi:")) == (422, [], False)
    assert len(page.find(".//ul[@id='unclear']/li")) == 3
    assert db.session.scalars(select(Task)).all() == db.session.scalars(select(Conclusion)).all() == []

    page = secretary.press("Xác nhận tất cả kết luận", **filled(cards(page)))
    assert "Đã giao 2 nhiệm vụ." in page.text
    assert db.session.scalars(select(Task.due_on)).all() == [None, None]


@pytest.mark.one_engine
def test_an_indicator_is_chosen_by_its_name_from_one_list(secretary, meeting):
    found = read(secretary, meeting, NOTICE.splitlines()[3])
    assert len(secretary.page.find(".//datalist[@id='indicators']")) == 1
    found["lead"] = [""]

    page = secretary.press("Xác nhận tất cả kết luận", **filled({**found, "indicator": ["Không có thật"]}))
    assert "Không có chỉ tiêu nào tên là" in page.errors[0]
    named = page.find(".//datalist[@id='indicators']/option")[0].get("value")
    secretary.press("Xác nhận tất cả kết luận", **filled({**found, "indicator": [named]}))

    assert db.session.scalars(select(Conclusion.indicator)).one()


@pytest.mark.one_engine
def test_a_card_that_is_wrong_says_so_and_no_task_is_given(secretary, meeting):
    wrong = {
        "Chủ trì không thể đồng thời": {"coordinators": "BHXH tỉnh; Sở Y tế"},
        "chỉ có một chủ trì": {"lead": "BHXH tỉnh; Sở Y tế"},
        "phải có đúng một đơn vị hoặc cá nhân chủ trì": {"lead": ""},
        "27/10/2024": {"due_on": "27/10/2024"},
        "Ngày này không có trong lịch": {"due_on": "31/11/2024"},
        "sản phẩm": {"deliverable": ""},
        "Hệ thống không lưu văn bản mật": {"text": "Giao BHXH tỉnh xử lý văn bản MẬT"},
        "chỉ tiêu": {"kind": "standing", "lead": ""},
    }
    text = NOTICE.splitlines()[0]
    for sentence, changes in wrong.items():
        found = read(secretary, meeting, text)
        for name, value in changes.items():
            found[name] = [value]
        page = secretary.press("Xác nhận tất cả kết luận", **filled(found))

        assert page.status == 422
        assert [sentence.casefold() in error.casefold() for error in page.errors] == [True], (sentence, page.errors)
        assert cards(page)["title"] == found["title"]
    assert db.session.scalars(select(Task)).all() == db.session.scalars(select(Conclusion)).all() == []


@pytest.mark.one_engine
def test_a_point_is_left_out_and_another_is_only_kept(secretary, meeting):
    found = read(secretary, meeting, "\n".join(NOTICE.splitlines()[:3]))
    found["kind"] = ["left_out", "other", "left_out"]

    secretary.press("Xác nhận tất cả kết luận", **filled(found))

    assert [point.kind for point in db.session.scalars(select(Conclusion))] == ["other"]
    assert db.session.scalars(select(Task)).all() == []


@pytest.mark.one_engine
def test_nothing_is_read_of_an_empty_text_or_before_the_meeting(secretary, meeting, cast):
    secretary.open(f"{meeting}/conclusions/new")
    assert secretary.press("Đọc kết luận", notice=" ").errors == ["Hãy dán nội dung kết luận trước."]
    committee = committees_of(cast.units["93"])[0].committee_id
    with transaction():
        later = operations.plan_meeting(
            committee_id=committee, plan=Plan("Họp sau", date(2024, 11, 28)), by=BY, now=clock.now()
        )
    secretary.open(f"/meetings/{later}/conclusions/new")
    assert secretary.press("Đọc kết luận", notice=NOTICE).errors == ["Chỉ ghi kết luận từ ngày họp trở đi."]


@pytest.mark.one_engine
def test_the_next_meeting_takes_over_what_the_last_left_open(secretary, browser_of, meeting):
    found = read(secretary, meeting, "\n".join(NOTICE.splitlines()[:2]))
    secretary.press("Xác nhận tất cả kết luận", **filled(found))
    secretary.open("/meetings/new")
    here = secretary.press("Lưu kế hoạch", title="Họp quý IV", held_on="20/12/2024").path
    clock.stop_at(clock.now().replace(month=11, day=18))
    secretary = browser_of(SECRETARIAT)

    page = secretary.open(f"{here}/agenda")
    assert "Đang thực hiện quá hạn" in page.text
    assert "Đang thực hiện trong hạn" in page.text
    page = secretary.press("Đưa 2 việc vào chương trình")

    assert "Việc tồn từ cuộc họp trước" not in page.text
    assert [one.get("value") for one in page.find(".//input[@name='presented_by']")][:2] == [
        "BHXH tỉnh",
        "Thị trấn Nàng Mau",
    ]


@pytest.mark.one_engine
def test_the_next_meeting_takes_over_what_visits_left_open_too_but_no_part_beside_its_whole(secretary, meeting, cast):
    found = read(secretary, meeting, NOTICE.splitlines()[0])
    secretary.press("Xác nhận tất cả kết luận", **filled(found))
    whole = db.session.scalars(select(Task.id)).one()
    with transaction():
        sub_assign(parent_id=whole, unit_ids=[cast.units["31441"]], by=cast.actor(SECRETARIAT), now=clock.now())
    secretary.open("/meetings/new?visit=1")
    visit = secretary.press("Lưu kế hoạch", title="Làm việc", held_on="28/10/2024", visited="31441").path
    found = read(secretary, visit, NOTICE.splitlines()[1])
    secretary.press("Xác nhận tất cả kết luận", **filled(found))
    secretary.open("/meetings/new")
    here = secretary.press("Lưu kế hoạch", title="Họp quý IV", held_on="20/12/2024").path

    secretary.open(f"{here}/agenda")
    page = secretary.press("Đưa 2 việc vào chương trình")

    assert [one.get("value") for one in page.find(".//input[@name='presented_by']")][:2] == [
        "BHXH tỉnh",
        "Thị trấn Nàng Mau",
    ]
    assert "đã giao xuống 1 đơn vị" in secretary.open(meeting).text


@pytest.mark.one_engine
def test_what_a_visit_finds_becomes_tasks_about_the_unit(secretary, browser_of, cast):
    """Story 001-4: a visit of the leaders to a commune; what they conclude there becomes tasks, tied to the commune."""
    secretary.open("/meetings/new?visit=1")
    here = secretary.press("Lưu kế hoạch", title="Làm việc tại Nàng Mau", held_on="28/10/2024", visited="31441").path
    found = read(secretary, here, NOTICE.splitlines()[1])

    secretary.press("Xác nhận tất cả kết luận", **filled(found))

    task = db.session.scalars(select(Task)).one()
    assert (task.unit_id, task.lead_unit_id) == (cast.units["31441"], cast.units["31441"])
    assert "lập danh sách hộ gia đình" in browser_of(REPORTER).open(here).text


@pytest.mark.one_engine
def test_a_standing_directive_given_to_somebody_stays_outside_the_rates(secretary, meeting):
    found = read(secretary, meeting, NOTICE.splitlines()[3])
    found["indicator"], found["lead"], found["due_on"] = ["si_voluntary"], ["BHXH tỉnh"], [""]

    page = secretary.press("Xác nhận tất cả kết luận", **filled(found))

    task = db.session.scalars(select(Task)).one()
    assert (task.is_standing, task.indicator, task.due_on) == (True, "si_voluntary", None)
    assert "Không xác định thời hạn" in page.text


@pytest.mark.one_engine
def test_a_document_of_the_party_committee_gives_tasks(secretary, cast, meeting):
    """Story 003-4: an official letter of the Party committee is the source that tasks rest on."""
    said = Description("công văn", "Tỉnh ủy", "Lãnh đạo BHYT toàn dân", number="27-CV/TU", issued_on=date(2020, 10, 12))
    with transaction():
        letter = register(unit_id=cast.units["93"], description=said, by=BY, now=clock.now())
        set_notice(meeting_id=int(meeting.rpartition("/")[2]), document_id=letter, by=BY, now=clock.now())
    text = "Giao BHXH tỉnh chủ trì lập kế hoạch bao phủ BHYT trong 30 ngày kể từ ngày ban hành văn bản."

    found = read(secretary, meeting, text)
    assert found["due_on"] == ["11/11/2020"]
    found["due_on"] = ["30/11/2024"]
    secretary.press("Xác nhận tất cả kết luận", **filled(found))

    task = db.session.scalars(select(Task)).one()
    assert (task.document_id, task.due_on, task.lead_name) == (letter, date(2024, 11, 30), "BHXH tỉnh")


def test_of_two_who_are_named_in_charge_somebody_chooses_the_one_lead(secretary, meeting, cast):
    """Story 001-7: exactly one lead; the other helps, and nobody but a person says which is which."""
    text = "1. BHXH tỉnh và Sở Y tế đồng chủ trì, phối hợp với Cục Thuế lập kế hoạch trước ngày 20/11/2024."
    found = read(secretary, meeting, text)
    offered = [one.text for one in secretary.page.find(".//select[@name='lead']/optgroup[1]/option")]
    assert (offered, found["lead"]) == (["BHXH tỉnh", "Sở Y tế"], [])
    assert found["coordinators"] == ["BHXH tỉnh; Sở Y tế; Cục Thuế"]
    assert "Văn bản nêu nhiều đơn vị chủ trì: BHXH tỉnh; Sở Y tế." in secretary.page.text

    page = secretary.press("Xác nhận tất cả kết luận")
    assert (page.status, ["Đề nghị chọn một đơn vị chủ trì" in one for one in page.errors]) == (422, [True])
    assert [one.text for one in page.find(".//select[@name='lead']/optgroup[1]/option")] == offered
    assert db.session.scalars(select(Task)).all() == []

    secretary.press("Xác nhận tất cả kết luận", lead="Sở Y tế")

    task = db.session.scalars(select(Task)).one()
    assert (task.lead_kind, task.lead_seat_id) == ("seat", cast.seats[MEMBER])
    helpers = db.session.scalars(select(TaskCoordinator).where(TaskCoordinator.task_id == task.id)).all()
    assert sorted(one.name for one in helpers) == ["BHXH tỉnh", "Cục Thuế"]


@pytest.mark.one_engine
def test_what_is_no_job_is_shown_and_kept_and_the_list_of_recipients_is_left_out(secretary, meeting):
    text = (
        "I. Đánh giá chung\nBHXH tỉnh triển khai tốt.\nII. Nhiệm vụ\n1. Hết năm báo cáo Trưởng ban.\nNơi nhận:\n- VT."
    )
    found = read(secretary, meeting, text)
    assert found["kind"] == ["other", "other", "other", "task", "left_out"]
    assert found["due_on"][3] == "31/12/2024"

    secretary.press("Xác nhận tất cả kết luận", **filled({**found, "lead": ["", "", "", "BHXH tỉnh", ""]}))

    kept = db.session.scalars(select(Conclusion.text).order_by(Conclusion.position)).all()
    assert kept == [
        "Đánh giá chung", "BHXH tỉnh triển khai tốt.", "Nhiệm vụ", "Hết năm báo cáo Trưởng ban."
    ]  # fmt: skip
    assert db.session.scalars(select(Task.due_on)).all() == [date(2024, 12, 31)]


def test_the_letterhead_and_the_assessment_before_the_first_task_stand_folded(secretary, meeting):
    before = "THÔNG BÁO KẾT LUẬN\n\nI. ĐÁNH GIÁ CHUNG\n\n1. Kết quả đạt được: số người tham gia tăng.\n\n"
    found = read_text(secretary, meeting, f"{before}II. NHIỆM VỤ\n\n{NOTICE}")

    opening = found["kind"].index("task")
    [folded] = secretary.page.find(".//details[section]")
    assert opening > 1
    assert len(folded.findall("section")) == opening
    assert f"{opening} điểm đầu không giao nhiệm vụ cho ai" in secretary.page.text
    read_text(secretary, meeting, NOTICE)
    assert not secretary.page.find(".//details[section]")


def test_a_notice_that_is_pasted_again_gives_no_task_twice(secretary, meeting):
    found = read_text(secretary, meeting, NOTICE)
    found["deliverable"][2], found["due_on"][2], found["indicator"][3:] = "Báo cáo", "30/11/2024", ["si_voluntary"]
    secretary.press("Xác nhận tất cả kết luận", **filled({**found, "lead": [*found["lead"][:3], ""]}))
    given = db.session.scalars(select(Task.id)).all()

    added = "5. Giao BHXH tỉnh báo cáo kết quả rà soát trước ngày 30/11/2024."
    again = read_text(secretary, meeting, f"{NOTICE}\n{added}")
    said = secretary.page.text
    secretary.press("Xác nhận tất cả kết luận", **filled(again))

    assert len(given) == 3
    assert again["kind"] == ["left_out"] * 4 + ["task"]
    assert said.count("đã có trong kết luận của cuộc họp") == 4
    assert len(db.session.scalars(select(Task.id)).all()) == 4
