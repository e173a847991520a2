"""The values of units over time, as one person typing the next would look them up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from committee.core.db import db
from committee.domain.plausibility import Known
from committee.figures.models import Figure
from committee.figures.queries import ACCEPTED, OFFICIAL, SUBMITTED
from committee.targets.queries import IndicatorRow

LABOUR_FORCE, POPULATION = "labour_force", "population"


@dataclass
class History:
    """Of each indicator the value of each day that counts, earliest first: the official one, else what was reported."""

    values: dict[str, dict[date, int]] = field(default_factory=dict)

    def before(self, indicator: IndicatorRow, as_of: date) -> int | None:
        """Return the last value before the month of `as_of`; of what is counted through the year, of the same year."""
        first = date(as_of.year, 1, 1) if indicator.kind == "flow" else date.min
        return self._newest(indicator.code, first, as_of.replace(day=1))

    def known(self, indicator: IndicatorRow, as_of: date) -> Known:
        """Return what a value of `as_of` is held against."""
        people = (self._newest(code, date.min, as_of, inclusive=True) for code in (LABOUR_FORCE, POPULATION))
        return Known(self.before(indicator, as_of), *people)

    def months(self, code: str, months: Sequence[tuple[int, int]]) -> list[int | None]:
        """Return the last value of each of `months` (year, month), None where there is none."""
        last = {(day.year, day.month): value for day, value in self.values.get(code, {}).items()}
        return [last.get(month) for month in months]

    def _newest(self, code: str, first: date, last: date, *, inclusive: bool = False) -> int | None:
        found = None
        for day, value in self.values.get(code, {}).items():
            if first <= day < last or (inclusive and day == last):
                found = value
        return found


def history_of(unit_id: int, until: date) -> History:
    """Return what is known of a unit up to the day `until`, included. One statement."""
    return histories_of([unit_id], until)[unit_id]


def histories_of(unit_ids: Collection[int], until: date, since: date = date.min) -> dict[int, History]:
    """Return {unit id: what is known of it from `since` up to the day `until`, both included}. One statement."""
    counts = or_(Figure.state == ACCEPTED, and_(Figure.state == SUBMITTED, Figure.origin != OFFICIAL))
    statement = (
        select(Figure.unit_id, Figure.indicator, Figure.as_of, Figure.value)
        .where(
            Figure.unit_id.in_(sorted(unit_ids)),
            Figure.value.is_not(None),
            Figure.replaced_at.is_(None),
            Figure.as_of.between(since, until),
            counts,
        )
        # "official" comes before "self_reported": backwards, so that it is what remains of a day.
        .order_by(Figure.as_of, Figure.origin.desc(), Figure.revision)
    )
    found = {unit_id: History() for unit_id in unit_ids}
    rows: Sequence[Any] = db.session.execute(statement).all()
    for row in rows:
        found[row.unit_id].values.setdefault(row.indicator, {})[row.as_of] = row.value
    return found
