"""The command tells what the house stands on, and its exit code says whether all of it is well."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from flask import Flask

from committee.core import clock


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
