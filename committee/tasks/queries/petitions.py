"""Reading what units propose: lists, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from committee.core.db import db, row_dict
from committee.domain.meeting_rules import PetitionState, petition_state
from committee.members.models import Committee
from committee.tasks.models import Petition
from committee.tasks.queries.meetings import LARGEST_ID, words_of
from committee.tasks.queries.places import placement_of
from committee.tasks.queries.seen import Eyes, addressed_to, sitting_above
from committee.units.models import Placement
from committee.units.queries import below_path, standing_within, within_reach


@dataclass(frozen=True)
class PetitionRow:
    """A difficulty and a proposal with its unit as it stands now."""

    id: int
    unit_id: int
    unit: str
    unit_name: str
    unit_path: str
    field: str
    difficulty: str
    proposal: str
    addressee_unit_id: int | None
    addressee_seat_id: int | None
    addressee_account_id: int | None
    addressee_name: str
    committee_id: int | None
    committee: str | None
    raised_on: date
    due_on: date | None
    meeting_id: int | None
    answered_on: date | None
    answer: str
    answered_by: str
    document_id: int | None
    withdrawn_on: date | None
    created_by: int | None
    created_by_name: str

    def state(self, day: date) -> PetitionState:
        return petition_state(day=day, due_on=self.due_on, answered_on=self.answered_on, withdrawn_on=self.withdrawn_on)


@dataclass(frozen=True)
class PetitionFilter:
    """Which are wanted: words anywhere, a state, below a unit's path, of one unit, or of a meeting."""

    words: str = ""
    state: str = ""
    path: str = ""
    unit_id: int | None = None
    meeting_id: int | None = None


EVERYTHING = PetitionFilter()


def petitions(
    wanted: PetitionFilter = EVERYTHING, *, eyes: Eyes, limit: int | None = None, offset: int = 0
) -> list[PetitionRow]:
    """Return what was proposed: what waits longest for an answer first, then what has one, the newest first."""
    rows = _petitions(eyes.on).where(*_conditions(wanted, eyes)).order_by(*_waiting_first())
    return [PetitionRow(**row_dict(row)) for row in db.session.execute(rows.limit(limit).offset(offset))]


def count_petitions(wanted: PetitionFilter = EVERYTHING, *, eyes: Eyes) -> int:
    """Return how many there are."""
    found = _petitions(eyes.on).where(*_conditions(wanted, eyes)).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def petition_row(petition_id: int, *, eyes: Eyes) -> PetitionRow | None:
    """Return one that somebody may see, or None."""
    if not 0 < petition_id <= LARGEST_ID:
        return None
    row = db.session.execute(_petitions(eyes.on).where(Petition.id == petition_id, _seen_by(eyes))).first()
    return PetitionRow(**row_dict(row)) if row else None


def _petitions(on: date) -> Select[*tuple[Any, ...]]:
    columns = (
        getattr(Petition, name)
        for name in PetitionRow.__dataclass_fields__
        if name not in ("unit", "unit_name", "unit_path", "committee")
    )
    place = (Placement.code.label("unit"), Placement.name.label("unit_name"), Placement.path.label("unit_path"))
    return (
        select(*columns, *place, Committee.name.label("committee"))
        .select_from(Petition)
        .outerjoin(Committee, Committee.id == Petition.committee_id)
        .join(Placement, Placement.id == placement_of(Petition.unit_id, on))
    )


def _seen_by(eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition that somebody sees the unit's work or the addressee's, or is addressed themselves."""
    if "" in eyes.sees.subtrees:
        return true()
    units = standing_within(within_reach(eyes.sees), eyes.on)
    of_units = (within_reach(eyes.sees), Petition.addressee_unit_id.in_(units))
    return or_(false(), *of_units, addressed_to(eyes, within_reach(sitting_above(eyes))))


def _conditions(wanted: PetitionFilter, eyes: Eyes) -> list[ColumnElement[bool]]:
    conditions = [_seen_by(eyes)]
    if wanted.state:
        conditions.append(_in_state(PetitionState(wanted.state), eyes.on))
    if wanted.path:
        conditions.append(below_path(wanted.path))
    if wanted.unit_id is not None:
        conditions.append(Petition.unit_id == wanted.unit_id)
    if wanted.meeting_id is not None:
        conditions.append(Petition.meeting_id == wanted.meeting_id)
    return [*conditions, *(Petition.search_key.contains(word, autoescape=True) for word in words_of(wanted.words))]


def _in_state(state: PetitionState, day: date) -> ColumnElement[bool]:
    waits = and_(Petition.answered_on.is_(None), Petition.withdrawn_on.is_(None))
    late = and_(Petition.due_on.is_not(None), Petition.due_on < day)
    return {
        PetitionState.OPEN: and_(waits, or_(Petition.due_on.is_(None), Petition.due_on >= day)),
        PetitionState.OVERDUE: and_(waits, late),
        PetitionState.ANSWERED: Petition.answered_on.is_not(None),
        PetitionState.WITHDRAWN: and_(Petition.answered_on.is_(None), Petition.withdrawn_on.is_not(None)),
    }[state]


def _waiting_first() -> tuple[Any, ...]:
    settled = or_(Petition.answered_on.is_not(None), Petition.withdrawn_on.is_not(None))
    return (settled, Petition.due_on.is_(None), Petition.due_on, Petition.raised_on.desc(), Petition.id.desc())
