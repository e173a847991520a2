"""How far behind is behind: pace, shortfall and level. Source: docs/domain.md, "Level".

Everything is in the indicator's own scale: people, đồng, and for ratios people too; only a ceiling is a rate or an
amount compared with its limit. Nothing is rounded here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Level(StrEnum):
    """Where a pair of unit and indicator stands, mildest last but one; see pages for the words shown."""

    NA = "NA"
    NODATA = "NODATA"
    SUSPECT = "SUSPECT"
    OK = "OK"
    WATCH = "WATCH"
    LAG = "LAG"
    SEVERE = "SEVERE"


@dataclass(frozen=True)
class Thresholds:
    """When pace says behind, and from which share of the target a shortfall is worth speaking of.

    `floor` is the smallest shortfall of people that counts at all (2 of 3 is no lag), and the smallest distance
    between opening value and milestone by which a pace can be measured; 1 for money, where it means nothing.
    """

    watch: Fraction = Fraction(95, 100)
    lag: Fraction = Fraction(90, 100)
    severe: Fraction = Fraction(75, 100)
    watch_share: Fraction = Fraction(1, 100)
    lag_share: Fraction = Fraction(2, 100)
    severe_share: Fraction = Fraction(5, 100)
    floor: int = 2
    run_rate: Fraction = Fraction(3, 2)


DEFAULT = Thresholds()


def pace(
    *, actual: int, milestone: Fraction, opening: int | None, target: Fraction, thresholds: Thresholds = DEFAULT
) -> Fraction | None:
    """Return how much of the way asked for has been gone, 1 = on course; None where nothing is asked.

    From the opening value of a stock if the milestone lies far enough above it to tell, else from zero. Flows have no
    opening value.
    """
    if opening is not None:
        asked = milestone - opening
        if asked >= max(Fraction(thresholds.floor), target / 100):
            return Fraction(actual - opening) / asked
    return Fraction(actual) / milestone if milestone > 0 else None


def level_by_pace(
    *, pace: Fraction | None, shortfall: int, target: Fraction, must_hurry: bool, thresholds: Thresholds = DEFAULT
) -> Level:
    """Return the level that pace gives, or the next milder one for which the shortfall is large enough.

    `must_hurry`: what remains asks for a monthly rate far above the best months so far (`must_hurry_up`).
    """
    if pace is None:
        return Level.OK
    rungs = (
        (
            pace < thresholds.severe or (must_hurry and pace < thresholds.watch),
            Level.SEVERE,
            thresholds.severe_share,
        ),
        (pace < thresholds.lag, Level.LAG, thresholds.lag_share),
        (pace < thresholds.watch, Level.WATCH, thresholds.watch_share),
    )
    for is_behind, level, share in rungs:
        if is_behind and shortfall >= max(Fraction(thresholds.floor), share * target):
            return level
    return Level.OK


def must_hurry_up(*, remaining: int, months_left: int, increases: list[int], thresholds: Thresholds = DEFAULT) -> bool:
    """Return whether what remains asks for more a month than 1,5 times the mean of the three best months of the year.

    `increases` are the monthly changes known so far; with fewer than three nothing can be said.
    """
    if len(increases) < 3:
        return False
    best = sorted(increases, reverse=True)[:3]
    return Fraction(remaining, max(1, months_left)) > thresholds.run_rate * Fraction(sum(best), 3)


def level_of_ceiling(*, actual: Fraction, limit: Fraction, is_strict: bool, thresholds: Thresholds = DEFAULT) -> Level:
    """Return the level of an indicator that should stay low, against the limit of the day.

    Exceeding it, or reaching a strict one, is at least WATCH however small the excess. Zero is always well.
    """
    if actual == 0:
        return Level.OK
    pace = limit / actual
    if pace < thresholds.severe:
        return Level.SEVERE
    if pace < thresholds.lag:
        return Level.LAG
    exceeded = actual > limit or (is_strict and actual == limit)
    return Level.WATCH if exceeded else Level.OK


def is_met(*, actual: Fraction, target: Fraction, direction: str, strictness: str) -> bool:
    """Return whether the target is met, decided on unrounded values; zero meets any ceiling."""
    if direction == "down":
        return actual == 0 or (actual < target if strictness == "<" else actual <= target)
    return actual >= target
