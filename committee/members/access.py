"""Who may see which people, and who may change what they hold: fetched through the permission, or not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from committee.accounts.queries import AccountRow, account
from committee.accounts.standing import invited_until
from committee.domain.access import COMMITTEE_ROLES, Action, Reach, Viewer, reach
from committee.domain.appointments import PlaceState, may_touch_account
from committee.domain.errors import NotAllowed, NotFound
from committee.members.composition import committee_row
from committee.members.queries import CommitteeRow
from committee.members.register import POST, SEAT, Line, lines_of
from committee.units.queries import UnitRow, standing_last

THERE_IS_NOBODY = "There is no such person, or you may not see them."


@dataclass(frozen=True)
class Person:
    """Somebody as the viewer may see them: `places` within reach, `others`: holds something beyond it as well.

    Without an account the person is one seat.
    """

    account: AccountRow | None
    name: str
    email: str
    places: Sequence[Line]
    invited_until: datetime | None
    may_touch: bool
    others: bool

    @property
    def held(self) -> list[Line]:
        return [line for line in self.places if line.state is not PlaceState.ENDED]


def may_see_people(viewer: Viewer) -> bool:
    """Return whether `viewer` may see the people of any unit."""
    return not reach(viewer, Action.SEE_PEOPLE).is_nowhere


def may_manage_people(viewer: Viewer) -> bool:
    """Return whether `viewer` may change the people of any unit."""
    return not reach(viewer, Action.MANAGE_PEOPLE).is_nowhere


def seen(viewer: Viewer) -> Reach:
    """Return where `viewer` may see people; raises if that is nowhere."""
    if not may_see_people(viewer):
        raise NotFound("There is no such page.")
    return reach(viewer, Action.SEE_PEOPLE)


def committees_seen(viewer: Viewer) -> Reach:
    """Return where `viewer` may see who sits in committees; raises if that is nowhere."""
    found = reach(viewer, Action.SEE_COMMITTEES)
    if found.is_nowhere:
        raise NotFound("There is no such page.")
    return found


def managed(viewer: Viewer) -> Reach:
    """Return where `viewer` may change people; raises if that is nowhere."""
    if not may_manage_people(viewer):
        raise NotFound("There is no such page.")
    return reach(viewer, Action.MANAGE_PEOPLE)


def person_seen(viewer: Viewer, account_id: int, *, today: date, now: datetime) -> Person:
    """Return a person with the places that `viewer` may see; nobody is there without any."""
    known, within = account(account_id), seen(viewer)
    every = lines_of([account_id], today=today, now=now)
    places = [line for line in every if within.covers(line.path)]
    if known is None or not (places or ("" in within.subtrees and not every)):
        raise NotFound(THERE_IS_NOBODY)
    held = [line.path for line in every if line.state is not PlaceState.ENDED]
    formerly = [line.path for line in every if line.state is PlaceState.ENDED]
    return Person(
        account=known,
        name=known.name,
        email=known.email,
        places=places,
        invited_until=invited_until([account_id], now).get(account_id),
        may_touch=may_touch_account(reach(viewer, Action.MANAGE_PEOPLE), held=held, formerly=formerly),
        others=len(places) < len(every),
    )


def person_touched(viewer: Viewer, account_id: int, *, today: date, now: datetime) -> Person:
    """Return a person whose account `viewer` may close, open or invite anew."""
    person = person_seen(viewer, account_id, today=today, now=now)
    if not may_manage_people(viewer):
        raise NotFound("There is no such page.")
    if not person.may_touch:
        raise NotAllowed(
            "%(name)s holds a place outside the units you administer: ask whoever administers the whole system.",
            name=person.name,
        )
    return person


def seat_seen(viewer: Viewer, seat_id: int, *, today: date, now: datetime) -> Line:
    """Return a seat that `viewer` may see."""
    return _only(lines_of(seat_ids=[seat_id], today=today, now=now), seen(viewer))


def place_managed(viewer: Viewer, kind: str, place_id: int, *, today: date, now: datetime) -> Line:
    """Return a seat or a post that `viewer` may change."""
    ids = {SEAT: {"seat_ids": [place_id]}, POST: {"post_ids": [place_id]}}[kind]
    return _only(lines_of(**ids, today=today, now=now), managed(viewer))


def committee_seen(viewer: Viewer, committee_id: int, *, today: date) -> tuple[CommitteeRow, UnitRow]:
    """Return a committee whose composition `viewer` may see, with its unit as it stands today or stood last."""
    return _committee(committees_seen(viewer), committee_id, today)


def committee_managed(viewer: Viewer, committee_id: int, *, today: date) -> tuple[CommitteeRow, UnitRow]:
    """Return a committee whose people `viewer` may change, with its unit."""
    return _committee(managed(viewer), committee_id, today)


def may_see_contacts(viewer: Viewer, unit: UnitRow) -> bool:
    """Return whether `viewer` may take along how those in a committee of `unit` are reached, all of them at once.

    For whoever keeps the people there and whoever holds a place in that unit; levels above read who sits there.
    """
    sits = any(seat.path == unit.path and seat.role in COMMITTEE_ROLES and not seat.former for seat in viewer.seats)
    return sits or reach(viewer, Action.MANAGE_PEOPLE).covers(unit.path)


def may_manage_agencies(viewer: Viewer) -> bool:
    """Return whether `viewer` may say what agencies are called: the names are the same for the whole system."""
    return "" in reach(viewer, Action.MANAGE_PEOPLE).subtrees


def agencies_managed(viewer: Viewer) -> None:
    """Raise unless `viewer` may say what agencies are called."""
    if not may_manage_agencies(viewer):
        raise NotFound("There is no such page.")


def _committee(within: Reach, committee_id: int, today: date) -> tuple[CommitteeRow, UnitRow]:
    found = committee_row(committee_id)
    unit = standing_last({found.unit_id}, today).get(found.unit_id) if found else None
    if found is None or unit is None or not within.covers(unit.path):
        raise NotFound("There is no such committee.")
    return found, unit


def _only(lines: Sequence[Line], within: Reach) -> Line:
    for line in lines:
        if within.covers(line.path):
            return line
    raise NotFound("There is no such seat.")


def within(line: Line) -> Reach:
    """Return the unit of a place and what lies below it."""
    return Reach(subtrees=(line.path,), below=(), units=())
