"""The revisions of figures that stand, and the sum of a month's value with the months before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from committee.core.batches import batches, within
from committee.core.db import db
from committee.domain.errors import DomainError
from committee.figures.models import Figure
from committee.figures.queries import ACCEPTED, OFFICIAL, SUBMITTED

MONTH_BEFORE_MISSING = (
    "The value of this month alone needs the one of the month before (%(month)s): import that first, "
    "or give the value from the beginning of the year with span ytd."
)

FigureKey = tuple[int, str, date, str]


@dataclass(frozen=True)
class Amount:
    """A value and how exactly it was said."""

    value: int
    qualifier: str
    provisional: bool


@dataclass
class Standing:
    """The newest revision of each figure that nothing has replaced, the last revision's number, what counts."""

    current: dict[FigureKey, Any] = field(default_factory=dict)
    last_revision: dict[FigureKey, int] = field(default_factory=dict)
    unreplaced: dict[FigureKey, list[Any]] = field(default_factory=dict)

    def next_revision(self, key: FigureKey) -> int:
        return self.last_revision.get(key, 0) + 1

    def counted(self) -> Iterator[tuple[FigureKey, Amount]]:
        """Give the values a month's value may be added to: accepted ones, of reports the submitted as well."""
        for key, rows in self.unreplaced.items():
            for row in rows:
                counts = row.state == ACCEPTED or (row.state == SUBMITTED and key[3] != OFFICIAL)
                if counts and row.value is not None:
                    yield key, Amount(row.value, row.qualifier, row.provisional)


class Months:
    """The last value of each month, by unit, indicator and origin: what the next month's value is added to."""

    def __init__(self, known: Iterable[tuple[FigureKey, Amount]]) -> None:
        self._last: dict[tuple[int, str, str, int, int], tuple[date, Amount]] = {}
        for key, amount in known:
            self.learn(key, amount)

    def learn(self, key: FigureKey, amount: Amount) -> None:
        """Remember a value from the beginning of the year; what is learnt later wins on the same day."""
        unit_id, indicator, as_of, origin = key
        month = (unit_id, indicator, origin, as_of.year, as_of.month)
        if month not in self._last or self._last[month][0] <= as_of:
            self._last[month] = (as_of, amount)

    def since_january(self, key: FigureKey, month: Amount) -> Amount:
        """Return the value from the beginning of the year, given that of the month alone."""
        unit_id, indicator, as_of, origin = key
        if as_of.month == 1:
            return month
        found = self._last.get((unit_id, indicator, origin, as_of.year, as_of.month - 1))
        if found is None:
            raise DomainError(MONTH_BEFORE_MISSING, month=f"{as_of.month - 1}/{as_of.year}")
        before = found[1]
        qualifier = before.qualifier if month.qualifier == "exact" else month.qualifier
        return Amount(before.value + month.value, qualifier, before.provisional or month.provisional)


def standing_figures(unit_ids: Collection[int], indicators: Collection[str], first: date, last: date) -> Standing:
    """Return what stands for these units from the month before `first` up to `last`."""
    standing = Standing()
    begins_on = (first.replace(day=1) - timedelta(days=1)).replace(day=1)
    for some in batches(unit_ids):
        statement = _columns().where(
            Figure.indicator.in_(sorted(indicators)),
            Figure.as_of.between(begins_on, last),
            *within(Figure.unit_id, some),
        )
        for row in db.session.execute(statement.order_by(Figure.revision)):
            key = (row.unit_id, row.indicator, row.as_of, row.origin)
            standing.last_revision[key] = row.revision
            if row.replaced_at is None:
                standing.current[key] = row
                standing.unreplaced.setdefault(key, []).append(row)
    return standing


def _columns() -> Any:
    return select(
        Figure.id,
        Figure.unit_id,
        Figure.indicator,
        Figure.as_of,
        Figure.origin,
        Figure.value,
        Figure.qualifier,
        Figure.provisional,
        Figure.published_text,
        Figure.published_percent,
        Figure.published_remaining,
        Figure.source,
        Figure.state,
        Figure.revision,
        Figure.receipt,
        Figure.replaced_at,
    )
