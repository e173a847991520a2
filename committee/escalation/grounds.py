"""What a promise is held against: what a unit has reached of an indicator, read from its standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from committee.domain.commitments import Counted, Ground
from committee.domain.levels import Level
from committee.domain.measures import PERCENT, PERCENT_PARTS, factor_of
from committee.domain.periods import cut_offs
from committee.domain.standing import Standing
from committee.escalation.promise_words import promise_text
from committee.standings.survey import survey_of
from committee.targets.queries import IndicatorRow, indicators, plan_of
from committee.units.queries import UnitRow, subtree_of

WHOLE_SHARE = 100 * PERCENT_PARTS
SHOWN_PARTS = 100  # money is shown in hundredths of its unit


@dataclass(frozen=True)
class Reached:
    """Where a unit stands on an indicator on a day."""

    indicator: IndicatorRow
    day: date
    standing: Standing

    @property
    def counted(self) -> Counted | None:
        """The newest figure as numbers are kept; None where nothing is counted."""
        one = self.standing
        if one.actual is None:
            return None
        is_certain = not one.actual.provisional and one.level is not Level.SUSPECT
        if self.indicator.is_rate:
            return Counted(one.actual.as_of, one.ratio * PERCENT_PARTS, is_certain) if one.ratio is not None else None
        return Counted(one.actual.as_of, Fraction(one.actual.value), is_certain)

    def ground(self, year: int) -> Ground:
        """Return what a promise about a case of `year` is held against."""
        counted, unit = self.counted, self.indicator.unit_of_measure
        is_up_share = self.indicator.is_rate and self.indicator.direction != "down"
        return Ground(
            today=self.day,
            year=year,
            reached=counted.value if counted else None,
            reached_text=promise_text(int(counted.value), unit) if counted else "",
            is_ceiling=self.indicator.direction == "down",
            most=WHOLE_SHARE if is_up_share else None,
            step=_step(self.indicator),
        )


def reached_by(unit: UnitRow, indicator: str, day: date) -> Reached:
    """Return where `unit` stands on an indicator on that day; what lies below it is read too."""
    row = indicators()[indicator]
    survey = survey_of(subtree_of(unit.path, day), day, indicator=indicator)
    return Reached(row, day, survey.standing(unit.unit_id, row))


def closing_days(year: int) -> list[date]:
    """Return the days on which the figures of a year are closed."""
    return cut_offs(year, cut_off_day=plan_of(year).cut_off_day)


def _step(indicator: IndicatorRow) -> int:
    """Return to how much a path is rounded: what is shown of a share or an amount, or one person."""
    if indicator.unit_of_measure == PERCENT:
        return max(1, PERCENT_PARTS // 10**indicator.decimals)
    return max(1, factor_of(indicator.unit_of_measure) // SHOWN_PARTS)
