"""A NUL, or half a letter, in any field of any form and in any text of a program: one sentence, and nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.cast import ADMINISTRATOR, REPORTER, SECRETARIAT, Person
from tests.hostile.addresses import API, SAFE, address, changed, fingerprint, pages, rules, to_write
from tests.hostile.forms import Form, forms_on
from tests.hostile.town import Town
from tests.web.browser import Browser, Page

LONG = os.environ.get("DON_DOC_TEST_TIER") == "long"
PEOPLE = (SECRETARIAT, ADMINISTRATOR, REPORTER)
NUL = "a\x00b"
IN_PARTS = {"content_type": "multipart/form-data"}


def is_page(rule: Rule) -> bool:
    """Return whether a route is one of those that people send forms to."""
    return not rule.rule.startswith(API)


def few(fields: dict[tuple[str, str], Form], seen: set[str]) -> Iterator[tuple[tuple[str, str], Form]]:
    """Yield each route once and each name of a field once; every field of every route in `--long`."""
    for (endpoint, name), form in fields.items():
        if LONG or not {endpoint, name} <= seen:
            seen |= {endpoint, name}
            yield (endpoint, name), form


def forms_for(app: Flask, town: Town, browser: Browser, person: Person, closed: set[str]) -> Iterator[Form]:
    """Yield the forms of the pages that are `closed` so far and open for this person."""
    for endpoint, path in pages(app, town, person):
        if endpoint in closed:
            found = [form for _path, form in forms_on(browser, [path]) if form.method == "POST"]
            closed -= {endpoint} if found and not LONG else set()
            yield from found


def fields_of(
    app: Flask, town: Town, browser: Browser, person: Person, closed: set[str]
) -> dict[tuple[str, str], Form]:
    """Return (route, field) of all forms, each with one form it stands in."""
    find = app.url_map.bind("localhost").match
    forms = forms_for(app, town, browser, person, closed)
    found = {
        (find(form.action, "POST")[0], name): form
        for form in forms
        for name in [*form.holds, *form.typed, *form.files]
        if name != "csrf_token"
    }
    reached = {endpoint for endpoint, _name in found}
    asked = {(find(path, "POST")[0], "version"): Form("POST", path) for _method, path in to_write(app, town, person)}
    return found | {call: form for call, form in asked.items() if call[0] not in reached}


def test_row_45_no_field_of_any_form_takes_a_nul(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    closed, tried, seen, wrong = {endpoint for endpoint, _path in pages(app, town, SECRETARIAT)}, set(), set(), []
    for person in PEOPLE:
        browser = browser_in(person)
        token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")
        fields, before = fields_of(app, town, browser, person, closed), fingerprint()
        for (endpoint, name), form in few(fields, seen):
            tried.add(endpoint)
            said = {**form.holds, "csrf_token": token, name: NUL}
            answer = browser.ask("POST", form.action, data=said, **(IN_PARTS if form.files else {}))
            told = answer.status_code == 422 and f"“{name}”: ký tự thứ 2" in Page(answer).text
            wrong += [] if told else [(endpoint, name, answer.status_code)]
        wrong += changed(before)

    assert tried == {rule.endpoint for rule in rules(app) if not (rule.methods or SAFE) <= SAFE and is_page(rule)}
    assert len(seen - tried) > 150
    assert wrong == []


@pytest.mark.parametrize("text", [NUL, "\ud800", "Việc \udfff"])
def test_row_45_no_text_of_a_program_is_one_that_no_database_keeps(app: Flask, town: Town, text: str) -> None:
    client, answers = app.test_client(), {}
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {town.keys[SECRETARIAT, 'admin']}"
    before = fingerprint()
    for rule in rules(app):
        if rule.rule.startswith(API):
            for method in sorted((rule.methods or set()) - SAFE):
                where = address(rule, town, SECRETARIAT)
                if where.endswith("/reading"):  # reads no body
                    continue
                for body in ({"version": 1, "note": text}, [{text: 1}], {"a": [{"b": [text]}]}):
                    answers[method, where, str(body)] = client.open(where, method=method, json=body)

    read = {call: answer.json["error"] for call, answer in answers.items() if answer.status_code == 422}
    assert {call for call, answer in answers.items() if answer.status_code not in (404, 415, 422)} == set()
    assert len(read) > 20
    assert {error["details"][0]["message"].partition(": ")[2][:5] for error in read.values()} == {"ký tự"}
    assert changed(before) == []
