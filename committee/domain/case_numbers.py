"""The numbers a signal was decided on, as they are kept with a case and its notices, and the decision worked out again.

Exact numbers are kept as text ("12/5"), counts as whole numbers. Source: docs/escalation.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from committee.domain import levels
from committee.domain.inhibition import is_systemic
from committee.domain.ladder import Severity, signal_with_hysteresis
from committee.domain.levels import Level, Thresholds
from committee.domain.milestones import WHOLE
from committee.domain.standing import Standing

PACE = "pace"
SYSTEMIC = "systemic"
RULE_VERSION = 1


@dataclass(frozen=True)
class Explanation:
    """What the facts of a notice amount to when the rule is run again."""

    level: Level
    signal: Severity | None


def numbers_of(standing: Standing, day: date, *, heard: Severity | None) -> dict[str, Any]:
    """Return what `explain` needs of a standing on `day`; `heard` is what the case heard before."""
    return {
        "rule": PACE,
        "rule_version": RULE_VERSION,
        "heard": heard.value if heard else None,
        "level": standing.level.value,
        "is_met": standing.is_met,
        "is_ceiling": standing.gauge.is_ceiling,
        "is_strict": bool(standing.asked and standing.asked.strictness == "<"),
        "counted": _text(_counted(standing)),
        "asked_by_now": _text(_in_people(standing, standing.milestone)),
        "asked_in_all": _text(_target_in_people(standing)),
        "opening": standing.opening,
        "left": standing.remaining,
        "months_left": max(1, 12 - day.month),
        "increases": list(standing.increases),
        "thresholds": {name: str(value) for name, value in asdict(standing.gauge.thresholds).items()},
    }


def numbers_of_a_systemic_lag(*, lagging: int, siblings: int) -> dict[str, Any]:
    """Return what `explain` needs where most of a unit's children lag."""
    return {"rule": SYSTEMIC, "rule_version": RULE_VERSION, "lagging": lagging, "siblings": siblings}


def explain(facts: Mapping[str, Any]) -> Explanation:
    """Run the rule again on the facts of a case or a notice; they name the rule they were decided by."""
    if facts["rule"] == SYSTEMIC:
        spoke = is_systemic(facts["lagging"], facts["siblings"])
        return Explanation(Level.LAG if spoke else Level.OK, Severity.LAG if spoke else None)
    level, pace = _level_again(facts)
    heard = Severity(facts["heard"]) if facts["heard"] else None
    return Explanation(level, signal_with_hysteresis(heard, level.value, heard_pace(pace, is_met=facts["is_met"])))


def heard_pace(pace: Fraction | None, *, is_met: bool) -> Decimal | None:
    """Return the pace that hysteresis goes by: none once the target is met, so that the signal clears at once."""
    return None if pace is None or is_met else Decimal(pace.numerator) / Decimal(pace.denominator)


def _level_again(facts: Mapping[str, Any]) -> tuple[Level, Fraction | None]:
    if facts["asked_by_now"] is None or facts["counted"] is None:
        return Level(facts["level"]), None  # nothing was due: there is no rule to run
    counted, milestone = Fraction(facts["counted"]), Fraction(facts["asked_by_now"])
    thresholds = _thresholds(facts["thresholds"])
    if facts["is_ceiling"]:
        level = levels.level_of_ceiling(
            actual=counted, limit=milestone, is_strict=facts["is_strict"], thresholds=thresholds
        )
        return (Level.OK if facts["is_met"] else level), milestone / counted if counted else None
    target = Fraction(facts["asked_in_all"])
    pace = levels.pace(
        actual=int(counted), milestone=milestone, opening=facts["opening"], target=target, thresholds=thresholds
    )
    level = levels.level_by_pace(
        pace=pace,
        shortfall=max(0, _ceil(milestone) - int(counted)),
        target=target,
        must_hurry=levels.must_hurry_up(
            remaining=facts["left"] or 0,
            months_left=facts["months_left"],
            increases=facts["increases"],
            thresholds=thresholds,
        ),
        thresholds=thresholds,
    )
    return (Level.OK if facts["is_met"] else level), pace


def _thresholds(kept: Mapping[str, str]) -> Thresholds:
    values: dict[str, Any] = {name: Fraction(text) for name, text in kept.items()}
    return Thresholds(**{**values, "floor": int(values["floor"])})


def _counted(standing: Standing) -> Fraction | None:
    """Return what is held against the milestone: people or đồng; a ceiling on a share in percent."""
    if standing.gauge.is_ceiling and standing.gauge.is_ratio:
        return standing.ratio
    if standing.pair:
        return Fraction(standing.pair.numerator)
    return Fraction(standing.actual.value) if standing.actual else None


def _in_people(standing: Standing, shown: Fraction | None) -> Fraction | None:
    """Return a milestone as it is held against what was counted: of a share, so many of the people it is taken of."""
    if shown is None or standing.gauge.is_ceiling or not standing.gauge.is_ratio:
        return shown
    return shown * standing.pair.denominator / 100 if standing.pair else None


def _target_in_people(standing: Standing) -> Fraction | None:
    if standing.asked is None:
        return None
    target = Fraction(standing.asked.target)
    if standing.gauge.is_ratio and standing.pair and not standing.gauge.is_ceiling:
        return target * standing.pair.denominator / WHOLE
    return target


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _ceil(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)
