"""What units report of themselves, summed up the tree: a unit's own newest value, or else those below it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from committee.figures.queries import FigureRow


@dataclass(frozen=True)
class Claim:
    """The newest value a branch reports of itself, and the newest day in it."""

    value: int
    as_of: date


@dataclass
class Claims:
    """The newest self-reported value of each pair, found by the path of its unit."""

    _by_code: dict[str, list[tuple[str, Claim]]] = field(default_factory=dict)

    def of(self, path: str, code: str) -> Claim | None:
        """Return what the branch at `path` reports of itself, or None."""
        known = self._by_code.get(code, [])
        counted: list[tuple[str, Claim]] = []
        for at in range(bisect_left(known, path, key=_path), len(known)):
            below, claim = known[at]
            if not below.startswith(path):
                break
            # A unit's own value stands for all that is below it.
            if not counted or not below.startswith(counted[-1][0]):
                counted.append((below, claim))
        if not counted:
            return None
        return Claim(sum(claim.value for _, claim in counted), max(claim.as_of for _, claim in counted))


def claims_of(figures: Iterable[FigureRow], paths: Mapping[int, str], *, flows: Collection[str], day: date) -> Claims:
    """Return the claims of units at `paths`; a flow of an earlier year than `day`'s is over."""
    newest: dict[tuple[int, str], FigureRow] = {}
    for row in figures:
        if row.unit_id not in paths or (row.indicator in flows and row.as_of.year != day.year):
            continue
        known = newest.get((row.unit_id, row.indicator))
        if known is None or known.as_of <= row.as_of:
            newest[row.unit_id, row.indicator] = row
    by_code: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    for (unit, code), row in newest.items():
        by_code[code].append((paths[unit], Claim(row.value, row.as_of)))
    return Claims({code: sorted(known, key=_path) for code, known in by_code.items()})


def _path(known: tuple[str, Claim]) -> str:
    return known[0]
