"""A commune's official with a phone: few taps, no script needed, readable by everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from committee.core import clock
from committee.core.db import db, transaction
from committee.figures.operations import Typed, submit
from tests.cast import DISTRICT_REVIEWER, REPORTER
from tests.figures.october import CUT_OFF, October
from tests.web.looks import SMALLEST_TARGET, press, strike, too_wide, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

REPORT = "/units/31441/reports/2024-10-25"


@pytest.fixture
def address(app, october) -> Iterator[str]:
    with served(app) as where:
        yield where


def sent(october: October, **values: int) -> None:
    with transaction():
        typed = {indicator: Typed(value) for indicator, value in values.items()}
        unit_id, by = october.cast.units["31441"], october.cast.actor(REPORTER)
        submit(unit_id=unit_id, as_of=CUT_OFF, values=typed, by=by, now=clock.now())
    db.session.remove()


def test_a_report_is_sent_with_three_taps_and_its_fields(october, address):
    with chromium(address, width=360) as page:
        sign_in(page, REPORTER)

        press(page, "text=Gửi báo cáo tháng 10/2024")
        page.fill("input[name=value_si_voluntary]", "702")
        page.fill("input[name=value_hi_participants]", "5 010")
        page.fill("input[name=value_campaign_events]", "9")
        press(page, "text=Kiểm tra và gửi")
        press(page, "button:has-text('Gửi báo cáo tháng 10/2024')")

        assert page.inner_text("h1") == "Đã nhận báo cáo tháng 10/2024"
    assert october.states("31441") == [("submitted", 702)]
    assert october.states("31441", "hi_participants") == [("submitted", 5010)]


def test_the_keyboard_is_enough(october, address):
    with chromium(address, width=1366) as page:
        sign_in(page, REPORTER)
        page.goto(REPORT)

        page.focus("input[name=value_si_voluntary]")
        page.keyboard.type("702")
        strike(page, "Enter")
        page.focus("button:has-text('Gửi báo cáo tháng 10/2024')")
        strike(page, "Enter")
        assert "/receipts/" in page.url

    assert october.states("31441") == [("submitted", 702)]


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_the_reporter(address, width, theme):
    with chromium(address, width=width, theme=theme) as page:
        sign_in(page, REPORTER)
        found = violations(page)
        page.goto(REPORT)
        found += violations(page)
        page.fill("input[name=value_si_voluntary]", "400")
        page.fill("input[name=value_hi_participants]", "5,010")
        press(page, "text=Kiểm tra và gửi")
        found += violations(page)
        page.fill("input[name=value_hi_participants]", "5010")
        press(page, "text=Kiểm tra và gửi")
        found += violations(page)
        found += too_wide(page)

    assert found == []


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_the_reviewer(october, address, width, theme):
    sent(october, si_voluntary=400, hi_participants=5010)
    with chromium(address, width=width, theme=theme) as page:
        sign_in(page, DISTRICT_REVIEWER)
        found = violations(page)
        page.goto("/reviews")
        found += violations(page)
        page.goto(f"{REPORT}/review")
        found += violations(page)
        found += too_wide(page)

    assert found == []


def test_what_is_tapped_on_a_phone_is_large_enough(address):
    with chromium(address, width=360) as page:
        sign_in(page, REPORTER)
        page.goto(REPORT)
        heights = [
            box.bounding_box()["height"] for box in page.locator("main :is(input:not([type=hidden]),button)").all()
        ]

    assert heights
    assert min(heights) >= SMALLEST_TARGET
