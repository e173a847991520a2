"""What is read of figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from committee.core.batches import batches, within
from committee.core.db import db
from committee.figures.models import Figure
from committee.units.models import Placement
from committee.units.queries import below_path, valid_on

REPORTING_LEVEL = "commune"  # whose offices report every month
OFFICIAL, SELF_REPORTED = "official", "self_reported"
DRAFT, SUBMITTED, RETURNED, ACCEPTED = "draft", "submitted", "returned", "accepted"


@dataclass(frozen=True)
class FigureRow:
    """A value that can be computed with. `suspect`: it was typed by hand and a doubt about it is still open."""

    unit_id: int
    indicator: str
    as_of: date
    value: int
    qualifier: str
    provisional: bool
    suspect: bool
    origin: str
    entered_at: datetime


def official_figures(
    unit_ids: Collection[int] | None, indicators: Collection[str] | None, until: date
) -> list[FigureRow]:
    """Return the accepted official values up to the day `until`, oldest first; None for a collection means all."""
    return _rows(unit_ids, indicators, until, Figure.origin == OFFICIAL, Figure.state == ACCEPTED)


def self_reported_figures(
    unit_ids: Collection[int] | None, indicators: Collection[str] | None, until: date
) -> list[FigureRow]:
    """Return what units themselves reported, accepted or not yet, up to the day `until`, oldest first.

    One row for each unit, indicator and day: the newest.
    """
    rows = _rows(unit_ids, indicators, until, Figure.origin == SELF_REPORTED, Figure.state.in_((SUBMITTED, ACCEPTED)))
    newest = {(row.unit_id, row.indicator, row.as_of): row for row in rows}
    return list(newest.values())


def newest_self_reported(prefix: str, on: date) -> list[tuple[FigureRow, str]]:
    """Return the newest self-reported figure of each pair at or below `prefix` up to `on`, with its unit's path.

    One statement, however many figures there are; "" is the whole tree.
    """
    newest_first = (Figure.as_of.desc(), Figure.revision.desc())
    place = func.row_number().over(partition_by=(Figure.unit_id, Figure.indicator), order_by=newest_first)
    known = and_(Figure.value.is_not(None), Figure.replaced_at.is_(None), Figure.as_of <= on)
    reported = and_(Figure.origin == SELF_REPORTED, Figure.state.in_((SUBMITTED, ACCEPTED)))
    numbered = (
        _columns()
        .add_columns(Placement.path, place.label("place"))
        .join(Placement, Placement.unit_id == Figure.unit_id)
        .where(known, reported, valid_on(on), below_path(prefix))
        .subquery()
    )
    rows = db.session.execute(select(numbered).where(numbered.c.place == 1))
    return [(_figure(row), row.path) for row in rows]


def indicators_with_figures() -> set[str]:
    """Return the codes of indicators for which figures stand."""
    return set(db.session.scalars(select(Figure.indicator).distinct()))


def _rows(
    unit_ids: Collection[int] | None,
    indicators: Collection[str] | None,
    until: date,
    *conditions: ColumnElement[bool],
) -> list[FigureRow]:
    if indicators is not None and not indicators:
        return []
    known = and_(Figure.value.is_not(None), Figure.replaced_at.is_(None), Figure.as_of <= until)
    asked = within(Figure.indicator, None if indicators is None else sorted(set(indicators)))
    found: list[Any] = []
    for some in batches(unit_ids):
        statement = _columns().where(known, *conditions, *asked, *within(Figure.unit_id, some))
        found += db.session.execute(statement.order_by(Figure.as_of, Figure.revision))
    return [_figure(row) for row in found]


def _columns() -> Any:
    return select(
        Figure.unit_id,
        Figure.indicator,
        Figure.as_of,
        Figure.value,
        Figure.qualifier,
        Figure.provisional,
        Figure.warning,
        Figure.warning_settled_at,
        Figure.origin,
        Figure.entered_at,
    )


def _figure(row: Any) -> FigureRow:
    suspect = bool(row.warning) and row.warning_settled_at is None
    return FigureRow(
        row.unit_id,
        row.indicator,
        row.as_of,
        row.value,
        row.qualifier,
        row.provisional,
        suspect,
        row.origin,
        row.entered_at,
    )
