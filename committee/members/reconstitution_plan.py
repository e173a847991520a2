"""What renewing a committee would do: seats, areas and covers, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from committee.accounts.queries import accounts_with_emails
from committee.domain.agencies import Directory
from committee.domain.appointments import same_name
from committee.domain.errors import DomainError, NotFound
from committee.domain.grants import Role
from committee.domain.reconstitution import (
    Entry,
    Outcome,
    Sitting,
    reconstituted,
    refuse_reconstitution,
    with_seats,
)
from committee.members.agencies import directory
from committee.members.charges import CoverRow, areas_of, covers_of
from committee.members.composition import committee_row, reconstitutions_of, sitting_from
from committee.members.queries import CommitteeRow, SeatRow
from committee.units.queries import UnitRow

Areas = Mapping[int, Sequence[UnitRow]]


@dataclass(frozen=True)
class ProposedLine:
    """Somebody in the new composition. Empty text says nothing of what is known already.

    `seat`: their present seat, `follows`: the seat whose post they take; None: it is looked for. `areas` empty: those
    that go with the post.
    """

    name: str
    role: Role
    position_title: str = ""
    organization: str = ""
    email: str = ""
    phone: str = ""
    areas: tuple[UnitRow, ...] = ()
    seat: int | None = None
    follows: int | None = None


@dataclass(frozen=True)
class Proposal:
    """The decision, from when it takes effect, and everybody in the new composition."""

    committee_id: int
    decision: str
    decided_on: date | None
    effective_on: date
    lines: Sequence[ProposedLine]


@dataclass(frozen=True)
class Plan:
    """What a proposal does; `charges` {line: areas it is in charge of from then}, where that changes anything.

    `before` are the areas of the present seats, `unattended` those that nobody is in charge of afterwards.
    """

    proposal: Proposal
    committee: CommitteeRow
    present: Mapping[int, SeatRow]
    outcome: Outcome
    before: Areas
    charges: Areas
    unattended: Sequence[UnitRow]
    covers: Sequence[CoverRow]
    agencies: Directory = field(repr=False)

    @property
    def seal(self) -> str:
        """What a confirmation must name: this proposal, and what it found."""
        seats = [(one.seat_id, one.full_name, one.role, str(one.to_on)) for one in self.present.values()]
        areas = sorted((seat, unit.unit_id) for seat, units in self.before.items() for unit in units)
        covers = [(one.cover_id, one.to_on.isoformat()) for one in self.covers]
        shown = json.dumps([str(self.proposal), seats, areas, covers], default=str)
        return hashlib.sha256(shown.encode()).hexdigest()

    def line(self, number: int) -> ProposedLine:
        return self.proposal.lines[number]

    def follower(self, seat_id: int) -> ProposedLine | None:
        number = self.outcome.follows.get(seat_id)
        return None if number is None else self.line(number)

    def followed(self, number: int) -> list[SeatRow]:
        """Return the ended seats whose post a line takes."""
        return [self.present[seat] for seat, line in self.outcome.follows.items() if line == number]


def plan_reconstitution(proposal: Proposal) -> Plan:
    """Return what a proposal does; raises with all that is wrong with it."""
    committee = committee_row(proposal.committee_id)
    if committee is None:
        raise NotFound("There is no such committee.")
    present = {seat.seat_id: seat for seat in sitting_from(committee.committee_id, proposal.effective_on)}
    known, before = directory(), areas_of(present, proposal.effective_on)
    old = [_sitting(seat, known, proposal.effective_on) for seat in present.values()]
    new = [_entry(line, present, known, proposal.effective_on) for line in proposal.lines]
    done = reconstitutions_of(committee.committee_id)
    refuse_reconstitution(
        old,
        with_seats(old, new),
        decision=proposal.decision,
        effective_on=proposal.effective_on,
        last_on=done[0].effective_on if done else None,
    )
    outcome = reconstituted(old, new)
    seat_of = {number: present[seat] for seat, number in (*outcome.kept.items(), *outcome.moved.items())}
    _refuse_accounts_of_others([(line, seat_of.get(number)) for number, line in enumerate(proposal.lines)])
    charges, unattended = _areas(proposal, outcome, before)
    covers = _covers_ended(outcome, proposal.effective_on)
    return Plan(proposal, committee, present, outcome, before, charges, unattended, covers, known)


def with_present_seats(committee_id: int, lines: Sequence[ProposedLine], on: date) -> list[ProposedLine]:
    """Return lines with the present seat of everybody who sits in the committee already."""
    present = {seat.seat_id: seat for seat in sitting_from(committee_id, on)}
    known = directory()
    found = with_seats(
        [_sitting(seat, known, on) for seat in present.values()], [_entry(line, present, known, on) for line in lines]
    )
    return [replace(line, seat=entry.seat) for line, entry in zip(lines, found, strict=True)]


def _sitting(seat: SeatRow, known: Directory, on: date) -> Sitting:
    agency = known.key(seat.organization, on)
    return Sitting(seat.seat_id, seat.full_name, seat.email, Role(seat.role), agency, seat.from_on)


def _entry(line: ProposedLine, present: Mapping[int, SeatRow], known: Directory, on: date) -> Entry:
    for seat in (line.seat, line.follows):
        if seat is not None and seat not in present:
            raise DomainError("The committee has changed since this page was opened: open it again.")
    return Entry(line.name, line.email, line.role, known.key(line.organization, on), line.seat, line.follows)


def _refuse_accounts_of_others(lines: Sequence[tuple[ProposedLine, SeatRow | None]]) -> None:
    """Raise where an e-mail is somebody else's; a person keeps the account their seat has under another name."""
    accounts = accounts_with_emails({line.email for line, _ in lines if line.email})
    for line, seat in lines:
        known = accounts.get(line.email)
        is_own = known and seat and seat.account_id == known.account_id and same_name(seat.full_name, line.name)
        if known and not is_own and not same_name(known.name, line.name):
            raise DomainError(
                "%(email)s is the account of somebody with another name than %(name)s: check the e-mail and the name.",
                email=line.email,
                name=line.name,
            )


def _areas(proposal: Proposal, outcome: Outcome, before: Areas) -> tuple[dict[int, list[UnitRow]], list[UnitRow]]:
    """Return what each line is in charge of where that changes, and what nobody is in charge of any more."""
    seat_of = {number: seat for seat, number in outcome.kept.items()}
    after: dict[int, dict[int, UnitRow]] = {}
    for number, line in enumerate(proposal.lines):
        followed = [seat for seat, follower in outcome.follows.items() if follower == number]
        own = [unit for seat in (seat_of.get(number, 0), *followed) for unit in before.get(seat, ())]
        after[number] = {unit.unit_id: unit for unit in line.areas or own}
    charges = {
        number: sorted(units.values(), key=lambda unit: unit.sort_key)
        for number, units in after.items()
        if set(units) != {unit.unit_id for unit in before.get(seat_of.get(number, 0), ())}
    }
    attended = {unit_id for units in after.values() for unit_id in units}
    left = {unit.unit_id: unit for units in before.values() for unit in units if unit.unit_id not in attended}
    return charges, sorted(left.values(), key=lambda unit: unit.sort_key)


def _covers_ended(outcome: Outcome, on: date) -> list[CoverRow]:
    return [one for one in covers_of(outcome.ended) if one.to_on >= on]
