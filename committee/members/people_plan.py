"""A file of people compared with what is known: what it would make, change, leave and refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from committee.accounts.queries import AccountRow, accounts_with_emails
from committee.core.batches import batches
from committee.core.db import db
from committee.core.tabular import Refusals, Row
from committee.domain.access import Reach
from committee.domain.appointments import is_seat, same_name
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError
from committee.members.models import Committee, Post, Seat
from committee.members.people_file import PersonLine, filled, read_people


class Verdict(StrEnum):
    """What a line of the file means."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Planned:
    """A line and what is to be done: `place` is the seat or post that stands already, `changes` what it gets."""

    line: PersonLine
    verdict: Verdict
    account: AccountRow | None
    place: Seat | Post | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What a whole file means. Nothing of it is written while there is an error.

    `blank`: rows that name nobody; `letters`: the letter of each column in the file.
    """

    planned: Sequence[Planned]
    errors: Sequence[DomainError]
    blank: int
    letters: Mapping[str, str]

    def counts(self) -> dict[str, int]:
        """Return how many lines there are of each kind."""
        found = {verdict.value: 0 for verdict in Verdict}
        for one in self.planned:
            found[one.verdict] += 1
        rows = {error.place.row for error in self.errors if error.place}
        return {**found, "refused": len(rows) or len(self.errors), "blank": self.blank}


def plan_people(rows: Sequence[Row], *, managed: Reach, now: datetime) -> Plan:
    """Return what the rows mean for somebody who manages `managed`. Five statements and one for each unit's committees.

    What a cell leaves empty stays as it is known.
    """
    named, refusals = filled(rows), Refusals()
    lines = read_people(named, refusals, managed=managed, today=day_of(now))
    known = _Known(lines)
    planned = []
    for line in lines:
        with refusals.at(line.row.place("email")):
            planned.append(known.compared(line))
    letters = rows[0].letters if rows else {}
    return Plan(planned, refusals.errors, len(rows) - len(named), letters)


class _Known:
    """What is known of the people and the units of a file."""

    def __init__(self, lines: Sequence[PersonLine]) -> None:
        self.accounts = accounts_with_emails({line.email for line in lines})
        units = {line.unit.unit_id for line in lines if line.unit}
        self.committees: dict[int, list[int]] = {}
        for some in batches(units):
            found = select(Committee.id, Committee.unit_id).where(Committee.unit_id.in_(some)).order_by(Committee.id)
            for committee_id, unit_id in db.session.execute(found):
                self.committees.setdefault(unit_id, []).append(committee_id)
        self.seats = _seats_in([one for several in self.committees.values() for one in several])
        self.posts = _posts_of([row.account_id for row in self.accounts.values()])
        self.taken: set[tuple[str, int]] = set()

    def compared(self, line: PersonLine) -> Planned:
        account = self.accounts.get(line.email)
        if account is not None and not same_name(account.name, line.full_name):
            raise DomainError(
                "This e-mail is the account of somebody with another name: check the e-mail and the name.",
                place=line.row.place("full_name"),
                read=line.full_name,
            )
        if line.role is None:
            return Planned(line, Verdict.SAME if account else Verdict.NEW, account)
        place = self._place(line, account)
        if place is None:
            return Planned(line, Verdict.NEW, account)
        self.taken.add((type(place).__name__, place.id))
        changes = _changes(place, line, account)
        is_new = account is None
        verdict = Verdict.NEW if is_new else Verdict.CHANGED if changes else Verdict.SAME
        return Planned(line, verdict, account, place, changes)

    def _place(self, line: PersonLine, account: AccountRow | None) -> Seat | Post | None:
        if line.role is not None and not is_seat(line.role):
            unit_id = line.unit.unit_id if line.unit else None
            own = self.posts.get(account.account_id, []) if account else []
            return self._first(line, [one for one in own if (one.unit_id, one.role) == (unit_id, line.role)])
        committees = self.committees.get(line.unit.unit_id, []) if line.unit else []
        if len(committees) > 1:
            raise DomainError(
                "The unit has several committees: import its members by “members import”.",
                place=line.row.place("unit_code"),
            )
        seats = [seat for one in committees for seat in self.seats.get(one, []) if seat.role == line.role]
        return self._first(line, [seat for seat in seats if _sits(seat, line, account)])

    def _first(self, line: PersonLine, places: Sequence[Seat] | Sequence[Post]) -> Seat | Post | None:
        """Return the first that no other line means, and that had not ended before the line begins."""
        for place in places:
            is_over = place.to_on is not None and line.from_on is not None and place.to_on < line.from_on
            if not is_over and (type(place).__name__, place.id) not in self.taken:
                return place
        return None


def _sits(seat: Seat, line: PersonLine, account: AccountRow | None) -> bool:
    if seat.account_id is not None:
        return account is not None and seat.account_id == account.account_id
    if seat.email:
        return seat.email == line.email
    return same_name(seat.full_name, line.full_name)


def _changes(place: Seat | Post, line: PersonLine, account: AccountRow | None) -> dict[str, Any]:
    said: dict[str, str | date | None] = {**asdict(line.about), "from_on": line.from_on, "to_on": line.to_on}
    changes: dict[str, Any] = {name: value for name, value in said.items() if value and value != getattr(place, name)}
    if isinstance(place, Seat) and place.account_id is None:
        changes["account_id"] = account.account_id if account else None
    return changes


def _seats_in(committee_ids: Sequence[int]) -> dict[int, list[Seat]]:
    found: dict[int, list[Seat]] = {}
    for some in batches(committee_ids):
        for seat in db.session.scalars(select(Seat).where(Seat.committee_id.in_(some)).order_by(Seat.id)):
            found.setdefault(seat.committee_id, []).append(seat)
    return found


def _posts_of(account_ids: Sequence[int]) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = {}
    for some in batches(account_ids):
        for post in db.session.scalars(select(Post).where(Post.account_id.in_(some)).order_by(Post.id)):
            found.setdefault(post.account_id, []).append(post)
    return found
