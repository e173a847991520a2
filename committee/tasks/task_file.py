"""The rows of a file of tasks, read: whose task, who leads, by when, and what happened since.

A lead or coordinator is an e-mail (an account), the code of a unit on the day of the assignment, or a name. A name that
is the holder or the organisation of exactly one seat of the committee on that day means that seat; any other name, and
an e-mail nobody has here, is kept in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from committee.accounts.queries import AccountRow, accounts_with_emails, email_key
from committee.core.calendar_file import load_calendar
from committee.core.formatting import vn_date
from committee.core.tabular import Column, Refusals, Row, refuse_duplicates
from committee.domain.codes import unit_code
from committee.domain.days import read_day
from committee.domain.deadline_words import read_deadline, refuse_wording_without_day, refuse_words_for_day
from committee.domain.errors import DomainError, Place
from committee.domain.house_rules import HouseRules
from committee.domain.task_rules import (
    Party,
    PartyKind,
    read_coordinators,
    read_lead,
    refuse_due,
    refuse_parties,
    refuse_secrecy,
)
from committee.domain.text import tone_placement_key
from committee.members.committees import committees_of_units
from committee.members.queries import CommitteeRow, SeatRow, seats_in
from committee.tasks import file_links
from committee.tasks.file_cells import at, happened, result
from committee.tasks.file_links import KnownTargets, More, more_of
from committee.tasks.file_places import Bounds, Places, no_unit
from committee.tasks.queries.rules import rules_of_many
from committee.tasks.texts import code_of, product_of, text_of, title_of
from committee.units.queries import UnitRow, bearers_of

COLUMNS = (
    Column("code", required=True),
    Column("committee_unit_code", required=True),
    Column("committee_name"),
    Column("title", required=True),
    Column("lead", required=True),
    Column("coordinators"),
    Column("deliverable", required=True),
    Column("due_on"),
    Column("due_wording"),
    Column("secrecy"),
    Column("source_document"),
    Column("assigned_on", required=True),
    Column("submitted_on"),
    Column("result_document"),
    Column("accepted_on"),
    Column("cancelled_on"),
    *file_links.COLUMNS,
)


@dataclass(frozen=True)
class TaskLine:
    """One row as it is meant. `sent_on` is the day its result was sent, also where only the acceptance is written."""

    row: Row
    committee_id: int
    unit_id: int
    code: str
    title: str
    lead: Party
    coordinators: tuple[Party, ...]
    deliverable: str
    due_on: date | None
    due_wording: str
    source_text: str
    assigned_on: date
    sent_on: date | None
    result: str
    accepted_on: date | None
    cancelled_on: date | None
    more: More

    @property
    def key(self) -> tuple[int, str]:
        return (self.committee_id, self.code)

    @property
    def in_words(self) -> int:
        """How many of its parties nobody here stands behind."""
        return sum(party.kind is PartyKind.NAME for party in (self.lead, *self.coordinators))


def read_tasks(rows: Sequence[Row], today: date, *, in_house: bool = False) -> list[TaskLine]:
    """Return the lines of a file, or raise all that is wrong with it. Six statements, and more for 500 units each."""
    refusals = Refusals()
    lines = read_lines(rows, Bounds(today, None, in_house=in_house), refusals)
    refusals.raise_if_any()
    return lines


def read_lines(rows: Sequence[Row], bounds: Bounds, refusals: Refusals) -> list[TaskLine]:
    """Return the lines that can be read; what is wrong with the others goes to `refusals`."""
    known, lines = _Known.of(rows, bounds), []
    for row in rows:
        with refusals.at(row.place()):
            lines.append(_line(row, known))
    keys = {line.row.number: line.key for line in lines}
    with refusals.at(Place()):
        refuse_duplicates([line.row for line in lines], lambda row: keys[row.number])
    bad = {error.place.row for error in refusals.errors if error.place}
    return [line for line in lines if line.row.number not in bad]


@dataclass
class _Known:
    """What the rows of a file may mean: units, committees, accounts and seats, each read once."""

    today: date
    committees: Mapping[int, Sequence[CommitteeRow]]
    accounts: Mapping[str, AccountRow]
    seats: dict[int, dict[str, list[SeatRow]]]
    targets: KnownTargets
    places: Places
    rules: Mapping[int, HouseRules]
    days: dict[tuple[str, date, HouseRules], date] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row], bounds: Bounds) -> _Known:
        """Read what the rows name, a constant number of times."""
        named = {name for row in rows for name in _names(row)}
        codes = {name for name in named if "@" not in name and len(name) < 20} | {
            str(row.cells[column] or "") for row in rows for column in ("committee_unit_code", "unit_code")
        }
        bearers = bearers_of(codes)
        committees = committees_of_units({unit.unit_id for units in bearers.values() for unit in units})
        seats: dict[int, dict[str, list[SeatRow]]] = {}
        for seat in seats_in({one.committee_id for several in committees.values() for one in several}):
            for name in {tone_placement_key(seat.full_name), tone_placement_key(seat.organization)} - {""}:
                seats.setdefault(seat.committee_id, {}).setdefault(name, []).append(seat)
        accounts = accounts_with_emails({name for name in named if "@" in name})
        rules = rules_of_many({one.committee_id for several in committees.values() for one in several})
        targets, places = KnownTargets.of(rows, bearers), Places.of(bearers, bounds)
        return cls(bounds.today, committees, accounts, seats, targets, places, rules)

    def seat(self, committee_id: int, name: str, on: date) -> SeatRow | None:
        """Return the only seat of a committee that a name means on a day, or None."""
        found = self.seats.get(committee_id, {}).get(tone_placement_key(name), ())
        held = [seat for seat in found if (seat.from_on or on) <= on <= (seat.to_on or on)]
        return held[0] if len(held) == 1 else None

    def due(self, wording: str, assigned_on: date, committee_id: int) -> date:
        """Return the day that words mean for a task that a committee gave on a day."""
        rules = self.rules[committee_id]
        key = (wording, assigned_on, rules)
        if key not in self.days:
            deadline = read_deadline(
                wording, issued_on=assigned_on, strict=rules.strict, moves=rules.moves, calendar=load_calendar()
            )
            refuse_wording_without_day(wording, deadline)
            self.days[key] = deadline.due_on or assigned_on
        return self.days[key]


def _names(row: Row) -> Iterable[str]:
    """Return who a row names, as far as it can be read; what cannot is refused with its place later."""
    for column in ("lead", "coordinators"):
        cell = row.cells[column]
        if cell is not None:
            yield from read_coordinators(str(cell))


def _line(row: Row, known: _Known) -> TaskLine:
    assigned_on = at(row, "assigned_on", lambda: read_day(row.cells["assigned_on"]))
    unit, committee = at(row, "committee_unit_code", lambda: _committee(row, known, assigned_on))
    title = at(row, "title", lambda: title_of(row.text("title")))
    at(row, "secrecy", lambda: refuse_secrecy(row.text("secrecy"), title))
    lead, helping = _parties(row, known, committee, assigned_on)
    due_on, due_wording = _due(row, known, assigned_on, committee.committee_id)
    sent_on, accepted_on, cancelled_on = happened(row, known.today, assigned_on, due_on)
    return TaskLine(
        row=row,
        committee_id=committee.committee_id,
        unit_id=unit.unit_id,
        code=at(row, "code", lambda: _code(row)),
        title=title,
        lead=lead,
        coordinators=helping,
        deliverable=at(row, "deliverable", lambda: product_of(row.text("deliverable"))),
        due_on=due_on,
        due_wording=due_wording,
        source_text=at(row, "source_document", lambda: text_of(row.text("source_document"))),
        assigned_on=assigned_on,
        sent_on=sent_on,
        result=result(row, sent_on),
        accepted_on=accepted_on,
        cancelled_on=cancelled_on,
        more=more_of(row, lambda code: known.places.named(code, assigned_on, unit.unit_id), known.targets, assigned_on),
    )


def _code(row: Row) -> str:
    code = code_of(row.text("code"))
    if not code:
        raise DomainError("This field must be filled in.")
    return code


def _committee(row: Row, known: _Known, on: date) -> tuple[UnitRow, CommitteeRow]:
    code = unit_code(row.cells["committee_unit_code"])
    unit = known.places.of_committee(code, on)
    if unit is None:
        raise DomainError("No unit bore the code %(code)s on %(day)s.", read=code, code=code, day=vn_date(on))
    there = known.committees.get(unit.unit_id, ())
    if not there:
        raise DomainError("%(unit)s has no committee: import its members first.", unit=unit.name)
    wanted = tone_placement_key(row.text("committee_name"))
    named = [one for one in there if not wanted or tone_placement_key(one.name) == wanted]
    if len(named) == 1:
        return unit, named[0]
    raise DomainError(
        "Which committee of %(unit)s? Name it in the column “committee_name”: %(known)s.",
        place=row.place("committee_name"),
        read=row.text("committee_name") or None,
        unit=unit.name,
        known="; ".join(one.name for one in there),
    )


def _parties(row: Row, known: _Known, committee: CommitteeRow, on: date) -> tuple[Party, tuple[Party, ...]]:
    lead = at(row, "lead", lambda: _party(read_lead(row.text("lead")), known, committee, on))
    named = at(row, "coordinators", lambda: read_coordinators(row.text("coordinators")))
    helping = tuple(at(row, "coordinators", lambda: _party(name, known, committee, on)) for name in named)  # noqa: B023
    at(row, "coordinators", lambda: refuse_parties([lead], helping))
    return lead, helping


def _party(name: str, known: _Known, committee: CommitteeRow, on: date) -> Party:
    if "@" in name:
        account = known.accounts.get(email_key(name))
        return Party(PartyKind.ACCOUNT, account.name, account.account_id) if account else Party(PartyKind.NAME, name)
    unit = known.places.named(name, on, committee.unit_id)
    if unit is not None:
        return Party(PartyKind.UNIT, unit.name, unit.unit_id)
    seat = known.seat(committee.committee_id, name, on)
    return no_unit(name, on) if seat is None else Party(PartyKind.SEAT, name, seat.seat_id)


def _due(row: Row, known: _Known, assigned_on: date, committee_id: int) -> tuple[date | None, str]:
    """Return the due day and its words; where both are written the day holds and the words are kept beside it."""
    wording = at(row, "due_wording", lambda: text_of(row.text("due_wording")))
    if row.cells["due_on"] is not None:
        due_on = at(row, "due_on", lambda: _due_day(row.cells["due_on"], assigned_on))
        at(row, "due_on", lambda: refuse_due(due_on, assigned_on))
        return due_on, wording
    if not wording:
        return None, ""
    return at(row, "due_wording", lambda: known.due(wording, assigned_on, committee_id)), wording


def _due_day(cell: object, assigned_on: date) -> date:
    """Return the day in the column of days; words that name a deadline are shown the column that is theirs."""
    try:
        return read_day(cell)
    except DomainError:
        refuse_words_for_day(cell, issued_on=assigned_on)
        raise
