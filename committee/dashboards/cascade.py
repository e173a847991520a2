"""Targets of a unit and of the units below it: what was set by whom, what it adds up to, what could be proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from committee.domain.allocation import Receiver
from committee.domain.cascade import Balance, check_cascade, people_for_percent
from committee.domain.ratio import whole_denominator
from committee.domain.revisions import INITIAL, Revision
from committee.domain.rollup import Ledger
from committee.figures.queries import official_figures
from committee.standings.survey import MANY, facts_of, measures_of, tree_of
from committee.targets.queries import (
    AssignedTarget,
    IndicatorRow,
    indicators,
    not_applicable_on,
    revisions_of,
    targets_of,
)
from committee.units.queries import UnitRow, subtree_of

POPULATION = "population"


@dataclass(frozen=True)
class Given:
    """A target with its history. `at_first` is what was set at the year's beginning, None if that was never said."""

    assigned: AssignedTarget
    acts: list[Revision]

    @property
    def now(self) -> int:
        return self.assigned.target.value

    @property
    def at_first(self) -> int | None:
        return next((act.value for act in self.acts if act.kind == INITIAL), None)

    @property
    def is_changed(self) -> bool:
        return len(self.acts) > 1


@dataclass(frozen=True)
class Cascade:
    """All targets of a unit and its children in a year, as of a day."""

    unit: UnitRow
    year: int
    day: date
    children: list[UnitRow]
    dictionary: dict[str, IndicatorRow]
    given: dict[tuple[int, str], list[Given]]
    not_applicable: Collection[tuple[int, str]]

    def of(self, unit_id: int, code: str) -> list[Given]:
        """Return the targets of a unit on an indicator, the primary one first."""
        return self.given.get((unit_id, code), [])

    def value(self, unit_id: int, code: str) -> int | None:
        """Return the primary target of a unit, or None."""
        return next((one.now for one in self.of(unit_id, code) if one.assigned.is_primary), None)

    def codes(self) -> list[str]:
        """Return the indicators that anybody here has a target of, in the order of the dictionary."""
        known = {code for _, code in self.given}
        return [code for code in self.dictionary if code in known]

    def handed_down(self) -> list[str]:
        """Return the indicators that any child has a target of."""
        return [code for code in self.codes() if any(self.of(child.unit_id, code) for child in self.children)]

    def receivers(self, code: str) -> list[UnitRow]:
        """Return the children that are to get a share: those the indicator is asked of."""
        return [child for child in self.children if (child.unit_id, code) not in self.not_applicable]

    def balance(self, code: str) -> Balance:
        """Return what the children hold together against the unit's own target; of amounts, not of rates."""
        shares = [self.value(child.unit_id, code) for child in self.receivers(code)]
        return check_cascade(self.value(self.unit.unit_id, code), shares)


@dataclass(frozen=True)
class PeopleCheck:
    """A cascade of rates held against each other in people; `missing` children lack a target or a denominator."""

    balance: Balance
    parent: int | None
    missing: list[str]


def cascade_of(unit: UnitRow, year: int, day: date, children: list[UnitRow]) -> Cascade:
    """Return the targets of `unit` and its children; the number of statements does not grow with them."""
    ids = [unit.unit_id, *(child.unit_id for child in children)]
    assigned = targets_of(ids, year, day)
    acts = revisions_of([one.target_id for one in assigned], year)
    given: dict[tuple[int, str], list[Given]] = defaultdict(list)
    for one in assigned:
        in_force = [act for act in acts.get(one.target_id, []) if act.effective_on is None or act.effective_on <= day]
        given[one.unit_id, one.indicator].append(Given(one, in_force))
    return Cascade(unit, year, day, children, indicators(), dict(given), not_applicable_on(ids, day))


def check_in_people(cascade: Cascade, indicator: IndicatorRow) -> PeopleCheck:
    """Return the cascade of a rate counted in people: each share of its denominator, rounded up."""
    known = _ledger(cascade, [indicator.denominator], cascade.day)

    def people(unit: UnitRow) -> int | None:
        rate = cascade.value(unit.unit_id, indicator.code)
        of = whole_denominator(known, unit.unit_id, indicator.denominator, cascade.day)
        return None if rate is None or of is None else people_for_percent(rate, of)

    shares = {child.name: people(child) for child in cascade.receivers(indicator.code)}
    parent = people(cascade.unit)
    missing = [name for name, share in shares.items() if share is None]
    return PeopleCheck(check_cascade(parent, shares.values()), parent, missing)


def receivers_of(cascade: Cascade, indicator: IndicatorRow) -> list[Receiver]:
    """Return the children with what a proposal is weighed by: their population, and last year's result."""
    last_day = date(cascade.year - 1, 12, 31)
    known = _ledger(cascade, [indicator.code, POPULATION], cascade.day)

    def last_year(unit_id: int) -> int | None:
        actual = None if indicator.is_rate else known.actual(unit_id, indicator.code, last_day)
        return actual.value if actual else None

    return [
        Receiver(
            code=child.code,
            name=child.name,
            population=whole_denominator(known, child.unit_id, POPULATION, cascade.day),
            last_year=last_year(child.unit_id),
        )
        for child in cascade.receivers(indicator.code)
    ]


def _ledger(cascade: Cascade, codes: Sequence[str], until: date) -> Ledger:
    """Return what is known of some indicators in the branch, summed up the tree where a unit has no figure itself."""
    units = subtree_of(cascade.unit.path, cascade.day)
    paths = {unit.unit_id: unit.path for unit in units}
    figures = official_figures(None if len(paths) > MANY else list(paths), codes, until)
    return Ledger(tree_of(units), facts_of(figures, paths), measures_of(cascade.dictionary.values()))
