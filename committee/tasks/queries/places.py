"""Where the unit of a row stands now, or stood last: meetings and petitions outlive their units."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from committee.units.models import Placement


def placement_of(column: Any, on: date) -> Any:
    """Return, as a part of a statement, the id of the placement on that day, or of the last one, of a unit's column."""
    last = aliased(Placement)
    return (
        select(last.id)
        .where(last.unit_id == column, or_(last.valid_from.is_(None), last.valid_from <= on))
        .order_by(last.valid_from.is_(None), last.valid_from.desc())
        .limit(1)
        .correlate(column.class_)
        .scalar_subquery()
    )
