"""Giving a task on its page: one field for the lead, days in words, what is missing said before it goes."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from committee.core import clock
from committee.core.db import db, transaction
from committee.documents import operations as documents
from committee.documents.operations import Description
from committee.domain.task_rules import PartyKind
from committee.members.models import Seat
from committee.members.operations import agencies
from committee.targets.named import targets_named
from committee.tasks import queries
from tests import cast as people
from tests.cast import CHAIR, MEMBER, REPORTER, SECRETARIAT
from tests.escalation.lagging import VOLUNTARY, ask
from tests.tasks.desk import TODAY

WHOLE = {
    "title": "Rà soát người chưa tham gia",
    "lead": "31441",
    "deliverable": "Báo cáo rà soát",
    "due": "15/11/2024",
    "responsibility": "Chủ tịch UBND thị trấn",
    "authority": "Được huy động tổ dân phố",
}


def given():
    db.session.rollback()
    return queries.tasks(day=TODAY)


def test_a_whole_task_goes_at_once_and_a_lead_is_understood_however_it_is_typed(browser_of) -> None:
    """Story 000-10: tasks for units and for each member."""
    secretary = browser_of(SECRETARIAT)
    kinds = {
        "31441": PartyKind.UNIT,
        "thi tran nang mau": PartyKind.UNIT,
        "Tran Thanh Binh": PartyKind.SEAT,
        MEMBER.email: PartyKind.ACCOUNT,
    }
    for typed in kinds:
        secretary.open("/tasks/new")
        assert secretary.press("Giao việc", **{**WHOLE, "lead": typed}).heading == WHOLE["title"]

    assert sorted(row.lead.kind for row in given()) == sorted(kinds.values())


@pytest.mark.one_engine
def test_an_agency_is_answered_for_by_its_seat_as_in_the_text_of_a_notice(browser_of, cast) -> None:
    with transaction():
        db.session.execute(update(Seat).where(Seat.id == cast.seats[MEMBER]).values(organization="Sở Y tế"))
    secretary = browser_of(SECRETARIAT)
    page = secretary.open("/tasks/new")
    assert "Sở Y tế" in [one.get("value") for one in page.find(".//datalist[@id='who']/option")]

    secretary.press("Giao việc", **{**WHOLE, "lead": "so y te"})

    assert [(row.lead.kind, row.lead.id, row.lead.name) for row in given()] == [
        (PartyKind.SEAT, cast.seats[MEMBER], "Sở Y tế")
    ]
    assert WHOLE["title"] in browser_of(MEMBER).open("/notices").text


@pytest.mark.one_engine
def test_an_agency_that_went_into_another_is_offered_by_that_name_and_known_by_both(browser_of, cast) -> None:
    by = {"by": people.BY, "now": clock.now()}
    with transaction():
        db.session.execute(update(Seat).where(Seat.id == cast.seats[MEMBER]).values(organization="Ban Cổ động"))
        names = ("Ban Cổ động", "Ban Vận động")
        old, new = (agencies.add_agency(name=name, short_name="", from_on=date(2020, 1, 1), **by) for name in names)
        agencies.merge_agency(agency_id=old, into_id=new, on=date(2024, 10, 1), **by)
    secretary = browser_of(SECRETARIAT)
    offered = [one.get("value") for one in secretary.open("/tasks/new").find(".//datalist[@id='who']/option")]
    assert ("Ban Vận động" in offered, "Ban Cổ động" in offered) == (True, False)

    for said in ("ban van dong", "Ban Cổ động"):
        secretary.open("/tasks/new")
        secretary.press("Giao việc", **{**WHOLE, "title": f"Việc giao {said}", "lead": said})

    assert [(row.lead.id, row.lead.name) for row in given()] == [(cast.seats[MEMBER], "Ban Vận động")] * 2


def test_what_is_not_clear_is_said_first_and_may_be_gone_on_with_knowingly(browser_of) -> None:
    """Story 001-7: rõ người, rõ việc, rõ trách nhiệm."""
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks/new?title=Kiểm tra&lead=31441&deliverable=Biên bản")

    page = secretary.press("Giao việc")
    assert "còn thiếu rõ thời gian (thời hạn), rõ trách nhiệm, rõ thẩm quyền" in page.text
    assert given() == []
    assert secretary.page.find(".//div[@autofocus][@tabindex='-1']//ul[@id='questions']")
    page = secretary.press("Vẫn giao việc", responsibility="Chủ tịch UBND")
    assert "còn thiếu rõ thời gian (thời hạn), rõ thẩm quyền" in page.text
    page = secretary.press("Vẫn giao việc")

    assert page.heading == "Kiểm tra"
    assert [row.responsibility for row in given()] == ["Chủ tịch UBND"]


def test_lead_title_and_product_are_never_gone_without(browser_of) -> None:
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks/new")

    page = secretary.press("Giao việc")

    assert page.status == 422
    assert page.title.startswith("Lỗi: ")
    assert page.errors == [
        "Nhiệm vụ phải có tên: đề nghị ghi việc cần làm.",
        "Mỗi nhiệm vụ phải có đúng một đơn vị hoặc cá nhân chủ trì: đề nghị ghi rõ chủ trì.",
        "Nhiệm vụ phải có sản phẩm: đề án, báo cáo, văn bản hoặc việc cụ thể.",
    ]


def test_a_lead_without_an_account_helped_by_two_offices_and_a_day_in_words(browser_of) -> None:
    """Story 004-2: lead BHXH tỉnh, coordinators Sở Y tế and Cục Thống kê; a Quy chế, due “trước ngày 20/6”."""
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks/new")
    said = {**WHOLE, "lead": "BHXH tỉnh", "coordinators": "Sở Y tế; Cục Thống kê", "deliverable": "Quy chế phối hợp"}

    page = secretary.press("Giao việc", **{**said, "due": "sớm"})
    assert "“sớm” không nêu ngày cụ thể." in page.errors
    page = secretary.press("Giao việc", due="trước ngày 20/06/2025", reporter=REPORTER.email)
    assert "“trước ngày 20/06/2025”: hạn cuối 19/06/2025." in page.text
    assert "“BHXH tỉnh” chưa có tài khoản" in page.text
    secretary.press("Vẫn giao việc")

    [row] = given()
    assert (row.due_on, row.due_wording) == (date(2025, 6, 19), "trước ngày 20/06/2025")
    assert (row.lead.name, row.lead.kind) == ("BHXH tỉnh", PartyKind.NAME)
    assert [party.name for party in row.coordinators] == ["Sở Y tế", "Cục Thống kê"]


def test_two_leads_a_secret_and_a_day_before_the_assignment_are_refused_in_a_sentence(browser_of) -> None:
    secretary = browser_of(SECRETARIAT)
    for wrong, said in (
        ({"lead": "31441; 31318"}, "Mỗi nhiệm vụ chỉ có một chủ trì nhưng đang ghi 2"),
        ({"secrecy": "mật"}, "mật"),
        ({"due": "01/10/2024"}, "Thời hạn 01/10/2024 trước ngày giao nhiệm vụ 28/10/2024"),
        ({"coordinators": "Thị trấn Nàng Mau"}, "Chủ trì không thể đồng thời là đơn vị phối hợp"),
        ({"lead": "ai.do@example.vn"}, "Không có người dùng nào ở đây có thư điện tử"),
        ({"unit": "99999"}, ""),
    ):
        secretary.open("/tasks/new")
        page = secretary.press("Giao việc", **{**WHOLE, **wrong})
        assert page.status == 422, wrong
        assert any(said in error for error in page.errors), (wrong, page.errors)
    assert given() == []


def test_a_document_of_the_party_committee_is_found_by_its_number(desk, browser_of) -> None:
    """Story 003-4: the letter of the Party committee of 12/10/2020 creates tasks."""
    letter = desk.do(
        documents.register,
        unit_id=desk.cast.units["93"],
        description=Description(
            type="Công văn",
            issuer="Tỉnh ủy",
            subject="Lãnh đạo thực hiện BHXH, BHYT",
            number="27-CV/TU",
            issued_on=date(2020, 10, 12),
        ),
        by=SECRETARIAT,
    )
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks/new")

    page = secretary.press("Giao việc", **WHOLE, source="27-CV/TU", excerpt="Điểm 1")

    assert [row.document_id for row in given()] == [letter]
    assert page.find(f".//a[@href='/documents/{letter}']")


def test_a_recurring_task_gets_one_task_for_each_period(browser_of) -> None:
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks/new")

    page = secretary.press("Giao việc", **WHOLE, rhythm="monthly", due_rule="after:5", code="BC-THANG")

    assert page.heading == "Nhiệm vụ"
    assert [row.code for row in given()] == ["BC-THANG/01-10-2024"]


def test_what_is_said_of_a_task_is_corrected_and_who_comes_second_compares(desk, browser_of) -> None:
    task_id = desk.assign(responsibility="A", authority="B")
    first, second = browser_of(SECRETARIAT), browser_of(CHAIR)
    first.open(f"/tasks/{task_id}/description")
    second.open(f"/tasks/{task_id}/description")
    assert first.press("Lưu thay đổi", title="Tên mới").heading == "Tên mới"

    page = second.press("Lưu thay đổi", title="Tên khác")

    assert page.status == 409
    assert page.heading == "Nhiệm vụ này đã được người khác cập nhật"
    assert "Tên mới" in page.text
    assert "Tên khác" in page.text
    assert second.press("Lưu nội dung vừa nhập ở đây").heading == "Tên khác"


def test_an_address_prefills_what_is_there_and_forgets_what_is_not_to_be_seen(desk, browser_of) -> None:
    """Row 11: a unit elsewhere, a target of another unit and what does not exist leave the same form."""
    ask([desk.cast.units["31441"], desk.cast.units["31318"]], target=1000)
    [own, other] = [targets_named([desk.cast.units[code]], [VOLUNTARY])[0].target_id for code in ("31441", "31318")]
    secretary = browser_of(SECRETARIAT)

    def filled(**asked: object) -> list[str]:
        page = secretary.open(f"/tasks/new?{urlencode(asked)}")
        chosen = [one.get("value") for one in page.find(".//option") if one.get("selected") is not None]
        return [*(page.find(f".//input[@id='{name}']")[0].get("value") for name in ("unit", "lead")), *chosen]

    there = filled(unit="31441", lead="31441", indicator=VOLUNTARY, target=own)
    assert there[:2] == ["31441", "31441"]
    assert {VOLUNTARY, str(own)} <= set(there)
    of_another = filled(unit="31441", lead="31441", indicator=VOLUNTARY, target=other)
    assert of_another == filled(unit="31441", lead="31441", indicator=VOLUNTARY, target=2**31 - 1)
    assert str(other) not in of_another
    nobody_there = filled(unit="99999", lead="99999", indicator=VOLUNTARY, target=own)
    assert nobody_there == filled(indicator="no_such") == filled(unit="10101", lead="10101", indicator="x", target="x")
    link = next(a.get("href") for a in secretary.open("/units/31441").find(".//a") if a.text == "Giao việc")
    assert f"target={own}" in link


def test_a_unit_page_leads_to_a_task_for_it_in_three_steps(browser_of) -> None:
    chair = browser_of(CHAIR)
    page = chair.open("/units/31441")
    [link] = [a.get("href") for a in page.find(".//a") if a.text == "Giao việc"]
    chair.open(link)

    page = chair.press("Giao việc", title="Vận động hộ gia đình", deliverable="Báo cáo", due="30/11/2024")
    page = chair.press("Vẫn giao việc")

    assert page.heading == "Vận động hộ gia đình"
    assert [row.lead.name for row in given()] == ["Thị trấn Nàng Mau"]
