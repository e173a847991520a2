"""A meeting or a visit is planned, changed, held or cancelled; its agenda and who came are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.document_numbers import refuse_secret
from committee.domain.errors import DomainError, NotFound, Stale
from committee.domain.meeting_rules import Presence, read_months, refuse_presence_before, substitute_of
from committee.domain.text import clean, search_key
from committee.members.models import Committee
from committee.tasks.models import Attendance, Meeting, MeetingItem
from committee.tasks.texts import needed

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
PRESENT = Presence.PRESENT.value
STATES = frozenset(one.value for one in Presence) - {Presence.INVITED.value}
LONGEST, MOST_ITEMS, MOST_PEOPLE = 300, 100, 300


@dataclass(frozen=True)
class Plan:
    """What is said of a meeting before it is held; `visited_unit_id` makes it a visit. Months by their first days."""

    title: str
    held_on: date
    starts_at: str = ""
    place: str = ""
    chaired_by: str = ""
    period_from: date | None = None
    period_to: date | None = None
    visited_unit_id: int | None = None
    note: str = ""
    secrecy: str = ""


@dataclass(frozen=True)
class Item:
    """A point of the agenda; `task_id` names the unfinished task it takes up."""

    text: str
    presented_by: str = ""
    task_id: int | None = None


@dataclass(frozen=True)
class Came:
    """Whether somebody came: the holder of a seat, or a guest by name. `substitute` came instead."""

    seat_id: int | None
    name: str
    organization: str
    state: str
    substitute: str = ""


def plan_meeting(*, committee_id: int, plan: Plan, by: Actor, now: datetime) -> int:
    """Plan a meeting of a committee, or a visit, and return its id."""
    row = Meeting(
        committee_id=committee_id,
        state=PLANNED,
        created_by=by.account_id,
        created_at=now,
        **_values(plan),
    )
    db.session.add(row)
    db.session.flush()
    _record("plan meeting", row, {"name": row.title, "on": row.held_on.isoformat()}, by, now)
    return row.id


def change_meeting(*, meeting_id: int, version: int, plan: Plan, by: Actor, now: datetime) -> None:
    """Change what is said of a meeting, if it still is at `version`; raises `Stale` otherwise."""
    present = held(meeting_id)
    refuse_cancelled(present)
    values = _values(plan)
    if values["kind"] != present.kind:
        raise DomainError("A meeting does not become a visit: plan the visit beside it.")
    if present.state == HELD and plan.held_on > day_of(now):
        raise DomainError("This meeting has been held: its day cannot lie after today.")
    before = {name: getattr(present, name) for name in values}
    if before == values:
        return
    if not rows_changed(
        update(Meeting)
        .where(Meeting.id == meeting_id, Meeting.version == version)
        .values(**values, version=version + 1)
    ):
        raise _stale()
    changed = [name for name in values if before[name] != values[name] and name != "search_key"]
    facts = {
        "name": values["title"],
        "before": {name: _plain(before[name]) for name in changed},
        "after": {name: _plain(values[name]) for name in changed},
    }
    _record("change meeting", present, facts, by, now)


def cancel_meeting(*, meeting_id: int, reason: str, by: Actor, now: datetime) -> None:
    """Cancel a meeting that was planned."""
    present = held(meeting_id)
    refuse_cancelled(present)
    if present.state == HELD:
        raise DomainError("This meeting has been held: it cannot be cancelled.")
    said = needed(reason, "Write why it is cancelled.", LONGEST)
    present.state, present.note, present.version = CANCELLED, said, present.version + 1
    _record("cancel meeting", present, {"name": present.title, "reason": said}, by, now)


def set_agenda(*, meeting_id: int, items: Sequence[Item], version: int | None = None, by: Actor, now: datetime) -> None:
    """Keep the agenda in this order, instead of the one before; raises `Stale` at another `version` (None: any)."""
    present = held(meeting_id, version)
    refuse_cancelled(present)
    if len(items) > MOST_ITEMS:
        raise DomainError("An agenda has at most %(most)d points.", most=MOST_ITEMS)
    kept = [_item(item) for item in items]
    db.session.execute(delete(MeetingItem).where(MeetingItem.meeting_id == meeting_id))
    rows = [{"meeting_id": meeting_id, "position": number, **item} for number, item in enumerate(kept, 1)]
    if rows:
        db.session.execute(insert(MeetingItem), rows)
    present.version += 1
    _record("set agenda", present, {"name": present.title, "rows": len(rows)}, by, now)


def record_attendance(
    *, meeting_id: int, people: Sequence[Came], version: int | None = None, by: Actor, now: datetime
) -> None:
    """Keep who came, instead of what was kept before; the meeting has then been held.

    Raises `Stale` where the meeting is not at `version` (None: any).
    """
    present = held(meeting_id, version)
    refuse_cancelled(present)
    for came in people:
        refuse_presence_before(_presence(came), present.held_on, day_of(now))
    if len(people) > MOST_PEOPLE:
        raise DomainError("At most %(most)d people are kept for one meeting.", most=MOST_PEOPLE)
    rows = [{"meeting_id": meeting_id, **_person(came)} for came in people]
    db.session.execute(delete(Attendance).where(Attendance.meeting_id == meeting_id))
    if rows:
        db.session.execute(insert(Attendance), rows)
    present.state = HELD if present.held_on <= day_of(now) else present.state
    present.version += 1
    counts = Counter(row["state"] for row in rows)
    _record("record attendance", present, {"name": present.title, "counts": dict(sorted(counts.items()))}, by, now)


def held(meeting_id: int, version: int | None = None) -> Meeting:
    """Return a meeting, held against other writers until the end of the transaction.

    Raises `Stale` where it is not at `version` (None: any).
    """
    found = db.session.scalar(
        select(Meeting).where(Meeting.id == meeting_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such meeting.")
    if version is not None and version != found.version:
        raise _stale()
    return found


def unit_of(meeting: Meeting) -> int:
    """Return the unit whose committee a meeting is of."""
    return db.session.scalars(select(Committee.unit_id).where(Committee.id == meeting.committee_id)).one()


def refuse_cancelled(meeting: Meeting) -> None:
    """Raise for a meeting that was cancelled."""
    if meeting.state == CANCELLED:
        raise DomainError("This meeting was cancelled: nothing is entered for it any more.")


def _values(plan: Plan) -> dict[str, Any]:
    title = needed(plan.title, "Write what the meeting or the visit is called.", LONGEST)
    refuse_secret(plan.secrecy, title)
    months = read_months(plan.period_from, plan.period_to)
    kept = asdict(plan)
    del kept["secrecy"]
    texts = {name: clean(kept[name])[:LONGEST] for name in ("starts_at", "place", "chaired_by", "note")}
    key = " ".join((title, texts["place"], texts["chaired_by"]))
    kind = "visit" if plan.visited_unit_id is not None else "meeting"
    period = {"period_from": months and months.first, "period_to": months and months.last}
    return {**kept, **texts, **period, "title": title, "kind": kind, "search_key": f" {search_key(key)} "}


def _item(item: Item) -> dict[str, Any]:
    said = needed(item.text, "Write what each point of the agenda is about.", LONGEST)
    return {"text": said, "presented_by": clean(item.presented_by)[:LONGEST], "task_id": item.task_id}


def _person(came: Came) -> dict[str, Any]:
    presence = _presence(came)
    return {
        "seat_id": came.seat_id,
        "name": needed(came.name, "Write the name of each guest.", LONGEST),
        "organization": clean(came.organization)[:LONGEST],
        "state": presence.value,
        "substitute": substitute_of(presence, came.substitute)[:LONGEST],
    }


def _presence(came: Came) -> Presence:
    if came.state not in STATES:
        raise DomainError("Choose for each seat whether its holder came.")
    return Presence(came.state)


def _stale() -> Stale:
    return Stale("Somebody changed this after you opened it. Nothing of yours has been saved yet.")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _record(action: str, meeting: Meeting, facts: Mapping[str, object], by: Actor, now: datetime) -> None:
    record(action=action, thing=("meeting", meeting.id), facts=facts, unit_id=unit_of(meeting), by=by, now=now)
