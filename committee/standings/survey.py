"""Everything that is known of a branch of the tree on a day, read once, and the standings worked out from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from committee.core.calendar_file import load_calendar
from committee.domain.gauge import Asked, Gauge, Moment
from committee.domain.levels import Level
from committee.domain.milestones import Planned
from committee.domain.periods import Rhythm, due_cut_off
from committee.domain.rollup import Fact, Knowledge, Ledger, Measure
from committee.domain.standing import Standing, standing
from committee.figures.queries import FigureRow, official_figures, self_reported_figures
from committee.targets import queries as targets
from committee.targets.queries import IndicatorRow, MilestoneRow, TargetOn
from committee.units.queries import UnitRow

REPORTING_LEVEL = "commune"
MANY = 2_000  # from so many units on, all figures are read and sorted out here
UNRANKED = (Level.NODATA, Level.NA)


@dataclass
class Survey:
    """What is known of `units` on a day. Made by `survey_of`; it remembers the standings it has worked out."""

    moment: Moment
    units: Sequence[UnitRow]
    indicators: Sequence[IndicatorRow]
    targets: dict[tuple[int, str], TargetOn]
    planned: dict[tuple[int | None, str], list[MilestoneRow]]
    not_applicable: Collection[tuple[int, str]]
    knowledge: Knowledge
    claims: Knowledge
    _standings: dict[tuple[int, str], Standing] = field(default_factory=dict)
    _served: dict[str, list[str]] = field(default_factory=dict)

    def has_row(self, unit: int, indicator: IndicatorRow) -> bool:
        """Return whether the pair has a primary target or a figure of this year."""
        if (unit, indicator.code) in self.targets:
            return True
        counted = self.standing(unit, indicator)
        if counted.actual and counted.actual.as_of.year == self.moment.day.year:
            return counted.pair is not None or not indicator.is_rate
        claim = None if indicator.is_rate else self.claims.actual(unit, indicator.code, self.moment.day)
        return claim is not None and claim.as_of.year == self.moment.day.year

    def standing(self, unit: int, indicator: IndicatorRow) -> Standing:
        """Return the standing of one pair."""
        key = (unit, indicator.code)
        if key not in self._standings:
            self._standings[key] = standing(
                self.knowledge,
                unit,
                gauge_of(indicator),
                self._asked(unit, indicator),
                self.moment,
                not_applicable=key in self.not_applicable,
            )
        return self._standings[key]

    def score(self, unit: int, indicator: IndicatorRow) -> Fraction | None:
        """Return what a pair is ranked by, or None where it is not ranked: nothing asked, or nothing reported."""
        one = self.standing(unit, indicator)
        if one.asked is None or one.not_applicable or one.level == Level.NODATA:
            return None
        if not one.gauge.is_ceiling:
            return one.achievement
        return one.ratio if one.gauge.is_ratio else Fraction(one.actual.value) if one.actual else None

    def self_reported(self, unit: int, indicator: IndicatorRow) -> int | None:
        """Return the newest self-reported value of a unit, or the sum of its children's; None if there is none."""
        for code in indicator.numerators or (indicator.code,):
            value = self._claimed(unit, code)
            if value is not None:
                return value
        return None

    def reports(self, unit: UnitRow, indicator: IndicatorRow) -> tuple[int | None, int]:
        """Return how many units of the reporting level below `unit` have served the due cut-off, and of how many."""
        expected = sum(
            1
            for below in self.units
            if below.level == REPORTING_LEVEL
            and below.path != unit.path
            and below.path.startswith(unit.path)
            and (below.unit_id, indicator.code) not in self.not_applicable
        )
        if self.moment.due_cut_off is None:
            return None, expected
        served = self._served_paths(indicator)
        return sum(path != unit.path and path.startswith(unit.path) for path in served), expected

    def _served_paths(self, indicator: IndicatorRow) -> list[str]:
        if indicator.code not in self._served:
            self._served[indicator.code] = [
                unit.path
                for unit in self.units
                if unit.level == REPORTING_LEVEL
                and (unit.unit_id, indicator.code) not in self.not_applicable
                and self._has_served(unit.unit_id, indicator)
            ]
        return self._served[indicator.code]

    def _has_served(self, unit: int, indicator: IndicatorRow) -> bool:
        due = self.moment.due_cut_off
        return due is not None and any(
            (actual.as_of.year, actual.as_of.month) >= (due.year, due.month)
            for code in indicator.numerators or (indicator.code,)
            if (actual := self.knowledge.actual(unit, code, self.moment.day))
        )

    def _asked(self, unit: int, indicator: IndicatorRow) -> Asked | None:
        target = self.targets.get((unit, indicator.code))
        if target is None:
            return None
        general = self.planned.get((None, indicator.code), ())
        own = self.planned.get((unit, indicator.code), ())
        return Asked(
            target=target.value,
            strictness=target.strictness,
            milestones=(
                *(Planned(row.cut_off_on, row.cumulative, row.percent) for row in general),
                *(Planned(row.cut_off_on, row.cumulative, row.percent, own=True) for row in own),
            ),
        )

    def _claimed(self, unit: int, code: str) -> int | None:
        own = self.claims.actual(unit, code, self.moment.day)
        if own:
            return own.value
        below = [self._claimed(child, code) for child in self.knowledge.children(unit)]
        known = [value for value in below if value is not None]
        return sum(known) if known else None


def survey_of(units: Sequence[UnitRow], day: date, *, indicator: str | None = None) -> Survey:
    """Read what is known of `units` on `day`; of one `indicator` and what it is computed from, or of all."""
    dictionary = targets.indicators()
    shown = [row for row in dictionary.values() if row.kind != "parameter" and indicator in (None, row.code)]
    ids = [unit.unit_id for unit in units]
    asked_for = None if len(ids) > MANY else ids
    not_applicable = targets.not_applicable_on(asked_for, day)
    codes = _counted_codes(shown) if indicator else None
    tree, measures = tree_of(units), measures_of(dictionary.values())
    official = facts_of(official_figures(asked_for, codes, day), set(ids))
    claims = facts_of(self_reported_figures(asked_for, codes, day), set(ids))
    flows = {code: Measure(is_flow=measure.is_flow, sums_up=False) for code, measure in measures.items()}
    return Survey(
        moment=moment_of(day),
        units=units,
        indicators=shown,
        targets=targets.primary_targets(asked_for, day.year, day),
        planned=_by_pair(targets.milestones_of(asked_for, day.year)),
        not_applicable=not_applicable,
        knowledge=Ledger(tree, official, measures, not_applicable),
        claims=Ledger({}, claims, flows),
    )


def moment_of(day: date) -> Moment:
    """Return `day` with the cut-off of its year's plan that is due on it."""
    plan = targets.plan_of(day.year)
    rhythm: Rhythm = "quarterly" if plan.rhythm == "quarterly" else "monthly"
    due = due_cut_off(day, calendar=load_calendar(), cut_off_day=plan.cut_off_day, rhythm=rhythm)
    return Moment(day, due, plan.cut_off_day)


def gauge_of(indicator: IndicatorRow) -> Gauge:
    """Return what a rule has to know of an indicator."""
    return Gauge(
        code=indicator.code,
        kind=indicator.kind,
        direction=indicator.direction,
        numerators=indicator.numerators,
        denominator=indicator.denominator,
        is_money="đồng" in indicator.unit_of_measure,
        decimals=indicator.decimals,
    )


def measures_of(indicators: Iterable[IndicatorRow]) -> dict[str, Measure]:
    """Return how each indicator behaves; a denominator is never summed by itself (`ratio.whole_denominator` does)."""
    return {
        row.code: Measure(
            is_flow=row.kind == "flow", sums_up=row.kind != "parameter" and row.aggregation in ("sum", "recompute")
        )
        for row in indicators
    }


def tree_of(units: Iterable[UnitRow]) -> dict[int, list[int]]:
    """Return {unit: its children}; other axes than places are never summed into places."""
    tree: dict[int, list[int]] = defaultdict(list)
    for unit in units:
        if unit.parent_id is not None and unit.axis == "territory":
            tree[unit.parent_id].append(unit.unit_id)
    return dict(tree)


def facts_of(figures: Iterable[FigureRow], wanted: Collection[int]) -> dict[tuple[int, str], list[Fact]]:
    """Return {(unit, indicator): its figures} of the units that are wanted."""
    facts: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for row in figures:
        if row.unit_id in wanted:
            facts[row.unit_id, row.indicator].append(
                Fact(row.as_of, row.value, row.qualifier, row.provisional, row.suspect)
            )
    return dict(facts)


def _counted_codes(indicators: Iterable[IndicatorRow]) -> list[str]:
    return sorted({code for row in indicators for code in (row.code, *row.numerators, row.denominator) if code})


def _by_pair(rows: Iterable[MilestoneRow]) -> dict[tuple[int | None, str], list[MilestoneRow]]:
    planned: dict[tuple[int | None, str], list[MilestoneRow]] = defaultdict(list)
    for row in rows:
        planned[row.unit_id, row.indicator].append(row)
    return dict(planned)
