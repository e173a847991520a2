"""What keeps a case from speaking although its signal stands. Nothing here changes a state.

Source: docs/escalation.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from committee.domain.cascade import BalanceKind, check_cascade

SYSTEMIC_PERCENT = 60
SYSTEMIC_SIBLINGS = 5
HELD_FROM_STEP = 2


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
