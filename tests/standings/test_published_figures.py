"""Figures that provinces and districts printed: computed from the same actual and target, they come out the same.

One of them was cut instead of rounded in print (S0-03): ours is rounded, and the printed text is kept beside it.
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core.db import db
from committee.figures.models import Figure

DATA = Path(__file__).parents[1] / "data"
OLD_TREE = Path(__file__).parents[2] / "data" / "units" / "vn_units_2025-06-30.csv"
POPULATION_OF_SON_LA = 1_252_605  # implied by 1.196.739 people being 95,54 %
COVERAGE = "hi_coverage"


def _computable() -> list[dict[str, str]]:
    with (DATA / "published_figures.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["computable"] == "yes"]


@pytest.fixture
def old_tree(app: Flask, tmp_path: Path) -> Flask:
    with OLD_TREE.open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row[2] in ("unit_type", "tỉnh", "thành phố") or row[3] == "district"]
    _write(tmp_path / "units.csv", [row for row in rows if row[3] in ("level", "province", "district")])
    _run(app, "units", "import", str(tmp_path / "units.csv"))
    return app


@pytest.mark.parametrize("row", _computable(), ids=lambda row: row["id"])
def test_a_published_row_comes_out_as_printed(old_tree: Flask, tmp_path: Path, row: dict[str, str]) -> None:
    _import(old_tree, tmp_path, row)

    shown = _run(
        old_tree, "standings", "show", row["unit_code"], "--as-of", row["as_of"], "--indicator", row["indicator"],
        "--format", "json",
    )  # fmt: skip
    standing = json.loads(shown)["standings"][0]

    assert standing["actual"] == int(row["actual"])
    if row["indicator"] == COVERAGE:
        assert Decimal(standing["ratio"]).quantize(Decimal("0.01")) == Decimal(row["published_percent"])
        assert (standing["remaining"], standing["gap"], standing["achievement_text"]) == (2004, "0.1600", "99,83")
        return
    achievement = Decimal(standing["achievement"])
    if row["computed_percent_4dp"]:
        assert standing["achievement"] == row["computed_percent_4dp"]
        assert achievement.quantize(Decimal(row["half_up"]), "ROUND_HALF_UP") == Decimal(row["half_up"])
    else:
        shown_percent = Decimal(row["published_percent"])
        assert achievement.quantize(shown_percent, "ROUND_HALF_UP") == shown_percent
    if row["published_remaining"]:
        assert standing["remaining"] == int(row["published_remaining"])


def test_the_printed_text_is_kept_beside_our_own_rounding(old_tree: Flask, tmp_path: Path) -> None:
    row = next(row for row in _computable() if row["id"] == "S0-03")

    _import(old_tree, tmp_path, row)

    kept = db.session.scalar(select(Figure.published_percent))
    shown = _run(old_tree, "standings", "show", "93", "--as-of", "2024-10-25", "--format", "json")
    achievement = Decimal(json.loads(shown)["standings"][0]["achievement"])
    assert kept == "95.6"
    assert achievement.quantize(Decimal("0.1"), "ROUND_HALF_UP") == Decimal("95.7")


def _import(app: Flask, folder: Path, row: dict[str, str]) -> None:
    code, indicator, as_of = row["unit_code"], row["indicator"], row["as_of"]
    figures = [["unit_code", "indicator", "as_of", "value", "published_percent"]]
    if indicator == COVERAGE:
        figures += [[code, "hi_participants", as_of, row["actual"], ""]]
        figures += [[code, "population", f"{row['year']}-01-01", str(POPULATION_OF_SON_LA), ""]]
    else:
        figures += [[code, indicator, as_of, row["actual"], row["published_percent"]]]
    _write(folder / "figures.csv", figures)
    targets = [["unit_code", "indicator", "year", "value", "assigner"]]
    _write(folder / "targets.csv", [*targets, [code, indicator, row["year"], row["target"], "UBND"]])
    _run(app, "targets", "import", str(folder / "targets.csv"))
    _run(app, "figures", "import", str(folder / "figures.csv"))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _run(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout
