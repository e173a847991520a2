"""On the newest day a page may read cells: its rows are those that are surveyed from all figures."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from committee.core.db import transaction
from committee.core.tabular import Row
from committee.domain.access import Actor
from committee.figures.operations import import_figures
from committee.standings.queries import newest_below, newest_of, standings_below, standings_of
from committee.units.queries import unit_with_code

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
TODAY = date(2024, 10, 28)
NOW = datetime(2024, 10, 28, 2, 0, tzinfo=UTC)
COUNTED = ("si_voluntary", "hi_participants", "hi_residents_covered", "population", "revenue_total")
CODES = ("930", "935", "31318", "31321", "31441", "31444")


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("parent", ["93", "930", "935"])
def test_the_rows_of_a_page_are_those_of_a_survey(app: Flask, seed: int, parent: str) -> None:
    for name in ("units", "targets", "milestones", "figures"):
        result = app.test_cli_runner().invoke(args=[name, "import", str(EXAMPLES / f"{name}.csv")])
        assert result.exit_code == 0, result.output
    with transaction():
        import_figures(rows=_figures(random.Random(seed)), dry_run=False, by=Actor.command_line(), now=NOW)
    unit = unit_with_code(parent, TODAY)
    assert unit

    surveyed = standings_below(unit, TODAY)
    read = newest_below(unit, TODAY)
    whole = newest_of(unit, TODAY)

    without = {"children_sum": None, "yoy": None, "mom": None, "forecast": None}
    assert whole == standings_of(unit, TODAY)
    assert read == [
        replace(one, rows=tuple(replace(row, standing=replace(row.standing, **without)) for row in one.rows))
        for one in surveyed
    ]


def _figures(chance: random.Random) -> list[Row]:
    """Forty figures of both origins on days that the examples do not use."""
    keys = {
        (chance.choice(CODES), chance.choice(COUNTED), f"{chance.choice((2023, 2024))}-{chance.randint(1, 9):02}-{day}")
        for _ in range(40)
        for day in (chance.choice(("07", "19")),)
    }
    return [
        Row(
            "figures.csv",
            number,
            {
                "unit_code": code,
                "indicator": indicator,
                "as_of": day,
                "value": str(chance.randint(1, 900)),
                "origin": chance.choice(("official", "official", "self_reported")),
                **dict.fromkeys(
                    ("published_percent", "published_remaining", "qualifier", "span", "published_text", "source")
                ),
            },
        )
        for number, (code, indicator, day) in enumerate(sorted(keys), start=2)
    ]
