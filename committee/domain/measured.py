"""The numbers of one pair of unit and indicator on a day, worked out once. Source: docs/domain.md, "Standing"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

from committee.domain import levels, milestones, trend
from committee.domain.gauge import Asked, Gauge, Moment
from committee.domain.levels import Level
from committee.domain.ratio import pair_of
from committee.domain.rollup import Actual, Knowledge, sum_of_children
from committee.domain.trend import Change, Forecast, a_month_before, a_year_before, change, forecast, monthly_increases

PERCENT = 100


class Measured:
    """The numbers of one pair, worked out once; `code` is the indicator that is counted (a ratio's numerator)."""

    def __init__(
        self,
        knowledge: Knowledge,
        unit: int,
        gauge: Gauge,
        asked: Asked | None,
        moment: Moment,
        *,
        code: str,
        actual: Actual | None,
    ) -> None:
        self.knowledge = knowledge
        self.unit = unit
        self.gauge = gauge
        self.asked = asked
        self.moment = moment
        self.code = code
        self.actual = actual
        self.pair = pair_of(knowledge, unit, code, gauge.denominator, moment.day) if actual and gauge.is_ratio else None
        self.scale = Fraction(self.pair.denominator, milestones.WHOLE) if self.pair else Fraction(1)

    @cached_property
    def increases(self) -> list[int]:
        """The monthly changes of the year so far; only a unit behind its schedule is asked for them."""
        is_flow = self.gauge.kind == "flow"
        return monthly_increases(self.knowledge, self.unit, self.code, self.moment.day, is_flow=is_flow)

    def numbers(self, *, not_applicable: bool) -> dict[str, Any]:
        """Return the fields of a standing, without what surrounds the number."""
        due, pace, shortfall = self._due(), None, None
        if due:
            pace, shortfall = self._pace(due), self._shortfall(due)
        remaining = self._remaining()
        return {
            "gauge": self.gauge,
            "level": self._level(due, pace, shortfall, not_applicable=not_applicable),
            "actual": self.actual,
            "asked": self.asked,
            "pair": self.pair,
            "achievement": self._achievement(),
            "remaining": remaining,
            "ratio": self._ratio(),
            "gap": self._gap(),
            "score": self._score(),
            "milestone": self._shown(due.value) if due else None,
            "milestone_on": due.on if due else None,
            "shortfall": shortfall,
            "pace": pace,
            "is_met": self._is_met(),
            "needed_per_month": trend.needed_per_month(remaining, self.moment.day),
            "not_applicable": not_applicable,
            "opening": self.opening if pace is not None and not self.gauge.is_ceiling else None,
            "increases": tuple(self.increases) if pace is not None and pace < self.gauge.thresholds.watch else (),
        }

    def surroundings(self) -> dict[str, Any]:
        """What stands around the number: the children's sum, earlier days, the end of the year."""
        return {
            "children_sum": sum_of_children(self.knowledge, self.unit, self.code, self.moment.day),
            "yoy": self._change(a_year_before),
            "mom": self._change(a_month_before),
            "forecast": self._forecast(),
        }

    @cached_property
    def value(self) -> Fraction | None:
        """The value that is held against target and milestone, in the target's own scale."""
        if self.actual is None:
            return None
        if not self.gauge.is_ratio:
            return Fraction(self.actual.value)
        if self.pair is None or not self.pair.denominator:
            return None
        return Fraction(self.pair.numerator * milestones.WHOLE, self.pair.denominator)

    def _counted(self) -> int:
        """The people or đồng that are counted: a ratio's numerator over the units that have both sides."""
        if self.pair:
            return self.pair.numerator
        return self.actual.value if self.actual else 0

    @cached_property
    def target(self) -> Fraction | None:
        """The target in its own scale."""
        return Fraction(self.asked.target) if self.asked else None

    def _shown(self, value: Fraction) -> Fraction:
        """A target or milestone as it is shown: percent for ratios."""
        return value * PERCENT / milestones.WHOLE if self.gauge.is_ratio else value

    def _ratio(self) -> Fraction | None:
        value = self.value
        return None if value is None or not self.gauge.is_ratio else value * PERCENT / milestones.WHOLE

    def _achievement(self) -> Fraction | None:
        value, target = self.value, self.target
        if value is None or not target or self.gauge.is_ceiling:
            return None
        return value / target * PERCENT

    def _score(self) -> Fraction | None:
        value, target = self.value, self.target
        return target / value * PERCENT if value and target is not None and self.gauge.is_ceiling else None

    def _remaining(self) -> int | None:
        value, target = self.value, self.target
        if value is None or target is None or self.gauge.is_ceiling:
            return None
        return max(0, ceil(target * self.scale) - self._counted())

    def _gap(self) -> Fraction | None:
        value, target = self.value, self.target
        if value is None or target is None or not self.gauge.is_ratio:
            return None
        return self._shown(value - target if self.gauge.is_ceiling else target - value)

    def _is_met(self) -> bool:
        value, target = self.value, self.target
        if value is None or target is None or self.asked is None:
            return False
        return levels.is_met(
            actual=value, target=target, direction=self.gauge.direction, strictness=self.asked.strictness
        )

    def _due(self) -> milestones.Due | None:
        """The milestone to be held against: the last one due by the day the actual is of."""
        if self.value is None or self.actual is None or self.asked is None:
            return None
        due = milestones.last_due(
            self.asked.milestones,
            target=self.asked.target,
            year=self.moment.day.year,
            as_of=self.actual.as_of,
            cut_off_day=self.moment.cut_off_day,
        )
        if self.gauge.is_ceiling:
            return due or milestones.Due(Fraction(self.asked.target), None)
        if due is None and self.gauge.kind == "flow":
            due = milestones.linear(target=self.asked.target, as_of=self.actual.as_of)
        if due is None or self.gauge.is_ratio:
            return due
        return milestones.Due(Fraction(ceil(due.value)), due.on)  # people and đồng are asked for whole

    def _shortfall(self, due: milestones.Due) -> int | Fraction:
        if self.gauge.is_ceiling:
            return self._shown(max(Fraction(0), (self.value or Fraction(0)) - due.value))
        return max(0, ceil(due.value * self.scale) - self._counted())

    def _pace(self, due: milestones.Due) -> Fraction | None:
        value = self.value
        if self.gauge.is_ceiling:
            return due.value / value if value else None
        return levels.pace(
            actual=self._counted(),
            milestone=due.value * self.scale,
            opening=self.opening,
            target=(self.target or Fraction(0)) * self.scale,
            thresholds=self.gauge.thresholds,
        )

    @cached_property
    def opening(self) -> int | None:
        """The stock on 31/12 of the year before, over the same units as today's numerator; flows have none.

        Where today's numerator leaves nobody out, the same rule holds as for any value: the unit's own, or the sum of
        its children once enough of them have reported. Otherwise each of the units it is made of must have one.
        """
        if self.gauge.kind == "flow":
            return None
        last_day = date(self.moment.day.year - 1, 12, 31)
        if self.pair is None or self.actual is None or self.pair.numerator == self.actual.value:
            whole = self.knowledge.actual(self.unit, self.code, last_day)
            return whole.value if whole else None
        known = [self.knowledge.actual(unit, self.code, last_day) for unit in self.pair.units]
        return sum(actual.value for actual in known if actual) if all(known) else None

    def _level(
        self,
        due: milestones.Due | None,
        pace: Fraction | None,
        shortfall: int | Fraction | None,
        *,
        not_applicable: bool,
    ) -> Level:
        if self.asked is None or not_applicable or (not self.asked.target and not self.gauge.is_ceiling):
            return Level.NA
        if not self._is_served():
            return Level.NODATA if self.moment.due_cut_off else Level.NA
        if self.actual and self.actual.suspect:
            return Level.SUSPECT
        if self._is_met():
            return Level.OK
        if due is None or shortfall is None:
            return Level.NA
        return self._level_by_schedule(self.asked, due, pace, shortfall)

    def _level_by_schedule(
        self, asked: Asked, due: milestones.Due, pace: Fraction | None, shortfall: int | Fraction
    ) -> Level:
        if self.gauge.is_ceiling:
            return levels.level_of_ceiling(
                actual=self.value or Fraction(0),
                limit=due.value,
                is_strict=asked.strictness == "<",
                thresholds=self.gauge.thresholds,
            )
        return levels.level_by_pace(
            pace=pace,
            shortfall=int(shortfall),
            target=asked.target * self.scale,
            must_hurry=pace is not None and pace < self.gauge.thresholds.watch and self._must_hurry(),
            thresholds=self.gauge.thresholds,
        )

    def _is_served(self) -> bool:
        """Whether there is a value, and one of the due cut-off's month or later."""
        if self.actual is None or self.value is None:
            return False
        due, as_of = self.moment.due_cut_off, self.actual.as_of
        return due is None or (as_of.year, as_of.month) >= (due.year, due.month)

    def _must_hurry(self) -> bool:
        return levels.must_hurry_up(
            remaining=self._remaining() or 0,
            months_left=12 - self.moment.day.month,
            increases=self.increases,
            thresholds=self.gauge.thresholds,
        )

    def _change(self, earlier: Callable[[date], date]) -> Change | None:
        return change(self.knowledge, self.unit, self.code, self.actual, earlier) if self.actual else None

    def _forecast(self) -> Forecast | None:
        if self.actual is None or self.gauge.is_ceiling or self.actual.as_of.year != self.moment.day.year:
            return None
        return forecast(self.actual, self.increases)
