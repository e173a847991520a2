"""What a document may be made to point to beside a unit: told by the rooms that keep the things, typed on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from committee.core.forms import Form
from committee.documents.access import may_keep, unit_to_link
from committee.domain.access import Action, Viewer, may
from committee.domain.access import Thing as Asked
from committee.domain.errors import DomainError
from committee.units.queries import UnitRow, path_now

NO_UNIT = "You see no unit with this code."
# What a form names, for whoever looks, on a day: its kind and id; a `DomainError` says why there is none.
Finder = Callable[[Viewer, Any, date], tuple[str, int]]


@dataclass(frozen=True)
class Pointing:
    """One way to name a thing; `fields` makes its empty form on a day, `title` stands above it."""

    title: str
    fields: Callable[[date], Form]
    find: Finder


_KNOWN: dict[str, Pointing] = {}


def let_point(name: str, pointing: Pointing) -> None:
    """Let a document point to what `pointing` finds."""
    _KNOWN[name] = pointing


def pointings() -> Mapping[str, Pointing]:
    """Return every way to name a thing, by name."""
    return _KNOWN


def unit_kept(viewer: Viewer, code: str, action: Action, *, on: date) -> UnitRow:
    """Return the unit whose thing is to be named: `viewer` sees its things of that kind and keeps its register."""
    unit = unit_to_link(viewer, code, on=on)
    path = path_now(unit, on) if unit is not None else ""
    if unit is None or not may(viewer, action, Asked("unit", path)) or not may_keep(viewer, path):
        raise DomainError(NO_UNIT)
    return unit
