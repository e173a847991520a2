"""How much should have been reached by a day. Source: docs/domain.md, "Milestones"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from committee.domain.periods import cut_offs, elapsed

WHOLE = 1_000_000  # hundredths of a basis point in one: 100 % = 1_000_000


@dataclass(frozen=True)
class Planned:
    """A typed milestone: `cumulative` in the indicator's own scale, or `percent` of the target (100 % = 1_000_000).

    `own`: typed for this very unit; it stands before a general one of the same month.
    """

    cut_off_on: date
    cumulative: int | None = None
    percent: int | None = None
    own: bool = False


@dataclass(frozen=True)
class Due:
    """What should have been reached by `on`; in the target's own scale, unrounded. `on` None: the target itself."""

    value: Fraction
    on: date | None


def last_due(planned: Iterable[Planned], *, target: int, year: int, as_of: date, cut_off_day: int | None) -> Due | None:
    """Return the last milestone of `year` that was due by `as_of`, or None; on 31/12 that is always the target.

    A milestone is due on the cut-off day of its month, whatever day of that month was typed.
    """
    if as_of >= date(year, 12, 31):
        return Due(Fraction(target), date(year, 12, 31))
    by_month: dict[int, Planned] = {}
    for milestone in planned:
        month = milestone.cut_off_on.month
        if month not in by_month or milestone.own:
            by_month[month] = milestone
    due_days = cut_offs(year, cut_off_day=cut_off_day)
    for month in sorted(by_month, reverse=True):
        due_on = due_days[month - 1]
        if due_on <= as_of:
            return Due(_value(by_month[month], target), due_on)
    return None


def linear(*, target: int, as_of: date) -> Due:
    """Return what a flow should have reached by `as_of` at an even pace through the year."""
    gone, days = elapsed(as_of)
    return Due(Fraction(target * gone, days), as_of)


def _value(milestone: Planned, target: int) -> Fraction:
    if milestone.cumulative is not None:
        return Fraction(milestone.cumulative)
    return Fraction(target * (milestone.percent or 0), WHOLE)
