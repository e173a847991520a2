"""Cases that nobody looks at are seen by the auditor; so is a calendar that ends too soon."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from committee.core.db import db, transaction
from committee.escalation.checks import troubles
from committee.escalation.models import Case
from tests.escalation.lagging import behind, case_of, morning, sweep_on

pytestmark = pytest.mark.usefixtures("app")
FIRST = date(2024, 10, 9)


@pytest.fixture
def commune(app) -> int:
    _, (lagging, *_), _ = behind(600, 760, 760)
    sweep_on(FIRST)
    return lagging


def test_while_the_sweep_runs_there_is_nothing_to_say(commune: int) -> None:
    assert troubles(morning(date(2024, 10, 17))) == []


def test_a_case_left_alone_for_more_than_a_working_day_is_named(commune: int) -> None:
    assert case_of(commune).next_look_at == morning(date(2024, 10, 16))

    assert troubles(morning(date(2024, 10, 18)))[0].startswith("1 vụ việc đã chờ xem xét")


def test_a_live_case_without_a_next_look_is_named(commune: int) -> None:
    with transaction():
        db.session.execute(update(Case).values(next_look_at=None))

    assert troubles(morning(date(2024, 10, 10))) == ["1 vụ việc đang mở chưa có lần xem xét tiếp theo."]


def test_a_year_without_known_holidays_is_named_two_months_before(commune: int) -> None:
    said = troubles(morning(date(2098, 12, 1)))

    assert any("lịch nghỉ lễ năm 2099" in sentence for sentence in said)
