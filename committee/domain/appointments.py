"""Who may give which place to whom, whose account somebody may touch, and what may not be ended.

A *place* is a seat in a committee or a post. What somebody manages is given as a `Reach`: their reach for
`Action.MANAGE_PEOPLE`. The path of a place without a unit is empty: it is for the whole system.
Source: docs/domain.md, section 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from committee.domain.access import COMMITTEE_ROLES, Reach, Role
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotAllowed
from committee.domain.text import tone_placement_key

# What a committee cannot work without.
NEEDED_ROLES = (Role.CHAIR, Role.STANDING_VICE_CHAIR, Role.SECRETARIAT)
POST_ROLES = (Role.REPORTER, Role.REVIEWER, Role.SUPERVISOR, Role.ADMINISTRATOR)
WHOLE_SYSTEM_ROLES = (Role.SUPERVISOR, Role.ADMINISTRATOR)
EVERYWHERE = Reach(subtrees=("",), below=(), units=())


class PlaceState(StrEnum):
    """How it is with a place on a day, and with whoever holds it."""

    ACTIVE = "active"
    INVITED = "invited"
    UNINVITED = "uninvited"
    DISABLED = "disabled"
    NO_ACCOUNT = "no_account"
    VACANT = "vacant"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True)
class Term:
    """From when to when a place is held, both inclusive; None is open."""

    from_on: date | None
    to_on: date | None

    def holds_on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)

    def meets(self, other: Term) -> bool:
        """Return whether the two have a day in common."""
        first = max(self.from_on or date.min, other.from_on or date.min)
        return first <= min(self.to_on or date.max, other.to_on or date.max)


@dataclass(frozen=True)
class Door:
    """How it is with somebody's account: `invited`: a link that is still good waits for them."""

    has_password: bool
    is_disabled: bool
    invited: bool


def role_named(name: str) -> Role:
    """Return the role that was typed, in whatever case; raises `DomainError` if there is none of that name."""
    try:
        return Role(name.strip().casefold())
    except ValueError:
        known = ", ".join(Role)
        raise DomainError("The role is one of %(known)s.", read=name[:40], known=known) from None


def refuse_place(managed: Reach, role: Role, path: str | None) -> None:
    """Raise unless a role at `path` may be given by somebody who manages `managed`; None: no unit was named.

    Nobody gives a place outside their own reach, to themselves neither: so nobody raises anybody above it.
    """
    if path is None and role not in WHOLE_SYSTEM_ROLES:
        raise DomainError("The role %(role)s belongs to a unit: name its code.", role=role.value)
    if not managed.covers(path or ""):
        raise NotAllowed("You cannot give a place outside the units you administer.")


def may_touch_account(managed: Reach, *, held: Collection[str], formerly: Collection[str]) -> bool:
    """Return whether an account may be closed, opened or invited anew by somebody who manages `managed`.

    All its places of now and later (`held`) must lie within, for whoever invites could enter in the person's stead.
    Without any place, a former one within is enough.
    """
    if "" in managed.subtrees:
        return True
    if held:
        return all(managed.covers(path) for path in held)
    return any(managed.covers(path) for path in formerly)


def keeps_an_administrator(others: Iterable[Term], on: date) -> bool:
    """Return whether one of the other administrators of the whole system is there on a day, and stays."""
    return any(term.holds_on(on) and term.to_on is None for term in others)


def last_day(no_longer_from: date) -> date:
    """Return the last day of what is over from a day on: ended from today, it opens nothing at the next request."""
    return no_longer_from - timedelta(days=1)


def refuse_end(term: Term, last: date) -> None:
    """Raise unless a term may be made to end on `last`; the day before it begins means that it never holds."""
    if term.from_on is not None and last < last_day(term.from_on):
        raise DomainError("The last day lies before the first.")
    if term.to_on is not None and term.to_on <= last:
        raise DomainError("This has ended already, or ends before that day.")


def may_take_back(ended_at: datetime | None, now: datetime) -> bool:
    """Return whether an end that was entered at `ended_at` may be taken back: on the same day, in Hanoi."""
    return ended_at is not None and day_of(ended_at) == day_of(now)


def refuse_cover(covered: Term, covering: Term, span: Term, *, same_person: bool, today: date) -> None:
    """Raise unless the holder of one seat may act for another during `span`, which has both ends."""
    first, last = span.from_on, span.to_on
    if first is None or last is None:
        raise DomainError("A cover has a first and a last day.")
    if last < first:
        raise DomainError("The last day lies before the first.")
    if last < today:
        raise DomainError("The last day has passed: a cover is set for days to come.")
    if same_person:
        raise DomainError("Nobody covers themselves.")
    for term in (covered, covering):
        if not (term.holds_on(first) and term.holds_on(last)):
            raise DomainError("Both seats must be held during the whole time of the cover.")


def state_of(term: Term, door: Door | None, on: date) -> PlaceState:
    """Return how it is with a held place on a day; `door` None: the holder has no account."""
    if term.to_on is not None and term.to_on < on:
        return PlaceState.ENDED
    if door is None:
        return PlaceState.NO_ACCOUNT
    if door.is_disabled:
        return PlaceState.DISABLED
    if not door.has_password:
        return PlaceState.INVITED if door.invited else PlaceState.UNINVITED
    return PlaceState.COMING if term.from_on is not None and term.from_on > on else PlaceState.ACTIVE


def vacant_roles(held: Collection[str]) -> tuple[Role, ...]:
    """Return what a committee lacks of the roles it cannot work without."""
    return tuple(role for role in NEEDED_ROLES if role not in held)


def is_seat(role: str) -> bool:
    """Return whether a role is a seat in a committee; otherwise it is a post."""
    return Role(role) in COMMITTEE_ROLES


def same_name(one: str, other: str) -> bool:
    """Return whether two spellings are the same person's name: but for case and the place of the tone."""
    return tone_placement_key(one) == tone_placement_key(other)
