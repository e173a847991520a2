"""What a survey of figures says to the cases about one indicator: an event for each, its numbers, and what holds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from committee.domain.case_facts import CloseReason, Closing, Evaluated, Event, State
from committee.domain.case_keys import fingerprint
from committee.domain.case_numbers import PACE, SYSTEMIC, heard_pace, numbers_of, numbers_of_a_systemic_lag
from committee.domain.inhibition import is_short_cascade, is_systemic
from committee.domain.ladder import Severity, signal_with_hysteresis
from committee.domain.levels import Level
from committee.domain.periods import cut_offs
from committee.domain.standing import Standing
from committee.escalation import due
from committee.escalation.stored import StoredCase
from committee.standings.queries import StandingRow, UnitStandings
from committee.standings.rows import row_as_json
from committee.standings.survey import Survey
from committee.targets.queries import IndicatorRow
from committee.units.queries import UnitRow

SHORT_CASCADE = "short_cascade"
LAGGING = (Level.LAG, Level.SEVERE)
SAYS_NOTHING = (Level.NODATA, Level.SUSPECT)
OVER = (State.RESOLVED, State.CLOSED)
# What a case and its notices show, by the keys under which standings give it.
SHOWN = (
    "unit_of_measure", "kind", "direction", "actual", "actual_as_of", "provisional", "target", "achievement_text",
    "remaining", "ratio", "gap", "milestone", "milestone_on", "shortfall", "pace",
)  # fmt: skip


@dataclass(frozen=True)
class Spoken:
    """What is said to the case with this fingerprint, if there is one."""

    unit: UnitRow
    rule: str
    fingerprint: str
    event: Event
    facts: dict[str, Any]
    suppressed_by: str


class Signals:
    """The signals of one indicator. `known` are the cases by fingerprint, which remember what they heard before."""

    def __init__(
        self, units: Sequence[UnitRow], survey: Survey, indicator: IndicatorRow, known: Mapping[str, StoredCase]
    ) -> None:
        self.units = units
        self.survey = survey
        self.indicator = indicator
        self.known = known
        self.day = survey.moment.day
        asked = [unit for unit in units if (unit.unit_id, indicator.code) in survey.targets]
        self.asked = {unit.unit_id: unit for unit in asked}
        self.siblings: dict[int, list[UnitRow]] = defaultdict(list)
        for unit in asked:
            if unit.parent_id is not None:
                self.siblings[unit.parent_id].append(unit)
        self.lineages = due.lineages([unit.unit_id for unit in units])
        self.holds = {parent: self._hold(parent) for parent in self.siblings}

    def all(self) -> Iterator[Spoken]:
        """Give what is said to every case there is or should be."""
        with_cases = {case.unit_id for case in self.known.values()}
        for unit in self.units:
            if unit.unit_id in self.asked or unit.unit_id in with_cases:
                said = self._by_pace(unit)
                if said:
                    yield said
            said = self._systemic(unit)
            if said:
                yield said

    def _by_pace(self, unit: UnitRow) -> Spoken | None:
        mark = self._fingerprint(PACE, unit)
        case = self.known.get(mark)
        one = self.survey.standing(unit.unit_id, self.indicator)
        if one.asked is None or one.not_applicable:
            if case is None or case.view.state in OVER:
                return None
            return Spoken(unit, PACE, mark, Closing(CloseReason.NOT_APPLICABLE), case.facts, case.suppressed_by)
        if one.level in SAYS_NOTHING:
            return None
        heard = _heard(case)
        signal = self._signal(one, heard)
        if signal is None and case is None:
            return None
        held = self.holds.get(unit.parent_id or 0, "")
        return Spoken(unit, PACE, mark, self._evaluated(one, signal), self._facts(unit, one, heard), held)

    def _systemic(self, unit: UnitRow) -> Spoken | None:
        """Return what most of a unit's children say of the unit itself, unless its own figures say it already."""
        mark = self._fingerprint(SYSTEMIC, unit)
        case = self.known.get(mark)
        children = self.siblings.get(unit.unit_id, ())
        spoke = self.holds.get(unit.unit_id) == SYSTEMIC and not self._lags(unit)
        newest = self._newest(children)
        if (not spoke and case is None) or newest is None:
            return None
        lagging = sum(self._lags(child) for child in children)
        event = Evaluated(Severity.LAG if spoke else None, self._cut_off(newest), newest.isoformat())
        numbers = numbers_of_a_systemic_lag(lagging=lagging, siblings=len(children))
        one = self.survey.standing(unit.unit_id, self.indicator)
        facts = {**self._shown(unit, one), **numbers, "period": f"{newest:%Y-%m}", "level": Level.LAG.value}
        return Spoken(unit, SYSTEMIC, mark, event, facts, "")

    def _signal(self, one: Standing, heard: Severity | None) -> Severity | None:
        pace = None if one.level is Level.NA else heard_pace(one.pace, is_met=one.is_met)
        return signal_with_hysteresis(heard, one.level.value, pace)

    def _evaluated(self, one: Standing, signal: Severity | None) -> Evaluated:
        if one.actual is None:
            return Evaluated(signal, self.day, "")
        counted = one.pair.numerator if one.pair else one.actual.value
        evidence = f"{one.actual.as_of.isoformat()}:{counted}"
        return Evaluated(signal, self._cut_off(one.actual.as_of), evidence, locked=not one.actual.provisional)

    def _facts(self, unit: UnitRow, one: Standing, heard: Severity | None) -> dict[str, Any]:
        as_of = one.actual.as_of if one.actual else self.day
        numbers = numbers_of(one, self.day, heard=heard)
        return {**self._shown(unit, one), **numbers, "period": f"{as_of:%Y-%m}"}

    def _shown(self, unit: UnitRow, one: Standing) -> dict[str, Any]:
        target = self.survey.targets.get((unit.unit_id, self.indicator.code))
        row = StandingRow(self.indicator, one, target, None, None, 0, None, 0)
        values = row_as_json(row, UnitStandings(unit, self.day, ()))
        return {name: values[name] for name in SHOWN} | {"indicator_name": self.indicator.name}

    def _hold(self, parent: int) -> str:
        """Return what holds the children of one parent back, or "": most of them lag, or too little was handed down."""
        children = self.siblings[parent]
        if is_systemic(sum(self._lags(child) for child in children), len(children)):
            return SYSTEMIC
        if self.indicator.is_rate or self.indicator.aggregation != "sum":
            return ""  # shares do not add up
        targets = self.survey.targets
        own = targets.get((parent, self.indicator.code))
        handed_down = (targets[child.unit_id, self.indicator.code].value for child in children)
        return SHORT_CASCADE if is_short_cascade(own.value if own else None, handed_down) else ""

    def _lags(self, unit: UnitRow) -> bool:
        return self.survey.standing(unit.unit_id, self.indicator).level in LAGGING

    def _newest(self, units: Sequence[UnitRow]) -> date | None:
        actuals = (self.survey.standing(unit.unit_id, self.indicator).actual for unit in units)
        return max((actual.as_of for actual in actuals if actual), default=None)

    def _cut_off(self, as_of: date) -> date:
        return cut_offs(as_of.year, cut_off_day=self.survey.moment.cut_off_day)[as_of.month - 1]

    def _fingerprint(self, rule: str, unit: UnitRow) -> str:
        return fingerprint(rule, self.indicator.code, self.lineages[unit.unit_id], self.day.year)


def _heard(case: StoredCase | None) -> Severity | None:
    """Return what a case hears at present: nothing once it recovers."""
    if case is None or case.view.state in (State.RECOVERING, *OVER):
        return None
    return case.view.severity
