"""Taking copies and sending mail again and again is slowed down, for one person and not for the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from committee.audit.limits import MOST, WITHIN, refuse_too_often
from committee.audit.operations import record, record_export
from committee.core import clock
from committee.core.db import transaction
from committee.domain.access import Actor
from committee.domain.errors import TooOften
from tests.cast import BY, CHAIR, SECRETARIAT, Cast, Person
from tests.conftest import MORNING
from tests.hostile.town import Town
from tests.web.browser import Browser, Page

EXPORT = "/units/93?format=csv"


def has_exported(by: Actor, times: int) -> None:
    with transaction():
        for number in range(times):
            moment = MORNING + timedelta(seconds=number)
            record(action="exported", thing=("unit", 1), facts={"rows": 1}, by=by, now=moment)


def test_row_55_whoever_takes_copy_after_copy_is_asked_to_wait(
    town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    browser, other = browser_in(SECRETARIAT), browser_in(CHAIR)
    has_exported(town.cast.actor(SECRETARIAT), MOST["exported"] - 1)
    clock.stop_at(MORNING + timedelta(minutes=2))

    last, refused, others = (one.ask("GET", EXPORT) for one in (browser, browser, other))

    assert (last.status_code, refused.status_code, others.status_code) == (200, 429, 200)
    assert refused.headers["Retry-After"] == "480"
    page = Page(refused)
    page.check()
    assert "Ông/Bà đã thực hiện thao tác này 60 lần trong 10 phút. Xin thử lại sau 8 phút." in page.text


def test_row_55_after_a_while_the_door_is_open_again(town: Town, browser_in: Callable[[Person], Browser]) -> None:
    browser = browser_in(SECRETARIAT)
    has_exported(town.cast.actor(SECRETARIAT), MOST["exported"])
    clock.stop_at(MORNING + WITHIN + timedelta(minutes=1))

    assert browser.ask("GET", EXPORT).status_code == 200


@pytest.mark.parametrize("action", sorted(MOST))
def test_row_55_every_such_act_is_counted_by_itself(app: Flask, cast: Cast, action: str) -> None:
    by, now = cast.actor(SECRETARIAT), MORNING
    with transaction():
        for _ in range(MOST[action]):
            record(action=action, thing=("x", 1), by=by, now=now)

    with pytest.raises(TooOften) as refused:
        refuse_too_often(action, by=by, now=now)
    for other in set(MOST) - {action}:
        refuse_too_often(other, by=by, now=now)

    assert refused.value.seconds == 600


def test_row_55_commands_and_jobs_never_wait(app: Flask) -> None:
    with transaction():
        for _ in range(MOST["exported"] + 1):
            record_export(thing=("x", 1), rows=1, shape="csv", by=BY, now=MORNING)
