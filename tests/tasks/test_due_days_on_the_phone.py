"""A person's calendar address: what it shows, when it stops, and that nobody else reads it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stderr
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, text, update

from committee.accounts.models import Account
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.icalendar import Event, calendar_text
from committee.core.log import set_up_log
from committee.members.models import Seat
from committee.tasks import operations
from committee.tasks.models import CalendarFeed, Meeting
from committee.tasks.operations import feeds
from committee.tasks.queries.feeds import feed_with
from tests.cast import MEMBER, REPORTER, SECRETARIAT, Person
from tests.conftest import MORNING
from tests.tasks.calendar_reader import Component, read_calendar
from tests.tasks.desk import Desk, at, overlapping
from tests.web.browser import Browser

HARD = "Việc có dấu phẩy, chấm phẩy; gạch \\ chéo\nvà xuống dòng: " + "nghiêng ngả " * 12
TITLES = "SUMMARY"


def address_of(browser: Browser) -> str:
    """Make a calendar address as a person does, and return its path."""
    browser.open("/account/calendar")
    page = browser.press("Tạo địa chỉ lịch")
    return re.search(r"/calendar/[\w-]+\.ics", page.html)[0]


def read(client: Browser, path: str) -> Component:
    answer = client.ask("GET", path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return read_calendar(answer.data)


def titles(calendar: Component) -> list[str]:
    return [event["SUMMARY"] for event in calendar.of("VEVENT")]


def meet(desk: Desk, **more: object) -> None:
    usual = {
        "committee_id": desk.committee_id,
        "kind": "meeting",
        "title": "Họp quý IV",
        "held_on": date(2024, 11, 5),
        "starts_at": "08:00",
        "place": "Phòng họp số 2, UBND tỉnh",
        "state": "planned",
        "search_key": "",
        "created_at": MORNING,
    }
    with transaction():
        db.session.execute(insert(Meeting).values(**(usual | more)))


def test_a_members_tasks_and_meetings_stand_in_their_calendar_and_nobody_elses(
    browser_of: Callable[[Person], Browser], client: Browser, desk: Desk
) -> None:
    """The due days follow the member into the calendar of their phone."""
    first = desk.assign(lead=desk.seat(MEMBER), code="A-1", title="Kiểm tra xã Nàng Mau", due_on=date(2024, 11, 8))
    desk.assign(lead=desk.unit("31441"), code="B-1", title="Việc của xã", due_on=date(2024, 11, 9))
    helped = desk.assign(lead=desk.unit("31441"), coordinators=(desk.seat(MEMBER),), code="C-1", title="Phối hợp")
    meet(desk)
    meet(desk, title="Họp cả ngày", starts_at="")

    mine = read(client, address_of(browser_of(MEMBER)))
    communes = read(client, address_of(browser_of(REPORTER)))

    assert titles(mine) == ["Thời hạn: A-1 Kiểm tra xã Nàng Mau", "Thời hạn: C-1 Phối hợp", "Họp quý IV", "Họp cả ngày"]
    assert titles(communes) == ["Thời hạn: B-1 Việc của xã", "Thời hạn: C-1 Phối hợp"]
    due, _helped, meeting, whole_day = mine.of("VEVENT")
    assert (due["DTSTART"], due["DTEND"]) == ("20241108", "20241109")
    assert due["UID"].startswith(f"task-{first}@")
    assert due["URL"].endswith(f"/tasks/{first}")
    assert meeting["DTSTART"] == "20241105T080000"
    assert meeting.parameter("DTSTART", "TZID") == "Asia/Ho_Chi_Minh"
    assert meeting["LOCATION"] == "Phòng họp số 2, UBND tỉnh"
    assert whole_day["DTSTART"] == "20241105"
    assert helped


def test_changes_reach_the_calendar_under_the_same_name(
    browser_of: Callable[[Person], Browser], client: Browser, desk: Desk
) -> None:
    moved = desk.assign(lead=desk.seat(MEMBER), code="A-1", title="Dời hạn", due_on=date(2024, 11, 8))
    stopped = desk.assign(lead=desk.seat(MEMBER), code="A-2", title="Dừng", due_on=date(2024, 11, 9))
    path = address_of(browser_of(MEMBER))
    before = {event["UID"]: event for event in read(client, path).of("VEVENT")}

    desk.do(operations.ask_extension, task_id=moved, wanted_on=date(2024, 11, 20), reason="Mưa lũ", by=MEMBER)
    clock.stop_at(MORNING + timedelta(hours=2))
    granted = desk.asked_for(moved)
    desk.do(operations.approve_extension, extension_id=granted, by=SECRETARIAT)
    desk.do(operations.cancel, task_id=stopped, reason="Đã có việc khác thay", by=SECRETARIAT)
    after = {event["UID"]: event for event in read(client, path).of("VEVENT")}

    assert set(after) == set(before)
    uid = next(uid for uid in after if uid.startswith(f"task-{moved}@"))
    assert after[uid]["DTSTART"] == "20241120"
    assert int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])
    assert after[uid]["LAST-MODIFIED"] == "20241028T040000Z" > before[uid]["LAST-MODIFIED"]
    gone = next(uid for uid in after if uid.startswith(f"task-{stopped}@"))
    assert (before[gone]["STATUS"], after[gone]["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_what_did_not_change_is_not_sent_again(
    browser_of: Callable[[Person], Browser], client: Browser, desk: Desk
) -> None:
    desk.assign(lead=desk.seat(MEMBER))
    path = address_of(browser_of(MEMBER))
    tag = client.ask("GET", path).headers["ETag"]
    clock.stop_at(MORNING + timedelta(minutes=10))

    again = client.ask("GET", path, headers={"If-None-Match": tag})
    desk.assign(lead=desk.seat(MEMBER), title="Việc mới")
    changed = client.ask("GET", path, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200


def test_an_ended_seat_takes_its_tasks_out_and_a_closed_account_the_calendar(
    browser_of: Callable[[Person], Browser], client: Browser, desk: Desk
) -> None:
    desk.assign(lead=desk.seat(MEMBER))
    path = address_of(browser_of(MEMBER))
    meet(desk)
    had = len(titles(read(client, path)))

    with transaction():
        seat = Seat.id == desk.cast.seats[MEMBER]
        db.session.execute(update(Seat).where(seat).values(to_on=date(2024, 10, 27)))
    left = titles(read(client, path))
    with transaction():
        account = Account.id == desk.cast.accounts[MEMBER]
        db.session.execute(update(Account).where(account).values(disabled_at=MORNING))
    closed = client.ask("GET", path)
    unknown = client.ask("GET", "/calendar/nobody-knows-this.ics")

    assert (had, left) == (2, [])
    assert closed.status_code == unknown.status_code == 404
    assert without_reference(closed.text) == without_reference(unknown.text)


def test_a_new_address_makes_the_former_one_void_and_revoking_leaves_none(
    browser_of: Callable[[Person], Browser], client: Browser, desk: Desk
) -> None:
    browser = browser_of(MEMBER)
    first = address_of(browser)
    browser.open("/account/calendar")
    page = browser.press("Tạo địa chỉ mới")
    second = re.search(r"/calendar/[\w-]+\.ics", page.html)[0]
    answers = [client.ask("GET", path).status_code for path in (first, second)]
    shown_again = browser.open("/account/calendar")
    page = browser.press("Thu hồi địa chỉ")

    assert answers == [404, 200]
    assert "28/10/2024" in shown_again.text
    assert second not in shown_again.html
    assert "Địa chỉ lịch đã được thu hồi" in page.text
    assert client.ask("GET", second).status_code == 404
    assert browser.ask("POST", "/account/calendar/revocation").status_code in (400, 404)


def test_of_two_addresses_made_at_once_the_second_lives(app: Flask, desk: Desk) -> None:
    account_id, by, made = desk.cast.accounts[MEMBER], desk.cast.actor(MEMBER), []

    def make() -> None:
        made.append(feeds.make_feed(account_id=account_id, by=by, now=clock.now()))

    refused = overlapping(app, make, make)

    assert refused == []
    assert [feed_with(secret) is not None for secret in made] == [False, True]


def test_the_secret_stands_neither_in_the_database_nor_in_the_log_nor_is_it_handed_on(
    browser_of: Callable[[Person], Browser], client: Browser, desk: Desk
) -> None:
    path = address_of(browser_of(MEMBER))
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    said = io.StringIO()

    with redirect_stderr(said):
        set_up_log()
        answers = [client.ask("GET", path) for _ in range(2)]
        client.ask("GET", path + "x")

    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert [line["route"] for line in lines if line["event"] == "request"][:2] == ["/calendar/<secret>.ics"] * 2
    assert secret not in said.getvalue()
    kept = db.session.scalar(select(CalendarFeed.token_hash))
    assert kept != secret
    assert secret not in "".join(map(str, db.session.execute(text("SELECT * FROM audit_entry")).all()))
    assert answers[0].headers["X-Robots-Tag"] == "noindex"
    assert answers[0].headers["Referrer-Policy"] == "no-referrer"
    assert "public" not in answers[0].headers["Cache-Control"]


def test_a_program_that_asks_again_and_again_is_told_to_wait(
    browser_of: Callable[[Person], Browser], client: Browser, desk: Desk
) -> None:
    path = address_of(browser_of(MEMBER))
    asked = [client.ask("GET", path).status_code for _ in range(61)]
    refused = client.ask("GET", path)
    clock.stop_at(MORNING + timedelta(minutes=61))

    assert asked == [200] * 60 + [429]
    assert int(refused.headers["Retry-After"]) <= 3600
    assert client.ask("GET", path).status_code == 200


@pytest.mark.one_engine
def test_any_text_is_read_back_as_it_was_written(app: Flask) -> None:
    words = [HARD, "a" * 300, "ế" * 300, "𝄞" * 90, "", "\\n", "dòng\r\nkhác\rnữa\x85cuối", "BEGIN:VEVENT\nEND:VEVENT"]
    events = [
        Event(f"x-{n}@h", word, date(2024, 12, 31), at(date(2024, 10, 28)), 3, word) for n, word in enumerate(words)
    ]

    calendar = read_calendar(calendar_text(events, name=HARD, refresh=timedelta(hours=1)).encode())

    for word, event in zip(words, calendar.of("VEVENT"), strict=True):
        plain = re.sub(r"\r\n|[\r\x85]", "\n", word)
        assert event.properties.get("SUMMARY", ("",))[0] == plain
        assert event.properties.get("DESCRIPTION", ("",))[0] == plain
    assert calendar.of("VTIMEZONE") == []


def without_reference(html: str) -> str:
    return re.sub(r"<strong>[0-9A-F]{8}</strong>", "", html)
