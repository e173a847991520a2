"""Units that a file of tasks may not speak of: for whoever sends it they are as those that are not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from committee.core.formatting import vn_date
from committee.domain.access import Reach
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party, PartyKind
from committee.units.queries import UnitRow, bearer_on, standing_last


def no_unit(said: str, on: date) -> Party:
    """Return what a party means that is no unit here: words; raises where only a unit's code can be meant."""
    if said.isdigit():
        raise DomainError("No unit bore the code %(code)s on %(day)s.", read=said, code=said, day=vn_date(on))
    return Party(PartyKind.NAME, said)


@dataclass(frozen=True)
class Bounds:
    """What a file may speak of today: committees of units `within`; `in_house`: units below the committee's own."""

    today: date
    within: Reach | None = None
    in_house: bool = False


@dataclass(frozen=True)
class Places:
    """The units that the rows of a file name by their codes; `paths` say where they stand today.

    Rights go by that, whatever day a row is of.
    """

    bearers: Mapping[str, Sequence[UnitRow]]
    paths: Mapping[int, str]
    bounds: Bounds

    @classmethod
    def of(cls, bearers: Mapping[str, Sequence[UnitRow]], bounds: Bounds) -> Places:
        """Return the places of those who ever bore the codes. At most one statement for each 500 units."""
        ids = {unit.unit_id for units in bearers.values() for unit in units}
        is_bound = bounds.in_house or bounds.within is not None
        standing = standing_last(ids, bounds.today) if is_bound else {}
        return cls(bearers, {unit_id: unit.path for unit_id, unit in standing.items()}, bounds)

    def of_committee(self, code: str, on: date) -> UnitRow | None:
        """Return the unit whose committee a row names, None for one elsewhere."""
        unit, within = bearer_on(self.bearers.get(code, ()), on), self.bounds.within
        return unit if unit is None or within is None or within.covers(self.paths[unit.unit_id]) else None

    def named(self, code: str, on: date, house: int) -> UnitRow | None:
        """Return a unit that a row of the committee of `house` names, None for one elsewhere."""
        unit = bearer_on(self.bearers.get(code, ()), on)
        if unit is None or not self.bounds.in_house:
            return unit
        return unit if Reach((self.paths[house],), (), ()).covers(self.paths[unit.unit_id]) else None
