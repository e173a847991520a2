"""The secret key is changed while people are signed in: nobody notices, and the earlier key dies with its setting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from committee.core import clock
from committee.core.db import db
from committee.web.factory import create_app
from config import read_settings
from tests.cast import PASSWORD, REPORTER, Cast
from tests.conftest import KEY, House
from tests.web.browser import Browser

OLD, OLDER, NEW = KEY, "z" * 48, "y" * 48

pytestmark = pytest.mark.one_engine


@pytest.fixture
def house_with(house: House, app: Flask) -> Iterator:
    """Return the same house, started again with other keys."""
    started: list[Flask] = []

    def start(**environ: str) -> Flask:
        again = create_app(read_settings({**house.environ(), **environ}))
        started.append(again)
        return again

    at = clock.now()
    yield start
    clock.stop_at(at)
    for other in started:
        with other.app_context():
            db.session.remove()
            db.engine.dispose()


def carrying(app: Flask, cookie: str) -> Browser:
    browser = Browser(app)
    browser.client.set_cookie("session", cookie)
    return browser


def test_row_59_an_old_cookie_is_good_under_the_fallback_is_signed_anew_and_dies_without_it(
    app: Flask, cast: Cast, house_with
) -> None:
    before = Browser(app)
    before.sign_in(REPORTER)
    old_cookie = before.cookie()

    during = carrying(house_with(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=f"{OLDER},{OLD}"), old_cookie)
    assert REPORTER.name in during.open("/account").text
    new_cookie = during.cookie()
    after = house_with(SECRET_KEY=NEW)

    assert new_cookie != old_cookie
    assert REPORTER.name in carrying(after, new_cookie).open("/account").text
    assert carrying(after, old_cookie).ask("GET", "/account").status_code == 302


def test_a_form_that_was_open_during_the_change_can_still_be_sent(app: Flask, cast: Cast, house_with) -> None:
    before = Browser(app)
    page = before.open("/sign-in")
    token = page.find(".//input[@name='csrf_token']")[0].get("value")

    during = carrying(house_with(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=OLD), before.cookie())
    sent = during.ask("POST", "/sign-in", data={"csrf_token": token, "email": REPORTER.email, "password": PASSWORD})

    assert sent.status_code in (302, 303)


def test_a_cookie_of_the_newest_key_is_not_set_again(app: Flask, cast: Cast, house_with) -> None:
    browser = Browser(house_with(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=OLD))
    browser.sign_in(REPORTER)

    answer = browser.ask("GET", "/account")

    assert "Set-Cookie" not in answer.headers
