"""Recurring tasks: a series, and one instance of it for each period, made once even by two timetables at the same time.

An instance is an ordinary task; one that nobody did stays open and visible while the next are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import select

from committee.accounts.queries import names_of
from committee.audit.operations import record
from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound
from committee.domain.recurring import Instance, Rhythm, instances, periods_between, read_rule
from committee.domain.task_rules import Party, PartyKind
from committee.tasks.models import Task, TaskSeries
from committee.tasks.operations.assigning import Assignment, Place, assign, checked
from committee.tasks.operations.held import unit_of
from committee.tasks.queries.rules import rules_of
from committee.tasks.texts import LONGEST_CODE, code_of, text_of

MOST_AT_ONCE = 60  # of one series, so that a first day of long ago fills no house
LONGEST_START = LONGEST_CODE - len("/31-12-2024 (99999)")
DAYS = ("assigned_on", "due_on", "due_wording", "secrecy", "committee_id", "code")


def start_series(
    *,
    assignment: Assignment,
    rhythm: str,
    due_rule: str,
    from_on: date,
    to_on: date | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Begin a series and return its id; `make_due_instances` makes its tasks.

    `assignment` says what each instance is: its `code` is what their codes begin with, its days are not looked at.
    `rhythm` and `due_rule` as in `domain.recurring` ("monthly", "after:5").
    """
    kind = _rhythm(rhythm)
    rule = read_rule(due_rule, kind)
    if to_on is not None and to_on < from_on:
        raise DomainError("The last day of a series lies before its first.")
    _refuse_long_ago(from_on, to_on, kind, day_of(now))
    checked(replace(assignment, assigned_on=from_on, due_on=None, due_wording=""))
    code = _code(assignment)
    values = {
        "committee_id": assignment.committee_id,
        "code": code,
        "rhythm": kind.value,
        "due_rule": str(rule),
        "from_on": from_on,
        "to_on": to_on,
    }
    series = TaskSeries(**values, template=_kept(assignment), created_by=by.account_id, created_at=now)
    db.session.add(series)
    db.session.flush()
    facts = {"after": {name: "" if value is None else str(value) for name, value in values.items()}}
    _tell("start series", series, facts, by, now)
    return series.id


def end_series(*, series_id: int, reason: str = "", by: Actor, now: datetime) -> None:
    """End a series: no further task is made; those that were made stay. The audit keeps the reason."""
    series = _held(series_id)
    if series.ended_at is not None:
        raise DomainError("This series has ended already.")
    series.ended_at = now
    _tell("end series", series, {"code": series.code, "reason": text_of(reason)}, by, now)


def make_due_instances(*, today: date, by: Actor, now: datetime) -> list[int]:
    """Make the instances of every period that has begun by `today`, those missed too; return the ids of new tasks.

    Whoever gives the tasks of one committee makes those of one series: `make_instances`.
    """
    return [
        task for one in running_series(today) for task in make_instances(series_id=one, today=today, by=by, now=now)
    ]


def running_series(today: date) -> list[int]:
    """Return the series that have begun by `today` and were not ended."""
    running = select(TaskSeries.id).where(TaskSeries.ended_at.is_(None), TaskSeries.from_on <= today)
    return list(db.session.scalars(running.order_by(TaskSeries.id)))


def make_instances(*, series_id: int, today: date, by: Actor, now: datetime) -> list[int]:
    """Make the instances of one series that are due to be made by `today`; return the ids of new tasks.

    The series is held meanwhile, and a period has one instance: whoever comes second makes none.
    """
    series = _held(series_id)
    if series.ended_at is not None:
        return []
    rhythm = Rhythm(series.rhythm)
    due = instances(
        rhythm=rhythm,
        rule=read_rule(series.due_rule, rhythm),
        from_on=series.from_on,
        to_on=series.to_on,
        day=today,
        made_to=series.made_to,
        calendar=load_calendar(),
        moves=rules_of(series.committee_id).moves,
    )[:MOST_AT_ONCE]
    made = []
    for instance in due:
        if not _is_made(series.id, instance):
            made.append(_instance(series, instance, by, now))
        series.made_to = instance.period.first
    db.session.flush()
    return made


def _instance(series: TaskSeries, instance: Instance, by: Actor, now: datetime) -> int:
    first = max(instance.period.first, series.from_on)
    said = _read(series.template, series.committee_id)
    code = _free_code(series, f"{series.code}/{instance.period.first:%d-%m-%Y}")
    # One that is due within its own period is given on the period's first day, whenever it is made.
    assignment = replace(said, code=code, assigned_on=first, due_on=instance.due_on)
    place = Place(series_id=series.id, period_on=instance.period.first, giver=_giver(series, by))
    return assign(assignment=assignment, place=place, by=by, now=now)


def _refuse_long_ago(from_on: date, to_on: date | None, rhythm: Rhythm, today: date) -> None:
    """Raise where a series would give a house full of overdue tasks at once: a year that was mistyped."""
    begun = periods_between(from_on, min(today, to_on or today), rhythm)
    if len(list(islice(begun, MOST_AT_ONCE + 1))) > MOST_AT_ONCE:
        raise DomainError(
            "More than %(most)d tasks of this series would belong to days gone by: write a later first day.",
            most=MOST_AT_ONCE,
        )


def _giver(series: TaskSeries, by: Actor) -> Actor:
    """Return whoever began the series: a task of it is given in their name, whoever makes it."""
    if series.created_by is None:
        return by
    return Actor(series.created_by, names_of([series.created_by])[series.created_by])


def _free_code(series: TaskSeries, wanted: str) -> str:
    """Return the code of an instance; with a number behind it where somebody gave a task under this code already."""
    taken = (Task.committee_id == series.committee_id, Task.code.startswith(wanted, autoescape=True))
    codes = set(db.session.scalars(select(Task.code).where(*taken)))
    more = (f"{wanted} ({number})" for number in range(2, len(codes) + 3))
    return next(code for code in (wanted, *more) if code not in codes)


def _code(said: Assignment) -> str:
    code = code_of(said.code)
    if not code:
        raise DomainError("A series needs a code: its tasks begin with it.")
    if len(code) > LONGEST_START:
        # The day and, where it is taken, a number follow.
        raise DomainError("This text is longer than %(longest)d characters: shorten it.", longest=LONGEST_START)
    return code


def _is_made(series_id: int, instance: Instance) -> bool:
    there = (Task.series_id == series_id, Task.period_on == instance.period.first)
    return db.session.scalar(select(Task.id).where(*there)) is not None


def _kept(said: Assignment) -> dict[str, Any]:
    values = {name: value for name, value in asdict(said).items() if name not in DAYS}
    values["lead"] = _party(said.lead)
    values["coordinators"] = [_party(party) for party in said.coordinators]
    return values


def _party(party: Party) -> dict[str, Any]:
    return {"kind": party.kind.value, "id": party.id, "name": party.name}


def _read(template: Mapping[str, Any], committee_id: int) -> Assignment:
    values = dict(template)
    lead, helping = values.pop("lead"), values.pop("coordinators")
    return Assignment(
        **values,
        committee_id=committee_id,
        assigned_on=date.min,
        lead=_party_of(lead),
        coordinators=tuple(_party_of(one) for one in helping),
    )


def _party_of(kept: Mapping[str, Any]) -> Party:
    return Party(PartyKind(kept["kind"]), kept["name"], kept["id"])


def _rhythm(said: str) -> Rhythm:
    try:
        return Rhythm(said)
    except ValueError:
        raise DomainError("A task comes back weekly, monthly, quarterly, half-yearly or yearly.", read=said) from None


def _held(series_id: int) -> TaskSeries:
    found = db.session.scalar(
        select(TaskSeries).where(TaskSeries.id == series_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such series.")
    return found


def _tell(action: str, series: TaskSeries, facts: Mapping[str, object], by: Actor, now: datetime) -> None:
    unit_id = unit_of(series.committee_id)
    record(action=action, thing=("task_series", series.id), facts=facts, unit_id=unit_id, by=by, now=now)
