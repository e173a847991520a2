"""Series of recurring tasks that run: of committees whose tasks somebody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, null, select

from committee.accounts.queries import names_of
from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.domain.recurring import Period, Rhythm, following, read_rule
from committee.domain.task_rules import Party, PartyKind
from committee.members.models import Committee
from committee.tasks.models import Task, TaskSeries
from committee.tasks.parties import known
from committee.tasks.queries.rules import rules_of_many
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
    next_period: Period | None
    next_due_on: date | None
    last_on: date | None
    last_task_id: int | None
    began_by: str


def running(eyes: Eyes, *, limit: int, offset: int) -> list[SeriesRow]:
    """Return the series that were not ended, by their committees and codes. As many statements for ten as for one."""
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
    return _rows(found, eyes.on)


def count_running(eyes: Eyes) -> int:
    """Return how many series run."""
    rows = select(func.count()).select_from(TaskSeries).join(Committee, Committee.id == TaskSeries.committee_id)
    return db.session.scalar(rows.where(*_seen(eyes))) or 0


def running_series_row(series_id: int, eyes: Eyes) -> SeriesRow | None:
    """Return one series that runs, to whoever may see the tasks of its committee; else None."""
    if not 0 < series_id < 2**31:
        return None
    rows = select(TaskSeries, Committee.name, Committee.unit_id, null().label("last_id"))
    found = rows.join(Committee, Committee.id == TaskSeries.committee_id).where(
        TaskSeries.id == series_id, *_seen(eyes)
    )
    return next(iter(_rows(db.session.execute(found).all(), eyes.on)), None)


def _seen(eyes: Eyes) -> tuple[ColumnElement[bool], ...]:
    units = standing_within(within_reach(eyes.sees), eyes.on)
    return (TaskSeries.ended_at.is_(None), Committee.unit_id.in_(units))


def _rows(found: Sequence[Any], on: date) -> list[SeriesRow]:
    places = standing_last({row.unit_id for row in found}, on)
    people = names_of({row.TaskSeries.created_by for row in found})
    leads = known([_lead(row.TaskSeries) for row in found], on=on)
    rules = rules_of_many({row.TaskSeries.committee_id for row in found})
    return [
        SeriesRow(
            **_coming(row.TaskSeries, moves=rules[row.TaskSeries.committee_id].moves),
            id=row.TaskSeries.id,
            code=row.TaskSeries.code,
            title=row.TaskSeries.template["title"],
            rhythm=row.TaskSeries.rhythm,
            lead_name=lead.name,
            committee_name=row.name,
            committee_unit=places[row.unit_id],
            last_on=row.TaskSeries.made_to,
            last_task_id=row.last_id,
            began_by=people.get(row.TaskSeries.created_by, ""),
        )
        for row, lead in zip(found, leads, strict=True)
    ]


def _lead(series: TaskSeries) -> Party:
    kept = series.template["lead"]
    return Party(PartyKind(kept["kind"]), kept["name"], kept["id"])


def _coming(series: TaskSeries, *, moves: bool) -> dict[str, Any]:
    rhythm = Rhythm(series.rhythm)
    coming = following(
        rhythm=rhythm,
        rule=read_rule(series.due_rule, rhythm),
        from_on=series.from_on,
        to_on=series.to_on,
        made_to=series.made_to,
        calendar=load_calendar(),
        moves=moves,
    )
    return {"next_period": coming.period if coming else None, "next_due_on": coming.due_on if coming else None}
