"""Tasks with a phone and on a desk: readable by everybody, done without a script and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from committee.core.db import db
from committee.tasks import operations
from tests.cast import CHAIR, MEMBER, REPORTER, SECRETARIAT
from tests.web.looks import press, strike, too_small, too_wide, touch, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

PAGES = (
    "/",
    "/tasks",
    "/tasks/board",
    "/tasks/calendar?month=2024-11",
    "/tasks/scoreboard",
    "/tasks/new",
    "/tasks/1",
    "/tasks/2",
    "/tasks/1/description",
    "/tasks/2/parts/new",
)
GIVEN = date(2024, 10, 1)


@pytest.fixture
def address(app, desk) -> Iterator[str]:
    fill(desk)
    with served(app) as where:
        yield where


def fill(desk) -> None:
    """One task whose result and more time wait, one overdue, others in a month."""
    long_title = "Rà soát, lập danh sách người chưa tham gia bảo hiểm xã hội tự nguyện, bảo hiểm y tế trên địa bàn " * 2
    first = desk.assign(title=long_title.strip(), responsibility="Chủ tịch UBND", assigned_on=GIVEN)
    desk.do(
        operations.report_progress, task_id=first, text="6/10 ấp", percent=60, difficulty="Thiếu người", by=REPORTER
    )
    desk.do(operations.ask_extension, task_id=first, wanted_on=date(2024, 12, 15), reason="Chờ số liệu", by=REPORTER)
    desk.do(operations.submit, task_id=first, product="15/BC-UBND", by=REPORTER)
    desk.assign(title="Chủ trì họp giao ban", lead=desk.seat(MEMBER), assigned_on=GIVEN, due_on=date(2024, 10, 20))
    for number in range(4):
        desk.assign(title=f"Báo cáo tuần {number}", due_on=date(2024, 11, 15), coordinators=(desk.unit("31318"),))
    desk.assign(title="Chưa rõ ngày", due_on=None)
    db.session.remove()


@pytest.mark.parametrize("width", [360, 1366])
def test_nothing_stands_in_the_way_of_whoever_gives_tasks(address, width):
    wide, wrong, small = [], [], []
    with chromium(address, width=width) as page:
        sign_in(page, CHAIR)
        for path in PAGES:
            page.goto(path)
            wrong += violations(page)
            wide += too_wide(page)
            small += too_small(page) if width == 360 else []

    assert small == []
    assert wrong == []
    assert wide == []


def test_a_member_updates_a_task_on_the_phone_and_the_chair_accepts_it_with_the_keyboard(address):
    with chromium(address, width=360) as page:
        sign_in(page, MEMBER)
        press(page, "text=Chủ trì họp giao ban")
        page.fill("#progress-text", "Đã họp ngày 25/10")
        press(page, "button:has-text('Cập nhật')")
        assert "Đã họp ngày 25/10" in page.inner_text("#log")
        touch(page, "summary:has-text('Báo cáo hoàn thành')")
        page.fill("#submission-product", "15/BB-BCĐ")
        press(page, "button:has-text('Gửi báo cáo hoàn thành')")
        assert "chờ duyệt" in page.inner_text("main")

    with chromium(address, width=1366) as page:
        sign_in(page, CHAIR)
        page.goto("/tasks/2")
        page.focus("#acceptance-evaluation")
        page.keyboard.type("Tốt")
        page.keyboard.press("Tab")
        strike(page, "Enter")
        assert "Đã duyệt kết quả" in page.inner_text("body")
        assert "Đã hoàn thành quá hạn" in page.inner_text("main")


def test_the_chair_gives_a_task_from_a_units_page_in_three_taps(address):
    taps = 0
    with chromium(address, width=360) as page:
        sign_in(page, SECRETARIAT)
        page.goto("/units/31441")
        press(page, "main >> text=Giao việc")
        taps += 1
        for name, said in (("title", "Vận động hộ gia đình"), ("deliverable", "Báo cáo"), ("due", "30/11/2024")):
            page.fill(f"#{name}", said)
        press(page, "main button:has-text('Giao việc')")
        taps += 1
        press(page, "main button:has-text('Vẫn giao việc')")
        taps += 1
        assert page.inner_text("h1") == "Vận động hộ gia đình"
    assert taps <= 3
