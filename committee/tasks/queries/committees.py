"""The committees side by side: how many tasks of each have each status on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from committee.core.db import db
from committee.domain.task_status import Counts
from committee.members.models import Committee
from committee.tasks.queries.listing import TaskFilter
from committee.tasks.queries.rates import counts_by_committee
from committee.tasks.queries.seen import Eyes
from committee.units.queries import UnitRow, standing_last, standing_within, within_reach


@dataclass(frozen=True)
class CommitteeCounts:
    """A committee with its counts; none of its tasks need be there."""

    committee_id: int
    name: str
    unit: UnitRow
    counts: Counts


def committees_side_by_side(wanted: TaskFilter, *, day: date, eyes: Eyes) -> list[CommitteeCounts]:
    """Return each committee whose tasks somebody may see, or sees one of; most overdue first. Three statements."""
    counted = counts_by_committee(wanted, day=day, eyes=eyes)
    units = standing_within(within_reach(eyes.sees), eyes.on)
    within = () if eyes.sees.is_nowhere else (Committee.unit_id.in_(units),)
    rows = select(Committee.id, Committee.name, Committee.unit_id).where(or_(Committee.id.in_(counted), *within))
    found = db.session.execute(rows).all()
    places = standing_last({row.unit_id for row in found}, eyes.on)
    lines = [CommitteeCounts(row.id, row.name, places[row.unit_id], counted.get(row.id, Counts())) for row in found]
    narrowed = wanted.committee_id or wanted.path
    kept = [line for line in lines if line.counts.total or not narrowed]
    return sorted(kept, key=lambda line: (-line.counts.open_overdue, line.unit.sort_key, line.committee_id))
