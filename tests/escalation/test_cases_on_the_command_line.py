"""The example province on 31/10/2024: what `flask cases` says after the sweep, and what it refuses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from committee.escalation import due
from tests import cast as people
from tests.escalation.lagging import everything, letters

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
AT = "2024-10-31T08:00+07:00"


def run(app: Flask, *arguments: str, code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def province(app: Flask, cast: people.Cast) -> Flask:
    """The figures of the examples, swept on the last day of October."""
    for kind in ("targets", "milestones", "figures"):
        run(app, kind, "import", str(EXAMPLES / f"{kind}.csv"))
    run(app, "jobs", "once", "sweep", "--at", AT)
    return app


def listed(app: Flask, *options: str) -> list[dict[str, object]]:
    return json.loads(run(app, "cases", "list", "--format", "json", *options))


def test_what_lags_on_the_day_has_a_case(province: Flask) -> None:
    found = {(row["unit"], row["indicator"]): row["severity"] for row in listed(province)}

    assert found == {
        ("31321", "si_voluntary"): "SEVERE",
        ("930", "si_voluntary"): "LAG",
        ("93", "late_payment_rate"): "LAG",
    }


def test_a_case_is_listed_by_these_keys(province: Flask) -> None:
    row = listed(province, "--unit", "31321")[0]

    keys = ("unit", "indicator", "year", "state", "step", "severity", "opened_on")
    assert {key: row[key] for key in keys} == {
        "unit": "31321",
        "indicator": "si_voluntary",
        "year": 2024,
        "state": "OPEN",
        "step": row["step"],
        "severity": "SEVERE",
        "opened_on": "2024-10-31",
    }
    assert isinstance(row["id"], int)
    assert row["next_look_at"] is not None


def test_a_list_can_be_narrowed(province: Flask) -> None:
    assert {row["unit"] for row in listed(province, "--unit", "930")} == {"930", "31321"}
    assert {row["unit"] for row in listed(province, "--indicator", "late_payment_rate")} == {"93"}
    assert listed(province, "--state", "RESOLVED") == []
    assert listed(province, "--year", "2023") == []


def test_one_case_is_shown_with_its_history(province: Flask) -> None:
    case_id = listed(province, "--unit", "31321")[0]["id"]

    shown = json.loads(run(province, "cases", "show", str(case_id), "--format", "json"))

    assert [change["event"] for change in shown["changes"]][:3] == ["found", "opened", "notified"]
    assert shown["facts"]["level"] == "SEVERE"


def test_the_table_speaks_vietnamese(province: Flask) -> None:
    said = run(province, "cases", "list")

    assert "Nguy cơ không đạt" in said
    assert "Phường III" in said


def test_a_ceiling_is_told_by_how_much_it_is_exceeded(province: Flask) -> None:
    about = [letter for letter in letters() if letter.facts["indicator"] == "late_payment_rate"]

    assert "Mức trần là" in about[0].body


def test_the_same_sweep_at_the_same_moment_again_changes_nothing(province: Flask) -> None:
    before = everything()

    run(province, "jobs", "once", "sweep", "--at", AT)

    assert everything() == before


def test_a_case_is_acknowledged_by_somebody_of_the_unit(province: Flask) -> None:
    case_id = listed(province, "--unit", "93", "--indicator", "late_payment_rate")[0]["id"]

    said = run(province, "cases", "acknowledge", str(case_id), "--by", people.CHAIR.email)

    assert "hạn giải trình là ngày 05/11/2024" in said
    assert due.case_with_id(case_id).view.due_on == date(2024, 11, 5)


def test_somebody_else_is_refused(province: Flask) -> None:
    case_id = str(listed(province, "--unit", "31321")[0]["id"])

    said = run(province, "cases", "acknowledge", case_id, "--by", people.CHAIR.email, code=1)

    assert said.strip() == "Chỉ người có trách nhiệm của Phường III mới được xác nhận vụ việc này."


@pytest.mark.parametrize("case_id", ["999999", "0", "99999999999999999999"])
def test_a_case_that_does_not_exist_is_not_found(province: Flask, case_id: str) -> None:
    assert run(province, "cases", "show", case_id, code=1).strip() == "Không tìm thấy vụ việc."
