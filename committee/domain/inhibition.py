"""What keeps a case from speaking although its signal stands. Nothing here changes a state.

Source: docs/escalation.md. Levels are the words of a standing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from committee.domain.cascade import BalanceKind, check_cascade

SYSTEMIC_PERCENT = 60
SYSTEMIC_SIBLINGS = 5
GROUP_READY_PERCENT = 90
HELD_FROM_STEP = 2
NOTICES_PER_WEEK = 5
# The first of these that is present speaks for a pair of unit and indicator; the milder ones stay silent.
SPEAKING_ORDER = ("NODATA", "SEVERE", "LAG", "WATCH")


def speaking_level(levels: Collection[str]) -> str | None:
    """Return the one level that speaks for a pair, or None: a suspect figure hides any change."""
    if "SUSPECT" in levels:
        return None
    return next((level for level in SPEAKING_ORDER if level in levels), None)


def is_systemic(lagging: int, siblings: int) -> bool:
    """Return whether so many of at least five siblings lag that the parent has the case, not they."""
    return siblings >= SYSTEMIC_SIBLINGS and lagging * 100 >= siblings * SYSTEMIC_PERCENT


def is_short_cascade(parent_target: int | None, child_targets: Iterable[int | None]) -> bool:
    """Return whether the children together were given less than the parent has to reach."""
    return check_cascade(parent_target, child_targets).kind is BalanceKind.UNDER


def held_from_step(
    *, lagging: int, siblings: int, parent_target: int | None, child_targets: Iterable[int | None]
) -> int | None:
    """Return the lowest step that is held for the children of one parent, or None if none is."""
    held = is_systemic(lagging, siblings) or is_short_cascade(parent_target, child_targets)
    return HELD_FROM_STEP if held else None


def reorganisation_hold_ends_on(effective_on: date, cut_offs: Sequence[date]) -> date | None:
    """Return the first cut-off on or after a reorganisation, until which its units are held, or None."""
    return min((cut_off for cut_off in cut_offs if cut_off >= effective_on), default=None)


def group_may_go(*, evaluated: int, siblings: int, deadline_on: date, today: date) -> bool:
    """Return whether a digest about siblings may leave: nine in ten evaluated or the deadline passed."""
    return today > deadline_on or evaluated * 100 >= siblings * GROUP_READY_PERCENT


def fits_week(sent_this_week: int, limit: int = NOTICES_PER_WEEK) -> bool:
    """Return whether one more notice may go to a person this week; else it waits for the digest."""
    return sent_this_week < limit
