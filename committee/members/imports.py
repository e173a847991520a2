"""Writing a file of committee members: whole, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from committee.accounts.operations import add_account
from committee.accounts.queries import accounts_with_emails
from committee.audit.operations import record
from committee.core.db import db
from committee.core.tabular import Row
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.members import operations
from committee.members.member_file import MemberLine, read_members
from committee.members.models import Seat

TEXTS = ("full_name", "position_title", "organization", "email", "phone")


@dataclass
class ImportedMembers:
    """What a file changed: how many seats are new, changed and as they were, and how many accounts were made."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    accounts: int = 0
    committees: dict[tuple[int, str], int] = field(default_factory=dict, repr=False)
    seen: set[int] = field(default_factory=set, repr=False)


def import_members(*, rows: Sequence[Row], by: Actor, now: datetime) -> ImportedMembers:
    """Write the members of a file and return what changed; raises `Refused` before anything is written.

    A committee that is not there is founded. An address without an account gets one, without a password. A cell that
    is empty says nothing: what is known already stays. The same person in the same role keeps the seat.
    """
    lines = read_members(rows, today=day_of(now))
    result = ImportedMembers()
    accounts = _accounts_for(lines, result, by, now)
    for unit_id, name in dict.fromkeys(_committee_key(line) for line in lines):
        found = operations.found_committee(unit_id=unit_id, name=name, by=by, now=now)
        result.committees[unit_id, name] = found
    seats = _seats_by_committee(result.committees.values())
    for line in lines:
        sitting = seats[result.committees[_committee_key(line)]]
        _write(line, accounts.get(line.email), seats=sitting, result=result, by=by, now=now)
    facts = {"added": result.added, "changed": result.changed, "unchanged": result.unchanged}
    if result.added or result.changed:
        record(action="import members", thing=("file", rows[0].file if rows else ""), facts=facts, by=by, now=now)
    return result


def _accounts_for(lines: Sequence[MemberLine], result: ImportedMembers, by: Actor, now: datetime) -> dict[str, int]:
    names = {line.email: line.full_name for line in reversed(lines) if line.email}
    known = {email: row.account_id for email, row in accounts_with_emails(names).items()}
    for email in sorted(set(names) - set(known)):
        known[email] = add_account(email=email, name=names[email], by=by, now=now)
        result.accounts += 1
    return known


def _seats_by_committee(committee_ids: Iterable[int]) -> dict[int, list[Seat]]:
    found: dict[int, list[Seat]] = {committee_id: [] for committee_id in committee_ids}
    for seat in db.session.scalars(select(Seat).where(Seat.committee_id.in_(found)).order_by(Seat.id)):
        found[seat.committee_id].append(seat)
    return found


def _write(
    line: MemberLine, account_id: int | None, *, seats: list[Seat], result: ImportedMembers, by: Actor, now: datetime
) -> None:
    seat = next((one for one in seats if one.id not in result.seen and _is_seat_of(one, line)), None)
    if seat is None:
        seat = _new_seat(line, result.committees[_committee_key(line)], account_id, by, now)
        seats.append(seat)
        _put_in_charge(seat, line, by, now)
        result.added += 1
    else:
        texts_changed = _update(seat, line, account_id, by, now)
        areas_changed = _put_in_charge(seat, line, by, now)
        result.changed += texts_changed or areas_changed
        result.unchanged += not (texts_changed or areas_changed)
    result.seen.add(seat.id)


def _is_seat_of(seat: Seat, line: MemberLine) -> bool:
    """Return whether the line speaks of this seat: same role, same person, and not one that ended before."""
    if seat.role != line.role or (seat.to_on and line.from_on and seat.to_on < line.from_on):
        return False
    if seat.email and line.email:
        return seat.email == line.email
    return seat.full_name.casefold() == line.full_name.casefold()


def _new_seat(line: MemberLine, committee_id: int, account_id: int | None, by: Actor, now: datetime) -> Seat:
    seat = Seat(
        committee_id=committee_id,
        account_id=account_id,
        role=line.role,
        from_on=line.from_on,
        to_on=line.to_on,
        **{name: getattr(line, name) for name in TEXTS},
    )
    db.session.add(seat)
    db.session.flush()
    facts = {"committee": committee_id, "role": line.role, "account": account_id, "name": line.full_name}
    record(action="add seat", thing=("seat", seat.id), facts=facts, unit_id=line.unit.unit_id, by=by, now=now)
    return seat


def _update(seat: Seat, line: MemberLine, account_id: int | None, by: Actor, now: datetime) -> bool:
    said = {name: getattr(line, name) for name in TEXTS} | {
        "account_id": account_id,
        "from_on": line.from_on,
        "to_on": line.to_on,
    }
    changes = {name: value for name, value in said.items() if value and value != getattr(seat, name)}
    before = {name: getattr(seat, name) for name in changes}
    for name, value in changes.items():
        setattr(seat, name, value)
    if changes:
        facts = {"before": _as_text(before), "after": _as_text(changes)}
        record(action="change seat", thing=("seat", seat.id), facts=facts, unit_id=line.unit.unit_id, by=by, now=now)
    return bool(changes)


def _put_in_charge(seat: Seat, line: MemberLine, by: Actor, now: datetime) -> bool:
    if not line.areas:
        return False
    areas = {area.unit_id for area in line.areas}
    on = line.from_on or day_of(now)
    return operations.put_in_charge(seat_id=seat.id, unit_ids=areas, on=on, by=by, now=now)


def _as_text(values: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _committee_key(line: MemberLine) -> tuple[int, str]:
    return line.unit.unit_id, line.committee_name
