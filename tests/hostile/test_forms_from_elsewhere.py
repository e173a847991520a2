"""What another site's page, or a page of another session, sends in somebody's name is refused and writes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import ADMINISTRATOR, REPORTER, SECRETARIAT, Person
from tests.hostile.addresses import address, changed, fingerprint, rules, to_write
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine

ELSEWHERE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost@evil.example"},
    {"Origin": "http://localhost:81"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
]


def token_of(browser: Browser) -> str:
    return browser.page.find(".//input[@name='csrf_token']")[0].get("value")


@pytest.mark.parametrize("person", [ADMINISTRATOR, SECRETARIAT, REPORTER], ids=lambda person: person.role)
def test_row_34_every_unsafe_route_wants_the_token_of_its_own_session(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser], person: Person
) -> None:
    browser, other = browser_in(person), browser_in(SECRETARIAT if person != SECRETARIAT else REPORTER)
    foreign, before = token_of(other), fingerprint()
    sendings = [
        {},
        {"csrf_token": ""},
        {"csrf_token": "made.up.token"},
        {"csrf_token": foreign},
        {"csrf_token": token_of(browser)[:-2]},
    ]

    answers = {
        (method, path, said.get("csrf_token")): browser.ask(method, path, data=said).status_code
        for method, path in to_write(app, town, person)
        for said in sendings
    }

    assert len(answers) >= 5 * 16
    assert {call: status for call, status in answers.items() if status != 400} == {}
    assert changed(before) == []


def test_row_34_no_page_elsewhere_can_send_a_form_even_with_a_token(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    browser = browser_in(SECRETARIAT)
    token, before = token_of(browser), fingerprint()

    answers = {
        (method, path, tuple(headers.items())): browser.ask(
            method, path, data={"csrf_token": token}, headers=headers
        ).status_code
        for method, path in to_write(app, town, SECRETARIAT)
        for headers in ELSEWHERE
    }

    assert {call: status for call, status in answers.items() if status != 400} == {}
    assert changed(before) == []


def test_a_form_of_our_own_page_is_taken(town: Town, browser_in: Callable[[Person], Browser]) -> None:
    browser = browser_in(SECRETARIAT)
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    answer = browser.ask("POST", "/sign-out", data={"csrf_token": token_of(browser)}, headers=headers)

    assert answer.status_code == 303


def test_row_34_the_doors_of_programs_take_no_cookie(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    browser, before = browser_in(ADMINISTRATOR), fingerprint()
    closed = [rule for rule in rules(app) if rule.rule.startswith("/api/") and rule.endpoint != "api.description"]

    answers = [
        browser.ask(method, address(rule, town, ADMINISTRATOR), data={"csrf_token": token_of(browser)})
        for rule in closed
        for method in sorted((rule.methods or set()) - {"OPTIONS"})
    ]

    assert len(answers) >= 10
    assert {answer.status_code for answer in answers} == {401}
    assert [answer.headers["Set-Cookie"] for answer in answers if "Set-Cookie" in answer.headers] == []
    assert changed(before) == []
