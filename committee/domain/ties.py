"""What binds a person by name to a task or a proposal, and when that counts.

A name in a task outlives the seat that it was written for, so it is never enough: on the day somebody asks they also
sit in the house of the tie. Source: docs/domain.md, section 13.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum, auto

from committee.domain.access import SeatOf


class Tie(Enum):
    """As what a task or a proposal names an account; a seat that is named is its holder's, as long as they hold it."""

    GIVER = auto()
    LEAD = auto()
    HELPER = auto()
    OFFICER = auto()
    REPORTER = auto()
    RAISER = auto()
    ADDRESSEE = auto()


# Whoever gave a task or wrote a proposal down did so by the right of a seat, and sees it by that right or not at all.
BY_RIGHT_ALONE = frozenset({Tie.GIVER, Tie.RAISER})
# The lead's own people: to them the work was handed on.
OF_THE_LEAD = frozenset({Tie.OFFICER, Tie.REPORTER})


def houses_of(seats: Iterable[SeatOf]) -> frozenset[int]:
    """Return the units in whose trees somebody sits: those of their living seats and posts, and all above these.

    A place in the whole installation is in no house.
    """
    return frozenset(int(part) for seat in seats if not seat.former for part in seat.path.split("/") if part)


def counts(tie: Tie, houses: Collection[int], *, committee_unit: int, lead_unit: int | None) -> bool:
    """Return whether being named in a task counts for somebody who sits in `houses` (`houses_of`).

    The house is the committee's unit with all below it; for the lead's officer and for who reports, that of the unit
    that leads, if a unit does.
    """
    if tie in BY_RIGHT_ALONE:
        return False
    if tie in OF_THE_LEAD and lead_unit is not None:
        return lead_unit in houses
    return committee_unit in houses


def addressed(seats: Iterable[SeatOf], unit_path: str) -> bool:
    """Return whether being addressed by a proposal of the unit at `unit_path` counts: one sits there or above it."""
    return any(seat.path and not seat.former and unit_path.startswith(seat.path) for seat in seats)


def is_own_result(account_id: int, *, senders: Collection[int | None], is_told: bool, works: bool) -> bool:
    """Return whether a result is somebody's own, so that another has to decide about it.

    `senders`: who sent it. Where a file tells of it (`is_told`) nobody is known to have: it is the work of whoever
    leads the task, does its work or reports for its lead (`works`), and of whoever sent any result of it before.
    """
    return account_id in senders or (is_told and works)
