"""Who presses twice, or whose browser sends a form again, writes once and is led to where the first press led."""

from __future__ import annotations

import contextvars
import io
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from committee.accounts import presses
from committee.accounts.models import ApiToken, FormPress
from committee.audit.models import AuditEntry
from committee.core import clock, doors
from committee.core.db import Base, aside, db, transaction
from committee.core.tokens import hash_of
from committee.documents.models import DocumentFile
from committee.jobs import prune
from committee.jobs.ledger import Run
from committee.tasks.models import Meeting, Petition, TaskProgress, TaskSubmission
from tests.cast import CHAIR, PASSWORD, REPORTER, SECRETARIAT, Cast, Person
from tests.conftest import House
from tests.documents import samples
from tests.documents.conftest import folder
from tests.tasks.desk import Desk
from tests.web.browser import Browser, Page

__all__ = ["folder"]

WORD = "Nội dung này đã được ghi nhận ở lần bấm trước, nên không ghi lại lần nữa."
PETITION = {
    "field": "Thu BHXH tự nguyện",
    "addressee": "Sở Y tế",
    "difficulty": "Thiếu cộng tác viên",
    "proposal": "Cho thêm hai người",
    "unit": "31441",
}
RAISE = "Gửi kiến nghị"
BrowserOf = Callable[[Person], Browser]


def count(table: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def pressed_twice(browser: Browser, path: str, label: str, values: dict[str, Any]) -> tuple[Page, Page]:
    """Press a button of the page at `path`, go back to that very page and press again; return both answers."""
    page = browser.open(path)
    first = browser.press(label, **_new_files(values))
    browser.page = page
    return first, browser.press(label, **_new_files(values))


def _new_files(values: dict[str, Any]) -> dict[str, Any]:
    return {name: (io.BytesIO(one[0]), one[1]) if isinstance(one, tuple) else one for name, one in values.items()}


def sent_by(browser: Browser, label: str, **typed: str) -> dict[str, str]:
    """Return the fields of the form with the button `label`, as a browser sends them."""
    form, _button = browser.page.form_with(label)
    return {**{one.get("name"): one.get("value", "") for one in form.iter("input") if one.get("name")}, **typed}


def number_on(page: Page, label: str) -> str:
    form, _button = page.form_with(label)
    [field] = form.findall(".//input[@name='once']")
    return field.get("value") or ""


def test_what_is_pressed_twice_stands_once_and_the_second_press_says_so(
    app: Flask, cast: Cast, browser_of: BrowserOf, folder: Path
) -> None:
    task = f"/tasks/{Desk(cast).assign()}"
    paper = {"type": "plan", "issuer": "UBND tỉnh", "number": "85/KH-UBND", "issued_on": "15/01/2024",
             "subject": "Phát triển BHYT", "state": "signed", "file": (samples.pdf(), "Kế hoạch.pdf")}  # fmt: skip
    acts: list[tuple[Person, str, str, dict[str, Any], type[Base]]] = [
        (REPORTER, "/petitions/new", RAISE, PETITION, Petition),
        (REPORTER, task, "Cập nhật", {"progress-percent": "60 %", "progress-text": "Được 6/10 ấp"}, TaskProgress),
        (REPORTER, task, "Gửi báo cáo hoàn thành", {"submission-product": "15/BC-UBND"}, TaskSubmission),
        (SECRETARIAT, "/meetings/new", "Lưu kế hoạch", {"title": "Sơ kết", "held_on": "28/10/2024"}, Meeting),
        (SECRETARIAT, "/documents/new", "Vào sổ", paper, DocumentFile),
    ]
    browsers = {person: browser_of(person) for person in (REPORTER, SECRETARIAT)}

    for person, path, label, values, table in acts:
        first, second = pressed_twice(browsers[person], path, label, values)
        assert (first.status, first.errors, WORD in first.notes) == (200, [], False), label
        assert (second.status, second.url, WORD in second.notes) == (200, first.url, True), label
        assert count(table) == 1, label
    assert count(FormPress) == len(acts)
    # What can be done but once is not held against whoever presses twice: the second press is no refusal.
    _first, second = pressed_twice(browsers[SECRETARIAT], task, "Duyệt kết quả", {"acceptance-evaluation": "Đạt"})
    assert (second.status, second.url, WORD in second.notes) == (200, task, True)
    assert "refused" not in set(db.session.scalars(select(AuditEntry.action)))


def test_of_presses_at_the_same_moment_one_writes_and_all_are_led_to_it(
    app: Flask, house: House, cast: Cast, browser_of: BrowserOf
) -> None:
    browser = browser_of(REPORTER)
    browser.open("/petitions/new")
    said, cookie = sent_by(browser, RAISE, **PETITION), browser.cookie()
    answers: list[TestResponse] = []

    def press() -> None:
        client = app.test_client()
        client.set_cookie("session", cookie)
        answers.append(client.post("/petitions", data=said))

    threads = [threading.Thread(target=contextvars.Context().run, args=(press,)) for _ in range(4)]
    with transaction() as session:  # nobody writes before all have looked
        if house.engine == "postgresql":
            session.execute(text("LOCK TABLE form_press IN SHARE ROW EXCLUSIVE MODE"))
        for thread in threads:
            thread.start()
        time.sleep(1)
        assert answers == []
    for thread in threads:
        thread.join(30)

    [petition] = db.session.scalars(select(Petition.id))
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, f"/petitions/{petition}")] * 4


@pytest.mark.one_engine
def test_what_is_new_is_written_though_it_looks_like_a_second_press(
    cast: Cast, browser_of: BrowserOf, client: Browser
) -> None:
    reporter = browser_of(REPORTER)
    first = reporter.open("/petitions/new")
    assert client.open("/sign-in").find(".//input[@name='once']") == []

    # What was refused was not written, so it may be put right and sent by the same page or by the one with its errors.
    assert reporter.press(RAISE, **{**PETITION, "difficulty": ""}).status == 422
    assert number_on(reporter.page, RAISE) != number_on(first, RAISE)
    assert reporter.press(RAISE, **PETITION).status == 200
    assert count(Petition) == 1
    reporter.page = first
    assert WORD not in reporter.press(RAISE, **PETITION).notes
    assert count(Petition) == 2
    # Whoever goes back and types something else has not sent that yet.
    reporter.page = first
    assert WORD not in reporter.press(RAISE, **{**PETITION, "proposal": "Cho thêm ba người"}).notes
    assert count(Petition) == 3
    # A form that is rendered anew is a new one, though the same is typed.
    assert number_on(reporter.open("/petitions/new"), RAISE) != number_on(first, RAISE)
    assert WORD not in reporter.press(RAISE, **PETITION).notes
    assert count(Petition) == 4
    # Somebody else's number, an odd one or none keeps nothing from being written and tells nothing.
    other = browser_of(SECRETARIAT)
    other.open("/petitions/new")
    for number in (number_on(first, RAISE), number_on(first, RAISE), "", "x", "' OR 1=1 --" + "y" * 11, "é" * 22):
        other.send("/petitions", once=number, **PETITION)
    other.send("/petitions", **PETITION)
    assert count(Petition) == 4 + 6
    assert [kept.press for kept in db.session.scalars(select(FormPress)) if number_on(first, RAISE) in kept.press] == []


@pytest.mark.one_engine
def test_a_number_is_taken_by_what_was_written_and_by_nothing_else(another: Callable[..., Flask], cast: Cast) -> None:
    app = another()
    runs: list[str] = []

    @doors.signed_in
    def tried(how: str) -> tuple[str, int]:
        """Answer as `how` says, after a transaction."""
        runs.append(how)
        press, _claim = g.claimed
        if how == "409 overtaken":  # another process wrote the same press since this one looked
            with aside(), transaction():
                presses.claim(press=press, account_id=cast.accounts[CHAIR], now=clock.now())
                presses.settle(press=press, led_to="/tasks")
        elif not how.endswith("read"):
            with transaction():
                pass
            with transaction():
                pass
        return "", int(how[:3])

    app.add_url_rule("/tried/<how>", "tried", tried, methods=["POST"])
    browser = Browser(app)
    browser.sign_in(CHAIR)
    ways = ("200 written", "200 read", "422 refused", "500 broken", "409 overtaken")

    def press(how: str) -> tuple[int, str]:
        said = {
            "once": hash_of(how)[:22],
            "csrf_token": browser.page.find(".//input[@name='csrf_token']")[0].get("value"),
        }
        answer = browser.ask(
            "POST", f"/tried/{how}", data=said, headers={"Referer": "http://localhost/petitions/new?unit=1"}
        )
        return answer.status_code, answer.headers.get("Location", "")

    back = (303, "/petitions/new?unit=1")
    assert {how: press(how) for how in ways} == {
        "200 written": (200, ""), "200 read": (200, ""), "422 refused": (422, ""), "500 broken": (500, ""),
        "409 overtaken": (303, "/tasks"),
    }  # fmt: skip
    assert {how: press(how) for how in ways} == {
        "200 written": back, "200 read": (200, ""), "422 refused": (422, ""), "500 broken": back,
        "409 overtaken": (303, "/tasks"),
    }  # fmt: skip
    assert runs == [*ways, "200 read", "422 refused"]


@pytest.mark.one_engine
def test_a_wrong_password_and_the_question_who_it_is_take_no_number(cast: Cast, browser_of: BrowserOf) -> None:
    chair = browser_of(CHAIR)
    page = chair.open("/account")
    for times in (1, 2):
        chair.page = page
        said = {"current": "một câu hoàn toàn khác", "password": "trăng sáng trên đồng lúa"}
        assert chair.press("Đổi mật khẩu", **said).errors == ["Mật khẩu hiện tại chưa đúng."], times
    assert count(FormPress) == 0

    # A form that waits for the answer keeps its number: the first page is recognized after it was sent by the second.
    page = chair.open("/account/keys")
    made = chair.press("Tạo khóa")
    chair.page = page
    clock.stop_at(clock.now() + timedelta(minutes=11))
    asked = chair.press("Tạo khóa")
    assert asked.heading == "Xin xác nhận lại"
    assert number_on(asked, "Tiếp tục") == number_on(page, "Tạo khóa")
    assert WORD in chair.press("Tiếp tục", proof_password=PASSWORD).notes
    assert (made.status, count(ApiToken), count(FormPress)) == (200, 1, 1)


@pytest.mark.one_engine
def test_numbers_are_forgotten_after_a_week(app: Flask, cast: Cast) -> None:
    now = clock.now()
    with transaction():
        for days in (6, 8):
            presses.claim(press=f"{days}", account_id=cast.accounts[CHAIR], now=now - timedelta(days=days))

    prune.run(Run(clock.today(), now, now, lambda: False))

    assert db.session.scalars(select(FormPress.press)).all() == ["6"]
