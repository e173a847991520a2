"""What the hostile tests try is everything there is: a new page, door, table or text fails here until they reach it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.core.db import Base, db
from tests.cast import ADMINISTRATOR, DISTRICT_REVIEWER, OTHER_REPORTER, REPORTER, SECRETARIAT, Person
from tests.hostile.addresses import pages
from tests.hostile.poisoning import columns_of_texts, poisoned
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
# Rows of these are written by the house itself, of words of its own.
MANY_DOORS = (SECRETARIAT, ADMINISTRATOR, REPORTER, DISTRICT_REVIEWER, OTHER_REPORTER)
EMPTY = {"audit_seal", "form_press", "idempotency", "restored", "signed_in_session", "sweep_run"}
# Whoever has signed in is sent home from the door; mail is shown in a demonstration only.
NOT_FOR_THEM = {"accounts.sign_in", "accounts.code", "notify.sent_mail", "notify.one_mail"}
# No update reaches these: an entry with attacks in it is written to the audit, and the others hold words of the house.
NOT_WRITTEN_OVER = {
    "audit_entry.action", "audit_entry.actor_name", "audit_entry.facts", "audit_entry.mark", "audit_entry.thing_id",
    "audit_entry.thing_kind", "audit_seal.hash", "form_press.led_to", "idempotency.body", "restored.token",
    "sweep_run.name",
}  # fmt: skip


def test_every_table_has_a_row_to_be_attacked(town: Town) -> None:
    counted = {table.name: select(func.count()).select_from(table) for table in Base.metadata.sorted_tables}

    empty = {name for name, count in counted.items() if not db.session.scalar(count)}

    assert empty == EMPTY, "tests/hostile/town_at_work.py: write a row of each new table"


def test_every_page_opens_for_somebody_of_the_town(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    closed = {endpoint for endpoint, _path in pages(app, town, SECRETARIAT)}

    for person in MANY_DOORS:
        browser = browser_in(person)
        for endpoint, path in pages(app, town, person):
            if endpoint in closed:
                answer = browser.ask("GET", path)
                closed -= {endpoint} if answer.status_code == 200 else set()
                answer.close()

    assert closed == NOT_FOR_THEM, "Town.good: say what stands behind the addresses of each new page"


def test_every_text_that_somebody_may_have_written_is_an_attack(town: Town, browser_in: Callable[..., Browser]) -> None:
    browser_in(SECRETARIAT)  # so that there is a session

    held = set(poisoned())

    assert set(columns_of_texts()) - held == NOT_WRITTEN_OVER
