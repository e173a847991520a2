"""Looking writes nothing, and a method nobody offers is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from committee.core import clock
from tests.cast import ADMINISTRATOR, REPORTER, SECRETARIAT, Person
from tests.conftest import MORNING
from tests.hostile.addresses import address, changed, fingerprint, rules, to_read, walked
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
ODD = ("TRACE", "PUT", "DELETE", "PATCH", "POST", "GET", "PROPFIND", "X-UNKNOWN")


@pytest.mark.parametrize("person", [ADMINISTRATOR, REPORTER, SECRETARIAT], ids=lambda person: person.role)
def test_row_35_nothing_is_changed_by_looking(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser], person: Person
) -> None:
    browser, before = browser_in(person), fingerprint()
    clock.stop_at(MORNING + timedelta(minutes=2))  # long enough that the session is touched

    answers = {where: answer.status_code for where, answer in walked(browser, ["/", *to_read(app, town, person)])}

    assert len(answers) >= 25
    assert {where: status for where, status in answers.items() if status >= 500 and where != "/readyz"} == {}
    assert sum(status == 200 for status in answers.values()) >= 10
    assert changed(before) == []


def test_row_35_a_look_at_the_head_or_the_methods_changes_nothing_either(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    browser, before, different = browser_in(ADMINISTRATOR), fingerprint(), {}

    for path in to_read(app, town, ADMINISTRATOR):
        head, whole = browser.ask("HEAD", path), browser.ask("GET", path)
        if (head.status_code, head.data, head.mimetype) != (whole.status_code, b"", whole.mimetype):
            different[path] = head.status_code
        assert browser.ask("OPTIONS", path).status_code in (200, 302), path

    assert different == {}
    assert changed(before) == []


def test_row_35_a_method_that_nobody_offers_is_refused_and_writes_nothing(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    browser, before = browser_in(ADMINISTRATOR), fingerprint()
    offered: dict[str, set[str]] = {}
    for rule in rules(app):
        where = address(rule, town, ADMINISTRATOR)
        if not where.startswith("/static/"):
            offered.setdefault(where, set()).update(rule.methods or ())

    answers = {
        (method, where): browser.ask(method, where, data={"_method": "DELETE"}).status_code
        for where, methods in offered.items()
        for method in ODD
        if method not in methods
    }

    refused = {call: status for call, status in answers.items() if status not in (404, 405)}
    assert {status for (_, where), status in refused.items() if where.startswith("/api/")} <= {401}
    assert {call: status for call, status in refused.items() if not call[1].startswith("/api/")} == {}
    assert changed(before) == []


@pytest.mark.parametrize("hidden", [{"_method": "DELETE"}, {"X-HTTP-Method-Override": "DELETE"}])
def test_row_35_a_method_cannot_be_put_on_over_another(
    town: Town, browser_in: Callable[[Person], Browser], hidden: dict[str, str]
) -> None:
    browser, before = browser_in(SECRETARIAT), fingerprint()

    answer = browser.ask("GET", "/cases/1", query_string=hidden, headers=hidden)

    assert answer.status_code == 200
    assert changed(before) == []
