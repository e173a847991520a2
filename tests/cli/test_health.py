"""The command tells what the house stands on, and its exit code says whether all of it is well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from committee.audit.operations import record
from committee.core import clock
from committee.core.db import transaction
from committee.domain.access import Actor
from tests.conftest import MORNING


def test_a_fresh_house_is_well(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["health", "--format", "json"])

    assert result.exit_code == 0, result.output
    assert {one["name"]: one["ok"] for one in json.loads(result.stdout)} == {
        "database": True, "sweep": True, "deliveries": True, "backup": True, "audit": True, "holidays": True,
        "disk": True,
    }  # fmt: skip


def test_a_year_without_holidays_is_told_before_it_begins(app: Flask) -> None:
    clock.stop_at(datetime(2027, 11, 15, 2, 0, tzinfo=UTC))

    result = app.test_cli_runner().invoke(args=["health"])

    assert result.exit_code == 1
    assert "Bảng ngày nghỉ còn thiếu năm 2028" in result.stderr


@pytest.fixture
def five_days_old(app: Flask) -> Iterator[Flask]:
    """A house with work in it that has been neither sealed nor backed up since."""
    with transaction():
        record(action="units imported", thing=("file", "units.csv"), by=Actor.command_line(), now=MORNING)
    clock.stop_at(MORNING + timedelta(days=5))
    kept = app.extensions["settings"]
    yield app
    app.extensions["settings"] = kept


def test_what_was_neither_sealed_nor_backed_up_is_told(five_days_old: Flask) -> None:
    assert ill(five_days_old) >= {"backup", "audit"}


def test_days_that_passed_by_setting_the_clock_make_nothing_overdue(five_days_old: Flask) -> None:
    settings = five_days_old.extensions["settings"]
    five_days_old.extensions["settings"] = replace(settings, clock_at=clock.now())

    assert not ill(five_days_old) & {"backup", "audit"}


def ill(app: Flask) -> set[str]:
    """Return the names of what is not well."""
    result = app.test_cli_runner().invoke(args=["health", "--format", "json"])
    return {one["name"] for one in json.loads(result.stdout) if not one["ok"]}
