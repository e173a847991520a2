"""Where a unit stands on an indicator on a day: everything that pages, notices and doors say about it.

Pure: it asks a `Knowledge` for what is known and works on exact numbers. Source: docs/domain.md, "Standing".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from committee.domain.gauge import Asked, Gauge, Moment
from committee.domain.levels import Level
from committee.domain.measured import Measured
from committee.domain.ratio import Pair, leading_numerator
from committee.domain.rollup import Actual, Knowledge
from committee.domain.trend import Change, Forecast


@dataclass(frozen=True)
class Standing:
    """The answer, unrounded. Rates are fractions of one times 100 (percent); `shortfall` of a ceiling is in points."""

    gauge: Gauge
    level: Level
    actual: Actual | None = None
    children_sum: int | None = None
    asked: Asked | None = None
    pair: Pair | None = None
    achievement: Fraction | None = None
    remaining: int | None = None
    ratio: Fraction | None = None
    gap: Fraction | None = None
    score: Fraction | None = None
    milestone: Fraction | None = None
    milestone_on: date | None = None
    shortfall: int | Fraction | None = None
    pace: Fraction | None = None
    is_met: bool = False
    yoy: Change | None = None
    mom: Change | None = None
    needed_per_month: int | None = None
    forecast: Forecast | None = None
    not_applicable: bool = field(default=False)
    # What the level was worked out from besides, so that it can be worked out again.
    opening: int | None = None
    increases: tuple[int, ...] = ()


def standing(
    knowledge: Knowledge, unit: int, gauge: Gauge, asked: Asked | None, moment: Moment, *, not_applicable: bool = False
) -> Standing:
    """Return where `unit` stands on `gauge`; `asked` None means that it has no primary target on the day."""
    measured = _measured(knowledge, unit, gauge, asked, moment)
    return Standing(**measured.numbers(not_applicable=not_applicable), **measured.surroundings())


def brief_standing(
    knowledge: Knowledge, unit: int, gauge: Gauge, asked: Asked | None, moment: Moment, *, not_applicable: bool = False
) -> Standing:
    """Return the same without `children_sum`, `yoy`, `mom` and `forecast`: a row of a long table needs none of them."""
    return Standing(**_measured(knowledge, unit, gauge, asked, moment).numbers(not_applicable=not_applicable))


def _measured(knowledge: Knowledge, unit: int, gauge: Gauge, asked: Asked | None, moment: Moment) -> Measured:
    code, actual = leading_numerator(knowledge, unit, gauge.numerators or (gauge.code,), moment.day)
    return Measured(knowledge, unit, gauge, asked, moment, code=code, actual=actual)
