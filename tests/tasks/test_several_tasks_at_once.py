"""Several tasks chosen in the list: looked at first, then done together, or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.domain import several
from committee.domain.task_rules import Party, PartyKind
from committee.notify.models import Notice
from committee.tasks import operations
from committee.tasks.models import Task
from committee.tasks.operations.several import OneRefused, remind_now, with_each
from tests.cast import CHAIR, MEMBER, REPORTER, SECRETARIAT, STRANGER
from tests.figures.october import statements
from tests.tasks.desk import TODAY, together
from tests.web.browser import Page

GIVEN = date(2024, 10, 1)


def sent(desk, *, by=REPORTER, **more) -> int:
    """Give a task whose result waits to be accepted."""
    task_id = desk.assign(assigned_on=GIVEN, **more)
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=by)
    return task_id


def chosen(*ids: int) -> str:
    """Return the tasks as a page carries them, at the versions they are at."""
    rows = db.session.execute(select(Task.id, Task.version).where(Task.id.in_(ids)).order_by(Task.id))
    return several.written({row.id: row.version for row in rows})


def look_at(browser, act: str, *ids: int):
    return browser.open(f"/tasks/several?{urlencode([('act', act), *(('task', one) for one in ids)])}")


def written() -> Counter[str]:
    db.session.rollback()
    return Counter(db.session.scalars(select(AuditEntry.action)))


def test_ten_results_are_accepted_in_one_act_and_each_is_in_the_audit(desk, browser_of) -> None:
    ids = [sent(desk, title=f"Báo cáo {number}") for number in range(10)]
    chair = browser_of(CHAIR)

    page = look_at(chair, "acceptance", *ids)
    assert "đã chọn 10" in page.heading
    assert "Duyệt kết quả gửi ngày 28/10/2024" in page.text
    answer = chair.press("Duyệt kết quả (nghiệm thu)", evaluation="Tốt")

    assert "Đã duyệt kết quả của 10 nhiệm vụ." in answer.text
    assert {desk.row(one).accepted_on for one in ids} == {TODAY}
    assert written()["accept task"] == 10


def test_what_is_refused_for_one_is_done_with_none_and_the_page_says_with_which_and_why(desk, browser_of) -> None:
    """Whoever sent a result does not accept it, be it one of many."""
    others, own = sent(desk, title="Của xã"), sent(desk, by=SECRETARIAT, lead=desk.account(SECRETARIAT))
    secretary = browser_of(SECRETARIAT)
    looked = look_at(secretary, "acceptance", others, own)
    assert "việc này do người khác thực hiện" in looked.text
    assert "tasks/several/" not in looked.html

    sent_anyway = secretary.send("/tasks/several/acceptance", chosen=chosen(others, own))

    assert sent_anyway.status_code == 422
    assert f"Chưa thực hiện gì. {desk.row(own).code}" in sent_anyway.text
    assert desk.row(others).accepted_on is None
    assert written()["accept task"] == 0
    rest = secretary.open(f"/tasks/several?act=acceptance&task={others}&task={own}&fit=y")
    assert "đã chọn 1" in rest.heading
    assert "Đã bỏ ra 1" in rest.text


def test_a_task_one_may_not_see_among_them_is_as_one_that_is_not_there(desk, browser_of) -> None:
    """Row 11: of several tasks each is checked; one that is refused refuses all."""
    seen = sent(desk)
    hidden = desk.assign(title="Việc của chủ tịch", lead=desk.seat(CHAIR), by=CHAIR)
    reporter, stranger = browser_of(REPORTER), browser_of(STRANGER)
    there = look_at(reporter, "reminder", seen, hidden)
    nowhere = look_at(reporter, "reminder", seen, 2**31 - 1)

    assert (there.status, nowhere.status) == (404, 404)
    assert there.text == nowhere.text
    assert stranger.ask("GET", f"/tasks/several?act=reminder&task={seen}").status_code == 404
    assert reporter.send("/tasks/several/acceptance", chosen=chosen(seen)).status_code == 404
    assert written()["accept task"] == 0


def test_what_changed_since_it_was_looked_at_stops_all(desk, browser_of) -> None:
    ids = [sent(desk, title=f"Việc {number}") for number in range(3)]
    chair = browser_of(CHAIR)
    look_at(chair, "acceptance", *ids)
    desk.do(operations.return_submission, task_id=ids[1], reason="Thiếu phụ lục", by=SECRETARIAT)

    page = chair.press("Duyệt kết quả (nghiệm thu)")

    assert page.status == 422
    assert [desk.row(one).accepted_on for one in ids] == [None, None, None]
    assert "Bỏ các nhiệm vụ này ra và tiếp tục" in page.text

    look_at(chair, "cancellation", *ids)
    desk.do(operations.hand_on, task_id=ids[0], account_id=desk.cast.accounts[REPORTER], by=SECRETARIAT)
    again = chair.press("Dừng nhiệm vụ", reason="Trùng kế hoạch")
    assert again.status == 409
    assert desk.row(ids[2]).cancelled_on is None
    assert "Đã dừng 3 nhiệm vụ." in chair.press("Dừng nhiệm vụ", reason="Trùng kế hoạch").text


def test_work_of_who_left_is_given_to_another_lead_and_days_are_moved(desk, browser_of) -> None:
    ids = [desk.assign(title=f"Việc {number}", lead=desk.seat(MEMBER)) for number in range(3)]
    secretary = browser_of(SECRETARIAT)

    look_at(secretary, "lead", *ids)
    wrong = secretary.press("Giao lại", lead="Không Ai Cả")
    assert wrong.status == 422
    assert "Không Ai Cả" in wrong.html
    done = secretary.press("Giao lại", lead="Phường I", note="Nghỉ hưu")
    assert "Đã giao 3 nhiệm vụ cho chủ trì khác." in done.text
    assert {desk.row(one).lead.name for one in ids} == {"Phường I"}

    look_at(secretary, "due", *ids)
    assert secretary.press("Đổi thời hạn").status == 422
    assert "Đã đổi thời hạn của 3 nhiệm vụ." in secretary.press("Đổi thời hạn", due_on="20/12/2024").text
    assert {desk.row(one).due_on for one in ids} == {date(2024, 12, 20)}
    assert written()["change task"] == 3


def test_time_is_granted_for_each_by_the_day_that_was_asked_for(desk, browser_of) -> None:
    ids = [desk.assign(title=f"Việc {number}") for number in range(2)]
    for number, task_id in enumerate(ids):
        wanted_on = date(2024, 12, 10 + number)
        desk.do(operations.ask_extension, task_id=task_id, wanted_on=wanted_on, reason="Lũ", by=REPORTER)
    nothing_asked = desk.assign()
    chair = browser_of(CHAIR)

    assert "không có đề nghị gia hạn" in look_at(chair, "time", *ids, nothing_asked).text
    look_at(chair, "time", *ids)
    assert "Đã gia hạn 2 nhiệm vụ." in chair.press("Duyệt gia hạn theo đề nghị").text
    assert [desk.row(one).due_on for one in ids] == [date(2024, 12, 10), date(2024, 12, 11)]


def test_somebody_is_reminded_of_a_task_once_a_day(desk, browser_of) -> None:
    ids = [desk.assign(title=f"Việc {number}") for number in range(2)]
    secretary = browser_of(SECRETARIAT)
    assert "Đôn đốc; hạn 30/11/2024" in look_at(secretary, "reminder", *ids).text
    assert "Đã đôn đốc" in secretary.press("Đôn đốc ngay").text

    db.session.rollback()
    titles = db.session.scalars(select(Notice.title).where(Notice.dedupe_key.contains(":remind task:"))).all()
    assert len(titles) == 2
    assert all(title.startswith("Đôn đốc thực hiện nhiệm vụ") for title in titles)
    assert written()["remind task"] == 2
    assert "Hôm nay đã đôn đốc nhiệm vụ này" in look_at(secretary, "reminder", *ids).text
    assert desk.do(remind_now, task_id=ids[0], by=CHAIR, on=date(2024, 10, 29)) == 1


def test_nothing_is_reminded_where_nobody_can_be_or_the_result_was_sent(desk, browser_of) -> None:
    secretary = browser_of(SECRETARIAT)
    waiting, nobody = sent(desk), desk.assign(lead=Party(PartyKind.NAME, "Già làng"))

    page = look_at(secretary, "reminder", waiting, nobody)

    assert "không còn gì để đôn đốc" in page.text
    assert "Không có ai khác để đôn đốc" in page.text


def test_two_who_do_it_at_once_do_it_once(app, desk) -> None:
    ids = [sent(desk, title=f"Việc {number}") for number in range(4)]
    versions = dict.fromkeys(ids, desk.row(ids[0]).version)

    def accept_all(by) -> None:
        def one(task_id: int, version: int) -> None:
            operations.accept(task_id=task_id, version=version, by=by, now=clock.now())

        with_each(versions, one, day=TODAY)

    people = [desk.cast.actor(CHAIR), desk.cast.actor(SECRETARIAT)]
    refused = together(app, [lambda by=by: accept_all(by) for by in people])

    assert len(refused) == 1
    assert written()["accept task"] == 4


def test_all_that_is_found_or_stands_on_the_page_is_chosen_without_a_script(desk, browser_of) -> None:
    ids = [desk.assign(title=f"Kiểm tra {number}") for number in range(3)]
    desk.assign(title="Họp giao ban")
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks?q=kiem tra")

    page = secretary.press("Xem trước", all="page", act="reminder")
    assert "đã chọn 3" in page.heading
    assert "đã chọn 3" in secretary.open("/tasks/several?act=reminder&all=found&q=kiem tra").heading
    assert "Chọn ít nhất một nhiệm vụ." in secretary.open("/tasks/several?act=reminder&q=kiem tra").text
    many = [("task", one) for one in (*ids, *range(1_000, 1_500))]
    told = secretary.open(f"/tasks/several?act=reminder&{urlencode(many)}").text
    assert "nhiều nhất 200 nhiệm vụ" in told


@pytest.mark.one_engine
def test_too_many_in_one_form_are_refused_on_its_page_and_stay_chosen(desk, browser_of, monkeypatch) -> None:
    monkeypatch.setattr(several, "MOST_AT_ONCE", 2)
    ids = [desk.assign(title=f"Việc {number}") for number in range(3)]
    secretary = browser_of(SECRETARIAT)
    look_at(secretary, "cancellation", *ids[:2])

    page = Page(secretary.send("/tasks/several/cancellation", chosen=chosen(*ids), reason="Trùng kế hoạch"))

    assert page.status == 422
    assert (
        [said for said in page.errors if "nhiều nhất 2 nhiệm vụ" in said and "có 3 nhiệm vụ" in said]
        == page.errors
        != []
    )
    assert page.find(".//input[@name='chosen']")[0].get("value") == chosen(*ids)
    assert "Trùng kế hoạch" in page.html
    assert "đã chọn 3" in page.heading
    assert [desk.row(one).cancelled_on for one in ids] == [None, None, None]


def test_who_decides_nothing_has_nothing_to_choose(desk, browser_of) -> None:
    desk.assign()

    assert "Với các nhiệm vụ đã chọn" not in browser_of(REPORTER).open("/tasks").text


def test_the_names_of_who_is_told_are_looked_up_once_for_all(desk, app) -> None:
    ids = [desk.assign(title=f"Việc {number}") for number in range(20)]
    by = desk.cast.actor(CHAIR)

    def remind(some: list[int]) -> None:
        def one(task_id: int, version: int) -> None:
            remind_now(task_id=task_id, version=version, by=by, now=clock.now())

        with transaction():
            with_each(dict.fromkeys(some, 1), one, day=TODAY)

    few, many = statements(lambda: remind(ids[:2])), statements(lambda: remind(ids[2:]))

    assert (many - few) / 16 <= 20


@pytest.mark.parametrize("count", [0, several.MOST_AT_ONCE + 1])
def test_nothing_and_too_many_are_refused(count) -> None:
    with pytest.raises(Exception, match=r"Choose at least one task\.|At most 200"):
        with_each(dict.fromkeys(range(1, count + 1), 1), lambda _task, _version: None, day=TODAY)


def test_the_refusal_names_its_task(desk) -> None:
    ids = [sent(desk), desk.assign(title="Chưa gửi")]
    by = desk.cast.actor(CHAIR)

    def one(task_id: int, _version: int) -> None:
        operations.accept(task_id=task_id, by=by, now=clock.now())

    with pytest.raises(OneRefused) as refused, transaction():
        with_each(dict.fromkeys(ids, 1), one, day=TODAY)
    assert refused.value.task_id == ids[1]
    assert desk.row(ids[0]).accepted_on is None
