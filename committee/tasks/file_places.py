"""Units that a file of tasks may not speak of: for whoever sends it they are as those that are not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from committee.core.formatting import vn_date
from committee.domain.access import Reach
from committee.domain.errors import DomainError, Place
from committee.domain.task_rules import Party, PartyKind
from committee.units.queries import UnitRow, standing_last


def no_unit(said: str, on: date, place: Place | None = None) -> Party:
    """Return what a party means that is no unit here: words; raises where only a unit's code can be meant."""
    if said.isdigit():
        raise DomainError(
            "No unit bore the code %(code)s on %(day)s.", place=place, read=said, code=said, day=vn_date(on)
        )
    return Party(PartyKind.NAME, said)


def units_outside(within: Reach | None, bearers: Mapping[str, Sequence[UnitRow]], today: date) -> frozenset[int]:
    """Return the units that stand outside a reach today; rights go by that, whatever day a row is of."""
    if within is None:
        return frozenset()
    standing = standing_last({unit.unit_id for units in bearers.values() for unit in units}, today)
    return frozenset(unit_id for unit_id, unit in standing.items() if not within.covers(unit.path))
