"""Random small worlds, imported as files and asked for by command: all of it as the second reading has it."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from committee.core import clock
from tests.standings.oracle import DICTIONARY, World
from tests.standings.worlds import files_of, made_up

FEW, MANY = 40, 2000
FREE = {
    "indicator", "unit_of_measure", "kind", "direction", "origin", "provisional", "assigner", "document", "forecast",
}  # fmt: skip


def days_of(seed: int) -> list[date]:
    dice = random.Random(f"days {seed}")
    return [date(2024, 1, 1) + timedelta(days=dice.randrange(366)) for _ in range(3)] + [date(2024, 12, 31)]


def differences(app, world: World, folder: Path, seed: int) -> list[str]:
    runner = app.test_cli_runner()

    def flask(*arguments: str) -> str:
        result = runner.invoke(args=list(arguments))
        assert result.exit_code == 0, result.output
        return result.stdout

    for name, text in files_of(world).items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        flask(name, "import", str(path))
    day_of_month = () if world.cut_off_day is None else ("--cut-off-day", str(world.cut_off_day))
    flask("plans", "set", "2024", "--rhythm", world.rhythm, *day_of_month)
    found = []
    for day in days_of(seed):
        shown = json.loads(flask("standings", "show", "93", "--as-of", day.isoformat(), "--format", "json"))
        answers = [shown]
        for parent in [unit for unit in world.units if world.below[unit.code]]:
            text = flask("standings", "show", parent.code, "--as-of", day.isoformat(), "--children", "--format", "json")
            answers += json.loads(text)["units"]
        for answer in answers:
            for row in answer["standings"]:
                found += compared(world, answer["unit"]["code"], row, day)
    return found


def compared(world: World, unit: str, row: dict, day: date) -> list[str]:
    if row["indicator"] not in DICTIONARY:
        return []
    expected = world.standing(unit, row["indicator"], day)
    expected["rank"], expected["of"] = world.rank(unit, row["indicator"], day)
    return [
        f"{unit} {row['indicator']} {day} {key}: shown {row[key]!r}, expected {expected[key]!r}"
        for key in row
        if key not in FREE and row[key] != expected[key]
    ]


@pytest.fixture
def later(app: Flask) -> Flask:
    clock.stop_at(datetime(2025, 1, 20, 2, 0, tzinfo=UTC))
    return app


@pytest.mark.one_engine
@pytest.mark.parametrize("seed", range(FEW))
def test_a_world_stands_as_the_second_reading_has_it(later: Flask, tmp_path: Path, seed: int) -> None:
    assert differences(later, made_up(seed), tmp_path, seed) == []


@pytest.mark.long
@pytest.mark.one_engine
@pytest.mark.parametrize("seed", range(FEW, MANY))
def test_so_do_many_more(later: Flask, tmp_path: Path, seed: int) -> None:
    assert differences(later, made_up(seed), tmp_path, seed) == []
