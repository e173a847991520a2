"""A unit writes down a difficulty and what it proposes; whoever is addressed, or the committee above, answers."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, update

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.documents.operations import Description, register
from committee.domain.access import Actor
from committee.members import operations as members
from committee.members.models import Seat
from committee.members.queries import committees_of
from committee.tasks.models import Petition
from tests.cast import CHAIR, MEMBER, OTHER_REPORTER, REPORTER, SECRETARIAT, STRANGER, SUPERVISOR

SAID = {
    "field": "Phát triển BHXH tự nguyện",
    "difficulty": "Hơn 60% doanh nghiệp có dưới 5 lao động",
    "proposal": "Bổ sung hỗ trợ mức đóng từ ngân sách tỉnh",
    "addressee": "Sở Y tế",
    "due_on": "15/11/2024",
}


@pytest.fixture
def reporter(browser_of, cast):
    seat = update(Seat).where(Seat.id == cast.seats[MEMBER])
    with transaction():
        db.session.execute(seat.values(organization="Sở Y tế"))
    return browser_of(REPORTER)


def raised(browser, **changes):
    browser.open("/petitions/new")
    return browser.press("Gửi kiến nghị", **{**SAID, **changes})


def test_a_unit_proposes_and_the_responsible_body_answers(reporter, browser_of, cast):
    """Story 001-1: difficulties and proposals of a unit are recorded, and the answer of the responsible body."""
    page = raised(reporter)
    here = page.path
    assert page.heading == "Kiến nghị của Thị trấn Nàng Mau"
    row = db.session.scalars(select(Petition)).one()
    assert (row.addressee_kind, row.addressee_seat_id) == ("seat", cast.seats[MEMBER])
    assert reporter.send(f"{here}/answer", answer="Tự trả lời").status_code == 404

    said = Description("công văn", "Sở Y tế", "Trả lời kiến nghị", number="9/SYT", issued_on=date(2024, 10, 27))
    with transaction():
        paper = register(unit_id=cast.units["93"], description=said, by=Actor.command_line(), now=clock.now())
    member = browser_of(MEMBER)
    member.open(here)
    assert member.press("Lưu trả lời", answer="").errors == ["Đề nghị ghi nội dung trả lời."]
    page = member.press("Lưu trả lời", answer="Đã trình UBND tỉnh hỗ trợ 20%", document=paper)

    assert "Đã trình UBND tỉnh hỗ trợ 20%" in page.text
    page = reporter.open(here)
    assert [said in page.text for said in ("Đã trình UBND tỉnh", MEMBER.name, "28/10/2024")] == [True] * 3
    assert reporter.send(f"{here}/withdrawal").status_code == 422
    acts = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.thing_kind == "petition")))
    assert acts == {"raise petition", "answer petition"}


@pytest.mark.one_engine
def test_who_sees_and_who_answers(reporter, browser_of):
    here = raised(reporter, addressee="Bưu điện tỉnh", due_on="").path

    assert db.session.scalars(select(Petition.addressee_kind)).one() == "name"
    seen = {one.email: browser_of(one).open(here) for one in (CHAIR, SECRETARIAT, MEMBER, SUPERVISOR, OTHER_REPORTER)}
    statuses = [page.status for page in seen.values()]
    answers = ["Trả lời kiến nghị" in page.text for page in seen.values()]
    assert statuses == [200, 200, 200, 200, 404]
    assert answers == [True, True, False, False, False]
    assert browser_of(STRANGER).open("/petitions/new").status == 404
    reporter.open(here)
    assert "Đã rút kiến nghị" in reporter.press("Rút kiến nghị").text


@pytest.mark.one_engine
def test_the_secretariat_writes_down_what_it_heard_on_a_visit(browser_of):
    secretary = browser_of(SECRETARIAT)
    secretary.open("/meetings/new?visit=1")
    visit = secretary.press("Lưu kế hoạch", title="Làm việc", held_on="28/10/2024", visited="31441").path
    page = secretary.open(visit)
    link = next(one.get("href") for one in page.find(".//a") if "/petitions/new" in (one.get("href") or ""))
    secretary.open(link)

    secretary.press("Gửi kiến nghị", **SAID)

    row = db.session.scalars(select(Petition)).one()
    assert f"/meetings/{row.meeting_id}" == visit
    assert "Bổ sung hỗ trợ mức đóng" in secretary.open(visit).text


def test_a_proposal_knows_the_committee_it_is_addressed_to(reporter, browser_of, cast):
    """The committee of the seat addressed, the nearest above for a mere name, or the one that was chosen."""
    province = committees_of(cast.units["93"])[0].committee_id
    with transaction():
        district = members.found_committee(
            unit_id=cast.units["935"], name="Ban Chỉ đạo huyện Vị Thủy", by=Actor.command_line(), now=clock.now()
        )

    raised(reporter)
    page = raised(reporter, addressee="Bưu điện")
    raised(reporter, addressee="Bưu điện", committee=province)

    assert "Ban Chỉ đạo huyện Vị Thủy" in page.text
    assert list(db.session.scalars(select(Petition.committee_id).order_by(Petition.id))) == [
        province,
        district,
        province,
    ]
    assert raised(reporter, committee=9_999).status == 422
    assert "Bổ sung hỗ trợ mức đóng" in browser_of(SECRETARIAT).open("/").text


def test_proposals_that_were_raised_before_find_their_committee(reporter, cast):
    province = committees_of(cast.units["93"])[0].committee_id
    raised(reporter)
    raised(reporter, addressee="Bưu điện")
    with transaction():
        db.session.execute(update(Petition).values(committee_id=None))
    db.session.remove()

    downgrade(revision="0009")
    upgrade()

    assert list(db.session.scalars(select(Petition.committee_id))) == [province, province]


@pytest.mark.one_engine
def test_bad_input_is_one_sentence_comes_back_as_typed_and_nothing_is_written(reporter):
    wrong = {
        "Hãy ghi lĩnh vực": {"field": ""},
        "Hãy ghi khó khăn": {"difficulty": ""},
        "Hãy ghi nội dung đề xuất": {"proposal": ""},
        "Hãy ghi nơi nhận": {"addressee": ""},
        "27/10/2024": {"due_on": "27/10/2024"},
        "Ngày này không có trong lịch": {"due_on": "31/2/2024"},
        "Không có đơn vị nào mang mã này": {"unit": "31318"},
        "Hệ thống không lưu văn bản mật": {"proposal": "Xem văn bản (MẬT) kèm theo"},
    }
    for sentence, changes in wrong.items():
        page = raised(reporter, **changes)
        assert page.status == 422
        errors = [error for error in page.errors if sentence in error or "Thị trấn" not in error]
        assert [sentence in error or "28/10/2024" in error for error in errors] == [True], (sentence, page.errors)
    assert db.session.scalars(select(Petition)).all() == []


@pytest.mark.one_engine
def test_the_list_is_narrowed_searched_without_marks_and_taken_along(reporter, browser_of):
    raised(reporter, due_on="28/10/2024")
    raised(reporter, proposal="Mở thêm điểm thu", due_on="")
    clock.stop_at(clock.now().replace(day=29))
    reporter = browser_of(REPORTER)

    page = reporter.open("/petitions")
    assert "2 kiến nghị" in page.text
    looks = ("q=diem+thu", "state=overdue")
    found = ["Mở thêm điểm thu" in reporter.open(f"/petitions?{asked}").text for asked in looks]
    assert found == [True, False]
    rows = list(csv.reader(io.StringIO(reporter.ask("GET", "/petitions?format=csv").text.lstrip("\ufeff"))))
    assert rows[0][:4] == ["Ngày kiến nghị", "Mã đơn vị", "Đơn vị", "Lĩnh vực"]
    assert [row[8] for row in rows[1:]] == ["Quá hạn trả lời", "Chờ trả lời"]
    workbook = reporter.ask("GET", "/petitions?format=xlsx")
    assert (workbook.status_code, workbook.data[:2]) == (200, b"PK")
    assert browser_of(OTHER_REPORTER).open("/petitions").text.count("Mở thêm điểm thu") == 0
