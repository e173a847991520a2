"""Every text of the database is an attack; no page, mail or answer takes it for anything but text."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from committee.core import clock
from committee.core.csv_text import csv_text
from committee.core.db import db
from committee.notify.channels import Letter, compose
from committee.notify.models import Notice
from committee.notify.wording import mail_text
from tests.cast import ADMINISTRATOR, DISTRICT_REVIEWER, EVERYBODY, OTHER_REPORTER, REPORTER, SECRETARIAT, Person
from tests.hostile.addresses import to_read, to_write, walked
from tests.hostile.inspecting import intruders
from tests.hostile.payloads import CANARY, PAYLOADS
from tests.hostile.poisoning import poisoned
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONG = os.environ.get("DON_DOC_TEST_TIER") == "long"
VISITORS = EVERYBODY if LONG else (SECRETARIAT, ADMINISTRATOR, REPORTER)
TYPISTS = (SECRETARIAT, OTHER_REPORTER, DISTRICT_REVIEWER) if LONG else (SECRETARIAT,)
MOST_PAGES = 200 if LONG else 35
ATTACK = " ".join(PAYLOADS)
ASKED = ("q", "as_of", "indicator", "unit", "state", "year", "page", "method", "percent", "next", "unread", "person")
TYPED = (
    "reason", "version", "assigner", "document_number", "document_date", "email", "password", "current", "key", "name",
    "value_si_voluntary", "reason_si_voluntary", "value_6",
)  # fmt: skip
KNOWN = {
    "account.full_name", "committee.name", "committee.standing_agency", "placement.name", "placement.unit_type",
    "indicator.name", "indicator.unit_of_measure", "target.assigner", "target_revision.document_number", "figure.note",
    "figure.source", "figure.published_text", "figure.return_reason", "not_applicable.reason", "notice.title",
    "notice.body", "notice.facts", "seat.full_name", "seat.position_title", "seat.organization", "seat.email",
    "delivery.address", "delivery.last_error", "signed_in_session.browser", "case_change.facts", "case.snapshot",
}  # fmt: skip


def formulas(content: bytes) -> list[str]:
    """Return the cells of a workbook that a spreadsheet would run."""
    book = load_workbook(io.BytesIO(content))
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_row_46_a_formula_in_a_workbook_would_be_found() -> None:
    book, content = Workbook(), io.BytesIO()
    book.active.append(["a", "=1+1", -5])
    book.save(content)

    assert formulas(content.getvalue()) == ["Sheet!B1"]


def test_row_40_there_are_sixty_attacks() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("person", VISITORS, ids=lambda person: person.email.partition("@")[0])
def test_row_40_no_page_takes_a_stored_text_for_markup(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser], person: Person
) -> None:
    browser = browser_in(person)
    held, seen, found = poisoned(), 0, []

    for where, answer in walked(browser, ["/", *to_read(app, town, person)], most=MOST_PAGES):
        assert answer.status_code < 500 or where == "/readyz", where
        if answer.mimetype == "text/html":
            found += intruders(answer.text, where)
            seen += CANARY in answer.text
        elif answer.mimetype == WORKBOOK:
            assert formulas(answer.data) == [], where
        else:
            assert answer.mimetype in ("text/plain", "text/csv", "application/json", "image/svg+xml"), where
            assert answer.headers["X-Content-Type-Options"] == "nosniff", where

    assert found == []
    assert seen >= (10 if person in (SECRETARIAT, REPORTER) else 1)
    assert set(held) >= KNOWN


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
    token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")
    asked = [dict.fromkeys(ASKED, ATTACK)]
    asked += [{name: one} for name in ASKED for one in PAYLOADS[:: 1 if LONG else 60]]

    for path in to_read(app, town, person):
        for query in asked:
            answer = browser.ask("GET", path, query_string=query)
            assert answer.status_code < 500 or path == "/readyz", (path, query)
            found += intruders(answer.text, path)
    for method, path in to_write(app, town, person):
        if "sign-out" not in path:
            answer = browser.ask(method, path, data={"csrf_token": token, **dict.fromkeys(TYPED, ATTACK)})
            assert answer.status_code < 500, path
            found += intruders(answer.text, path)

    assert found == []


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


FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1",
    "＋1+1", "－1+1", "＠SUM(A1)",
    " =1+1", "\x00=1", '=HYPERLINK("http://canary.example")', "-", "+84 912", "-x", "\u200b=1", "\ufeff=1",
)  # fmt: skip
NUMBERS = ("-5", "-1.25", "0", "12", "-0.5")


def test_row_46_no_cell_of_a_csv_file_is_a_formula() -> None:
    content = csv_text(["a"], [[one] for one in FORMULAS])

    cells = [row[0] for row in csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""))][1:]

    assert len(cells) == len(FORMULAS)
    assert [one for one in cells if not one.startswith("'")] == []


def test_row_46_a_negative_number_stays_one() -> None:
    content = csv_text(["a", "b"], [[one, -5] for one in NUMBERS])

    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))[1:]

    assert rows == [[one, "-5"] for one in NUMBERS]


def test_row_46_no_name_in_an_exported_list_is_a_formula(town: Town, browser_in: Callable[[Person], Browser]) -> None:
    browser = browser_in(SECRETARIAT)
    poisoned(("=1+1",))

    answer = browser.ask("GET", "/units/93?format=csv")

    cells = [cell for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))) for cell in row]
    assert "'=1+1" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
