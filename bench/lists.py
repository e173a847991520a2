"""Both national lists of units imported, 14.149 rows, end to end through the command's own operation."""

from __future__ import annotations

from pathlib import Path

from bench.houses import NOW, engines, house
from bench.measure import seconds
from committee.core.db import transaction
from committee.core.tabular import COMMAND_LINE, read_table
from committee.domain.access import Actor
from committee.units.files import UNIT_COLUMNS
from committee.units.operations import import_units

LISTS = Path(__file__).resolve().parents[1] / "data" / "units"
FILES = ("vn_units_2025-06-30.csv", "vn_units_2026-10-10.csv")


def run() -> None:
    """Measure on each engine that is there."""
    for engine in engines():
        with house(engine):
            taken = sum(seconds(lambda name=name: _import(LISTS / name)) for name in FILES)
            print(f"import of both national lists, 14.149 rows, {engine:<12} {taken:9.2f} s")


def _import(path: Path) -> None:
    rows = read_table(path, path.name, columns=UNIT_COLUMNS, limits=COMMAND_LINE)
    with transaction():
        import_units(rows=rows, by=Actor.command_line(), now=NOW)
