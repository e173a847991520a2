"""The audit as a person may read it: what they ask for, within the units in which they may look into it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select

from committee.accounts.queries import account_with_email, accounts
from committee.audit import queries
from committee.audit.queries import Asked, EntryRow, Said
from committee.dashboards.audit_actions import ACTIONS
from committee.domain.access import Action, Reach, Viewer, reach
from committee.domain.calendar import HANOI
from committee.domain.days import read_day
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import search_key
from committee.units.finding import search
from committee.units.queries import UnitRow, bearers_of, standing_last, standing_within, within_reach

MOST_MEANT = 200  # units that a word may mean
NOBODY = -1
ANNOUNCE = "announce"


@dataclass(frozen=True)
class Question:
    """What a search form says, as it was typed; an empty text asks nothing."""

    words: str = ""
    person: str = ""
    unit: str = ""
    thing: str = ""
    action: str = ""
    first: str = ""
    last: str = ""
    notices: str = ""

    @property
    def leaves_out_notices(self) -> bool:
        """Return whether the notices that were written are left out: there are so many that nothing else is seen."""
        return not (self.notices or self.words or self.thing or self.action)

    def given(self) -> dict[str, str]:
        """Return what was asked for, by the names the address has for it."""
        return {name: value for name, value in vars(self).items() if value}


def reach_of(viewer: Viewer) -> Reach:
    """Return where `viewer` may look into the audit; raises if that is nowhere."""
    allowed = reach(viewer, Action.SEE_AUDIT)
    if allowed.is_nowhere:
        raise NotFound("There is no such page.")
    return allowed


def asked_of(question: Question, allowed: Reach, today: date) -> Asked:
    """Return what is asked for; raises `DomainError` for a day that cannot be read."""
    kind, _, thing_id = question.thing.partition(":")
    last = _day(question.last)
    return Asked(
        person=_person(question.person),
        thing=(kind, thing_id) if question.thing else None,
        units=_bearers(question.unit),
        action=question.action or None,
        since=_midnight(_day(question.first)),
        until=_midnight(last + timedelta(days=1) if last else None),
        said=_said(question.words, allowed, today) if question.words else None,
        within=units_within(allowed, today),
        without=ANNOUNCE if question.leaves_out_notices else None,
    )


def units_within(allowed: Reach, today: date) -> Select[int] | None:
    """Return the statement for the units that stand, or stood last, where `allowed` reaches; None is everything.

    What happened in a unit is read by whoever is above it today, wherever it stood when it happened.
    """
    if "" in allowed.subtrees:
        return None
    return standing_within(within_reach(allowed), today)


def unit_names(rows: Collection[EntryRow], today: date) -> Mapping[int, UnitRow]:
    """Return {unit id: the unit as it stands or stood last} for the units of `rows`."""
    return standing_last({row.unit_id for row in rows if row.unit_id is not None}, today)


def entry_for(viewer: Viewer, entry_id: int, today: date) -> EntryRow:
    """Return an entry that `viewer` may see; for anybody else there is none."""
    found = queries.entry(entry_id, units_within(reach_of(viewer), today)) if entry_id < 2**31 else None
    if found is None:
        raise NotFound("There is no such entry.")
    return found


def _person(email: str) -> int | None:
    if not email:
        return None
    found = account_with_email(email)
    return found.account_id if found else NOBODY


def _bearers(code: str) -> set[int] | None:
    return {row.unit_id for row in bearers_of([code]).get(code, [])} if code else None


def _said(words: str, allowed: Reach, today: date) -> Said:
    """Return what the words may mean, whatever the marks on their letters."""
    key = search_key(words)
    return Said(
        people=[one.account_id for one in accounts() if key in search_key(one.name)],
        units=[unit.unit_id for unit in search(words, today, within=allowed, limit=MOST_MEANT)],
        actions=[action for action, said in ACTIONS.items() if key in search_key(str(said))],
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return read_day(text)
    except DomainError:
        raise DomainError("Write the day as day/month/year: %(example)s.", example="28/10/2024") from None


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), HANOI)
