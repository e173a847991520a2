"""Years of the plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from committee.audit import operations as audit
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.targets.models import Plan
from committee.targets.queries import MONTHLY, QUARTERLY, PlanRow, plan_of
from committee.targets.rows import FIRST_YEAR, LAST_YEAR


def set_plan(*, year: int, cut_off_day: int | None, rhythm: str | None, by: Actor, now: datetime) -> PlanRow:
    """Make the plan of `year`, or change it; what is None stays as it is."""
    stands = plan_of(year)
    day = stands.cut_off_day if cut_off_day is None else cut_off_day
    return change_plan(year=year, cut_off_day=day, rhythm=rhythm or stands.rhythm, by=by, now=now)


def change_plan(*, year: int, cut_off_day: int | None, rhythm: str, by: Actor, now: datetime) -> PlanRow:
    """Make the plan of `year`, or change it to exactly this; without a day, figures are closed at the month's end."""
    _refuse_impossible(year, cut_off_day, rhythm)
    plan = db.session.get(Plan, year)
    before = None if plan is None else {"cut_off_day": plan.cut_off_day, "rhythm": plan.rhythm}
    if plan is None:
        plan = Plan(year=year, cut_off_day=None, rhythm=MONTHLY)
        db.session.add(plan)
    plan.cut_off_day, plan.rhythm = cut_off_day, rhythm
    after = {"cut_off_day": plan.cut_off_day, "rhythm": plan.rhythm}
    if before != after:
        audit.record(action="plan set", thing=("plan", year), facts={"before": before, "after": after}, by=by, now=now)
    return PlanRow(year, plan.cut_off_day, plan.rhythm)


def make_plans(years: Collection[int]) -> None:
    """See to it that each of `years` has a plan."""
    present = set(db.session.scalars(select(Plan.year).where(Plan.year.in_(set(years)))))
    db.session.add_all(Plan(year=year, cut_off_day=None, rhythm=MONTHLY) for year in sorted(set(years) - present))
    db.session.flush()


def _refuse_impossible(year: int, cut_off_day: int | None, rhythm: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError("Write the year with four digits: 2024.", read=str(year))
    if cut_off_day is not None and not 1 <= cut_off_day <= 31:
        raise DomainError("The cut-off day is a day of the month: 1 to 31.", read=str(cut_off_day))
    if rhythm not in (MONTHLY, QUARTERLY):
        raise DomainError("Figures are due monthly or quarterly.", read=rhythm)
