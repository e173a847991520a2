"""Series of recurring tasks that run: of committees whose tasks somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from committee.accounts.queries import names_of
from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.domain.recurring import Period, Rhythm, following, read_rule
from committee.members.models import Committee
from committee.tasks.models import Task, TaskSeries
from committee.tasks.queries.seen import Eyes
from committee.units.queries import UnitRow, standing_last, standing_within, within_reach


@dataclass(frozen=True)
class SeriesRow:
    """A series: how often, who leads, the next period and its last day (None: no more), the last task it gave."""

    id: int
    code: str
    title: str
    rhythm: str
    lead_name: str
    committee_name: str
    committee_unit: UnitRow
    from_on: date
    to_on: date | None
    next_period: Period | None
    next_due_on: date | None
    last_on: date | None
    last_task_id: int | None
    began_by: str


def running(eyes: Eyes, *, limit: int, offset: int) -> list[SeriesRow]:
    """Return the series that were not ended, by their committees and codes. Four statements, however many."""
    last = (
        select(Task.id)
        .where(Task.series_id == TaskSeries.id)
        .order_by(Task.period_on.desc(), Task.id.desc())
        .limit(1)
        .correlate(TaskSeries)
        .scalar_subquery()
    )
    columns = (TaskSeries, Committee.name, Committee.unit_id, last.label("last_id"))
    rows = select(*columns).join(Committee, Committee.id == TaskSeries.committee_id).where(*_seen(eyes))
    in_order = rows.order_by(TaskSeries.committee_id, TaskSeries.code, TaskSeries.id).limit(limit).offset(offset)
    found = db.session.execute(in_order).all()
    places = standing_last({row.unit_id for row in found}, eyes.on)
    people = names_of({row.TaskSeries.created_by for row in found})
    return [
        _row(row.TaskSeries, row.name, places[row.unit_id], row.last_id, people.get(row.TaskSeries.created_by, ""))
        for row in found
    ]


def count_running(eyes: Eyes) -> int:
    """Return how many series run."""
    rows = select(func.count()).select_from(TaskSeries).join(Committee, Committee.id == TaskSeries.committee_id)
    return db.session.scalar(rows.where(*_seen(eyes))) or 0


def running_series_row(series_id: int, eyes: Eyes) -> SeriesRow | None:
    """Return one series that runs, to whoever may see the tasks of its committee; else None."""
    if not 0 < series_id < 2**31:
        return None
    rows = select(TaskSeries, Committee.name, Committee.unit_id)
    found = rows.join(Committee, Committee.id == TaskSeries.committee_id).where(
        TaskSeries.id == series_id, *_seen(eyes)
    )
    row = db.session.execute(found).first()
    return _row(row.TaskSeries, row.name, standing_last({row.unit_id}, eyes.on)[row.unit_id], None, "") if row else None


def _seen(eyes: Eyes) -> tuple[ColumnElement[bool], ...]:
    units = standing_within(within_reach(eyes.sees), eyes.on)
    return (TaskSeries.ended_at.is_(None), Committee.unit_id.in_(units))


def _row(series: TaskSeries, committee: str, unit: UnitRow, last_id: int | None, began_by: str) -> SeriesRow:
    rhythm = Rhythm(series.rhythm)
    coming = following(
        rhythm=rhythm,
        rule=read_rule(series.due_rule, rhythm),
        from_on=series.from_on,
        to_on=series.to_on,
        made_to=series.made_to,
        calendar=load_calendar(),
    )
    return SeriesRow(
        id=series.id,
        code=series.code,
        title=series.template["title"],
        rhythm=series.rhythm,
        lead_name=series.template["lead"]["name"],
        committee_name=committee,
        committee_unit=unit,
        from_on=series.from_on,
        to_on=series.to_on,
        next_period=coming.period if coming else None,
        next_due_on=coming.due_on if coming else None,
        last_on=series.made_to,
        last_task_id=last_id,
        began_by=began_by,
    )
