"""What happens to a task is told at once, in the application and by mail, to whom it concerns and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from committee.accounts.models import Account
from committee.core import clock
from committee.core.db import db
from committee.domain.calendar import HANOI
from committee.notify.models import Delivery, Notice
from committee.tasks import operations
from tests.cast import CHAIR, MEMBER, REPORTER, SECRETARIAT, Person
from tests.tasks.desk import TODAY, Desk
from tests.tasks.postbox import postbox
from tests.web.browser import Browser


def news() -> list[tuple[str, str]]:
    """Return (address, title) of all news, in the order they were written, and forget none."""
    db.session.rollback()
    rows = select(Account.email, Notice.title).join(Account, Account.id == Notice.recipient_id)
    found = db.session.execute(rows.where(Notice.kind == "task").order_by(Notice.id)).all()
    return [(row.email, row.title.partition(":")[0]) for row in found]


def test_each_step_is_told_to_whom_it_concerns_but_not_to_who_took_it(desk: Desk) -> None:
    """Who must act next hears of it at once."""
    task_id = desk.assign(coordinators=(desk.seat(MEMBER),))
    desk.do(operations.hand_on, task_id=task_id, account_id=desk.cast.accounts[REPORTER], by=SECRETARIAT)
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER)
    desk.do(operations.return_submission, task_id=task_id, reason="Thiếu phụ lục", by=SECRETARIAT)
    desk.do(operations.ask_extension, task_id=task_id, wanted_on=date(2024, 12, 9), reason="Lũ", by=REPORTER)
    desk.do(operations.approve_extension, extension_id=desk.asked_for(task_id), by=SECRETARIAT)
    desk.do(operations.submit, task_id=task_id, product="2/BC", by=REPORTER)
    desk.do(operations.accept, task_id=task_id, by=SECRETARIAT)

    assert news() == [
        (REPORTER.email, "Nhiệm vụ mới được giao"),
        (MEMBER.email, "Nhiệm vụ mới cần phối hợp"),
        (REPORTER.email, "Nhiệm vụ được chuyển cho Ông/Bà xử lý"),
        (SECRETARIAT.email, "Kết quả nhiệm vụ chờ duyệt"),
        (REPORTER.email, "Kết quả nhiệm vụ bị trả lại"),
        (SECRETARIAT.email, "Đề nghị gia hạn chờ trả lời"),
        (REPORTER.email, "Nhiệm vụ được gia hạn"),
        (SECRETARIAT.email, "Kết quả nhiệm vụ chờ duyệt"),
        (REPORTER.email, "Kết quả nhiệm vụ đã được duyệt"),
    ]


@pytest.mark.one_engine
def test_why_a_result_is_returned_stands_before_what_was_known(desk: Desk, browser_of) -> None:
    task_id = desk.assign()
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER)
    desk.do(operations.return_submission, task_id=task_id, reason="Thiếu phụ lục", by=SECRETARIAT)

    assert "Lý do: Thiếu phụ lục" in browser_of(REPORTER).open("/notices").text


def test_who_sent_a_result_is_not_asked_to_accept_it(desk: Desk) -> None:
    task_id = desk.assign(lead=desk.account(SECRETARIAT), by=SECRETARIAT)
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=SECRETARIAT)

    assert news() == [(CHAIR.email, "Kết quả nhiệm vụ chờ duyệt")]


def test_what_is_given_at_night_leaves_in_the_morning_and_not_at_all_once_it_is_stopped(desk: Desk) -> None:
    clock.stop_at(datetime(2024, 10, 28, 21, 0, tzinfo=HANOI))
    desk.assign(lead=desk.seat(MEMBER), code="A", urgency="flash")
    stopped = desk.assign(lead=desk.seat(MEMBER), code="B")
    desk.do(operations.cancel, task_id=stopped, reason="Trùng việc", by=SECRETARIAT)
    mails = select(Notice.title, Delivery.state, Delivery.due_at).join(Delivery)
    rows = db.session.execute(mails.where(Delivery.channel == "email").order_by(Notice.id)).all()

    assert [(row.title[:30], row.state) for row in rows] == [
        ("[HỎA TỐC] Nhiệm vụ mới được gi", "queued"),
        ("Nhiệm vụ mới được giao: B Rà s", "cancelled"),
        ("Nhiệm vụ đã dừng: B Rà soát hộ", "queued"),
    ]
    assert {row.due_at for row in rows} == {datetime(2024, 10, 29, 0, 30, tzinfo=UTC)}


def test_history_from_a_file_is_told_to_nobody(desk: Desk) -> None:
    desk.assign(assigned_on=date(2024, 9, 2))

    assert news() == []


@pytest.mark.one_engine
def test_the_mail_and_the_notice_say_what_is_to_be_done_by_when(
    desk: Desk, browser_of: Callable[[Person], Browser]
) -> None:
    desk.assign(lead=desk.seat(MEMBER), code="NV-07")
    with postbox() as box:
        letter = box.letters_to(MEMBER)[0]
    page = browser_of(MEMBER).open(f"/notices/{db.session.scalar(select(Notice.id))}")

    for said in ("Sản phẩm: Báo cáo kết quả rà soát", "Thời hạn: 30/11/2024", "Người gửi: Phan Văn Tài"):
        assert said in letter.text
        assert said in page.text
    assert len(letter.links) == 1
    assert "/act/" not in page.html
    assert desk.row(1, TODAY).code == "NV-07"


def test_who_is_asked_for_an_answer_or_helps_is_led_to_the_task(desk: Desk) -> None:
    task_id = desk.assign(coordinators=(desk.seat(MEMBER),))
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER)

    rows = select(Account.email, Notice.body).join(Account, Account.id == Notice.recipient_id)
    told = {email for email, body in db.session.execute(rows) if f"/tasks/{task_id}" in body}

    assert told == {MEMBER.email, SECRETARIAT.email}
