"""The reports that wait for a decision, and how far a period has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from committee.accounts.queries import names_of
from committee.core.db import db
from committee.domain.access import Reach
from committee.figures.asked import asked_of
from committee.figures.models import Figure
from committee.figures.periods import Period
from committee.figures.queries import ACCEPTED, DRAFT, OFFICIAL, REPORTING_LEVEL, RETURNED, SELF_REPORTED, SUBMITTED
from committee.figures.reports import Reported, digest, figures_of
from committee.units.models import Placement
from committee.units.queries import standing_within, units_on, valid_on, within_reach

BY_URGENCY = (RETURNED, DRAFT, SUBMITTED, ACCEPTED)


@dataclass(frozen=True)
class Waiting:
    """A report that waits for a decision: how many values, and how many of them look wrong."""

    unit_id: int
    code: str
    name: str
    parent_name: str
    as_of: date
    values: int
    doubts: int
    sent_at: datetime
    sent_by: str
    sent_by_id: int | None
    version: str

    @property
    def month(self) -> str:
        return f"{self.as_of.month}/{self.as_of.year}"


@dataclass(frozen=True)
class Progress:
    """Of the units that report, how many have a report accepted, sent or returned in a period."""

    expected: int
    accepted: int
    waiting: int

    @property
    def silent(self) -> int:
        return self.expected - self.accepted - self.waiting


@dataclass(frozen=True)
class Owed:
    """A unit's report of a period as its reporter meets it: what is still to be typed, what came back, what waits."""

    unit_id: int
    missing: int
    returned: int
    waiting: int
    return_reason: str
    sent_at: datetime | None


def waiting_in(reach: Reach, today: date) -> list[Waiting]:
    """Return the reports within reach that wait, the earliest deadline first, then those with most warnings.

    Reach goes by where a unit stands today, its name and place by the day of the report. Four statements, however
    many reports.
    """
    if reach.is_nowhere:
        return []
    pairs = db.session.execute(
        select(Figure.unit_id, Figure.as_of, Placement.code, Placement.name, Placement.parent_id)
        .join(Placement, and_(Placement.unit_id == Figure.unit_id, _stood()))
        .where(_is_sent(), Figure.unit_id.in_(standing_within(within_reach(reach), today)))
        .distinct()
    ).all()
    if not pairs:
        return []
    figures = _by_report(figures_of({row.unit_id for row in pairs}, {row.as_of for row in pairs}))
    names = names_of({figure.entered_by for sent in figures.values() for figure in sent})
    parents = {row.parent_id for row in pairs if row.parent_id is not None}
    above = {one.unit_id: one.name for one in units_on(parents, max(row.as_of for row in pairs)).values()}
    found = [_waiting(row, figures[row.unit_id, row.as_of], names, above) for row in pairs]
    return sorted(found, key=lambda one: (one.as_of, -one.doubts, one.code))


def progress(reach: Reach, period: Period) -> Progress:
    """Return how far the units within reach have come. Two statements."""
    if reach.is_nowhere:
        return Progress(0, 0, 0)
    here = and_(Placement.level == REPORTING_LEVEL, valid_on(period.cut_off_on), within_reach(reach))
    expected = db.session.scalar(select(func.count()).select_from(Placement).where(here)) or 0
    rows = db.session.execute(
        select(Figure.unit_id, Figure.state)
        .join(Placement, and_(Placement.unit_id == Figure.unit_id, here))
        .where(
            Figure.as_of == period.cut_off_on,
            Figure.origin == SELF_REPORTED,
            Figure.replaced_at.is_(None),
            Figure.state.in_((SUBMITTED, ACCEPTED)),
        )
        .distinct()
    ).all()
    waiting = {row.unit_id for row in rows if row.state == SUBMITTED}
    return Progress(expected, len({row.unit_id for row in rows} - waiting), len(waiting))


def owed_by(unit_ids: Sequence[int], period: Period) -> dict[int, Owed]:
    """Return {unit id: how its report of a period stands}. An official value spares the unit its own."""
    if not unit_ids:
        return {}
    asked = asked_of(unit_ids, period)
    figures: dict[int, dict[str, list[Reported]]] = {unit_id: defaultdict(list) for unit_id in unit_ids}
    for figure in figures_of(unit_ids, [period.cut_off_on]):
        figures[figure.unit_id][figure.indicator].append(figure)
    return {
        unit_id: _owed(unit_id, [each.code for each in asked[unit_id].typed], figures[unit_id]) for unit_id in unit_ids
    }


def returned_to(unit_ids: Sequence[int]) -> list[tuple[int, date]]:
    """Return (unit id, cut-off day) of reports that came back and were not sent again."""
    rows = db.session.execute(
        select(Figure.unit_id, Figure.as_of)
        .where(
            Figure.unit_id.in_(sorted(unit_ids)),
            Figure.origin == SELF_REPORTED,
            Figure.state == RETURNED,
            Figure.replaced_at.is_(None),
        )
        .distinct()
    )
    return sorted((row.unit_id, row.as_of) for row in rows)


def states_of(unit_ids: Sequence[int], days: Sequence[date]) -> dict[tuple[int, date], str]:
    """Return {(unit id, cut-off day): how its report stands}: the state that asks most of its reporter. One statement.

    Absent where nothing has been typed.
    """
    newest: dict[tuple[int, date], dict[str, str]] = defaultdict(dict)
    for figure in figures_of(unit_ids, days):
        if figure.origin == SELF_REPORTED:
            newest[figure.unit_id, figure.as_of][figure.indicator] = figure.state
    return {report: min(states.values(), key=BY_URGENCY.index) for report, states in newest.items()}


def next_waiting(reach: Reach, today: date, *, after: tuple[int, date]) -> Waiting | None:
    """Return the report to look at after one has been decided, or None when none is left."""
    return next((one for one in waiting_in(reach, today) if (one.unit_id, one.as_of) != after), None)


def _owed(unit_id: int, codes: Sequence[str], figures: dict[str, list[Reported]]) -> Owed:
    newest = {
        code: next((one for one in reversed(figures[code]) if one.origin == SELF_REPORTED), None) for code in codes
    }
    served = {code for code in codes if any(one.origin == OFFICIAL and one.state == ACCEPTED for one in figures[code])}
    back = [one for values in figures.values() for one in values if one.state == RETURNED]
    waiting = [one for one in newest.values() if one and one.state == SUBMITTED]
    missing = [
        code
        for code in codes
        if code not in served and not ((one := newest[code]) and one.state in (SUBMITTED, ACCEPTED))
    ]
    return Owed(
        unit_id,
        len(missing),
        len(back),
        len(waiting),
        back[-1].return_reason if back else "",
        max((one.entered_at for one in waiting), default=None),
    )


def _waiting(row: Any, figures: Sequence[Reported], names: dict[int | None, str], above: dict[int, str]) -> Waiting:
    newest = max(figures, key=lambda figure: figure.entered_at)
    return Waiting(
        row.unit_id,
        row.code,
        row.name,
        above.get(row.parent_id, ""),
        row.as_of,
        len(figures),
        sum(bool(figure.warning) for figure in figures),
        newest.entered_at,
        names.get(newest.entered_by, ""),
        newest.entered_by,
        digest(figures),
    )


def _by_report(figures: Sequence[Reported]) -> dict[tuple[int, date], list[Reported]]:
    found: dict[tuple[int, date], list[Reported]] = defaultdict(list)
    for figure in figures:
        if figure.origin == SELF_REPORTED and figure.state == SUBMITTED:
            found[figure.unit_id, figure.as_of].append(figure)
    return found


def _is_sent() -> ColumnElement[bool]:
    return and_(
        Figure.origin == SELF_REPORTED,
        Figure.state == SUBMITTED,
        Figure.replaced_at.is_(None),
        Figure.value.is_not(None),
    )


def _stood() -> ColumnElement[bool]:
    """Return the condition that a placement is the one of the figure's day."""
    return and_(
        or_(Placement.valid_from.is_(None), Placement.valid_from <= Figure.as_of),
        or_(Placement.valid_to.is_(None), Figure.as_of <= Placement.valid_to),
    )
