"""Who may be named as a lead, a coordinator or an addressee: seats, the agencies they stand for, units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from committee.domain.access import Role
from committee.domain.conclusions.parties import key_of, known_by_name
from committee.domain.task_rules import Party, PartyKind
from committee.members.agencies import directory
from committee.members.queries import SeatRow, seats_in
from committee.units.queries import UnitRow, subtree_of

MOST_UNITS = 400
_ORDER = {role.value: number for number, role in enumerate(Role)}


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be named: `label` as it is offered, `party` under the words that are kept, other `names`."""

    label: str
    party: Party
    names: tuple[str, ...] = ()


def seats_on(committee_id: int, on: date) -> list[SeatRow]:
    """Return the seats of a committee in force on that day, the chair first."""
    held = [
        seat
        for seat in seats_in([committee_id])
        if (seat.from_on is None or seat.from_on <= on) and (seat.to_on is None or on <= seat.to_on)
    ]
    return sorted(held, key=lambda seat: (_ORDER[seat.role], seat.seat_id))


def candidates(committee_id: int, unit_path: str, on: date) -> list[Candidate]:
    """Return who may be named by a committee: its seats, the agencies they come from, its unit and those below."""
    seats = seats_on(committee_id, on)
    return [*_agencies(seats, on), *map(_seat, seats), *of_units(subtree_of(unit_path, on)[:MOST_UNITS])]


def who_completes(committee_id: int, units: Sequence[UnitRow], on: date) -> list[Candidate]:
    """Return who may be named to complete a paper: the agencies and seats of the committee, and `units`."""
    seats = seats_on(committee_id, on)
    return [*_agencies(seats, on), *map(_seat, seats), *of_units(units)]


def of_agencies(committee_id: int, on: date) -> list[Candidate]:
    """Return the agencies that sit in a committee on that day."""
    return _agencies(seats_on(committee_id, on), on)


def of_units(units: Sequence[UnitRow]) -> list[Candidate]:
    """Return units as candidates; one that shares its name with another is told apart by its code."""
    many = Counter(unit.name for unit in units)
    return [_unit(unit, is_alone=many[unit.name] == 1) for unit in units]


def known_parties(found: Iterable[Candidate]) -> list[Party]:
    """Return the parties under every name by which a text may mean them."""
    return [replace(one.party, name=name) for one in found for name in dict.fromkeys((one.label, *one.names))]


def party_meant(text: str, found: Iterable[Candidate]) -> Party:
    """Return the party that a text names, with the words that are kept; one that nobody knows is a name alone."""
    offered = list(found)
    meant = known_by_name(known_parties(offered)).get(key_of(text))
    if meant is None:
        return Party(PartyKind.NAME, text)
    same = (one.party for one in offered if key_of(text) in {key_of(name) for name in (one.label, *one.names)})
    return next((party for party in same if party.is_same(meant)), meant)


def label_of(party: Party, found: Iterable[Candidate]) -> str:
    """Return how a party is offered; the name it was found by where it is among several labels."""
    keys = [one for one in found if (one.party.kind, one.party.id) == (party.kind, party.id)]
    by_name = (one.label for one in keys if key_of(party.name) in {key_of(name) for name in (one.label, *one.names)})
    return next(by_name, party.name)


def _agencies(seats: Sequence[SeatRow], on: date) -> list[Candidate]:
    """Return each agency once, as it is called on that day, with the seat that stands highest as who answers for it.

    The name that was written when the seat began is understood as well.
    """
    known = directory()
    first: dict[str, tuple[SeatRow, list[str]]] = {}
    for seat in seats:
        if seat.organization:
            name = known.shown(seat.organization, on)
            first.setdefault(name, (seat, [name]))[1].append(seat.organization)
    return [
        Candidate(name, Party(PartyKind.SEAT, name, seat.seat_id), tuple(dict.fromkeys(names)))
        for name, (seat, names) in first.items()
    ]


def _seat(seat: SeatRow) -> Candidate:
    post = ", ".join(part for part in (seat.position_title, seat.organization) if part)
    label = f"{seat.full_name} ({post})" if post else seat.full_name
    return Candidate(label, Party(PartyKind.SEAT, label, seat.seat_id), (seat.full_name,))


def _unit(unit: UnitRow, *, is_alone: bool) -> Candidate:
    names = (unit.code, *((unit.name, f"UBND {unit.name}") if is_alone else ()))
    label = unit.name if is_alone else f"{unit.name} ({unit.code})"
    return Candidate(label, Party(PartyKind.UNIT, unit.name, unit.unit_id), names)
