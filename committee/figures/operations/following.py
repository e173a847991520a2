"""What sums rest on changes - where units stand, what is not asked of them, how an indicator adds up: cells follow.

Units, marks and the dictionary know nothing of figures; so whoever takes over their files does it by way of here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from committee.core.tabular import Row
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.rollup import Marks, Measure, measure_of
from committee.figures import refreshing
from committee.figures.queries import indicators_with_figures
from committee.targets import operations as targets
from committee.targets.operations.turns import take_turns
from committee.targets.queries import indicators, marks_of, marks_turning_on
from committee.targets.rows import Tally
from committee.units import operations as units
from committee.units.operations import UnitsImported
from committee.units.queries import moving_on, standing_last, stood_where


def import_units(*, rows: Sequence[Row], effective_on: date | None = None, by: Actor, now: datetime) -> UnitsImported:
    """Take over a list of units; the sums above those that moved follow."""
    with _cells_following(now):
        return units.import_units(rows=rows, effective_on=effective_on, by=by, now=now)


def import_not_applicable(*, rows: Sequence[Row], by: Actor, now: datetime) -> Tally:
    """Take over not-applicable marks; the sums that waited for a marked unit follow."""
    with _cells_following(now):
        return targets.import_not_applicable(rows=rows, by=by, now=now)


def import_indicators(*, rows: Sequence[Row], by: Actor, now: datetime) -> Tally:
    """Add or change indicators; the sums of one that adds up otherwise from now on follow."""
    with _cells_following(now):
        return targets.import_indicators(rows=rows, with_figures=indicators_with_figures(), by=by, now=now)


def follow_the_day(*, day: date, now: datetime) -> None:
    """Let cells follow what was decided for `day` before: units that move with it, marks that begin or end."""
    take_turns()
    _follow(moving_on(day), marks_turning_on(day), (), now)


@dataclass(frozen=True)
class _Ground:
    """What sums rest on."""

    places: set[tuple[int, int | None, date | None, date | None]]
    marks: Marks
    measures: dict[str, Measure]


@contextmanager
def _cells_following(now: datetime) -> Iterator[None]:
    take_turns()
    before = _ground()
    yield
    after = _ground()
    moved = {unit for place in before.places ^ after.places for unit in place[:2] if unit is not None}
    measures = {code for code, measure in before.measures.items() if after.measures.get(code) != measure}
    _follow(moved, _pairs_differing(before.marks, after.marks), measures, now)


def _ground() -> _Ground:
    measures = {code: measure_of(row.kind, row.aggregation) for code, row in indicators().items()}
    return _Ground(stood_where(), marks_of(None), measures)


def _pairs_differing(before: Marks, after: Marks) -> set[tuple[int, str]]:
    pairs = {*before.spans, *after.spans}
    return {pair for pair in pairs if set(before.spans.get(pair, ())) != set(after.spans.get(pair, ()))}


def _follow(
    moved: Collection[int], marks: Collection[tuple[int, str]], measures: Collection[str], now: datetime
) -> None:
    places = standing_last({unit for unit, _ in marks}, day_of(now))
    waiting = {(above, code) for unit, code in marks if unit in places and (above := places[unit].parent_id)}
    known = refreshing.first_days(moved, measures, {unit for unit, _ in waiting})
    changed = {
        (unit, code): begins_on
        for (unit, code), begins_on in known.items()
        if unit in moved or code in measures or (unit, code) in waiting
    }
    refreshing.forget(moved)
    refreshing.refresh(changed, now=now)
