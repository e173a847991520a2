"""What the page of a unit reads: its standings and those below it, and what stands beside each number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from committee.domain.access import Reach, Viewer
from committee.figures.queries import FigureRow, official_figures
from committee.standings.queries import UnitStandings, newest_below, newest_of, seen_below, standings_of
from committee.standings.survey import moment_of
from committee.targets.queries import AssignedTarget, IndicatorRow, all_targets, indicators
from committee.units.finding import search
from committee.units.queries import UnitRow, ancestors_of, children_of, children_of_many, units_on

MOST_FOUND = 500


@dataclass(frozen=True)
class UnitPicture:
    """A unit on a day. `own_figures` are its own newest official ones, `assigned` the targets of every assigner."""

    unit: UnitRow
    as_of: date
    due_cut_off: date | None
    above: list[UnitRow]
    own: UnitStandings
    below: list[UnitStandings]
    own_figures: dict[str, FigureRow]
    assigned: list[AssignedTarget]
    dictionary: dict[str, IndicatorRow]

    def counted(self, indicator: IndicatorRow) -> IndicatorRow:
        """Return the indicator in which amounts of `indicator` are counted: the numerator where it is a rate."""
        return self.dictionary.get(indicator.numerators[0], indicator) if indicator.numerators else indicator


def picture_of(unit: UnitRow, day: date, viewer: Viewer, *, today: date) -> UnitPicture:
    """Return what the page of `unit` shows; the number of statements does not grow with what is below it.

    The newest rows come from cells, those of any other day from the figures. A unit that has moved out of the viewer's
    sight since counts in the sums of that day, but is not among those below.
    """
    return UnitPicture(
        unit=unit,
        as_of=day,
        due_cut_off=moment_of(day).due_cut_off,
        above=ancestors_of(unit, day),
        own=newest_of(unit, day) if day == today else standings_of(unit, day),
        below=newest_below(unit, day) if day == today else seen_below(unit, day, viewer, today=today),
        own_figures={row.indicator: row for row in official_figures([unit.unit_id], None, day)},
        assigned=all_targets(unit.unit_id, day.year, day),
        dictionary=indicators(),
    )


def units_of(allowed: Reach, day: date) -> list[UnitRow]:
    """Return the units whose branches are open to somebody, and what lies directly below each of them."""
    own = units_on({int(path.split("/")[-2]) for path in allowed.subtrees if path}, day)
    found = children_of(None, day) if "" in allowed.subtrees else []
    below = children_of_many(dict.fromkeys(own, day))
    for unit in own.values():
        found += [unit, *below.get(unit.unit_id, ())]
    return list({unit.unit_id: unit for unit in found}.values())


def found_by(text: str, allowed: Reach, day: date) -> list[UnitRow]:
    """Return the units `text` may mean within what is open, the likeliest first, no more than `MOST_FOUND`."""
    return search(text, day, within=allowed, limit=MOST_FOUND)


def parents_of(units: Sequence[UnitRow], day: date) -> dict[int, UnitRow]:
    """Return {unit id: the unit above it}; roots are absent."""
    above = units_on({unit.parent_id for unit in units if unit.parent_id is not None}, day)
    return {unit.unit_id: above[unit.parent_id] for unit in units if unit.parent_id in above}


def standing_order(below: Iterable[UnitStandings], indicator: str) -> list[UnitStandings]:
    """Return the units below in the order of a ranking: by rank, then what has none, the silent ones last."""

    def place(one: UnitStandings) -> tuple[bool, bool, int]:
        row = next((row for row in one.rows if row.indicator.code == indicator), None)
        if row is None:
            return (False, True, 0)
        return (row.standing.level == "NODATA", row.rank is None, row.rank or 0)

    return sorted(below, key=place)
