"""One report with its roll-up to the province against the same report written to its leaf alone.

Goal (docs/performance.md): at most 1,3 times the leaf alone; sixteen clients in one province at least 0,95 of it.
"""

from __future__ import annotations

from datetime import date
from itertools import count

from bench.houses import NOW, engines, house, province
from bench.measure import line, paired
from committee.core.db import db, transaction
from committee.figures import verifying
from committee.figures.models import Figure
from committee.figures.refreshing import refresh

CODE = "si_voluntary"


def run() -> None:
    """Measure on each engine that is there; both ways write the same figure rows."""
    for engine in engines():
        with house(engine):
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
