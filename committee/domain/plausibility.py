"""Cross-checks on a value typed by hand: they warn and ask for the reason, they never block.

Source: docs/domain.md, checks on entry.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

LARGE_CHANGE_PERCENT = 30

LARGE_CHANGE = "The value differs from last month's (%(before)s) by more than %(percent)d %%."
STOCK_FALLS = "The number has fallen: last month it was %(before)s."
CUMULATIVE_FALLS = "A value counted from the beginning of the year cannot fall: last month it was %(before)s."
MORE_THAN_LABOUR_FORCE = "There would be more participants than people of working age (%(limit)s)."
MORE_THAN_POPULATION = "There would be more people insured than inhabitants (%(limit)s)."

_OF_LABOUR_FORCE = frozenset({"si_voluntary", "si_compulsory", "si_total", "ui_participants"})
_OF_POPULATION = frozenset({"hi_participants", "hi_residents_covered"})


@dataclass(frozen=True)
class Known:
    """What a typed value is held against; None where nothing is known.

    `last_month` is the last value before the month of the entry: for flows of the same year, cumulative.
    """

    last_month: int | None = None
    labour_force: int | None = None
    population: int | None = None


@dataclass(frozen=True)
class Warned:
    """One doubt: an English message id and its parameters, numbers still as integers."""

    message: str
    params: dict[str, int] = field(default_factory=dict)


def doubts(indicator: str, kind: str, direction: str, value: int, known: Known) -> list[Warned]:
    """Return why `value` looks wrong, gravest first; an empty list if nothing does."""
    found = _against_the_people(indicator, value, known)
    found += _against_last_month(kind, direction, value, known.last_month)
    return found


def written(found: Sequence[Warned]) -> str:
    """Return the doubts as the text that is kept beside the figure; empty for none."""
    if not found:
        return ""
    return json.dumps([[each.message, each.params] for each in found], ensure_ascii=False)


def read(kept: str) -> list[Warned]:
    """Return the doubts that `written` kept."""
    return [Warned(message, params) for message, params in json.loads(kept)] if kept else []


def _against_the_people(indicator: str, value: int, known: Known) -> list[Warned]:
    found = []
    if indicator in _OF_LABOUR_FORCE and known.labour_force is not None and value > known.labour_force:
        found.append(Warned(MORE_THAN_LABOUR_FORCE, {"limit": known.labour_force}))
    if indicator in _OF_POPULATION and known.population is not None and value > known.population:
        found.append(Warned(MORE_THAN_POPULATION, {"limit": known.population}))
    return found


def _against_last_month(kind: str, direction: str, value: int, before: int | None) -> list[Warned]:
    if before is None:
        return []
    found = []
    if kind == "flow" and value < before:
        found.append(Warned(CUMULATIVE_FALLS, {"before": before}))
    if kind == "stock" and direction == "up" and value < before:
        found.append(Warned(STOCK_FALLS, {"before": before}))
    # A flow grows from nothing: its first months double without anything being wrong.
    if kind == "stock" and abs(value - before) * 100 > LARGE_CHANGE_PERCENT * before:
        found.append(Warned(LARGE_CHANGE, {"before": before, "percent": LARGE_CHANGE_PERCENT}))
    return found
