"""The same standings on the newest day, read from cells: what pages ask for, however deep the tree is.

Right for today only: a cell answers the newest state. Any other day is surveyed from the figures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, takewhile
from typing import Any

from sqlalchemy import Row

from committee.domain.gauge import Moment
from committee.domain.rollup import Actual, Knowledge
from committee.domain.standing import brief_standing
from committee.figures import cells
from committee.figures.queries import REPORTING_LEVEL, newest_self_reported
from committee.standings.claims import claims_of
from committee.standings.reports import Counter
from committee.standings.survey import Survey, by_pair, flows_of, moment_of, survey_of
from committee.targets import queries as targets
from committee.targets.queries import IndicatorRow
from committee.units import queries as units
from committee.units.queries import UnitRow


def survey_newest(family: Sequence[UnitRow], today: date, *, within: str | None = None) -> Survey:
    """Return a survey of `family` (the children of one unit) that makes the brief standings of a long table.

    What units report of themselves, and how many have, is known of those at or below `within` (default: of all).
    """
    dictionary = targets.indicators()
    flows = flows_of(dictionary.values())
    moment = moment_of(today)
    ids = [unit.unit_id for unit in family]
    prefix = _prefix(family) if within is None else within
    reporting = units.paths_of_level(prefix, REPORTING_LEVEL, today)
    claimed = newest_self_reported(prefix, today)
    paths = {row.unit_id: path for row, path in claimed}
    return Survey(
        moment=moment,
        indicators=[row for row in dictionary.values() if row.kind != "parameter"],
        targets=targets.primary_targets(ids, today.year, today),
        planned=by_pair(targets.milestones_of(ids, today.year)),
        not_applicable=targets.not_applicable_on(ids, today),
        knowledge=NewestCells(family, today, flows),
        claims=claims_of([row for row, _ in claimed], paths, flows=flows, day=today),
        count_reports=counted_in_cells(prefix, reporting, targets.not_applicable_on(None, today), moment),
        measure=brief_standing,
    )


def counted_in_cells(
    prefix: str, reporting: dict[int, str], not_applicable: Collection[tuple[int, str]], moment: Moment
) -> Counter:
    """Return a counter over the units `reporting` (unit to path) below `prefix`, which reads their newest days once."""
    served: dict[str, set[int]] = defaultdict(set)
    if moment.due_cut_off is not None:
        since = moment.due_cut_off.replace(day=1)
        for unit_id, _path, code in cells.served_since(prefix, REPORTING_LEVEL, since, moment.day):
            served[code].add(unit_id)

    paths = sorted((path, unit_id) for unit_id, path in reporting.items())

    def count(unit: UnitRow, indicator: IndicatorRow) -> tuple[int | None, int]:
        # What is below a unit follows it in the order of paths.
        below = takewhile(
            lambda one: one[0].startswith(unit.path), islice(paths, bisect_left(paths, (unit.path, 0)), None)
        )
        expected = {
            unit_id for path, unit_id in below if path != unit.path and (unit_id, indicator.code) not in not_applicable
        }
        if moment.due_cut_off is None:
            return None, len(expected)
        codes = indicator.numerators or (indicator.code,)
        return len(expected & set().union(*(served[code] for code in codes))) if expected else 0, len(expected)

    return count


@dataclass
class NewestCells:
    """What cells know of `family` and, a level at a time and only when asked, of what is below."""

    family: Sequence[UnitRow]
    day: date
    flows: Collection[str]
    _tree: dict[int, list[int]] = field(default_factory=dict)
    _level: dict[int, list[int]] = field(default_factory=dict)
    _cells: dict[tuple[int, str], dict[int, Row[Any]]] = field(default_factory=dict)
    _figures: dict[int, Knowledge] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = [unit.unit_id for unit in self.family]
        self._level = dict.fromkeys(ids, ids)
        self._cells = cells.cells_below({unit.parent_id or 0 for unit in self.family}, None, self.day.year - 1)
        self._knowledge = cells.CellKnowledge(self._tree, self._cells, self.flows, self._exactly)

    def actual(self, unit: int, indicator: str, day: date) -> Actual | None:
        """Return what counts for `unit` on `day`."""
        return self._knowledge.actual(unit, indicator, day)

    def children(self, unit: int) -> Sequence[int]:
        """Return the units right below `unit`; the whole level is read with the first of it that is asked for."""
        if unit not in self._tree:
            level = self._level[unit]
            below = units.children_of_many(dict.fromkeys(level, self.day))
            self._tree.update({one: [child.unit_id for child in below.get(one, ())] for one in level})
            self._cells.update(cells.cells_below(level, None, self.day.year - 1))
            children = [child.unit_id for rows in below.values() for child in rows]
            self._level.update(dict.fromkeys(children, children))
        return self._tree[unit]

    def _exactly(self, unit: int, indicator: str, day: date) -> Actual | None:
        """Answer for a day within a month that has a later figure: from the figures themselves."""
        if unit not in self._figures:
            row = units.unit_on(unit, self.day)
            branch = units.subtree_of(row.path, self.day) if row else []
            self._figures[unit] = survey_of(branch, self.day).knowledge
        return self._figures[unit].actual(unit, indicator, day)


def _prefix(family: Sequence[UnitRow]) -> str:
    """Return the path of the unit that `family` are the children of; "" for roots."""
    if not family or family[0].parent_id is None:
        return ""
    return family[0].path.removesuffix(f"{family[0].unit_id}/")
