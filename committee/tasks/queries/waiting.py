"""What waits for somebody beside their own tasks: petitions to answer, tasks whose lead has left the post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, or_, select

from committee.core.db import db
from committee.domain.access import Reach
from committee.members.models import Committee, Seat
from committee.tasks.models import Petition, Task
from committee.tasks.queries.seen import Eyes, addressed_to, sitting_above
from committee.tasks.queries.status import is_open
from committee.units.models import Placement
from committee.units.queries import standing_within, valid_on, within_reach

MOST_SHOWN = 50


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, by its day."""

    id: int
    title: str
    due_on: date | None


def petitions_to_answer(eyes: Eyes, *, within: Reach) -> list[Waiting]:
    """Return the proposals without an answer that are addressed to somebody, or to a unit they report for.

    One addressed to a mere name waits for whoever prepares the work of its committee, in a unit of `within`.
    """
    raising = standing_within(within_reach(sitting_above(eyes)), eyes.on)
    named = [addressed_to(eyes, Petition.unit_id.in_(raising))]
    if not eyes.reports.is_nowhere:
        named.append(Petition.addressee_unit_id.in_(standing_within(within_reach(eyes.reports), eyes.on)))
    if not within.is_nowhere:
        units = standing_within(within_reach(within), eyes.on)
        prepared = select(Committee.id).where(Committee.unit_id.in_(units))
        named.append(and_(Petition.addressee_kind == "name", Petition.committee_id.in_(prepared)))
    waits = (Petition.answered_on.is_(None), Petition.withdrawn_on.is_(None), Petition.raised_on <= eyes.on)
    rows = select(Petition.id, Petition.proposal, Petition.due_on).where(*waits, or_(*named))
    in_order = rows.order_by(Petition.due_on.is_(None), Petition.due_on, Petition.id).limit(MOST_SHOWN)
    return [Waiting(*row) for row in db.session.execute(in_order)]


def tasks_without_lead(within: Reach, on: date) -> list[Waiting]:
    """Return the open tasks of committees in `within` whose lead has ended: a seat nobody followed, or a unit."""
    if within.is_nowhere:
        return []
    units = standing_within(within_reach(within), on)
    stands = exists().where(Placement.unit_id == Task.lead_unit_id, valid_on(on))
    has_ended = or_(Seat.to_on < on, and_(Task.lead_unit_id.is_not(None), ~stands))
    rows = (
        select(Task.id, Task.title, Task.due_on)
        .outerjoin(Seat, Seat.id == Task.lead_seat_id)
        .join(Committee, Committee.id == Task.committee_id)
        .where(is_open(), has_ended, Committee.unit_id.in_(units))
    )
    in_order = rows.order_by(Task.due_on.is_(None), Task.due_on, Task.id).limit(MOST_SHOWN)
    return [Waiting(*row) for row in db.session.execute(in_order)]
