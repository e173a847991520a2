"""What the sweep reads: which indicators are asked for, the cases of one, the next case that is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from committee.accounts.models import Account
from committee.core.batches import batches
from committee.core.db import db
from committee.domain.case_facts import Change, NoticeKind, State
from committee.domain.ladder import DEFAULT_LADDER
from committee.escalation.models import Case, CaseChange
from committee.escalation.stored import StoredCase, stored_case
from committee.notify.models import Notice
from committee.notify.operations import Recipient
from committee.targets.models import Target
from committee.units.models import Unit
from committee.units.queries import UnitRow, subtree_of, units_on

IDS = range(1, 2**31)  # what the engines keep an id in
OVER = (State.RESOLVED.value, State.CLOSED.value)
COUNTS_ANEW = (Change.EXPLAINED.value, Change.REOPENED.value)
MOVES_NOTHING = (Change.SEEN.value, Change.SUPPRESSED.value)


def is_live() -> ColumnElement[bool]:
    """Return the condition that a case is not over."""
    return Case.state.not_in(OVER)


def indicators_asked(year: int) -> set[str]:
    """Return the indicators with primary targets or live cases of `year`."""
    asked = select(Target.indicator).where(Target.year == year, Target.is_primary)
    lagging = select(Case.indicator).where(Case.year == year, is_live())
    return set(db.session.scalars(asked.union(lagging)))


def units_asked(year: int, on: date) -> list[UnitRow]:
    """Return the trees, as of a day, in which some unit has a primary target or a live case of `year`."""
    asked = select(Target.unit_id).where(Target.year == year, Target.is_primary)
    lagging = select(Case.unit_id).where(Case.year == year, is_live())
    standing = units_on(list(db.session.scalars(asked.union(lagging))), on)
    roots = {row.path.split("/", 1)[0] for row in standing.values()}
    return [row for root in sorted(roots, key=int) for row in subtree_of(f"{root}/", on)]


def lineages(unit_ids: Collection[int]) -> dict[int, int]:
    """Return {unit: its lineage, which it may have from a predecessor}."""
    found: dict[int, int] = {}
    for some in batches(unit_ids):
        rows = db.session.execute(select(Unit.id, Unit.lineage).where(Unit.id.in_(some)))
        found |= {unit_id: lineage or unit_id for unit_id, lineage in rows}
    return found


def cases_of(indicator: str, year: int, on: date) -> dict[str, StoredCase]:
    """Return {fingerprint: the live case, or the one resolved last that may still be reopened on that day}."""
    reopenable = and_(
        Case.state == State.RESOLVED.value, Case.resolved_on >= on - timedelta(days=DEFAULT_LADDER.reopen_days)
    )
    rows = db.session.execute(
        select(*Case.__table__.c)
        .where(Case.indicator == indicator, Case.year == year, or_(is_live(), reopenable))
        .order_by(is_live(), Case.id)  # a live one comes after those that are over, and stands in their place
    ).mappings()
    return {row["fingerprint"]: stored_case(dict(row)) for row in rows}


def next_due(at: datetime) -> int | None:
    """Return the case that has waited longest for a look due by `at`, or None."""
    due = select(Case.id).where(Case.next_look_at <= at, is_live()).order_by(Case.next_look_at, Case.id)
    return db.session.scalar(due.limit(1))


def case_with_id(case_id: int) -> StoredCase | None:
    """Return a case, or None."""
    if case_id not in IDS:
        return None
    row = db.session.execute(select(*Case.__table__.c).where(Case.id == case_id)).mappings().first()
    return stored_case(dict(row)) if row else None


def overdue_before(case_id: int, step: int) -> int:
    """Return how often the explanation of a case was overdue on its step, since one was filed or it was reopened."""
    mine = CaseChange.case_id == case_id
    begins_anew = or_(CaseChange.step != step, CaseChange.event.in_(COUNTS_ANEW))
    begun = select(func.max(CaseChange.seq)).where(mine, begins_anew).scalar_subquery()
    is_overdue = CaseChange.event == Change.EXPLANATION_OVERDUE.value
    overdue = select(func.count()).where(mine, is_overdue, CaseChange.seq > func.coalesce(begun, 0))
    return db.session.scalar(overdue) or 0


def last_event(case_id: int) -> str | None:
    """Return what happened to a case last, as far as its history tells."""
    newest = select(CaseChange.event).where(CaseChange.case_id == case_id).order_by(CaseChange.seq.desc())
    return db.session.scalar(newest.limit(1))


def last_move(case_id: int) -> dict[str, Any]:
    """Return what the history keeps of the change that brought a case to where it is."""
    moves = select(CaseChange.facts).where(CaseChange.case_id == case_id, CaseChange.event.not_in(MOVES_NOTHING))
    return db.session.scalar(moves.order_by(CaseChange.seq.desc()).limit(1)) or {}


def told_of(case_id: int, *, from_step: int = 0) -> list[Recipient]:
    """Return who was told of a case, on that step of the ladder or a higher one, and can still be told."""
    rows = db.session.execute(
        select(Notice.recipient_id, Account.email, Notice.facts)
        .join(Account, Account.id == Notice.recipient_id)
        .where(
            Notice.subject_kind == "case",
            Notice.subject_id == case_id,
            Notice.kind != NoticeKind.SEATS_VACANT.value,
            Account.disabled_at.is_(None),
        )
        .order_by(Notice.id)
    )
    told = {row.recipient_id: Recipient(row.recipient_id, row.email) for row in rows if row.facts["step"] >= from_step}
    return list(told.values())
