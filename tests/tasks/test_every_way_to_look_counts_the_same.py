"""The list, its files, the board, the months, the tables, programs and commands: all tell of the same tasks."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from committee.core import clock
from committee.core.db import transaction
from committee.domain.task_status import Status
from committee.members.operations import found_committee
from committee.members.queries import committees_of
from committee.tasks import operations, queries
from committee.tasks.views.tasks.listing import SIZE
from tests.api.conftest import run
from tests.cast import BY, CHAIR, MEMBER, OTHER_REPORTER, REPORTER, SECRETARIAT, STRANGER, SUPERVISOR, Person
from tests.conftest import House
from tests.tasks.desk import Desk
from tests.web.browser import Browser, Page

GIVEN, SOONER = date(2024, 9, 2), date(2024, 9, 20)
WORDS = {
    "Đã hoàn thành đúng hạn": Status.DONE_ON_TIME,
    "Đã hoàn thành quá hạn": Status.DONE_LATE,
    "Đang thực hiện trong hạn": Status.OPEN_IN_TIME,
    "Đang thực hiện quá hạn": Status.OPEN_OVERDUE,
    "Không xác định thời hạn": Status.OPEN_NO_DEADLINE,
    "Dừng / thay thế": Status.CANCELLED,
}
MONTHS = ("2024-09", "2024-10", "2024-11", "2024-12")
LOOKING = (CHAIR, REPORTER, OTHER_REPORTER, SUPERVISOR, STRANGER)


@pytest.fixture
def town(house: House, desk: Desk) -> Desk:
    house.founded("tasks to be counted", lambda: give(desk))
    return desk


def give(desk: Desk) -> None:
    """Give forty tasks of two committees: of every status, led by units, seats and people, parts, helped with."""
    with transaction():
        unit = desk.cast.units["31441"]
        found_committee(unit_id=unit, name="Ban Chỉ đạo thị trấn", by=BY, now=clock.now())
    leads = [desk.unit("31441"), desk.unit("31318"), desk.seat(MEMBER), desk.account(REPORTER)]
    for number in range(34):
        helping = (desk.unit("31318"),) if number % 5 == 0 else ()
        lead, due_on = leads[number % 4], date(2024, 10 + number % 3, 1 + number % 28)
        helping = () if lead == leads[1] else helping
        desk.assign(lead=lead, coordinators=helping, assigned_on=GIVEN, due_on=due_on if number % 7 else None)
    for sent_on in (date(2024, 9, 18), date(2024, 9, 25)):
        done = desk.assign(assigned_on=GIVEN, due_on=SOONER, code=f"XONG-{sent_on:%d}")
        desk.do(operations.submit, task_id=done, product="1/BC", by=REPORTER, on=sent_on)
        desk.do(operations.accept, task_id=done, by=CHAIR, on=sent_on)
    stopped = desk.assign(assigned_on=GIVEN, due_on=SOONER)
    desk.do(operations.cancel, task_id=stopped, reason="Trùng", by=CHAIR)
    whole = desk.assign(code="LON", due_on=date(2024, 12, 20))
    desk.do(operations.sub_assign, parent_id=whole, unit_ids=[desk.cast.units["31318"]], by=SECRETARIAT)
    sent = desk.assign(code="CHO", due_on=date(2024, 10, 28))
    desk.do(operations.submit, task_id=sent, product="2/BC", by=REPORTER)
    [theirs] = [one.committee_id for one in committees_of(desk.cast.units["31441"])]
    desk.assign(committee_id=theirs, code="RIENG")
    desk.assign(is_standing=True, indicator="si_voluntary", due_on=None)
    desk.assign(assigned_on=date(2024, 11, 4), due_on=date(2024, 12, 4), code="SAU")


@pytest.mark.one_engine
def test_every_way_to_look_tells_of_the_same_tasks(
    app: Flask, town: Desk, browser_of: Callable[[Person], Browser]
) -> None:
    totals = {}
    for person in LOOKING:
        browser = browser_of(person)
        lines = listed(browser)
        every = Counter(status for status, _due in lines)
        told = [
            *((way, found, every) for way, found in everywhere(app, person, browser)),
            ("board", on_board(browser), every - Counter({Status.CANCELLED: 99})),
            ("months", in_months(browser), Counter(due[3:] for status, due in lines if is_due(status, due))),
        ]
        assert [(way, found, expected) for way, found, expected in told if found != expected] == [], person.name
        totals[person] = every.total()

    assert totals[CHAIR] == totals[SUPERVISOR] == 42
    assert 0 < totals[OTHER_REPORTER] < totals[REPORTER] < totals[CHAIR]
    assert totals[STRANGER] == 0


def test_commands_count_what_the_committee_sees(
    app: Flask, town: Desk, browser_of: Callable[[Person], Browser]
) -> None:
    listed_now = json.loads(run(app, "tasks", "list", "--committee-unit", "93", "--format", "json"))
    rates = json.loads(run(app, "tasks", "rates", "93", "--format", "json"))
    page = browser_of(CHAIR).open(f"/tasks?committee={town.committee_id}")

    counted = Counter({Status(name): many for name, many in rates["counts"].items() if many})
    assert Counter(Status(one["status"]) for one in listed_now) == counted == tallied(page)


def test_my_work_is_what_is_mine_and_open(town: Desk, browser_of: Callable[[Person], Browser]) -> None:
    for person in (REPORTER, MEMBER):
        _viewer, eyes = town.viewer(person)
        work = queries.work_of(eyes)
        page = browser_of(person).open("/tasks?mine=y&status=open")

        mine = {row.id for row in (*work.to_do, *work.sent)}
        assert len(mine) == Counter(status for status, _due in rows_on(page)).total() > 1


def listed(browser: Browser) -> list[tuple[Status, str]]:
    """Return (status, due day) of each task on the pages of the list; the heading says how many there are."""
    first = browser.open("/tasks")
    said = re.search(r"(\d+) nhiệm vụ, đến hạn trước", first.text)
    pages = [first, *([browser.open("/tasks?page=2")] if said and int(said[1]) > SIZE else [])]
    lines = [line for page in pages for line in rows_on(page)]
    assert len(lines) == (int(said[1]) if said else 0)
    return lines


def everywhere(app: Flask, person: Person, browser: Browser) -> Iterator[tuple[str, Counter[Status]]]:
    """Yield each way to look that tells of every task, with how many it tells of in each status."""
    yield "tallies", tallied(browser.open("/tasks"))
    for table in ("scoreboard", "committees"):
        yield table, in_table(browser.open(f"/tasks/{table}"))
        yield f"file of {table}", in_table_file(browser.ask("GET", f"/tasks/{table}?format=csv").text)
    cells = list(csv.reader(io.StringIO(browser.ask("GET", "/tasks?format=csv").text.removeprefix("\ufeff"))))
    yield "CSV", Counter(WORDS[line[8]] for line in cells[1:])
    sheet = load_workbook(io.BytesIO(browser.ask("GET", "/tasks?format=xlsx").data)).active
    yield "xlsx", Counter(WORDS[line[8]] for line in list(sheet.iter_rows(values_only=True))[1:])
    yield "programs", Counter(Status(one["status"]) for one in told_programs(app, person))


def rows_on(page: Page) -> Iterator[tuple[Status, str]]:
    for row in page.find(".//table[@id='tasks']/tbody/tr"):
        text = " ".join(" ".join(row.itertext()).split())
        [status] = [status for word, status in WORDS.items() if word in text]
        due = re.findall(r"\d\d/\d\d/\d{4}", text)
        yield status, due[0] if due else ""


def tallied(page: Page) -> Counter[Status]:
    tallies = page.find(".//ul[@class='plain row tallies']")[0]
    figures = [int(one.text) for one in tallies.findall("li/b")]
    return Counter({status: many for status, many in zip(Status, figures, strict=True) if many})


def in_table(page: Page) -> Counter[Status]:
    lines = [[int(cell.text) for cell in row.findall("td")[: len(Status)]] for row in page.find(".//tbody/tr")]
    return summed(lines)


def in_table_file(text: str) -> Counter[Status]:
    head, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    places = [head.index(word) for word in WORDS]
    return summed([[int(line[place]) for place in places] for line in lines])


def summed(lines: list[list[int]]) -> Counter[Status]:
    return Counter(
        {status: sum(line[at] for line in lines) for at, status in enumerate(Status) if any(line[at] for line in lines)}
    )


def told_programs(app: Flask, person: Person) -> Iterator[dict[str, Any]]:
    """Yield what a key of theirs reads, a few at a time."""
    client, cursor = app.test_client(), ""
    key = {"Authorization": f"Bearer {run(app, 'people', 'token', person.email, '--scope', 'read')}"}
    while cursor is not None:
        answer = client.get("/api/v1/tasks", query_string={"limit": 9, "cursor": cursor}, headers=key).json
        yield from answer["items"]
        cursor = answer["next_cursor"]


def on_board(browser: Browser) -> Counter[Status]:
    heads = browser.open("/tasks/board").find(".//div[@class='columns']/section/h2")
    told = (" ".join(" ".join(head.itertext()).split()).rpartition(" ") for head in heads)
    return Counter({WORDS[word]: int(many) for word, _, many in told if int(many)})


def in_months(browser: Browser) -> Counter[str]:
    """Return {month: how many tasks it says are due}."""
    found: Counter[str] = Counter()
    for month in MONTHS:
        page = browser.open(f"/tasks/calendar?month={month}")
        said = re.search(r"(\d+) nhiệm vụ đến hạn trong tháng", page.text)
        assert said, page.text
        found += Counter({f"{month[5:]}/{month[:4]}": int(said[1])})
    return found


def is_due(status: Status, due: str) -> bool:
    return bool(due) and status is not Status.CANCELLED
