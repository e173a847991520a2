"""Row 12: a link of a mail lets one person act on one task once, without signing in; it gives nothing else."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from committee.accounts.models import Account
from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.backups.models import Restored
from committee.core.db import db, transaction
from committee.core.seals import seal
from committee.domain.task_rules import Party, PartyKind
from committee.members.models import Seat
from committee.notify.links import PATH
from committee.notify.models import Delivery, LinkUse, Notice
from committee.notify.wording import mail_text
from committee.tasks import operations
from committee.tasks.models import TaskExtension, TaskProgress, TaskReceipt, TaskSubmission
from committee.tasks.queries.receipts import not_taken_on
from tests.cast import MEMBER, REPORTER, SECRETARIAT, Cast, Person
from tests.conftest import MORNING
from tests.tasks.desk import Desk
from tests.tasks.postbox import Postbox, postbox
from tests.web.browser import Browser

USED = "mỗi đường dẫn chỉ dùng được một lần"
WRITTEN = (TaskReceipt, TaskProgress, TaskSubmission, TaskExtension, LinkUse)


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as found:
        yield found


def link_to(box: Postbox, desk: Desk, *, to: Person = MEMBER, **said: object) -> str:
    """Give a task to somebody and return the link of the mail that says so."""
    desk.assign(lead=desk.seat(to) if to in desk.cast.seats else desk.unit(to.unit), code="NV-07", **said)
    return box.letters_to(to)[-1].links[0]


def written() -> tuple[int, ...]:
    """Return how much stands in the tables that a link may write to."""
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count()).select_from(table)) for table in WRITTEN)


def test_each_act_is_done_from_the_mail_and_stands_under_the_persons_name(
    client: Browser, desk: Desk, box: Postbox
) -> None:
    """A member updates a task from the message, without signing in."""
    pressed = (
        ("Xác nhận đã nhận việc", {}, "Ông/Bà đã xác nhận nhận việc."),
        (
            "Gửi tiến độ",
            {"progress-percent": "60%", "progress-text": "Đã rà soát 6/10 ấp"},
            "Ông/Bà đã báo cáo tiến độ.",
        ),
        ("Gửi sản phẩm", {"submission-product": "15/BC-BCĐ"}, "Ông/Bà đã gửi sản phẩm của nhiệm vụ."),
        (
            "Xin gia hạn",
            {"extension-wanted_on": "12/12/2024", "extension-reason": "Lũ chưa rút"},
            "Ông/Bà đã xin gia hạn nhiệm vụ.",
        ),
    )
    for label, typed, said in pressed:
        path = link_to_next(box, desk)
        page = client.open(path)
        assert (page.status, page.heading) == (200, "Rà soát hộ gia đình chưa tham gia BHYT")
        assert "Trần Thanh Bình" in page.text
        page = client.press(label, **typed)
        assert (page.status, page.heading) == (200, "Xin cảm ơn")
        assert f"{said} 09:00 ngày 28/10/2024" in page.text
        assert client.ask("GET", "/").status_code == 302  # nobody was signed in by it

    assert written() == (1, 1, 1, 1, 4)
    progress = db.session.execute(select(TaskProgress.percent, TaskProgress.text, TaskProgress.by_name)).one()
    assert tuple(progress) == (60, "Đã rà soát 6/10 ấp", MEMBER.name)
    assert db.session.scalar(select(TaskSubmission.product)) == "15/BC-BCĐ"
    assert db.session.scalar(select(TaskExtension.wanted_on)) == date(2024, 12, 12)
    acts = select(AuditEntry).where(AuditEntry.action == "use link").order_by(AuditEntry.id)
    used = db.session.scalars(acts).all()
    assert [entry.actor_id for entry in used] == [desk.cast.accounts[MEMBER]] * 4
    assert [entry.facts["act"] for entry in used] == ["receipt", "progress", "submission", "extension"]


def link_to_next(box: Postbox, desk: Desk) -> str:
    desk.assign(lead=desk.seat(MEMBER))
    return box.letters_to(MEMBER)[-1].links[0]


def test_who_only_looks_changes_nothing_however_often(client: Browser, desk: Desk, box: Postbox) -> None:
    path = link_to(box, desk)
    before = written(), db.session.scalar(select(func.count()).select_from(AuditEntry))

    answers = [client.ask(method, path) for method in ("GET", "HEAD", "GET", "OPTIONS")]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    assert (written(), db.session.scalar(select(func.count()).select_from(AuditEntry))) == before
    kept = answers[0].headers
    assert kept["Cache-Control"] == "no-store"
    assert "noindex" in kept["X-Robots-Tag"]
    assert kept["Referrer-Policy"] == "strict-origin"
    assert path not in answers[0].headers.get("Link", "")


def test_a_link_works_once_and_then_says_what_was_done(client: Browser, desk: Desk, box: Postbox) -> None:
    path = link_to(box, desk)
    client.open(path)
    client.press("Xác nhận đã nhận việc")

    again = client.open(path)
    token = client.open("/sign-in").find(".//input[@name='csrf_token']")[0].get("value")
    sent = client.ask("POST", f"{path}/progress", data={"csrf_token": token, "progress-percent": "100"})

    assert "Ông/Bà đã xác nhận nhận việc." in again.text
    assert again.find(".//main//form") == []
    assert again.find(".//main//a")[0].get("href") == "/sign-in"
    assert (sent.status_code, USED in sent.text) == (410, True)
    assert written() == (1, 0, 0, 0, 1)


def test_what_was_typed_wrongly_comes_back_and_the_link_stays_good(client: Browser, desk: Desk, box: Postbox) -> None:
    path = link_to(box, desk)
    client.open(path)
    refused = []
    for label, typed in (
        ("Gửi tiến độ", {"progress-percent": "120", "progress-text": "gần xong"}),
        ("Gửi tiến độ", {"progress-percent": "sáu mươi"}),
        ("Gửi tiến độ", {}),
        ("Gửi sản phẩm", {"submission-product": " "}),
        ("Xin gia hạn", {"extension-wanted_on": "31/02/2025", "extension-reason": "x"}),
        ("Xin gia hạn", {"extension-wanted_on": "01/11/2024", "extension-reason": "x"}),
        ("Xin gia hạn", {"extension-wanted_on": "12/12/2024", "extension-reason": ""}),
    ):
        page = client.press(label, **typed)
        assert page.status == 422
        assert len(page.errors) == 1
        for value in typed.values():
            assert value.strip() in page.html
        refused.append(page.errors[0])
        client.open(path)

    assert written() == (0, 0, 0, 0, 0)
    assert len(set(refused)) == 6
    client.press("Gửi tiến độ", **{"progress-percent": "70"})
    assert written() == (0, 1, 0, 0, 1)


GONE = {
    "the seat has ended": ("không còn thuộc phần việc của Ông/Bà", 410),
    "the account is disabled": ("Tài khoản này đã khóa", 410),
    "another leads": ("không còn thuộc phần việc của Ông/Bà", 410),
    "the task was stopped": ("The task is stopped", 410),
    "the password was changed": ("đã thay đổi sau khi thư này được gửi", 410),
    "the e-mail was changed": ("đã thay đổi sau khi thư này được gửi", 410),
    "a backup was restored": ("phục hồi từ bản sao lưu", 410),
    "fifteen days have passed": ("Đường dẫn này đã quá 14 ngày", 410),
}


OTHER_DOOR: dict[str, dict[str, object]] = {
    "the password was changed": {"password_set_at": MORNING + timedelta(minutes=5)},
    "the e-mail was changed": {"email": "khac@haugiang.example"},
}


@pytest.mark.parametrize("gone", GONE)
def test_rights_are_asked_anew_when_a_link_is_used(client: Browser, desk: Desk, box: Postbox, gone: str) -> None:
    path = link_to(box, desk)
    client.open(path)  # while everything was as the mail says
    take_away(gone, desk)

    sent = client.send(f"{path}/receipt")
    looked = client.ask("GET", path)

    said, status = GONE[gone]
    for answer in (sent, looked):
        assert answer.status_code == status
        if not said.startswith("The "):
            assert said in answer.text
        assert "Nàng Mau" not in answer.text
        assert "Rà soát hộ" not in answer.text
    assert written() == (0, 0, 0, 0, 0)


def take_away(gone: str, desk: Desk) -> None:
    task_id = db.session.scalar(select(Notice.subject_id).where(Notice.subject_kind == "task").limit(1))
    if gone == "the seat has ended":
        with transaction():
            seat = update(Seat).where(Seat.id == desk.cast.seats[MEMBER])
            db.session.execute(seat.values(to_on=date(2024, 10, 27)))
    elif gone == "the account is disabled":
        with transaction():
            account = update(Account).where(Account.id == desk.cast.accounts[MEMBER])
            db.session.execute(account.values(disabled_at=MORNING))
    elif gone in OTHER_DOOR:
        with transaction():
            account = update(Account).where(Account.id == desk.cast.accounts[MEMBER])
            db.session.execute(account.values(**OTHER_DOOR[gone]))
    elif gone == "a backup was restored":
        with transaction():
            moment = MORNING + timedelta(minutes=5)
            db.session.add(Restored(token="t", taken_at=MORNING, restored_at=moment))
    elif gone == "another leads":
        lead = Party(PartyKind.UNIT, "", desk.cast.units["31441"])
        desk.do(operations.reassign, task_id=task_id, lead=lead, by=SECRETARIAT)
    elif gone == "the task was stopped":
        desk.do(operations.cancel, task_id=task_id, reason="Trùng việc", by=SECRETARIAT)
    else:
        clock.stop_at(MORNING + timedelta(days=14))


def test_two_at_once_with_one_link_do_it_once(app: Flask, desk: Desk, box: Postbox) -> None:
    path = link_to(box, desk)
    browsers = [Browser(app) for _ in range(4)]
    for browser in browsers:
        browser.open(path)
    db.session.remove()
    barrier, answers = threading.Barrier(len(browsers)), []

    def press(browser: Browser, number: int) -> None:
        token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")
        data = {"csrf_token": token, "progress-percent": str(10 + number)}
        barrier.wait()
        answer = Context().run(browser.client.post, f"{path}/progress", data=data)
        answers.append(answer.status_code)

    threads = [threading.Thread(target=press, args=(browser, number)) for number, browser in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(answers) == [303, 410, 410, 410]
    assert written() == (0, 1, 0, 0, 1)


def test_an_altered_foreign_or_invented_link_is_no_link(client: Browser, desk: Desk, box: Postbox) -> None:
    path = link_to(box, desk)
    token = path.removeprefix(PATH)
    altered = [f"{token[:40]}{'A' if token[40] != 'A' else 'B'}{token[41:]}", token[:-4], token + "AAAA", "x", "ế" * 20]
    foreign = seal(json.dumps([1, desk.cast.accounts[MEMBER], "task", 1, 2**31]), purpose="another")

    client.open("/sign-in")
    answers = [
        (client.ask("GET", PATH + one).status_code, client.send(f"{PATH}{one}/receipt").status_code)
        for one in (*altered, foreign)
    ]

    assert answers == [(404, 404)] * 6
    assert written() == (0, 0, 0, 0, 0)


def test_links_outlive_a_change_of_the_secret_key(another: Callable[..., Flask], desk: Desk, box: Postbox) -> None:
    path = link_to(box, desk)
    former = box_key(another)

    kept = another(SECRET_KEY="n" * 20 + "0aB-cD1eF2gH3iJ4kL5mN6oP", SECRET_KEY_FALLBACKS=former)
    lost = another(SECRET_KEY="n" * 20 + "0aB-cD1eF2gH3iJ4kL5mN6oP")

    assert Browser(kept).ask("GET", path).status_code == 200
    assert Browser(lost).ask("GET", path).status_code == 404


def box_key(another: Callable[..., Flask]) -> str:
    return another().extensions["settings"].secret_key


def test_no_link_stands_in_the_database_and_each_mail_has_its_own(client: Browser, desk: Desk, box: Postbox) -> None:
    path = link_to(box, desk, urgency="flash")
    letter = box.letters_to(MEMBER)[-1]
    notice_id = int(letter.text.partition("/notices/")[2].split()[0])
    with transaction():
        db.session.execute(
            update(Delivery)
            .where(Delivery.notice_id == notice_id, Delivery.channel == "email")
            .values(state="queued", next_try_at=clock.now())
        )
    again = box.letters_to(MEMBER)[-1]

    assert letter.title.startswith("[HỎA TỐC] Nhiệm vụ mới được giao: NV-07")
    assert again.message_id == letter.message_id
    assert again.links[0] != path
    everything = "".join(
        str(row) for table in ("notice", "delivery", "audit_entry", "link_use") for row in rows_of(table)
    )
    assert "/act/" not in everything
    assert path.removeprefix(PATH)[:30] not in everything
    client.open(path)
    client.press("Xác nhận đã nhận việc")
    assert client.ask("GET", again.links[0]).text.count("Ông/Bà đã xác nhận nhận việc.") == 1  # one notice, one use
    shown = mail_text(notice_id, "x")
    assert "/act/" not in shown


def rows_of(table: str) -> list[object]:
    return list(db.session.execute(select(db.metadata.tables[table])).all())


def test_a_link_that_is_over_is_not_tried_again_and_again(client: Browser, desk: Desk, box: Postbox) -> None:
    path = link_to(box, desk)
    client.open(path)
    client.press("Xác nhận đã nhận việc")
    client.open("/sign-in")

    answers = [client.send(f"{path}/receipt").status_code for _ in range(12)]

    assert answers == [410] * 10 + [429] * 2


def test_a_task_is_urged_until_somebody_has_said_that_they_have_it(client: Browser, desk: Desk, box: Postbox) -> None:
    task_id = desk.assign(lead=desk.seat(MEMBER))
    fresh = not_taken_on([task_id])
    client.open(box.letters_to(MEMBER)[-1].links[0])
    client.press("Xác nhận đã nhận việc")
    taken = not_taken_on([task_id])
    desk.do(operations.reassign, task_id=task_id, lead=desk.unit("31441"), by=SECRETARIAT)
    handed = not_taken_on([task_id])

    page = client.open(box.letters_to(REPORTER)[-1].links[0])

    assert (fresh, taken, handed) == ({task_id}, set(), {task_id})
    assert "Xác nhận đã nhận việc" in page.text


def test_a_result_that_waits_is_not_sent_twice_from_a_mail(
    client: Browser, desk: Desk, box: Postbox, cast: Cast
) -> None:
    path = link_to(box, desk)
    client.open(path)
    task_id = db.session.scalar(select(Notice.subject_id).where(Notice.subject_kind == "task").limit(1))
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=MEMBER)

    sent = client.send(f"{path}/submission", **{"submission-product": "2/BC"})
    page = client.open(path)

    assert sent.status_code == 422
    assert "Kết quả đã gửi ngày 28/10/2024, đang chờ duyệt." in page.text
    assert "Gửi sản phẩm" not in page.text
