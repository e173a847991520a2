"""A draft before the meeting: comments by name, returned, completed with an answer for each comment."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db, transaction
from committee.documents.models import DocumentLink
from committee.documents.operations import Description, register
from committee.domain.access import Actor
from committee.members.queries import committees_of
from committee.tasks.models import Meeting, MeetingComment, MeetingPaper
from committee.tasks.operations import meetings as operations
from committee.tasks.operations.meetings import Plan
from tests.cast import OTHER_REPORTER, REPORTER, SECRETARIAT

BY = Actor.command_line()


@pytest.fixture
def meeting(cast) -> str:
    """The address of a meeting of today."""
    committee = committees_of(cast.units["93"])[0].committee_id
    with transaction():
        plan = Plan("Thẩm định dự thảo Quy chế", date(2024, 10, 28))
        meeting_id = operations.plan_meeting(committee_id=committee, plan=plan, by=BY, now=clock.now())
    db.session.remove()
    return f"/meetings/{meeting_id}"


@pytest.fixture
def draft(cast) -> int:
    """A draft regulation in the register."""
    said = Description("regulation", "Ban Chỉ đạo", "Quy chế hoạt động của Ban Chỉ đạo")
    with transaction():
        return register(unit_id=cast.units["93"], description=said, state="draft", by=BY, now=clock.now())


def test_a_draft_gets_comments_is_returned_and_completed(browser_of, meeting, draft):
    """Story 004-1 prepares it, story 004-3 tells it: a draft regulation with comments is returned for completion."""
    secretary = browser_of(SECRETARIAT)
    secretary.open(meeting)
    page = secretary.press("Trình cuộc họp", **{"paper-document": draft})
    assert "Đang trình cuộc họp" in page.text
    paper = page.find(".//table[@id='papers-table']//a")[0].get("href")

    for name, text in (("Sở Y tế", "Bổ sung trách nhiệm của Sở Y tế"), ("Cục Thống kê", "Sửa kỳ báo cáo")):
        secretary.open(paper)
        page = secretary.press("Lưu ý kiến", said_by=name, text=text)
    assert "Ý kiến (2)" in page.text

    page = secretary.press("Trả lại", reason="", answered_by="BHXH tỉnh", due_on="27/10/2024")
    assert page.errors == ["Hãy ghi lý do trả lại."]
    page = secretary.press("Trả lại", reason="Tiếp thu 2 ý kiến", answered_by="BHXH tỉnh", due_on="27/10/2024")
    assert page.errors == ["Hạn hoàn thiện không thể trước ngày 28/10/2024: hãy ghi ngày muộn hơn."]
    page = secretary.press("Trả lại", due_on="10/11/2024")
    assert "Trả lại để hoàn thiện, hạn 10/11/2024" in page.text

    first, second = db.session.scalars(select(MeetingComment.id).order_by(MeetingComment.id))
    page = secretary.press("Ghi nhận đã hoàn thiện", **{f"answer-{first}": "Đã bổ sung Điều 5"})
    assert page.errors == ["Mỗi ý kiến phải được giải trình, tiếp thu: còn thiếu ý kiến của Cục Thống kê."]
    assert "Đã bổ sung Điều 5" in page.text
    page = secretary.press("Ghi nhận đã hoàn thiện", **{f"answer-{second}": "Đã sửa Điều 9"})

    assert "Đã hoàn thiện ngày 28/10/2024" in page.text
    assert "Giải trình, tiếp thu: Đã sửa Điều 9" in page.text
    assert "Đã hoàn thiện ngày 28/10/2024" in secretary.open(meeting).text


@pytest.mark.one_engine
def test_a_document_stands_before_a_meeting_once_and_a_foreign_one_not_at_all(browser_of, cast, meeting, draft):
    said = Description("plan", "UBND", "Kế hoạch", number="5/KH-UBND", issued_on=date(2024, 1, 5))
    with transaction():
        register(unit_id=cast.units["31318"], description=said, by=BY, now=clock.now())
    secretary = browser_of(SECRETARIAT)
    secretary.open(meeting)
    secretary.press("Trình cuộc họp", **{"paper-document": draft})

    page = secretary.press("Trình cuộc họp", **{"paper-document": draft})
    assert page.errors == ["Tài liệu này đã được trình cuộc họp."]
    page = secretary.press("Trình cuộc họp", **{"paper-document": 9_999})
    assert page.errors == ["Không có văn bản này trong sổ mà tài khoản được xem: hãy chọn từ danh sách."]
    assert len(db.session.scalars(select(MeetingPaper)).all()) == 1
    assert browser_of(REPORTER).open(meeting).status == 404
    assert browser_of(OTHER_REPORTER).open(f"{meeting}/papers/1").status == 404


@pytest.mark.one_engine
def test_the_notice_of_conclusions_is_a_document_of_the_register(browser_of, cast, meeting):
    said = Description("conclusion_notice", "BCĐ", "Kết luận", number="12/TB-BCĐ", issued_on=date(2024, 10, 28))
    with transaction():
        notice = register(unit_id=cast.units["93"], description=said, by=BY, now=clock.now())
    secretary = browser_of(SECRETARIAT)
    secretary.open(meeting)

    page = secretary.press("Gắn thông báo", **{"notice-document": notice})

    assert "Thông báo kết luận 12/TB-BCĐ" in page.text
    register_page = secretary.open(f"/documents/{notice}")
    assert "Cuộc họp: Thẩm định dự thảo Quy chế, 28/10/2024" in register_page.text
    assert register_page.find(f".//a[@href='{meeting}']")
    assert db.session.scalars(select(Meeting.document_id)).one() == notice
    assert db.session.scalars(select(DocumentLink.kind)).one() == "meeting"
