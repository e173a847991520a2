"""Who may do what where: one pure function over one table (`grants`).

A unit's path joins the ids of its ancestors and its own, each followed by "/" ("12/345/678/"): what lies
below a unit begins with its path. The empty path is the whole installation, and only a seat with the empty
path reaches it.
Source: docs/domain.md, sections 1 and 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from committee.domain.grants import (
    AREA_GRANTS,
    EVERYBODY,
    GRANTS,
    READING,
    SEPARATED,
    Action,
    Grants,
    Relation,
    Role,
)

__all__ = [
    "Action",
    "Actor",
    "Area",
    "Reach",
    "Relation",
    "Role",
    "SeatOf",
    "Thing",
    "Viewer",
    "may",
    "reach",
    "relation_of",
    "visible_paths",
]

CLOSED = "closed"
COMMITTEE_ROLES = frozenset({Role.CHAIR, Role.STANDING_VICE_CHAIR, Role.VICE_CHAIR, Role.MEMBER, Role.SECRETARIAT})
WHOLE = frozenset({Relation.OWN, Relation.BELOW})
UNDER = frozenset({Relation.BELOW})
ALONE = frozenset({Relation.OWN})


@dataclass(frozen=True)
class Actor:
    """Whom the audit names: a person's account, or None for the command line and the timetable."""

    account_id: int | None
    name: str

    @classmethod
    def command_line(cls) -> Actor:
        return cls(None, "command line")

    @classmethod
    def timetable(cls) -> Actor:
        return cls(None, "timetable")


@dataclass(frozen=True)
class SeatOf:
    """A seat or post and the path of its unit. `former`: it has ended, or its unit has."""

    role: Role
    unit_id: int | None
    path: str
    former: bool = False

    def __post_init__(self) -> None:
        _check_path(self.path)


@dataclass(frozen=True)
class Area:
    """A unit a committee member is in charge of."""

    unit_id: int
    path: str

    def __post_init__(self) -> None:
        _check_path(self.path)
        if not self.path:
            raise ValueError("an area in charge is a unit, not the whole installation")


@dataclass(frozen=True)
class Viewer:
    """Who asks: built once a request, from seats held or covered and areas in charge on that day."""

    account_id: int | None
    name: str
    seats: tuple[SeatOf, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Thing:
    """What is asked for: its kind, its unit, who made it; `state` "closed" once nothing may change."""

    kind: str
    unit_path: str
    created_by: int | None = None
    state: str | None = None

    def __post_init__(self) -> None:
        _check_path(self.unit_path)


@dataclass(frozen=True)
class Reach:
    """Where an action is allowed: whole subtrees, what lies strictly below a path, single units."""

    subtrees: tuple[str, ...]
    below: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def is_nowhere(self) -> bool:
        return not (self.subtrees or self.below or self.units)

    def covers(self, path: str) -> bool:
        return (
            path in self.units
            or any(path.startswith(prefix) for prefix in self.subtrees)
            or any(path.startswith(prefix) and path != prefix for prefix in self.below)
        )


def may(viewer: Viewer, action: Action, thing: Thing) -> bool:
    """Return whether `viewer` may do `action` with `thing`; what the table does not grant is refused."""
    if viewer.account_id is None:
        return False
    is_own_work = thing.created_by == viewer.account_id
    if action in EVERYBODY:
        return is_own_work
    if action in SEPARATED and is_own_work:
        return False
    if thing.state == CLOSED and action not in READING:
        return False
    return any(action in held[relation_of(seat, thing.unit_path)] for seat, held in _holdings(viewer))


def relation_of(seat: SeatOf | Area, path: str, *, earlier: Iterable[str] = ()) -> Relation:
    """Return where the unit at `path` stands, seen from a seat or an area.

    `earlier` paths of the unit tell a former one from a foreign one; they are asked for where reasons are given, for
    the two grant alike.
    """
    if isinstance(seat, SeatOf) and seat.former:
        return Relation.FORMER
    if path == seat.path:
        return Relation.OWN
    if path.startswith(seat.path):
        return Relation.BELOW
    if path and seat.path.startswith(path):
        return Relation.ABOVE
    return Relation.FORMER if any(before.startswith(seat.path) for before in earlier) else Relation.ELSEWHERE


def reach(viewer: Viewer, action: Action) -> Reach:
    """Return where `viewer` may do `action` with things others made, as paths a query can ask for."""
    found: dict[frozenset[Relation], set[str]] = {WHOLE: set(), UNDER: set(), ALONE: set()}
    if viewer.account_id is not None:
        for seat, held in _holdings(viewer):
            if isinstance(seat, SeatOf) and seat.former:
                continue  # whatever it grants, it grants for things one by one
            granted = frozenset(relation for relation, actions in held.items() if action in actions)
            if granted & WHOLE:
                found[granted & WHOLE].add(seat.path)
            if Relation.ABOVE in granted:
                found[ALONE].update(_line_above(seat.path))
    return Reach(_outermost(found[WHOLE]), _outermost(found[UNDER]), tuple(sorted(found[ALONE])))


def visible_paths(viewer: Viewer, action: Action) -> tuple[str, ...]:
    """Return the prefixes below which, themselves included, everything is open to `viewer` for `action`."""
    return reach(viewer, action).subtrees


def _holdings(viewer: Viewer) -> Iterator[tuple[SeatOf | Area, Grants]]:
    for seat in viewer.seats:
        yield seat, GRANTS[seat.role]
    # An area belongs to somebody who sits on a committee: without a living seat it opens nothing.
    if any(seat.role in COMMITTEE_ROLES for seat in viewer.seats if not seat.former):
        for area in viewer.areas:
            yield area, AREA_GRANTS


def _line_above(path: str) -> Iterator[str]:
    parts = path.split("/")[:-2]
    return ("/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1))


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith(outer) for outer in kept):
            kept.append(path)
    return tuple(kept)


def _check_path(path: str) -> None:
    if path and not (path.endswith("/") and all(part.isdigit() for part in path[:-1].split("/"))):
        raise ValueError(f"not a unit path: {path!r}")
