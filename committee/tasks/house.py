"""Whom a committee gives tasks to when a program says so: units and people at and below its own unit, as on the page.

Somebody elsewhere is as somebody who is not there, so that nobody finds out by a file or a key who has an account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from committee.accounts.queries import account
from committee.domain.access import Reach
from committee.domain.task_rules import Party, PartyKind
from committee.tasks.queries.named import person_with_email
from committee.tasks.task_file import TaskLine
from committee.units.queries import standing_last


def kept_in_house(lines: Iterable[TaskLine], *, on: date) -> list[TaskLine]:
    """Return lines with an e-mail of somebody elsewhere kept in words; units elsewhere were refused in reading."""
    house = _House(on)
    return [house.line(line) for line in lines]


@dataclass
class _House:
    """What was looked up for the lines of a file, each once."""

    on: date
    _paths: dict[int, str] = field(default_factory=dict)
    _people: dict[tuple[str, int, date], Party | None] = field(default_factory=dict)

    def line(self, line: TaskLine) -> TaskLine:
        """Return one line as the house of its committee knows it."""
        path = self._path(line.unit_id)
        helping = tuple(self._party(one, path, line) for one in line.coordinators)
        return replace(line, lead=self._party(line.lead, path, line), coordinators=helping)

    def _party(self, party: Party, path: str, line: TaskLine) -> Party:
        if party.id is None:
            return party
        if party.kind is PartyKind.ACCOUNT:
            key = (path, party.id, line.assigned_on)
            if key not in self._people:
                self._people[key] = self._elsewhere(*key)
            return self._people[key] or party
        return party

    def _elsewhere(self, path: str, account_id: int, assigned_on: date) -> Party | None:
        """Return the words for somebody elsewhere, None for somebody of the house, now or when the task was given."""
        person = account(account_id)
        days = (self.on, assigned_on)
        if person is None or any(person_with_email(person.email, _within(path), day) for day in days):
            return None
        return Party(PartyKind.NAME, person.email)

    def _path(self, unit_id: int) -> str:
        if unit_id not in self._paths:
            self._paths[unit_id] = standing_last([unit_id], self.on)[unit_id].path
        return self._paths[unit_id]


def _within(path: str) -> Reach:
    return Reach((path,), (), ())
