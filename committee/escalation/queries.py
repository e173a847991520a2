"""Reading cases: lists, one case, its history, and who was told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from committee.accounts.models import Account
from committee.core.db import db, row_dict
from committee.domain.access import Action, Reach, Viewer, reach
from committee.domain.case_facts import State
from committee.escalation.due import IDS, OVER
from committee.escalation.models import Case, CaseChange
from committee.escalation.stored import held_by
from committee.notify.models import Delivery, Notice
from committee.targets.models import Indicator
from committee.units.models import Placement
from committee.units.queries import below_path, within_reach

LIVE_ONLY = "live"  # a filter beside the states: all that are not over


@dataclass(frozen=True)
class CaseRow:
    """A case with its unit as it stands now. `next_look_at` is None when the case is over.

    `above_name` is the unit right above, "" for a root: names such as "Ấp 3" stand in every commune.
    """

    id: int
    unit_id: int
    unit: str
    unit_name: str
    above_name: str
    unit_path: str
    indicator: str
    indicator_name: str
    year: int
    rule: str
    state: str
    step: int
    severity: str
    episode: int
    opened_on: date
    due_on: date | None
    resolved_on: date | None
    next_look_at: datetime | None
    suppressed_by: str
    silence_id: int | None
    close_reason: str
    facts: dict[str, Any]
    version: int

    @property
    def is_over(self) -> bool:
        """Whether nobody looks at it any more."""
        return self.state in OVER

    @property
    def held_by(self) -> str:
        """What holds it back, by name, "" where nothing does."""
        return held_by(self.suppressed_by, None if self.is_over else self.silence_id)


@dataclass(frozen=True)
class ChangeRow:
    """One change of a case."""

    seq: int
    from_state: str
    to_state: str
    step: int
    event: str
    at: datetime
    effective_at: datetime
    actor_name: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class ToldRow:
    """A notice about a case on its way to one person through one channel."""

    notice_id: int
    kind: str
    step: int
    name: str
    channel: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are wanted: below a unit's path (itself included), of an indicator, in a state, of a year."""

    path: str = ""
    indicator: str = ""
    state: str = ""
    year: int | None = None


EVERYTHING = CaseFilter()


def cases(
    wanted: CaseFilter = EVERYTHING,
    *,
    on: date,
    within: Reach | None = None,
    answering: Reach | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[CaseRow]:
    """Return cases, what needs somebody first on top; `within` None is everything.

    Those that `answering` covers and that wait to be acknowledged come first of all.
    """
    rows = _cases(on).where(*_conditions(wanted, within)).order_by(*_urgency(answering)).limit(limit).offset(offset)
    return [CaseRow(**row_dict(row)) for row in db.session.execute(rows)]


def count_cases(wanted: CaseFilter = EVERYTHING, *, on: date, within: Reach | None = None) -> int:
    """Return how many cases there are."""
    found = _cases(on).where(*_conditions(wanted, within)).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def open_cases_for(viewer: Viewer, *, on: date, limit: int | None = None) -> list[CaseRow]:
    """Return the live cases that `viewer` may see, those that wait for their own answer first."""
    return cases(
        CaseFilter(state=LIVE_ONLY),
        on=on,
        within=reach(viewer, Action.SEE_CASES),
        answering=reach(viewer, Action.ACKNOWLEDGE_CASE),
        limit=limit,
    )


def case_row(case_id: int, *, on: date, within: Reach | None = None) -> CaseRow | None:
    """Return one case, or None."""
    if case_id not in IDS:
        return None
    conditions = [Case.id == case_id] if within is None else [Case.id == case_id, within_reach(within)]
    row = db.session.execute(_cases(on).where(*conditions)).first()
    return CaseRow(**row_dict(row)) if row else None


def changes_of(case_id: int) -> list[ChangeRow]:
    """Return the history of a case, oldest first."""
    rows = (
        select(
            CaseChange.seq,
            CaseChange.from_state,
            CaseChange.to_state,
            CaseChange.step,
            CaseChange.event,
            CaseChange.at,
            CaseChange.effective_at,
            CaseChange.actor_name,
            CaseChange.facts,
        )
        .where(CaseChange.case_id == case_id)
        .order_by(CaseChange.seq)
    )
    return [ChangeRow(**row_dict(row)) for row in db.session.execute(rows)]


def told_about(case_id: int) -> list[ToldRow]:
    """Return who was told of a case through which channel and what became of it, oldest first."""
    rows = (
        select(
            Delivery.notice_id,
            Notice.kind,
            Notice.facts["step"].as_integer().label("step"),
            Account.full_name.label("name"),
            Delivery.channel,
            Delivery.state,
            Notice.created_at,
            Delivery.sent_at,
            Notice.read_at,
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(Account, Account.id == Notice.recipient_id)
        .where(Notice.subject_kind == "case", Notice.subject_id == case_id)
        .order_by(Notice.id, Delivery.id)
    )
    return [ToldRow(**row_dict(row)) for row in db.session.execute(rows)]


def years_with_cases(on: date, within: Reach | None = None) -> list[int]:
    """Return the years of which there are cases, the newest first; `within` None is everything."""
    found = _cases(on).where(*_conditions(EVERYTHING, within)).subquery()
    return list(db.session.scalars(select(found.c.year).distinct().order_by(found.c.year.desc())))


def _cases(on: date) -> Select[*tuple[Any, ...]]:
    placement = _standing_last(Case.unit_id, on).with_only_columns(_LAST.id).correlate(Case).scalar_subquery()
    above = _standing_last(Placement.parent_id, on).with_only_columns(_LAST.name).correlate(Placement).scalar_subquery()
    return (
        select(
            Case.id,
            Case.unit_id,
            Placement.code.label("unit"),
            Placement.name.label("unit_name"),
            func.coalesce(above, "").label("above_name"),
            Placement.path.label("unit_path"),
            Case.indicator,
            Indicator.name.label("indicator_name"),
            Case.year,
            Case.rule,
            Case.state,
            Case.step,
            Case.severity,
            Case.episode,
            Case.opened_on,
            Case.due_on,
            Case.resolved_on,
            Case.next_look_at,
            Case.suppressed_by,
            Case.silence_id,
            Case.close_reason,
            Case.facts,
            Case.version,
        )
        .select_from(Case)
        .join(Placement, Placement.id == placement)
        .join(Indicator, Indicator.code == Case.indicator)
    )


_LAST = aliased(Placement)


def _standing_last(unit_id: Any, on: date) -> Select[*tuple[Any, ...]]:
    """Return the placement of a unit as it stands now, or as it stood last: a case outlives its unit."""
    return (
        select(_LAST)
        .where(_LAST.unit_id == unit_id, or_(_LAST.valid_from.is_(None), _LAST.valid_from <= on))
        .order_by(_LAST.valid_from.is_(None), _LAST.valid_from.desc())
        .limit(1)
    )


def _conditions(wanted: CaseFilter, within: Reach | None) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if within is not None:
        conditions.append(within_reach(within))
    if wanted.path:
        conditions.append(below_path(wanted.path))
    if wanted.indicator:
        conditions.append(Case.indicator == wanted.indicator)
    if wanted.state == LIVE_ONLY:
        conditions.append(Case.state.not_in(OVER))
    elif wanted.state:
        conditions.append(Case.state == wanted.state)
    if wanted.year is not None:
        conditions.append(Case.year == wanted.year)
    return conditions


def _urgency(answering: Reach | None) -> tuple[Any, ...]:
    waits = Case.state == State.OPEN.value
    if answering is not None:
        waits = and_(waits, within_reach(answering))
    return (
        case((Case.state.in_(OVER), 2), (waits, 0), else_=1),
        case((Case.severity == "SEVERE", 0), else_=1),
        Case.step.desc(),
        Case.opened_on,
        Placement.sort_key,
        Case.id,
    )
