"""Reconstitution (kiện toàn): from an old composition and a new one to seats kept, ended, begun, and what follows what.

Open work and areas follow the post, not the person. Which new seat takes the post of an ended one is, in this order:
what was said; the seat of the same role where a committee has only one; same role and agency; the seat the person
moves to; the same agency in another role; the only one left on either side where an agency is not known.
Source: docs/domain.md, section 1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from committee.domain.appointments import vacant_roles
from committee.domain.errors import DomainError, Refused
from committee.domain.grants import Role
from committee.domain.text import tone_placement_key

SOLE_ROLES = (Role.CHAIR, Role.STANDING_VICE_CHAIR)
_ORDER = {role: number for number, role in enumerate(Role)}


@dataclass(frozen=True)
class Sitting:
    """A seat as it stands before the day. `agency` is the same for all names of one agency, "" where none is known."""

    seat: int
    name: str
    email: str
    role: Role
    agency: str = ""
    from_on: date | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the new composition; None is looked for.

    `seat`: the present seat of the same person, `follows`: the seat whose post it takes.
    """

    name: str
    email: str
    role: Role
    agency: str = ""
    seat: int | None = None
    follows: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What becomes of a composition; entries are named by their place in the new composition.

    `kept` {seat: entry}. `moved` {ended seat: entry of the same person in another role}. `follows` {ended seat: entry
    that takes its post}, which may be a kept one. `vacant`: roles a committee cannot work without.
    """

    kept: Mapping[int, int]
    ended: tuple[int, ...]
    begun: tuple[int, ...]
    moved: Mapping[int, int]
    follows: Mapping[int, int]
    vacant: tuple[Role, ...]

    @property
    def without_follower(self) -> tuple[int, ...]:
        return tuple(seat for seat in self.ended if seat not in self.follows)


def refuse_reconstitution(
    old: Sequence[Sitting], new: Sequence[Entry], *, decision: str, effective_on: date, last_on: date | None
) -> None:
    """Raise with all that is wrong with a reconstitution; `last_on` is the day of the one before it."""
    errors = [*_wrong_with_decision(old, decision, effective_on, last_on), *_wrong_with_people(new)]
    if errors:
        raise errors[0] if len(errors) == 1 else Refused(errors)


def reconstituted(old: Sequence[Sitting], new: Sequence[Entry]) -> Outcome:
    """Return what a new composition makes of an old one."""
    lines = with_seats(old, new)
    held = {entry.seat: number for number, entry in enumerate(lines) if entry.seat is not None}
    kept = {one.seat: held[one.seat] for one in old if one.seat in held and lines[held[one.seat]].role == one.role}
    ended = tuple(one for one in sorted(old, key=lambda one: _ORDER[one.role]) if one.seat not in kept)
    begun = tuple(number for number in range(len(lines)) if number not in kept.values())
    moved = {one.seat: held[one.seat] for one in ended if one.seat in held}
    return Outcome(
        kept=kept,
        ended=tuple(one.seat for one in ended),
        begun=begun,
        moved=moved,
        follows=_followers(ended, lines, begun=begun, moved=moved),
        vacant=vacant_roles({entry.role for entry in lines}),
    )


def with_seats(old: Sequence[Sitting], new: Sequence[Entry]) -> list[Entry]:
    """Return the new composition with the present seat of everybody who has one."""
    free = {one.seat: one for one in old}
    for entry in new:
        free.pop(entry.seat or 0, None)
    lines = []
    for entry in new:
        own = None if entry.seat is not None else _seat_of(entry, list(free.values()))
        if own is not None:
            free.pop(own)
        lines.append(entry if own is None else replace(entry, seat=own))
    return lines


def same_person(one: Sitting | Entry, other: Sitting | Entry) -> bool:
    """Return whether two lines speak of one person: the e-mail says it where both have one, else the name."""
    if one.email and other.email:
        return one.email == other.email
    return tone_placement_key(one.name) == tone_placement_key(other.name)


def _seat_of(entry: Entry, free: Sequence[Sitting]) -> int | None:
    theirs = [one for one in free if same_person(one, entry)]
    best = min(theirs, key=lambda one: (one.role != entry.role, one.agency != entry.agency), default=None)
    return best.seat if best else None


def _wrong_with_decision(
    old: Sequence[Sitting], decision: str, effective_on: date, last_on: date | None
) -> Iterator[DomainError]:
    if not decision:
        yield DomainError("Name the decision that renews the committee.")
    if last_on is not None and effective_on <= last_on:
        yield DomainError(
            "The committee was last renewed from %(day)s: this must take effect later, or take that one back first.",
            day=f"{last_on:%d/%m/%Y}",
        )
    for one in old:
        if one.from_on is not None and one.from_on > effective_on:
            yield DomainError(
                "The seat of %(name)s only begins on %(day)s, after the day on which this takes effect.",
                name=one.name,
                day=f"{one.from_on:%d/%m/%Y}",
            )


def _wrong_with_people(new: Sequence[Entry]) -> Iterator[DomainError]:
    for number, entry in enumerate(new):
        if any(_is_twice(entry, other) for other in new[:number]):
            yield DomainError("%(name)s stands in the new composition twice.", name=entry.name)
    for role, none, several in (
        (Role.CHAIR, "The new composition has no chair.", "The new composition has more than one chair."),
        (Role.STANDING_VICE_CHAIR, "", "The new composition has more than one standing vice chair."),
    ):
        count = sum(entry.role == role for entry in new)
        if none and not count:
            yield DomainError(none)
        if count > 1:
            yield DomainError(several)


def _is_twice(entry: Entry, other: Entry) -> bool:
    """Return whether two lines are one person; namesakes of two agencies are not."""
    if entry.agency and other.agency and entry.agency != other.agency and not (entry.email and other.email):
        return False
    return same_person(entry, other)


def _followers(
    ended: Sequence[Sitting], lines: Sequence[Entry], *, begun: Sequence[int], moved: Mapping[int, int]
) -> dict[int, int]:
    """Return {ended seat: entry}: rule by rule, so that the surer ones come first for all."""
    found: dict[int, int] = {}
    new_first = [*begun, *(number for number in range(len(lines)) if number not in begun)]
    rules: tuple[Callable[[Sitting, Entry, int], bool], ...] = (
        lambda seat, entry, _: entry.follows == seat.seat,
        lambda seat, entry, _: seat.role in SOLE_ROLES and entry.role == seat.role,
        lambda seat, entry, _: entry.role == seat.role and bool(seat.agency) and entry.agency == seat.agency,
        lambda seat, _, number: moved.get(seat.seat) == number,
        lambda seat, entry, _: _is_same_office(seat, entry),
    )
    for rule in rules:
        for seat in ended:
            if seat.seat not in found:
                fitting = [number for number in new_first if rule(seat, lines[number], number)]
                if fitting:
                    found[seat.seat] = _least_burdened(fitting, found.values())
    return found | _last_pairs(ended, lines, begun, found)


def _is_same_office(seat: Sitting, entry: Entry) -> bool:
    voting = Role.SECRETARIAT not in (seat.role, entry.role)
    return voting and bool(seat.agency) and seat.agency == entry.agency


def _least_burdened(fitting: Sequence[int], taken: Collection[int]) -> int:
    """Return the first that follows nobody yet; if all do, the first."""
    return next((number for number in fitting if number not in taken), fitting[0])


def _last_pairs(
    ended: Sequence[Sitting], lines: Sequence[Entry], begun: Sequence[int], found: Mapping[int, int]
) -> dict[int, int]:
    """Return what pairs an ended and a begun seat that alone are left in a role; two known agencies are two posts."""
    pairs = {}
    for role in Role:
        left = [seat for seat in ended if seat.role == role and seat.seat not in found]
        new = [number for number in begun if lines[number].role == role and number not in found.values()]
        if len(left) == len(new) == 1 and not (left[0].agency and lines[new[0]].agency):
            pairs[left[0].seat] = new[0]
    return pairs
