"""What the audit keeps of values that change: unit by unit, what stood before and what stands after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from committee.audit.operations import Act
from committee.figures.operations.revisions import FigureKey
from committee.figures.queries import DRAFT


@dataclass(frozen=True)
class Change:
    """One figure: as the audit writes it before and after, None where there was none."""

    key: FigureKey
    before: int | str | None
    after: int | str | None


def in_words(figure: Any) -> int | str | None:
    """Return a value as the audit keeps it: the bare number, with its qualifier in words if it has one."""
    if figure is None or figure.value is None:
        return None
    if figure.qualifier == "exact" and not figure.provisional:
        return int(figure.value)
    words = ([] if figure.qualifier == "exact" else [figure.qualifier]) + (
        ["provisional"] if figure.provisional else []
    )
    return f"{figure.value} ({', '.join(words)})"


def stood_before(rows: Iterable[Any]) -> int | str | None:
    """Return the value that others knew before, of the revisions of one figure that nothing has replaced."""
    known = [row for row in rows if row.state != DRAFT]
    return in_words(known[-1]) if known else None


def acts_of(action: str, changes: Iterable[Change], facts: Mapping[str, object]) -> list[Act]:
    """Return one act for each unit, day and origin among `changes`."""
    grouped: dict[tuple[int, date, str], list[Change]] = {}
    for change in changes:
        unit_id, _indicator, as_of, origin = change.key
        grouped.setdefault((unit_id, as_of, origin), []).append(change)
    return [
        Act(action, ("unit", unit_id), {"as_of": as_of.isoformat(), "origin": origin, **facts, **sides(some)}, unit_id)
        for (unit_id, as_of, origin), some in grouped.items()
    ]


def sides(changes: Iterable[Change]) -> dict[str, object]:
    """Return {"before": …, "after": …} by indicator."""
    ordered = sorted(changes, key=lambda change: change.key[1])
    return {
        "before": {change.key[1]: change.before for change in ordered},
        "after": {change.key[1]: change.after for change in ordered},
    }
