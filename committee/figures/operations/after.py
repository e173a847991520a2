"""What follows in the same transaction when an official value has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from committee.figures import refreshing

Pair = tuple[int, str]


def earliest(changed: Iterable[tuple[Pair, date]]) -> dict[Pair, date]:
    """Return {(unit id, indicator): the earliest of its days} of figures that changed."""
    found: dict[Pair, date] = {}
    for pair, as_of in changed:
        found[pair] = min(as_of, found.get(pair, as_of))
    return found


def after_accepting(changed: Mapping[Pair, date], *, now: datetime) -> None:
    """Bring up to date what is derived from official values; `changed` maps a pair to the earliest day that changed."""
    refreshing.refresh(changed, now=now)
