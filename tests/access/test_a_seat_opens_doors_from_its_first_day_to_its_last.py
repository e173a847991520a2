"""Row 8: who sits from tomorrow on, or sat until yesterday, meets each door as somebody who never sat."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete

from committee.core import clock
from committee.core.db import db, transaction
from committee.members.models import Seat
from committee.members.operations import add_seat
from tests.cast import BY, STRANGER, Person
from tests.tasks.conftest import browser_of, cast, client, desk, folder
from tests.tasks.desk import TODAY, Desk
from tests.web.browser import Browser

__all__ = ["browser_of", "cast", "client", "desk", "folder"]

DAYS: dict[str, dict[str, date]] = {
    "from tomorrow on": {"from_on": date(2024, 10, 29)},
    "until yesterday": {"from_on": date(2024, 1, 1), "to_on": date(2024, 10, 27)},
    "until today": {"from_on": date(2024, 1, 1), "to_on": TODAY},
}
DOORS = (
    "/", "/tasks", "/tasks/1", "/tasks?format=csv", "/tasks/board", "/tasks/calendar", "/tasks/committees",
    "/tasks/scoreboard", "/tasks/series", "/tasks/import", "/tasks/new", "/tasks/several?act=acceptance&task=1",
    "/committees", "/committees/1/rules", "/committees/1/composition.csv", "/meetings", "/petitions", "/documents",
    "/units/93", "/people",
)  # fmt: skip
SEAL = re.compile(rb'name="csrf_token" value="[^"]*"|<strong>[0-9A-F]{8}</strong>')


@pytest.mark.one_engine
def test_row_8_a_seat_counts_from_its_first_day_to_its_last(
    desk: Desk, browser_of: Callable[[Person], Browser]
) -> None:
    desk.assign(lead=desk.account(STRANGER))
    browser = browser_of(STRANGER)
    never = met(browser)

    found = {}
    for days, seat in DAYS.items():
        with transaction():
            db.session.execute(delete(Seat).where(Seat.account_id == desk.cast.accounts[STRANGER]))
            said = {"account_id": desk.cast.accounts[STRANGER], "role": "chair"}
            add_seat(committee_id=desk.committee_id, **said, **seat, by=BY, now=clock.now())
        found[days] = met(browser)

    assert found["from tomorrow on"] == found["until yesterday"] == never
    assert [door for door in DOORS if found["until today"][door] == never[door]] == []


def met(browser: Browser) -> dict[str, tuple[int, bytes]]:
    """Return {door: what it answers}, without what differs each time."""
    answers = {door: browser.ask("GET", door) for door in DOORS}
    return {door: (answer.status_code, SEAL.sub(b"", answer.data)) for door, answer in answers.items()}
