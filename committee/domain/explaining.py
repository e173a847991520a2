"""Why somebody may see a unit, or why not: what they hold, held or will hold, each with what it grants there.

The union of what is granted is exactly what `access.may` allows with a thing of that unit which others made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committee.domain.access import COMMITTEE_ROLES, Area, SeatOf, relation_of
from committee.domain.grants import AREA_GRANTS, GRANTS, NOTHING, Action, Actions, Relation, Role


class Way(StrEnum):
    """How somebody comes by a right."""

    SEAT = "seat"
    POST = "post"
    COVER = "cover"
    AREA = "area"


class Door(StrEnum):
    """Whether the person could come in on the day."""

    OPEN = "open"
    NO_ACCOUNT = "no account"
    DISABLED = "disabled"


class View(StrEnum):
    """How much of the unit is shown."""

    SEES = "sees"
    NAME_ONLY = "name only"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Claim:
    """A seat, post, cover or area. Both days are inclusive, None is open; an ended unit is within them.

    `place` names its unit, "" for the whole system; `path` is where that stands on the day asked about, or stood last.
    `role` is the seat's; of an area, that of the seat it goes with. `of` names whose seat is covered.
    """

    way: Way
    role: Role
    place: str
    path: str
    from_on: date | None = None
    to_on: date | None = None
    unit_ended_on: date | None = None
    of: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on `day`, and its unit stands."""
        last = min((end for end in (self.to_on, self.unit_ended_on) if end), default=None)
        return (self.from_on is None or self.from_on <= day) and (last is None or day <= last)


@dataclass(frozen=True)
class Reason:
    """A claim, where the unit stands seen from it, and what it grants there."""

    claim: Claim
    relation: Relation
    actions: Actions


@dataclass(frozen=True)
class Explanation:
    """All reasons, those that grant most first; none counts while the door is not open."""

    door: Door
    reasons: tuple[Reason, ...]

    @property
    def actions(self) -> Actions:
        """What the person may do there."""
        if self.door is not Door.OPEN:
            return NOTHING
        return NOTHING.union(*(reason.actions for reason in self.reasons))

    @property
    def view(self) -> View:
        """How much of the unit the person is shown."""
        if Action.SEE_UNIT in self.actions:
            return View.SEES
        return View.NAME_ONLY if Action.SEE_UNIT_NAME in self.actions else View.NOTHING


def explain(claims: Sequence[Claim], path: str, *, on: date, door: Door, earlier: Collection[str] = ()) -> Explanation:
    """Return why somebody with `claims` may see the unit at `path` on a day, or why not.

    `earlier` are the paths under which the unit stood before.
    """
    sits = any(
        claim.way in (Way.SEAT, Way.COVER) and claim.role in COMMITTEE_ROLES and claim.holds_on(on) for claim in claims
    )
    reasons = [_reason(claim, path, on, earlier, sits=sits) for claim in claims]
    return Explanation(door, tuple(sorted(reasons, key=lambda reason: -len(reason.actions))))


def door_on(day: date, *, opened_on: date | None, closed_on: date | None) -> Door:
    """Return whether somebody could come in on `day`, from when to when they had an account."""
    if opened_on is None or day < opened_on:
        return Door.NO_ACCOUNT
    return Door.DISABLED if closed_on is not None and closed_on <= day else Door.OPEN


def _reason(claim: Claim, path: str, on: date, earlier: Iterable[str], *, sits: bool) -> Reason:
    if not claim.holds_on(on):
        return Reason(claim, Relation.FORMER, NOTHING)
    if claim.way is Way.AREA:
        relation = relation_of(Area(0, claim.path), path, earlier=earlier)
        return Reason(claim, relation, AREA_GRANTS[relation] if sits else NOTHING)
    relation = relation_of(SeatOf(claim.role, None, claim.path), path, earlier=earlier)
    return Reason(claim, relation, GRANTS[claim.role][relation])
