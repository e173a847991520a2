"""What a meeting concluded, point by point; each job becomes a task, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.conclusions.proposals import Kind
from committee.domain.document_numbers import refuse_secret
from committee.domain.errors import DomainError, Refused, Stale
from committee.domain.text import clean
from committee.tasks.models import Conclusion, Meeting
from committee.tasks.operations import meetings
from committee.tasks.operations.assigning import Assignment, assign

LONGEST_POINT, MOST_POINTS, LONGEST_NUMBER = 5_000, 60, 20


@dataclass(frozen=True)
class Concluded:
    """A point as somebody confirmed it. `task` None: nobody is given a job by it.

    A standing directive is tied to an indicator; given to somebody it is a task that stays outside the rates.
    """

    text: str
    kind: str
    number: str = ""
    indicator: str | None = None
    task: Assignment | None = None


class PointsRefused(Refused):
    """Some points were refused: {place in the list, from 0: why}; nothing was written."""

    def __init__(self, at: dict[int, DomainError]) -> None:
        super().__init__(list(at.values()))
        self.at = at


def conclude(
    *, meeting_id: int, points: Sequence[Concluded], after: int | None = None, by: Actor, now: datetime
) -> list[int]:
    """Keep the conclusions of a meeting after those it has, give their tasks, and return the ids of these.

    `after`: the last position that was there when the points were read (None: any). Raises `Stale` where others were
    kept meanwhile: two who confirm the same notice, or one who presses twice, would give all its tasks twice.
    """
    meeting = meetings.held(meeting_id)
    meetings.refuse_cancelled(meeting)
    last = last_position(meeting_id)
    if after is not None and after != last:
        raise Stale(
            "%(count)d points were kept for this meeting after you opened this page: look at them on the meeting's "
            "page first. Confirm once more only what is not among them.",
            count=max(last - after, 0),
        )
    if meeting.held_on > day_of(now):
        raise DomainError("Conclusions are recorded on the day of the meeting or later.")
    if not points:
        raise DomainError("Keep at least one point.")
    if len(points) > MOST_POINTS:
        raise DomainError("At most %(most)d points are recorded at a time.", most=MOST_POINTS)
    task_ids, refused = [], {}
    for place, point in enumerate(points):
        try:
            task_ids += _kept(meeting, point, last + place + 1, by, now)
        except DomainError as error:
            refused[place] = error
    if refused:
        raise PointsRefused(refused)
    meeting.state, meeting.version = meetings.HELD, meeting.version + 1
    facts = {"name": meeting.title, "rows": len(points), "tasks": task_ids}
    record(
        action="record conclusions",
        thing=("meeting", meeting_id),
        facts=facts,
        unit_id=meetings.unit_of(meeting),
        by=by,
        now=now,
    )
    return task_ids


def last_position(meeting_id: int) -> int:
    """Return the position of the last conclusion of a meeting, 0 where it has none."""
    return db.session.scalar(select(func.max(Conclusion.position)).where(Conclusion.meeting_id == meeting_id)) or 0


def _kept(meeting: Meeting, point: Concluded, position: int, by: Actor, now: datetime) -> list[int]:
    text = _text_of(point)
    if point.kind == Kind.STANDING.value and point.indicator is None:
        raise DomainError("A standing directive is tied to an indicator: choose one.")
    if point.kind == Kind.TASK.value and point.task is None:
        raise DomainError("A task has exactly one lead: name who is in charge.")
    row = Conclusion(
        meeting_id=meeting.id,
        position=position,
        number=clean(point.number)[:LONGEST_NUMBER],
        text=text,
        kind=point.kind,
        indicator=point.indicator,
    )
    db.session.add(row)
    db.session.flush()
    if point.task is None or point.kind == Kind.OTHER.value:
        return []
    assignment = replace(
        point.task,
        committee_id=meeting.committee_id,
        assigned_on=meeting.held_on,
        excerpt=text,
        conclusion_id=row.id,
        indicator=point.indicator,
        is_standing=point.kind == Kind.STANDING.value,
        document_id=meeting.document_id,
        unit_id=point.task.unit_id or meeting.visited_unit_id,
    )
    return [assign(assignment=assignment, by=by, now=now)]


def _text_of(point: Concluded) -> str:
    text = clean(point.text)
    if not text:
        raise DomainError("Write what was concluded.")
    if len(text) > LONGEST_POINT:
        raise DomainError("This text is longer than %(longest)d characters: shorten it.", longest=LONGEST_POINT)
    if point.kind not in {kind.value for kind in Kind}:
        raise DomainError("Choose what kind of point it is.")
    refuse_secret("", text)
    return text
