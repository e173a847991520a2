"""A member with a phone and the morning's mail: two taps and some words, and the task is up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db
from committee.domain.calendar import HANOI
from committee.jobs import remind
from committee.jobs.ledger import Run
from committee.tasks.models import TaskExtension, TaskProgress, TaskReceipt, TaskSubmission
from tests.cast import MEMBER
from tests.tasks.desk import Desk
from tests.tasks.postbox import Letter, postbox
from tests.web.looks import press, too_small, too_wide, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

PHONE, DESK = 360, 1366
ANSWERS = {
    "Xác nhận đã nhận việc": {},
    "Gửi tiến độ": {"progress-percent": "60", "progress-text": "Đã rà soát 6/10 ấp, còn 4 ấp vùng lũ"},
    "Gửi sản phẩm": {"submission-product": "15/BC-BCĐ"},
    "Xin gia hạn": {"extension-wanted_on": "12/12/2024", "extension-reason": "Lũ chưa rút, chưa vào được 4 ấp"},
}


@pytest.fixture
def letter(desk: Desk) -> Letter:
    """The mail of the morning of 27/11/2024, with a line for each of four tasks due today or in three days."""
    for number in range(len(ANSWERS)):
        desk.assign(
            lead=desk.seat(MEMBER),
            code=f"NV-0{number + 1}",
            title="Rà soát hộ gia đình chưa tham gia BHYT trên địa bàn huyện Vị Thủy",
            due_on=date(2024, 11, 27 if number == 3 else 30),
        )
    now = datetime(2024, 11, 27, 7, 30, tzinfo=HANOI).astimezone(UTC)
    clock.stop_at(now)
    remind.run(Run(date(2024, 11, 27), now, now, lambda: False))
    with postbox() as box:
        return box.letters_to(MEMBER)[-1]


@pytest.fixture
def address(app, letter: Letter) -> Iterator[str]:
    db.session.remove()
    with served(app) as where:
        yield where


class Thumb:
    """A member's thumb: it counts how often it touches the screen to press something, typing aside."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def follow(self, path: str) -> None:
        """Tap a link in the mail program."""
        self.page.goto(path)
        self.taps += 1

    def press(self, label: str) -> None:
        press(self.page, f"main button >> text={label}")
        self.taps += 1


def faults(page: Page, width: int) -> list[str]:
    """Return what stands in a reader's way."""
    return [*violations(page), *too_wide(page), *(too_small(page) if width == PHONE else [])]


def test_a_task_is_brought_up_to_date_in_two_taps_and_some_words(address: str, letter: Letter) -> None:
    """The deadline reaches the member, who answers from the message without signing in."""
    assert letter.title == "Nhắc việc ngày 27/11/2024: 4 việc"
    assert len(letter.links) == len(ANSWERS)
    counted, wrong, said = {}, [], []
    with chromium(address, width=PHONE) as page:
        for (label, typed), path in zip(ANSWERS.items(), reversed(letter.links), strict=True):
            thumb = Thumb(page)
            thumb.follow(path)
            wrong += faults(page, PHONE)
            for name, text in typed.items():
                page.fill(f"[name={name}]", text)
            thumb.press(label)
            wrong += faults(page, PHONE)
            said.append(page.inner_text("h1"))
            counted[label] = thumb.taps

    assert wrong == []
    assert counted == dict.fromkeys(ANSWERS, 2)
    assert said == ["Xin cảm ơn"] * 4
    assert db.session.scalars(select(TaskReceipt.by_name)).all() == [MEMBER.name]
    progress = db.session.execute(select(TaskProgress.percent, TaskProgress.text)).all()
    assert [tuple(one) for one in progress] == [(60, "Đã rà soát 6/10 ấp, còn 4 ấp vùng lũ")]
    assert db.session.scalars(select(TaskSubmission.product)).all() == ["15/BC-BCĐ"]
    assert db.session.scalars(select(TaskExtension.wanted_on)).all() == [date(2024, 12, 12)]


def test_the_pages_are_whole_on_a_desk_too_and_when_something_is_wrong(address: str, letter: Letter) -> None:
    wrong = []
    for width in (DESK, PHONE):
        with chromium(address, width=width) as page:
            page.goto(letter.links[0])
            page.fill("[name=progress-percent]", "120")
            press(page, "main button >> text=Gửi tiến độ")
            assert page.input_value("[name=progress-percent]") == "120"
            wrong += faults(page, width)
            sign_in(page, MEMBER)
            page.goto("/account/calendar")
            wrong += faults(page, width)
            press(page, "main button >> text=/Tạo địa chỉ/")
            wrong += faults(page, width)

    assert wrong == []
