"""What opens a door stands readable in no table, entry of the audit, page, list or file (rows 21, 23, 24, 28, 62)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from committee.accounts import operations as accounts
from committee.accounts import passwords
from committee.core import clock
from committee.core.db import Base, db, transaction
from tests.cast import ADMINISTRATOR, APP_SECRET, PASSWORD, SECRETARIAT, Person
from tests.hostile.addresses import address, rules, to_read, walked
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
ON_PAPER = "KDMX-7QRT-92WP"
EXPORTS = ("?format=csv", "?format=xlsx")


@pytest.fixture
def secrets(town: Town) -> dict[str, str]:
    """Everything that opens a door of the town, by what it is."""
    with transaction():
        accounts.renew_recovery_codes(
            account_id=town.cast.accounts[SECRETARIAT],
            code_hashes=[passwords.hashed(ON_PAPER)],
            by=town.cast.actor(SECRETARIAT),
            now=clock.now(),
        )
    return {
        "the password": PASSWORD,
        "the secret of the app": APP_SECRET,
        "a code on paper": ON_PAPER,
        "an invitation": town.invitation,
        "the link of a new password": town.reset,
        **{f"the key of {person.email} to {scope}": key for (person, scope), key in town.keys.items()},
        **{f"the calendar of {person.email}": secret for person, secret in town.calendars.items()},
        **{f"the mail link of {person.email}": token for person, token in town.mail_links.items()},
    }


def told(secrets: dict[str, str], text: str) -> list[str]:
    return [name for name, secret in secrets.items() if secret in text]


def test_row_62_no_secret_stands_readable_in_any_table(
    secrets: dict[str, str], browser_in: Callable[[Person], Browser]
) -> None:
    browser_in(SECRETARIAT)  # with the code of the app, so that a session and an entry of the audit tell of it

    found = {
        table.name: told(secrets, "\n".join(map(repr, db.session.execute(select(table)))))
        for table in Base.metadata.sorted_tables
    }

    assert {name: secret for name, secret in found.items() if secret} == {}
    assert len(secrets) > 40


@pytest.mark.parametrize("person", [ADMINISTRATOR, SECRETARIAT], ids=lambda person: person.role)
def test_row_62_no_page_list_or_file_tells_a_secret(
    app: Flask, town: Town, secrets: dict[str, str], browser_in: Callable[[Person], Browser], person: Person
) -> None:
    browser = browser_in(person)
    plain = [address(rule, town, person) for rule in rules(app) if "GET" in rule.methods and not rule.arguments]
    lists = [f"{path}{shape}" for path in plain for shape in EXPORTS if not path.startswith(("/api/", "/static"))]

    leaks = {
        where: names
        for where, answer in walked(browser, ["/", *to_read(app, town, person), *lists], most=30)
        if not told(secrets, where)
        and (names := told(secrets, answer.get_data(as_text=False).decode(errors="replace")))
    }

    assert leaks == {}
