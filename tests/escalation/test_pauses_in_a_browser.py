"""Urging on is paused and resumed in Chromium, on a phone and on a desk, with the keyboard, readable by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.cast import REPORTER, SECRETARIAT, Cast
from tests.escalation.lagging import ask, case_of, sweep_on, town_behind
from tests.web.looks import press, strike, too_small, too_wide, touch, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
FIRST = date(2024, 10, 28)
REASON = "Bão số 6, thị trấn ngập sâu, cán bộ đi ứng cứu"


@pytest.fixture
def address(app: Flask, cast: Cast) -> Iterator[str]:
    ask([cast.units["935"]], target=2000)
    town_behind(cast)
    sweep_on(FIRST)
    with served(app) as where:
        yield where


class Looked:
    """What was seen on each page that was looked at."""

    def __init__(self, page: Page, width: int) -> None:
        self.page, self.width, self.wrong = page, width, []

    def here(self) -> None:
        self.wrong += violations(self.page) + too_wide(self.page)
        self.wrong += too_small(self.page) if self.width == 360 else []


@pytest.mark.parametrize("width", [360, 1366])
def test_a_flooded_town_is_left_in_peace_and_urged_on_again(address: str, cast: Cast, width: int) -> None:
    """Story 001-4: the secretary pauses urging on from the case, the town reads why, and the pause is ended early."""
    case = f"/cases/{case_of(cast.units['31441']).id}"
    with chromium(address, width=width) as page:
        look = Looked(page, width)
        sign_in(page, SECRETARIAT)
        page.goto(case)
        look.here()
        begin(page, look)
        for path in (case, "/cases", "/units/935?indicator=si_voluntary", "/units/31441"):
            page.goto(path)
            assert "ạm dừng đôn đốc đến hết 10/11/2024" in page.inner_text("main"), path
            look.here()
        end(page, look)
        page.goto(case)
        assert "ạm dừng đôn đốc đến hết" not in page.inner_text("main")

    assert look.wrong == []


def begin(page: Page, look: Looked) -> None:
    """Pause urging on from the page of the case; the first try has a day too late, sent with the keyboard."""
    press(page, page.get_by_role("link", name="Tạm dừng đôn đốc", exact=True))
    look.here()
    page.fill("#to_on", "31/12/2024")
    page.fill("#legal_basis", "Công điện 110/CĐ-TTg")
    page.focus("#reason")
    page.keyboard.type(REASON)
    page.focus("main form .button")
    strike(page, "Enter")
    look.here()
    assert page.locator(":focus").get_attribute("class") == "errors"
    assert "dài nhất 60 ngày" in page.inner_text(".errors")
    assert page.input_value("#reason") == REASON
    page.fill("#to_on", "10/11/2024")
    press(page, "main form .button")
    assert "28/10/2024 đến hết 10/11/2024 (14 ngày)" in page.inner_text("main")
    look.here()


def end(page: Page, look: Looked) -> None:
    """End the pause from the list."""
    page.goto("/silences")
    look.here()
    press(page, "#silence-1 a")
    touch(page, "#ending summary")
    page.fill("#ending textarea", "Nước đã rút")
    look.here()
    press(page, "#ending .button")
    assert "Nước đã rút" in page.inner_text("main")
    look.here()


def test_the_town_reads_why_and_is_offered_nothing(address: str, cast: Cast) -> None:
    case = f"/cases/{case_of(cast.units['31441']).id}"
    with chromium(address, width=360) as page:
        sign_in(page, SECRETARIAT)
        page.goto(case)
        press(page, page.get_by_role("link", name="Tạm dừng đôn đốc", exact=True))
        page.fill("#to_on", "10/11/2024")
        page.fill("#reason", REASON)
        page.fill("#legal_basis", "Công điện 110/CĐ-TTg")
        press(page, "main form .button")
    with chromium(address, width=360) as page:
        sign_in(page, REPORTER)
        page.goto(case)

        assert REASON in page.inner_text("main")
        assert page.get_by_role("link", name="Tạm dừng đôn đốc", exact=True).count() == 0
