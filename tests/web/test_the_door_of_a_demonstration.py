"""In a demonstration one press makes a visitor somebody it shows; no other house has such a door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import ADMINISTRATOR, REPORTER, Cast
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
DOOR = "/sign-in/demo"


def test_row_18_outside_a_demonstration_there_is_no_such_route(app: Flask, another: Callable[..., Flask]) -> None:
    in_production = another(DON_DOC_MODE="production", BASE_URL="https://dondoc.tinh.example")

    for house, address in ((app, "http://localhost"), (in_production, "https://dondoc.tinh.example")):
        assert DOOR not in {rule.rule for rule in house.url_map.iter_rules()}
        assert house.test_client().post(DOOR, base_url=address).status_code in (400, 404)


def test_row_18_in_a_demonstration_only_those_it_shows_come_in(another: Callable[..., Flask], cast: Cast) -> None:
    shown = another(DON_DOC_MODE="demo")
    browser = Browser(shown)
    browser.open("/sign-in")
    token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")

    answers = {
        email: browser.ask("POST", DOOR, data={"email": email, "csrf_token": token}).status_code
        for email in (REPORTER.email, ADMINISTRATOR.email, "", "khong@co.example")
    }

    assert DOOR in {rule.rule for rule in shown.url_map.iter_rules()}
    assert set(answers.values()) == {404}  # the people of the tests are not among those a story shows
