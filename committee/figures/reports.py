"""The report of a unit for a period: one line an indicator, with what has been typed and what stands beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import select

from committee.core.db import db
from committee.domain import plausibility
from committee.domain.plausibility import Warned
from committee.figures.asked import asked_of
from committee.figures.history import History, history_of
from committee.figures.models import Figure, Submission
from committee.figures.periods import Period
from committee.figures.queries import ACCEPTED, OFFICIAL, RETURNED, SELF_REPORTED, SUBMITTED
from committee.targets.queries import IndicatorRow, TargetOn, indicators
from committee.units.queries import UnitRow

EMPTY = "empty"
SENT = (SUBMITTED, ACCEPTED)


@dataclass(frozen=True)
class Reported:
    """One value of a report, as typed by hand or taken over."""

    id: int
    unit_id: int
    indicator: str
    as_of: date
    origin: str
    value: int
    qualifier: str
    provisional: bool
    span: str
    published_text: str
    state: str
    warning: str
    warning_settled_at: datetime | None
    note: str
    receipt: str
    entered_by: int | None
    entered_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    return_reason: str


@dataclass(frozen=True)
class Line:
    """One indicator of a report. `figure` is the newest value that was typed, `returned` the one sent back before it.

    `official` is the accepted official value of the period, `before` the last one before its month.
    """

    indicator: IndicatorRow
    figure: Reported | None
    returned: Reported | None
    official: Reported | None
    before: int | None
    target: TargetOn | None
    doubts: tuple[Warned, ...]

    @property
    def state(self) -> str:
        return self.figure.state if self.figure else EMPTY

    @property
    def is_open(self) -> bool:
        """Whether a value may be typed: nobody has it before them, and nobody has accepted it."""
        return self.state not in SENT

    @property
    def change(self) -> int | None:
        if self.figure is None or self.before is None:
            return None
        return self.figure.value - self.before


@dataclass(frozen=True)
class Report:
    """A unit's report. `version` changes with everything that was typed, sent or decided."""

    unit: UnitRow
    period: Period
    lines: tuple[Line, ...]
    left_out: tuple[tuple[IndicatorRow, str], ...]
    history: History

    @property
    def version(self) -> str:
        return digest(line.figure for line in self.lines if line.figure)

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.is_open]

    @property
    def filled(self) -> list[Line]:
        """The lines that go out when the report is sent."""
        return [line for line in self.open_lines if line.figure]

    @property
    def submitted(self) -> list[Reported]:
        return [line.figure for line in self.lines if line.figure and line.figure.state == SUBMITTED]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if not line.figure]


def report_of(unit: UnitRow, period: Period) -> Report:
    """Return the report of a unit for a period, whatever has become of it. Six statements."""
    asked = asked_of([unit.unit_id], period)[unit.unit_id]
    day, history = period.cut_off_on, history_of(unit.unit_id, period.cut_off_on)
    by_code: dict[str, list[Reported]] = {}
    for figure in figures_of([unit.unit_id], [day]):
        by_code.setdefault(figure.indicator, []).append(figure)
    known = {indicator.code for indicator in asked.typed}
    # What was typed is shown even if the unit is no longer asked for it.
    others = [each for code, each in indicators().items() if code in by_code and code not in known]
    typed = [each for each in others if any(one.origin == SELF_REPORTED for one in by_code[each.code])]
    lines = (
        _line(each, by_code.get(each.code, []), history, day, asked.targets.get(each.code))
        for each in sorted([*asked.typed, *typed], key=lambda each: each.position)
    )
    return Report(unit, period, tuple(lines), tuple(asked.left_out), history)


def figures_of(unit_ids: Collection[int], days: Collection[date]) -> list[Reported]:
    """Return what stands of units on days, older revisions first, drafts and returned values included."""
    columns = [getattr(Figure, each.name) for each in fields(Reported)]
    statement = select(*columns).where(
        Figure.unit_id.in_(sorted(unit_ids)),
        Figure.as_of.in_(sorted(days)),
        Figure.replaced_at.is_(None),
        Figure.value.is_not(None),
    )
    return [Reported(*row) for row in db.session.execute(statement.order_by(Figure.revision))]


def digest(figures: Iterable[Reported]) -> str:
    """Return a short text that is the same as long as the values and what became of them are."""
    said = sorted((each.id, each.state, each.value, each.qualifier, each.provisional, each.note) for each in figures)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def submission_with_key(account_id: int, key: str) -> Submission | None:
    """Return what a person sent under a key, or None."""
    statement = select(Submission).where(Submission.account_id == account_id, Submission.key == key)
    return db.session.scalar(statement)


def submission_with_receipt(unit_id: int, as_of: date, receipt: str) -> Submission | None:
    """Return what was sent of a report under a receipt's number, or None."""
    statement = select(Submission).where(
        Submission.unit_id == unit_id, Submission.as_of == as_of, Submission.receipt == receipt
    )
    return db.session.scalar(statement.order_by(Submission.id).limit(1))


def _line(
    indicator: IndicatorRow, figures: Sequence[Reported], history: History, day: date, target: TargetOn | None
) -> Line:
    mine = [each for each in figures if each.origin == SELF_REPORTED]
    figure = mine[-1] if mine else None
    return Line(
        indicator=indicator,
        figure=figure,
        returned=next((each for each in reversed(mine) if each.state == RETURNED), None),
        official=next((each for each in figures if each.origin == OFFICIAL and each.state == ACCEPTED), None),
        before=history.before(indicator, day),
        target=target,
        doubts=tuple(_doubts(indicator, figure, history, day)),
    )


def _doubts(indicator: IndicatorRow, figure: Reported | None, history: History, day: date) -> list[Warned]:
    """Return the doubts a value was sent with; of one that has not been sent, those it has today."""
    if figure is None:
        return []
    if figure.state in SENT:
        return plausibility.read(figure.warning)
    known = history.known(indicator, day)
    return plausibility.doubts(indicator.code, indicator.kind, indicator.direction, figure.value, known)
