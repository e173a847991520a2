"""Cells are made anew from the leaf to the root with each change, and agree with what all figures amount to."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from committee.core.db import db, transaction
from committee.figures import verifying
from committee.figures.models import Cell, Figure
from committee.figures.refreshing import rebuild, refresh
from committee.targets.models import Indicator
from committee.units.models import Placement, Unit

NOW = datetime(2024, 10, 28, 2, 0, tzinfo=UTC)
CODES = ("si_voluntary", "revenue_total", "population")


def _plant(parent: Placement | None, level: str, code: str) -> Placement:
    unit = Unit(axis="territory")
    db.session.add(unit)
    db.session.flush()
    path = f"{parent.path if parent else ''}{unit.id}/"
    placement = Placement(
        unit_id=unit.id,
        code=code,
        name=f"Xã {code}",
        unit_type="xã",
        level=level,
        path=path,
        search_key=code,
        parent_id=parent.unit_id if parent else None,
        sort_key=code,
        name_key=code,
        tone_key=code,
    )
    db.session.add(placement)
    db.session.flush()
    return placement


def _province() -> list[Placement]:
    """A province of three districts, each of three communes, one commune with two hamlets."""
    province = _plant(None, "province", "93")
    places = [province]
    for i in range(3):
        district = _plant(province, "district", f"93{i}")
        communes = [_plant(district, "commune", f"313{i}{j}") for j in range(3)]
        places += [district, *communes]
    places += [_plant(places[2], "hamlet", f"h{i}") for i in range(2)]
    return places


def _report(unit: int, indicator: str, as_of: date, value: int) -> None:
    db.session.execute(
        update(Figure)
        .where(Figure.unit_id == unit, Figure.indicator == indicator, Figure.as_of == as_of)
        .values(replaced_at=NOW)
    )
    known = db.session.scalars(
        select(Figure.revision).where(Figure.unit_id == unit, Figure.indicator == indicator, Figure.as_of == as_of)
    ).all()
    db.session.add(
        Figure(
            unit_id=unit,
            indicator=indicator,
            as_of=as_of,
            origin="official",
            value=value,
            state="accepted",
            revision=len(known) + 1,
            entered_at=NOW,
            qualifier="about" if value % 3 else "exact",
        )
    )
    db.session.flush()
    refresh({(unit, indicator): as_of}, now=NOW)


def _add_missing_indicators() -> None:
    for at, (code, kind) in enumerate(zip(CODES, ("stock", "flow", "parameter"), strict=True)):
        if db.session.get(Indicator, code) is None:
            db.session.add(
                Indicator(
                    code=code,
                    position=at,
                    name=code,
                    unit_of_measure="người",
                    kind=kind,
                    direction="up",
                    aggregation="sum",
                    strictness=">=",
                )
            )


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_reports_leaves_the_cells_that_all_figures_amount_to(app: Flask, seed: int) -> None:
    chance = random.Random(seed)
    with transaction():
        _add_missing_indicators()
        places = [place.unit_id for place in _province()]

    for _ in range(60):
        as_of = date(chance.choice((2022, 2023, 2024)), chance.randint(1, 10), chance.choice((10, 25, 28)))
        with transaction():
            _report(chance.choice(places), chance.choice(CODES), as_of, chance.randint(0, 900))

    assert verifying.differences(now=NOW) == []
    with transaction():
        rebuild(now=NOW)
    assert verifying.differences(now=NOW) == []


def test_a_cell_that_somebody_touched_is_found(app: Flask) -> None:
    with transaction():
        _add_missing_indicators()
        places = _province()
        _report(places[2].unit_id, "si_voluntary", date(2024, 9, 30), 850)

    with transaction():
        db.session.execute(update(Cell).where(Cell.unit_id == places[2].unit_id).values(m9=851))

    found = verifying.differences(now=NOW)
    assert [(one.unit_id, one.year, one.stored["m9"], one.expected["m9"]) for one in found] == [
        (places[2].unit_id, 2024, 851, 850)
    ]
