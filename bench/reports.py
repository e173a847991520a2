"""One report with its roll-up to the province against the same report written to its leaf alone.

Goal (docs/performance.md): at most 1,3 times the leaf alone; sixteen clients in one province at least 0,95 of it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count

from flask import Flask

from bench.houses import NOW, engines, house, province
from bench.measure import line, paired
from committee.core.db import db, transaction
from committee.figures import verifying
from committee.figures.models import Figure
from committee.figures.refreshing import refresh

CODE = "si_voluntary"
CLIENTS = 16


def run() -> None:
    """Measure on each engine that is there; both ways write the same figure rows."""
    for engine in engines():
        with house(engine) as app:
            ids = province()
            numbers = count(2)

            def leaf_only() -> None:
                with transaction():
                    _write(ids[1], next(numbers))  # noqa: B023 - called within this very turn

            def with_roll_up() -> None:
                with transaction():
                    _write(ids[1], next(numbers))  # noqa: B023 - called within this very turn
                    refresh({(ids[1], CODE): date(2024, 10, 25)}, now=NOW)  # noqa: B023 - the same

            ours, other = paired(with_roll_up, leaf_only, runs=41)
            with_roll_up()  # what was written to the leaf alone is rolled up too
            differences = len(verifying.differences(now=NOW))
            line(f"report with roll-up ÷ leaf only, {engine}, drift {differences}", ours, other, ours / other, "≤ 1,3")
            _sixteen(app, engine, ids)


def _sixteen(app: Flask, engine: str, ids: list[int]) -> None:
    """Measure sixteen clients that report at once in one province, each its own commune, with roll-up and without."""
    revisions = count(10_000)

    def together(write: Callable[[int], None]) -> None:
        with ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(write, ids[1 : 1 + CLIENTS]))

    def leaf(unit: int) -> None:
        with app.app_context(), transaction():
            _write(unit, next(revisions))

    def rolled(unit: int) -> None:
        with app.app_context(), transaction():
            _write(unit, next(revisions))
            refresh({(unit, CODE): date(2024, 10, 25)}, now=NOW)

    db.session.remove()
    ours, other = paired(lambda: together(rolled), lambda: together(leaf), runs=5)
    together(rolled)
    drift = len(verifying.differences(now=NOW))
    line(f"16 clients at once, with roll-up, {engine}, drift {drift}", ours, other, other / ours, "≥ 0,95")


def _write(unit: int, revision: int) -> None:
    db.session.query(Figure).filter(
        Figure.unit_id == unit,
        Figure.indicator == CODE,
        Figure.as_of == date(2024, 10, 25),
        Figure.replaced_at.is_(None),
    ).update({"replaced_at": NOW})
    db.session.add(
        Figure(
            unit_id=unit, indicator=CODE, as_of=date(2024, 10, 25), origin="official", state="accepted",
            value=1000 + revision, entered_at=NOW, revision=revision,
        )
    )  # fmt: skip
    db.session.flush()
