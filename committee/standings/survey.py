"""What is known of a branch of the tree on a day, read once, and the standings worked out from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from committee.core.calendar_file import load_calendar
from committee.domain.gauge import Asked, Gauge, Moment
from committee.domain.levels import Level
from committee.domain.milestones import Planned
from committee.domain.periods import Rhythm, due_cut_off
from committee.domain.ratio import leading_numerator
from committee.domain.rollup import Fact, Knowledge, Ledger, Measure, measure_of
from committee.domain.standing import Standing, standing
from committee.figures.queries import FigureRow, official_figures, self_reported_figures
from committee.standings.claims import Claims, claims_of
from committee.standings.reports import Counter, counted_in_ledger
from committee.targets import queries as targets
from committee.targets.queries import IndicatorRow, MilestoneRow, TargetOn
from committee.units.queries import UnitRow

MANY = 2_000  # from so many units on, all figures are read and sorted out here


@dataclass
class Survey:
    """What is known of a branch on a day. It remembers the standings it has worked out.

    `measure` makes a standing, `count_reports` says how many units below have reported.
    """

    moment: Moment
    indicators: Sequence[IndicatorRow]
    targets: dict[tuple[int, str], TargetOn]
    planned: dict[tuple[int | None, str], list[MilestoneRow]]
    not_applicable: Collection[tuple[int, str]]
    knowledge: Knowledge
    claims: Claims
    count_reports: Counter
    measure: Callable[..., Standing] = standing
    _standings: dict[tuple[int, str], Standing] = field(default_factory=dict, init=False)

    def has_row(self, unit: UnitRow, indicator: IndicatorRow) -> bool:
        """Return whether the pair has a primary target or a figure of this year."""
        if (unit.unit_id, indicator.code) in self.targets:
            return True
        year = self.moment.day.year
        if self._is_counted_in(year, unit.unit_id, indicator):
            if not indicator.is_rate:
                return True
            return indicator.kind == "ratio" and self.standing(unit.unit_id, indicator).pair is not None
        claim = None if indicator.is_rate else self.claims.of(unit.path, indicator.code)
        return claim is not None and claim.as_of.year == year

    def _is_counted_in(self, year: int, unit: int, indicator: IndicatorRow) -> bool:
        """Return whether the newest value of the pair is of `year`; asked of every pair, so no standing is made."""
        _code, actual = leading_numerator(
            self.knowledge, unit, indicator.numerators or (indicator.code,), self.moment.day
        )
        return actual is not None and actual.as_of.year == year

    def standing(self, unit: int, indicator: IndicatorRow) -> Standing:
        """Return the standing of one pair."""
        key = (unit, indicator.code)
        if key not in self._standings:
            self._standings[key] = self.measure(
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
        if one.gauge.is_ratio:
            return one.ratio
        return Fraction(one.actual.value) if one.actual else None

    def self_reported(self, unit: UnitRow, indicator: IndicatorRow) -> int | None:
        """Return the newest self-reported value of a unit, or the sum of those below it; None if there is none."""
        for code in indicator.numerators or (indicator.code,):
            claim = self.claims.of(unit.path, code)
            if claim is not None:
                return claim.value
        return None

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


def survey_of(units: Sequence[UnitRow], day: date, *, indicator: str | None = None) -> Survey:
    """Read what is known of `units` on `day`; of one `indicator` and what it is computed from, or of all.

    `units` must hold everything below those that will be asked about.
    """
    dictionary = targets.indicators()
    shown = [row for row in dictionary.values() if row.kind != "parameter" and indicator in (None, row.code)]
    paths = {unit.unit_id: unit.path for unit in units}
    asked_for = None if len(paths) > MANY else list(paths)
    codes = _counted_codes(shown) if indicator else None
    not_applicable = targets.not_applicable_on(asked_for, day)
    facts = facts_of(official_figures(asked_for, codes, day), paths)
    ledger = Ledger(tree_of(units), facts, measures_of(dictionary.values()), targets.marks_of(asked_for))
    moment = moment_of(day)
    return Survey(
        moment=moment,
        indicators=shown,
        targets=targets.primary_targets(asked_for, day.year, day),
        planned=by_pair(targets.milestones_of(asked_for, day.year)),
        not_applicable=not_applicable,
        knowledge=ledger,
        claims=claims_of(
            self_reported_figures(asked_for, codes, day), paths, flows=flows_of(dictionary.values()), day=day
        ),
        count_reports=counted_in_ledger(ledger, units, not_applicable, moment),
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
    """Return how each indicator behaves."""
    return {row.code: measure_of(row.kind, row.aggregation) for row in indicators}


def flows_of(indicators: Iterable[IndicatorRow]) -> frozenset[str]:
    """Return the codes of what is cumulative within its year."""
    return frozenset(row.code for row in indicators if row.kind == "flow")


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


def by_pair(rows: Iterable[MilestoneRow]) -> dict[tuple[int | None, str], list[MilestoneRow]]:
    """Return milestones by unit (None: every unit) and indicator."""
    planned: dict[tuple[int | None, str], list[MilestoneRow]] = defaultdict(list)
    for row in rows:
        planned[row.unit_id, row.indicator].append(row)
    return dict(planned)


def _counted_codes(indicators: Iterable[IndicatorRow]) -> list[str]:
    return sorted({code for row in indicators for code in (row.code, *row.numerators, row.denominator) if code})
