"""Cases go under a pause and come out of it: their mail is taken back, their next look is brought forward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, literal, or_, select, update
from sqlalchemy import case as choose

from committee.core.batches import batches
from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.case_facts import State
from committee.domain.silences import URGING, Silence, quiet_of
from committee.escalation.due import is_live
from committee.escalation.models import Case
from committee.escalation.silence_queries import silences_on
from committee.notify.operations import take_back_mail
from committee.units.models import Placement
from committee.units.queries import below_path, valid_on

MOST_PATHS = 200  # in one condition; with more pauses than that all live cases are read


@dataclass(frozen=True)
class _Moment:
    """Noted as of `effective_at`, written `now`."""

    effective_at: datetime
    by: Actor
    now: datetime


def note_silences(*, effective_at: datetime, by: Actor, now: datetime) -> int:
    """Note on every live case the pause that holds it as of `effective_at`; return how many changed.

    One that begins takes back what was not sent yet: the step is told once more when it ends. Either way the case is
    looked at anew. A second time nothing happens.
    """
    moment = _Moment(effective_at, by, now)
    silences = silences_on(day_of(effective_at))
    holding = [one for one in silences if one.holds(effective_at)]
    begun: dict[int, list[Row[tuple[object, ...]]]] = defaultdict(list)
    over: list[int] = []
    for row in _noted_or_covered(holding, moment):
        quiet = quiet_of(silences, row.path, row.indicator, row.rule, effective_at) if row.path else None
        if quiet is None and row.silence_id is not None:
            over.append(row.id)
        elif quiet is not None and quiet.silence_id != row.silence_id:
            begun[quiet.silence_id].append(row)
    still = {one.id for one in silences_on(day_of(now)) if one.holds(now)} if begun else set()
    for silence_id, rows in begun.items():
        _begin(silence_id, rows, moment, is_over=silence_id not in still)
    _end(over, moment)
    return len(over) + sum(map(len, begun.values()))


def _noted_or_covered(holding: Sequence[Silence], moment: _Moment) -> list[Row[tuple[object, ...]]]:
    """Return the live cases that are noted under a pause or lie below the unit of one that holds."""
    paths = {one.unit_path for one in holding}
    anywhere: ColumnElement[bool] = or_(Case.silence_id.is_not(None), *map(below_path, sorted(paths)))
    if len(paths) > MOST_PATHS:
        anywhere = Case.id.is_not(None)
    stands = and_(Placement.unit_id == Case.unit_id, valid_on(day_of(moment.effective_at)))
    rows = (
        select(
            Case.id, Case.unit_id, Case.indicator, Case.rule, Case.state, Case.silence_id, Case.notified_step,
            Placement.path,
        )
        .outerjoin(Placement, stands)
        .where(is_live(), anywhere)
        .order_by(Case.id)
    )  # fmt: skip
    return list(db.session.execute(rows))


def _begin(silence_id: int, rows: Sequence[Row[tuple[object, ...]]], moment: _Moment, *, is_over: bool) -> None:
    ids = [row.id for row in rows]
    _change(ids, silence_id=silence_id, next_look_at=_at_latest(Case.next_look_at, moment.effective_at))
    if is_over:
        return  # made up for after its end: what waits now may leave
    units = {row.id: row.unit_id for row in rows}
    taken = take_back_mail(subject_kind="case", units=units, kinds=KINDS, by=moment.by, now=moment.now)
    unheard = [row.id for row in rows if row.id in taken and row.state == State.OPEN.value and row.notified_step]
    _change(unheard, taken_back_on=day_of(moment.effective_at))


def _end(ids: Collection[int], moment: _Moment) -> None:
    resumes = load_calendar().next_delivery_moment(moment.effective_at)
    _change(
        ids,
        silence_id=None,
        next_look_at=_at_latest(Case.next_look_at, resumes),
        clock_from=_at_latest(Case.clock_from, day_of(resumes)),
    )


def _at_latest(column: Any, bound: datetime | date) -> ColumnElement[Any]:
    """Return a column's value, or `bound` where that comes sooner; what is empty stays empty."""
    return choose((column > bound, literal(bound, column.type)), else_=column)


def _change(ids: Collection[int], **values: object) -> None:
    for some in batches(ids):
        rows_changed(update(Case).where(Case.id.in_(some)).values(**values, version=Case.version + 1))


KINDS = tuple(sorted(kind.value for kind in URGING))
