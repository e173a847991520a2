"""The door as a person meets it: password, code, setting the second factor up, on a phone and on a desk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from committee.accounts import operations
from committee.core import clock
from committee.core.db import db, transaction
from tests.cast import BY, PASSWORD, SECRETARIAT, Cast, code_shown
from tests.web.looks import press, too_wide, violations
from tests.web.served import chromium, served

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.slow]


def faults(page: Page) -> list[str]:
    return violations(page) + too_wide(page)


def keep(page: Page, name: str, width: int) -> None:
    """Keep a picture of what is seen, when asked to."""
    if folder := os.environ.get("DON_DOC_PICTURES_OF_THE_DOOR"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1366, "dark")])
def test_row_21_the_whole_way_in_by_hand(app: Flask, cast: Cast, width: int, theme: str) -> None:
    with transaction():
        operations.reset_second_factor(account_id=cast.accounts[SECRETARIAT], by=BY, now=clock.now())
    db.session.remove()
    wrong, policy = [], []
    with served(app) as address, chromium(address, width=width, theme=theme) as page:
        page.on("console", lambda said: policy.append(said.text) if "Content Security Policy" in said.text else None)

        def look(name: str) -> None:
            keep(page, name, width)
            wrong.extend(faults(page))

        page.goto("/sign-in")
        look("sign-in")
        page.fill("input[name=email]", SECRETARIAT.email)
        page.fill("input[name=password]", PASSWORD)
        press(page, "main button[type=submit]")
        look("set-up")
        secret = page.inner_text(".typed-key").replace(" ", "")
        page.fill("input[name=code]", code_shown(secret))
        press(page, "main button[type=submit]")
        look("paper")
        paper = page.locator(".paper-codes code").first.inner_text()
        for path in ("/account", "/account/second-factor", "/account/keys", "/account/proof"):
            page.goto(path)
            look(path.strip("/").replace("/", "-"))
        page.context.clear_cookies()
        page.goto("/account/keys")
        page.fill("input[name=email]", SECRETARIAT.email)
        page.fill("input[name=password]", PASSWORD)
        press(page, "main button[type=submit]")
        look("code")
        page.fill("input[name=code]", paper)
        press(page, "main button[type=submit]")
        came_to = page.url
        page.context.clear_cookies()
        page.goto("/password-reset")
        look("password-reset")

    assert (wrong, policy) == ([], [])
    assert came_to.endswith("/account/keys")
