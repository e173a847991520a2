"""Random small worlds, imported as files and asked for by command: all of it as the second reading has it."""

from __future__ import annotations

import json
import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.standings.oracle import World
from tests.standings.worlds import files_of, made_up

SEEDS = range(int(os.environ.get("WORLDS", "40")))
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
    if row["indicator"] not in __import__("tests.standings.oracle", fromlist=["x"]).DICTIONARY:
        return []
    expected = world.standing(unit, row["indicator"], day)
    expected["rank"], expected["of"] = world.rank(unit, row["indicator"], day)
    return [
        f"{unit} {row['indicator']} {day} {key}: shown {row[key]!r}, expected {expected[key]!r}"
        for key in row
        if key not in FREE and row[key] != expected[key]
    ]


@pytest.mark.one_engine
@pytest.mark.parametrize("seed", SEEDS)
def test_a_world_stands_as_the_second_reading_has_it(app, tmp_path: Path, seed: int) -> None:
    from datetime import UTC, datetime

    from committee.core import clock

    clock.stop_at(datetime(2025, 1, 20, 2, 0, tzinfo=UTC))

    found = differences(app, made_up(seed), tmp_path, seed)

    assert found == []
