"""The list of people and seats: who is in it for whom, how it is searched, what is vacant."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import event

from committee.accounts import operations as accounts
from committee.core import clock
from committee.core.db import db, transaction
from committee.members.operations import close_account, give_role
from tests.cast import ADMINISTRATOR, BY, CHAIR, EVERYBODY, MEMBER, OTHER_REPORTER, REPORTER, STRANGER

pytestmark = pytest.mark.one_engine


def entered(name: str, email: str, role: str, unit_id: int | None) -> int:
    with transaction():
        account_id = accounts.add_account(email=email, name=name, by=BY, now=clock.now())
        give_role(account_id=account_id, unit_id=unit_id, role=role, by=BY, now=clock.now())
    return account_id


def rows(page) -> list[str]:
    return [" ".join("".join(row.itertext()).split()) for row in page.find(".//table[@id='people']/tbody/tr")]


def test_the_administrator_of_the_whole_system_sees_everybody(browser_of):
    page = browser_of(ADMINISTRATOR).open("/people")

    assert all(person.name in page.text for person in EVERYBODY)
    assert len(rows(page)) == len(EVERYBODY)


def test_an_administrator_of_a_district_sees_only_its_people(cast, browser_of):
    with transaction():
        give_role(
            account_id=cast.accounts[STRANGER], unit_id=cast.units["935"], role="administrator", by=BY, now=clock.now()
        )
    browser = browser_of(STRANGER)

    page = browser.open("/people")

    assert REPORTER.name in page.text
    assert not any(person.email in page.html for person in (CHAIR, OTHER_REPORTER, ADMINISTRATOR))
    assert browser.ask("GET", f"/people/{cast.accounts[OTHER_REPORTER]}").status_code == 404
    assert browser.ask("GET", f"/people/seats/{cast.seats[CHAIR]}").status_code == 404


def test_a_name_is_found_without_its_marks(browser_of):
    page = browser_of(ADMINISTRATOR).open("/people?q=vo+minh+duc")

    assert [REPORTER.name in row for row in rows(page)] == [True]


def test_units_roles_and_states_narrow_the_list(cast, browser_of):
    entered("Nguyễn Văn Mới", "moi@example.vn", "reporter", cast.units["31441"])
    with transaction():
        close_account(account_id=cast.accounts[MEMBER], by=BY, now=clock.now())
    browser = browser_of(ADMINISTRATOR)

    assert len(rows(browser.open("/people?unit=935&role=reporter"))) == 2
    assert [MEMBER.name in row for row in rows(browser.open("/people?state=disabled"))] == [True]
    assert "Nguyễn Văn Mới" in rows(browser.open("/people?state=uninvited"))[0]
    assert "Không có ai phù hợp." in browser.open("/people?q=zzz").text


def test_vacant_titles_are_listed_and_can_be_filled(browser_of):
    browser = browser_of(ADMINISTRATOR)

    page = browser.open("/people?state=vacant")

    assert [("Chức danh còn khuyết" in row, "Phó Trưởng ban thường trực" in row) for row in rows(page)] == [
        (True, True)
    ]
    assert 'href="/people/new?unit=93&amp;role=standing_vice_chair"' in page.html


def test_the_list_leaves_as_a_csv_without_formulas(cast, browser_of):
    entered("=HYPERLINK(1)", "formula@example.vn", "reporter", cast.units["31441"])
    browser = browser_of(ADMINISTRATOR)

    answer = browser.ask("GET", "/people?format=csv&q=formula")

    told = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(one["full_name"], one["unit_code"], one["state"]) for one in told] == [
        ("'=HYPERLINK(1)", "31441", "uninvited")
    ]


def test_a_long_list_has_pages_and_asks_no_more_statements(cast, browser_of):
    browser = browser_of(ADMINISTRATOR)
    few = statements_of(browser)
    for number in range(40):
        entered(f"Nguyễn Văn {number}", f"nguoi{number}@example.vn", "reporter", cast.units["31441"])

    page = browser.open("/people?page=2")

    assert len(rows(page)) == 19
    assert statements_of(browser) == few


def statements_of(browser) -> int:
    asked: list[str] = []

    def count(_connection, _cursor, statement, *_others) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        browser.open("/people")
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(asked)
