"""Every text of the database is an attack; no page, mail or answer takes it for anything but text."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db
from committee.notify.channels import Letter, compose
from committee.notify.models import Notice
from committee.notify.wording import mail_text
from tests.cast import ADMINISTRATOR, DISTRICT_REVIEWER, EVERYBODY, OTHER_REPORTER, REPORTER, SECRETARIAT, Person
from tests.hostile.addresses import to_ask, to_read, walked
from tests.hostile.forms import forms_on
from tests.hostile.inspecting import formulas, intruders
from tests.hostile.payloads import CANARY, PAYLOADS
from tests.hostile.poisoning import poisoned
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONG = os.environ.get("DON_DOC_TEST_TIER") == "long"
VISITORS = EVERYBODY if LONG else (SECRETARIAT, ADMINISTRATOR, REPORTER)
TYPISTS = (SECRETARIAT, OTHER_REPORTER, DISTRICT_REVIEWER) if LONG else (SECRETARIAT,)
MOST_LINKS = 150 if LONG else 10
ATTACK = " ".join(PAYLOADS)
ASKED = ("q", "as_of", "indicator", "unit", "state", "year", "page", "method", "percent", "next", "unread", "person")
# What an address is made with; given by a visitor it would lead elsewhere, or break the page.
CHEATS = {
    "_external": "1",
    "_scheme": "javascript",
    "_anchor": ATTACK,
    "_method": "POST",
    "endpoint": "x",
    "format": "x",
}
FORM_FILLERS = (SECRETARIAT, REPORTER, ADMINISTRATOR)
SHORT = "<canary-x>'\"><b canary-x=1>"
# How many pages at least show somebody's words to each of them.
LEAST = {SECRETARIAT: 50, REPORTER: 30, ADMINISTRATOR: 15}
NEVER_MARKUP = {"text/plain", "text/csv", "text/calendar", "application/json", "application/pdf", "image/svg+xml"}


def test_row_40_there_are_sixty_attacks() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("person", VISITORS, ids=lambda person: person.email.partition("@")[0])
def test_row_40_no_page_takes_a_stored_text_for_markup(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser], person: Person
) -> None:
    browser = browser_in(person)
    poisoned()
    seen, found = 0, []

    for where, answer in walked(browser, ["/", *to_read(app, town, person)], most=MOST_LINKS):
        assert answer.status_code < 500 or where == "/readyz", where
        if answer.mimetype == "text/html":
            found += intruders(answer.text, where)
            seen += CANARY in answer.text
        elif answer.mimetype == WORKBOOK:
            assert formulas(answer.data) == [], where
        else:
            assert answer.mimetype in NEVER_MARKUP, where
            assert answer.headers["X-Content-Type-Options"] == "nosniff", where

    assert found == []
    assert seen >= LEAST.get(person, 1)


@pytest.mark.parametrize("page", ["<p>{}</p>", '<a title="{}">x</a>', "<a title='{}'>x</a>", "<title>{}</title>"])
def test_row_40_a_page_that_forgets_is_found(page: str) -> None:
    assert intruders(page.format(" ".join(PAYLOADS))) != []
    assert intruders(page.format("Xã Vị Thanh &lt;canary-x&gt;")) == []


def test_row_40_nearly_every_attack_is_found_by_itself() -> None:
    silent = [one for one in PAYLOADS if intruders(f"<p>{one}</p><p title='{one}'></p>") == []]

    assert len(silent) <= 15


@pytest.mark.parametrize("person", TYPISTS, ids=lambda person: person.role)
def test_row_40_what_is_typed_comes_back_as_text(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser], person: Person
) -> None:
    browser, found = browser_in(person), []
    every = dict.fromkeys(ASKED, ATTACK)
    one_by_one = [{name: one} for name in ASKED for one in PAYLOADS[:: 1 if LONG else 60]]

    for number, path in enumerate(to_ask(app, town, person)):
        for query in [every, CHEATS, *(one_by_one if LONG else [one_by_one[number % len(one_by_one)]])]:
            answer = browser.ask("GET", path, query_string=query)
            assert answer.status_code < 500 or path == "/readyz", (path, query)
            found += intruders(answer.text, path) if answer.mimetype == "text/html" else []
            answer.close()

    assert found == []


@pytest.mark.parametrize("person", FORM_FILLERS, ids=lambda person: person.role)
def test_row_40_what_is_typed_into_any_form_comes_back_as_text_and_is_kept_as_text(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser], person: Person
) -> None:
    browser, found, tried = browser_in(person), [], set()

    for path, form in list(forms_on(browser, to_read(app, town, person))):
        # Too long, for every field at once, then short enough to be kept where the field takes any words.
        for said in (form.filled(ATTACK), form.forged(SHORT), form.filled(SHORT)):
            answer = form.send(browser, said)
            assert answer.status_code < 500, (path, form.action)
            found += intruders(answer.text, f"{path} {form.action}") if answer.mimetype == "text/html" else []
            answer.close()
        tried |= {(form.action, name) for name in form.typed}
    for where, answer in walked(browser, ["/", *to_read(app, town, person)], most=0):
        found += intruders(answer.text, where) if answer.mimetype == "text/html" else []

    assert found == []
    assert len(tried) >= (100 if person == SECRETARIAT else 15)


def test_row_40_an_error_that_says_what_was_read_says_it_as_text(app: Flask, town: Town) -> None:
    key = {"Authorization": f"Bearer {town.keys[SECRETARIAT, 'admin']}"}
    file = (io.BytesIO(b"unit_code,indicator,as_of,value\n<script>,x,y,z\n"), '"><img src=x onerror=canary()>.csv')

    answer = app.test_client().post("/api/v1/imports/figures", data={"file": file}, headers=key)

    assert answer.status_code == 422
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.text)["error"]["details"]


def test_row_47_no_stored_text_adds_a_header_to_a_mail(town: Town) -> None:
    attack = "Việc\r\nBcc: canary@evil.example\nX-Canary: 1\x0b\x1c\u2028Cc: canary@evil.example\r\n\r\nbody"
    for row in db.session.scalars(select(Notice)).all()[:3]:
        letter = Letter("ba@x.example", f'{attack}" <canary@evil.example>', attack, mail_text(row.id, attack), "<1@x>")

        raw = compose(letter, sender="don-doc@x.example", now=clock.now()).as_bytes()

        read = message_from_bytes(raw, policy=policy.default)
        known = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"}
        assert set(read.keys()) - {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"} == known
        assert [address.addr_spec for address in read["To"].addresses] == ["ba@x.example"]
        assert read.get_content_type() == "text/plain"
        assert not read.is_multipart()
