"""Four small files of figures, and what they must give on four days."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
EXPECTED = Path(__file__).parents[1] / "data" / "expected"
DAYS = ("2024-07-15", "2024-10-25", "2024-10-31", "2024-12-20")
FILES = ("units", "targets", "milestones", "figures")


@pytest.fixture
def example(app: Flask) -> Flask:
    for name in FILES:
        result = app.test_cli_runner().invoke(args=[name, "import", str(EXAMPLES / f"{name}.csv")])
        assert result.exit_code == 0, result.output
    return app


@pytest.mark.parametrize("day", DAYS)
def test_the_standings_are_those_worked_out_by_hand(example: Flask, day: str) -> None:
    expected = json.loads((EXPECTED / f"expected_standings_{day}.json").read_text(encoding="utf-8"))
    assert expected

    for unit in expected:
        shown = _shown(example, unit["unit"]["code"], day)
        assert shown["unit"] == unit["unit"]
        by_indicator = {row["indicator"]: row for row in shown["standings"]}
        for row in unit["standings"]:
            found = by_indicator[row["indicator"]]
            assert {key: found[key] for key in row} == row, (unit["unit"]["code"], row["indicator"])


def test_the_children_are_the_same_objects(example: Flask) -> None:
    runner = example.test_cli_runner()

    shown = runner.invoke(args=["standings", "show", "935", "--as-of", "2024-10-25", "--children", "--format", "json"])
    children = json.loads(shown.stdout)

    assert children["parent"]["code"] == "935"
    assert [unit["unit"]["code"] for unit in children["units"]] == ["31441", "31444"]
    assert children["units"] == [_shown(example, code, "2024-10-25") for code in ("31441", "31444")]


def test_ranks_leave_out_who_has_not_reported(example: Flask) -> None:
    shown = {code: _shown(example, code, "2024-10-31")["standings"][0] for code in ("31441", "31444")}

    assert (shown["31441"]["rank"], shown["31441"]["of"]) == (1, 1)
    assert (shown["31444"]["level"], shown["31444"]["rank"]) == ("NODATA", None)


def _shown(app: Flask, code: str, day: str) -> dict:
    result = app.test_cli_runner().invoke(args=["standings", "show", code, "--as-of", day, "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
