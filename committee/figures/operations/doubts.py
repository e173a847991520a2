"""What a typed value is held against: last month, and the people there are."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from committee.core.db import db
from committee.domain.plausibility import Known
from committee.figures.models import Figure
from committee.figures.queries import ACCEPTED, OFFICIAL, SUBMITTED
from committee.targets.queries import IndicatorRow

PEOPLE = ("labour_force", "population")


def known_before(unit_id: int, indicator: IndicatorRow, as_of: date) -> Known:
    """Return what is known of a unit before the month of `as_of`, and of its people on that day."""
    before = Figure.as_of < as_of.replace(day=1)
    if indicator.kind == "flow":
        before = and_(before, Figure.as_of >= date(as_of.year, 1, 1))
    labour_force, population = (_newest(unit_id, code, Figure.as_of <= as_of) for code in PEOPLE)
    return Known(_newest(unit_id, indicator.code, before), labour_force, population)


def _newest(unit_id: int, indicator: str, condition: Any) -> int | None:
    """Return the newest value; of one day the official one, and where there is none what the unit reported."""
    counts = or_(Figure.state == ACCEPTED, and_(Figure.state == SUBMITTED, Figure.origin != OFFICIAL))
    statement = select(Figure.value).where(
        Figure.unit_id == unit_id,
        Figure.indicator == indicator,
        Figure.value.is_not(None),
        Figure.replaced_at.is_(None),
        counts,
        condition,
    )
    # "official" comes before "self_reported".
    return db.session.scalar(statement.order_by(Figure.as_of.desc(), Figure.origin, Figure.revision.desc()).limit(1))
