"""Explaining and deciding with a phone and on a desk: readable by everybody, done without a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from committee.core import clock
from committee.core.db import db, transaction
from committee.escalation.operations import acknowledge
from tests import cast as people
from tests.escalation.lagging import case_of, sweep_on, town_behind
from tests.web.looks import press, too_small, too_wide, violations
from tests.web.served import chromium, served, sign_in

PHONE = 360
pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def address(app: Flask, cast: people.Cast) -> Iterator[str]:
    """A case of the town of Nàng Mau that its reporter has received."""
    town = town_behind(cast)
    sweep_on(date(2024, 10, 28))
    with transaction():
        acknowledge(case_id=case_of(town).id, by=cast.actor(people.REPORTER), now=clock.now())
    db.session.remove()
    with served(app) as where:
        yield where


@pytest.mark.parametrize("width", [360, 1366])
def test_a_unit_explains_and_the_level_above_accepts(address: str, width: int) -> None:
    wrong = []
    with chromium(address, width=width) as page:
        sign_in(page, people.REPORTER)
        page.goto("/cases/1")
        wrong += [*violations(page), *too_wide(page), *(too_small(page) if width == PHONE else [])]
        press(page, "#explanation button")
        wrong += [*violations(page), *too_wide(page)]
        assert page.locator(".errors").count() == 1
        page.select_option("select", "thin_network")
        page.fill("textarea", "Mỗi xã chỉ có một điểm thu; đang mở thêm ba điểm.")
        page.fill("[name='explanation-number']", "800")
        page.fill("[name='explanation-due_on']", "20/12/2024")
        press(page, "#explanation button")
        assert "Đã gửi giải trình" in page.inner_text("main")
    with chromium(address, width=width) as page:
        sign_in(page, people.SECRETARIAT)
        page.goto("/cases/1")
        wrong += [*violations(page), *too_wide(page), *(too_small(page) if width == PHONE else [])]
        press(page, "#review form button")
        wrong += [*violations(page), *too_wide(page)]
        assert "Đã chấp nhận cam kết" in page.inner_text("body")

    assert wrong == []
