"""Whom a task concerns on a day: who does it, helps, follows it or decides about it; only people who can be told.

What was looked up once for a day is kept, for a reminder asks it of thousands of tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from committee.accounts.queries import account
from committee.domain.access import Action, Role, Thing, Viewer, may
from committee.domain.grants import GRANTS, Relation
from committee.domain.task_rules import Party, PartyKind
from committee.domain.ties import Tie, addressed
from committee.members.queries import Recipient as Person
from committee.members.queries import holders, people_for, sitting_in, viewer_of
from committee.notify.operations import Recipient
from committee.tasks.queries.named import unit_of_seat
from committee.tasks.queries.parties import Candidate, party_meant, who_completes
from committee.tasks.queries.reminding import PaperDue
from committee.tasks.queries.rows import TaskRow
from committee.tasks.queries.seen import is_in_house
from committee.units.queries import UnitRow, unit_on

OWN = Relation.OWN
REPORTERS = tuple(role for role in Role if Action.REPORT_TASKS in GRANTS[role][OWN])
DECIDERS = tuple(role for role in Role if Action.ACCEPT_TASKS in GRANTS[role][OWN] and role is not Role.CHAIR)
TASK = "task"


@dataclass
class People:
    """Who can be told on a day."""

    on: date
    _known: dict[tuple[object, ...], list[Recipient]] = field(default_factory=dict)
    _viewers: dict[int, Viewer] = field(default_factory=dict)
    _offered: dict[int, list[Candidate]] = field(default_factory=dict)
    _standing: dict[int, bool] = field(default_factory=dict)

    def doing(self, task: TaskRow) -> list[Recipient]:
        """Return who does a task: its lead (the people of a unit who report), its officer, its reporter."""
        return _once([*self._leading(task), *self.officer(task), *self.reporter(task)])

    def helping(self, task: TaskRow) -> list[Recipient]:
        """Return the coordinators of a task."""
        return _once(one for party in task.coordinators for one in self._named(party, Tie.HELPER, task))

    def officer(self, task: TaskRow) -> list[Recipient]:
        """Return the officer to whom the lead handed the work on, while they are of the house."""
        return self._of_house(task.handler_id, Tie.OFFICER, task)

    def reporter(self, task: TaskRow) -> list[Recipient]:
        """Return who reports for the lead, while they are of the house."""
        return self._of_house(task.reporter_id, Tie.REPORTER, task)

    def following(self, task: TaskRow) -> list[Recipient]:
        """Return who hears of a task that is late: who gave it, and the member in charge of the area."""
        unit = task.about_unit or task.lead_unit
        return _once([*self.giving(task), *(self._in_charge(unit) if unit else [])])

    def giving(self, task: TaskRow) -> list[Recipient]:
        """Return who gave a task while they still give tasks there, or else the committee's secretariat."""
        path = task.committee_unit.path
        if task.assigned_by is not None and self._may(task.assigned_by, Action.ASSIGN_TASKS, Thing(TASK, path)):
            found = self.person(task.assigned_by)
            if found:
                return found
        return self.secretariat(task.committee_unit)

    def deciding(self, task: TaskRow, *, sent_by: int | None) -> list[Recipient]:
        """Return who decides about what `sent_by` sent of a task: never they themselves; the chair if nobody else."""
        thing = Thing(TASK, task.committee_unit.path, created_by=sent_by)
        giver = self.person(task.assigned_by)
        for found in ([*giver, *self._deciders(task.committee_unit)], self._chair(task.committee_unit)):
            able = [one for one in found if self._may(one.account_id, Action.ACCEPT_TASKS, thing)]
            if able:
                return _once(able)
        return []

    def secretariat(self, unit: UnitRow) -> list[Recipient]:
        """Return the secretariat of a unit's committees; who decides there if there is none.

        For a unit that ended it is the nearest one above.
        """
        if not self._stands(unit.unit_id):
            return self._kept(("above", unit.unit_id), lambda: people_for("above:secretariat", unit, self.on))
        found = self._holding(unit, (Role.SECRETARIAT,))
        return found or self._deciders(unit) or self._chair(unit)

    def completing(self, paper: PaperDue) -> list[Recipient]:
        """Return who completes a returned paper: whom its name means in the committee, while they may read it."""
        meant = party_meant(paper.answered_by, self._who_may_complete(paper))
        found = self.person(meant.id) if meant.kind is PartyKind.ACCOUNT else self._of_party(meant)
        meeting, document = Thing("meeting", paper.unit.path), Thing("document", paper.document_path)
        return [
            one
            for one in found
            if self._may(one.account_id, Action.SEE_TASKS, meeting)
            and self._may(one.account_id, Action.SEE_DOCUMENTS, document)
        ]

    def addressed(self, party: Party, unit: UnitRow) -> list[Recipient]:
        """Return the people whom a proposal of a unit is addressed to."""
        if party.kind is PartyKind.ACCOUNT:
            return [one for one in self.person(party.id) if addressed(self._viewer(one.account_id).seats, unit.path)]
        return self._of_party(party)

    def person(self, account_id: int | None) -> list[Recipient]:
        """Return a person who can be told, or nobody."""
        if account_id is None:
            return []
        return self._kept(("account", account_id), lambda: _living(account_id))

    def _who_may_complete(self, paper: PaperDue) -> list[Candidate]:
        if paper.committee_id not in self._offered:
            self._offered[paper.committee_id] = who_completes(paper.committee_id, [paper.unit], self.on)
        return self._offered[paper.committee_id]

    def _leading(self, task: TaskRow) -> list[Recipient]:
        return self._named(task.lead, Tie.LEAD, task)

    def _named(self, party: Party, tie: Tie, task: TaskRow) -> list[Recipient]:
        if party.kind is PartyKind.ACCOUNT:
            return self._of_house(party.id, tie, task)
        return self._of_party(party)

    def _of_house(self, account_id: int | None, tie: Tie, task: TaskRow) -> list[Recipient]:
        return [one for one in self.person(account_id) if is_in_house(self._viewer(one.account_id), tie, task)]

    def _of_party(self, party: Party) -> list[Recipient]:
        """Return the people of a unit or a seat that stands; nobody for a name."""
        if party.id is None:
            return []
        if party.kind is PartyKind.SEAT:
            return self._kept(("seat", party.id), lambda: self._in_seat(party.id or 0))
        return self._kept(("unit", party.id), lambda: self._holders(party.id or 0, REPORTERS))

    def _in_seat(self, seat_id: int) -> Iterable[Person]:
        unit_id = unit_of_seat(seat_id)
        return sitting_in(seat_id, self.on) if unit_id is not None and self._stands(unit_id) else ()

    def _holders(self, unit_id: int, roles: tuple[Role, ...]) -> Iterable[Person]:
        """Return who holds a role; in a unit that ended nobody does."""
        return holders(unit_id, roles, self.on) if self._stands(unit_id) else ()

    def _stands(self, unit_id: int) -> bool:
        if unit_id not in self._standing:
            self._standing[unit_id] = unit_on(unit_id, self.on) is not None
        return self._standing[unit_id]

    def _deciders(self, unit: UnitRow) -> list[Recipient]:
        return self._holding(unit, DECIDERS)

    def _chair(self, unit: UnitRow) -> list[Recipient]:
        return self._holding(unit, (Role.CHAIR,))

    def _holding(self, unit: UnitRow, roles: tuple[Role, ...]) -> list[Recipient]:
        return self._kept((roles, unit.unit_id), lambda: self._holders(unit.unit_id, roles))

    def _in_charge(self, unit: UnitRow) -> list[Recipient]:
        return self._kept(("area", unit.unit_id), lambda: people_for("area", unit, self.on))

    def _may(self, account_id: int, action: Action, thing: Thing) -> bool:
        return may(self._viewer(account_id), action, thing)

    def _viewer(self, account_id: int) -> Viewer:
        if account_id not in self._viewers:
            self._viewers[account_id] = viewer_of(account_id, self.on)
        return self._viewers[account_id]

    def _kept(self, key: tuple[object, ...], find: Callable[[], Iterable[Person]]) -> list[Recipient]:
        if key not in self._known:
            self._known[key] = [Recipient(one.account_id, one.email) for one in find()]
        return self._known[key]


def _living(account_id: int) -> list[Person]:
    found = account(account_id)
    if found is None or found.is_disabled:
        return []
    return [Person(found.account_id, found.name, found.email, "")]


def _once(people: Iterable[Recipient]) -> list[Recipient]:
    return list({person.account_id: person for person in people}.values())
