"""The pages of a unit and its targets hold against the accessibility rules, on any screen."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.cast import SECRETARIAT, Cast
from tests.web.looks import press, too_wide, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.slow]
PAGES = (
    "/units",
    "/units/93",
    "/units/935?indicator=si_voluntary",
    "/units/93?as_of=31/02/2024",
    "/units/93/targets/2024?indicator=si_voluntary",
    "/units/93/targets/2024/proposal?indicator=si_voluntary&method=last-year",
    "/units/93/targets/2024/proposal?indicator=si_voluntary&method=population",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1366])
def test_nothing_stands_in_anybodys_way(app: Flask, examples: Cast, width: int, theme: str) -> None:
    with served(app) as address, chromium(address, width=width, theme=theme) as page:
        sign_in(page, SECRETARIAT)
        found = {path: _faults(page, path) for path in PAGES}

    assert found == {path: [] for path in PAGES}


def test_a_refused_form_is_no_worse(app: Flask, examples: Cast) -> None:
    with served(app) as address, chromium(address, width=360) as page:
        sign_in(page, SECRETARIAT)
        page.goto("/units/93/targets/2024/proposal?indicator=revenue_total&method=equal")
        page.locator("#shares input").first.fill("1,234")
        press(page, "button:has-text('Ghi nhận quyết định giao chỉ tiêu')")

        faults = violations(page)
        in_focus = page.evaluate("document.activeElement.className")
        cut_off = page.evaluate(
            "(box => box.scrollWidth - box.clientWidth)(document.querySelector('#shares').parentElement)"
        )

    assert faults == []
    assert in_focus == "errors"
    assert cut_off == 0


def _faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    return violations(page) + too_wide(page)
