"""The composition of a committee on a day, what is vacant in it, how it was renewed, and which seat follows which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from committee.core.db import db
from committee.domain.access import Reach, Role
from committee.domain.appointments import Term, may_take_back, vacant_roles
from committee.members.charges import areas_of
from committee.members.committees import committee_with_id
from committee.members.held import in_force
from committee.members.models import AreaAssignment, Committee, Reconstitution, Seat, SeatSuccession
from committee.members.queries import CommitteeRow, SeatRow, seats_in
from committee.units.models import Placement
from committee.units.queries import UnitRow, below_path, units_on, valid_on, vietnamese_order, within_reach

LARGEST_ID = 2**31 - 1
# The place of a level in the tree, not the letters of its name.
_LEVELS = ("province", "district", "cluster", "commune", "hamlet")
_FROM_THE_TOP = case({level: place for place, level in enumerate(_LEVELS)}, value=Placement.level, else_=len(_LEVELS))
ROLE_ORDER = {role.value: number for number, role in enumerate(Role)}


@dataclass(frozen=True)
class ReconstitutionRow:
    """That a decision renewed a committee from a day."""

    id: int
    committee_id: int
    decision: str
    decided_on: date | None
    effective_on: date
    entered_by_name: str
    entered_at: datetime
    withdrawn_at: datetime | None

    def may_be_taken_back(self, today: date, now: datetime) -> bool:
        """Return whether it has not taken effect yet, or was only entered today."""
        return self.withdrawn_at is None and (today < self.effective_on or may_take_back(self.entered_at, now))


@dataclass(frozen=True)
class ListedCommittee:
    """A committee in the list: whose it is, and how many sit in it."""

    committee_id: int
    name: str
    unit_code: str
    unit_name: str
    seats: int
    vacant: Sequence[Role]


@dataclass(frozen=True)
class Gaps:
    """What lacks somebody: roles, ended posts nobody took, areas nobody is in charge of any more."""

    roles: Sequence[Role]
    posts: Sequence[SeatRow]
    areas: Sequence[UnitRow]

    def __bool__(self) -> bool:
        return bool(self.roles or self.posts or self.areas)


def committee_row(committee_id: int) -> CommitteeRow | None:
    """Return one committee, or None."""
    return committee_with_id(committee_id) if 0 < committee_id <= LARGEST_ID else None


def listed(within: Reach, today: date, *, path: str = "") -> list[ListedCommittee]:
    """Return the committees within reach that stand today, by unit from the top: two statements."""
    rows = db.session.execute(_standing(today, within, path)).all()
    holding = (
        select(Seat.committee_id, Seat.role, func.count())
        .where(in_force(Seat, today), Seat.full_name != "")
        .group_by(Seat.committee_id, Seat.role)
    )
    held: dict[int, dict[str, int]] = {}
    for committee_id, role, many in db.session.execute(holding):
        held.setdefault(committee_id, {})[role] = many
    return [
        ListedCommittee(row.id, row.name, row.code, row.unit_name, sum(roles.values()), vacant_roles(roles))
        for row in rows
        for roles in [held.get(row.id, {})]
    ]


def sitting_on(committee_id: int, on: date) -> list[SeatRow]:
    """Return who sits in a committee on a day, in the order of roles."""
    return _in_order(seat for seat in seats_in([committee_id]) if seat.full_name and _term(seat).holds_on(on))


def sitting_from(committee_id: int, on: date) -> list[SeatRow]:
    """Return who sits in a committee on a day or comes to it later."""
    every = (seat for seat in seats_in([committee_id]) if seat.full_name)
    return _in_order(seat for seat in every if _term(seat).meets(Term(on, None)))


def gaps_in(committee_id: int, on: date) -> Gaps:
    """Return what lacks somebody in a committee on a day."""
    sitting = sitting_on(committee_id, on)
    return Gaps(
        roles=vacant_roles({seat.role for seat in sitting}),
        posts=_posts_nobody_took(committee_id, on),
        areas=_areas_without_anybody(committee_id, [seat.seat_id for seat in sitting], on),
    )


def reconstitutions_of(committee_id: int) -> list[ReconstitutionRow]:
    """Return how a committee was renewed, the newest first, without what was taken back."""
    rows = _reconstitutions().where(Reconstitution.committee_id == committee_id, Reconstitution.withdrawn_at.is_(None))
    newest = rows.order_by(Reconstitution.effective_on.desc(), Reconstitution.id.desc())
    return [ReconstitutionRow(*row) for row in db.session.execute(newest)]


def reconstitution_row(committee_id: int, reconstitution_id: int) -> ReconstitutionRow | None:
    """Return one renewal of a committee, or None."""
    if not 0 < reconstitution_id <= LARGEST_ID:
        return None
    this = (Reconstitution.id == reconstitution_id, Reconstitution.committee_id == committee_id)
    row = db.session.execute(_reconstitutions().where(*this)).one_or_none()
    return ReconstitutionRow(*row) if row else None


def ended_by_renewals(seat_ids: Collection[int]) -> set[int]:
    """Return which of the seats ended when their committee was renewed: they come back with all of it or not at all."""
    rows = select(SeatSuccession.seat_id).where(SeatSuccession.seat_id.in_(seat_ids))
    return set(db.session.scalars(rows))


def successors_by(on: date, seat_ids: Collection[int] | None = None) -> dict[int, int | None]:
    """Return {seat ended by a renewal in force on a day: the seat that has its post now}; None: nobody took it.

    Followed through every renewal up to that day: what its own successor lost went on to the next. Open work of the
    ended seat goes there. `seat_ids` None: of every such seat.
    """
    rows = db.session.execute(
        select(SeatSuccession.seat_id, SeatSuccession.successor_id)
        .join(Reconstitution, Reconstitution.id == SeatSuccession.reconstitution_id)
        .where(Reconstitution.effective_on <= on, Reconstitution.withdrawn_at.is_(None))
    )
    after: dict[int | None, int | None] = {row.seat_id: row.successor_id for row in rows}
    found = {}
    for seat_id in after if seat_ids is None else seat_ids:
        if seat_id is not None and seat_id in after:
            last = after[seat_id]
            while last in after:
                last = after[last]
            found[seat_id] = last
    return found


def successors_in(reconstitution_id: int) -> dict[int, int]:
    """Return {ended seat: the seat that took its post} of one renewal; posts nobody took are absent."""
    rows = db.session.execute(
        select(SeatSuccession.seat_id, SeatSuccession.successor_id).where(
            SeatSuccession.reconstitution_id == reconstitution_id
        )
    )
    return {row.seat_id: row.successor_id for row in rows if row.successor_id is not None}


def seats_ended() -> Select[int]:
    """Return the ids of the seats that renewals ended, as a part of other statements."""
    return select(SeatSuccession.seat_id)


def seats_nobody_followed(committee_id: int, on: date) -> list[int]:
    """Return the seats of a committee whose post nobody has taken by a day, through all its renewals."""
    own = select(Seat.id).where(Seat.committee_id == committee_id, Seat.id.in_(seats_ended()))
    return [seat for seat, last in successors_by(on, set(db.session.scalars(own))).items() if last is None]


def _posts_nobody_took(committee_id: int, on: date) -> list[SeatRow]:
    """Return the seats that the last renewal in force ended without a successor."""
    last = (
        select(Reconstitution.id)
        .where(
            Reconstitution.committee_id == committee_id,
            Reconstitution.effective_on <= on,
            Reconstitution.withdrawn_at.is_(None),
        )
        .order_by(Reconstitution.effective_on.desc(), Reconstitution.id.desc())
        .limit(1)
    )
    ids = set(
        db.session.scalars(
            select(SeatSuccession.seat_id).where(
                SeatSuccession.reconstitution_id == last.scalar_subquery(), SeatSuccession.successor_id.is_(None)
            )
        )
    )
    return _in_order(seat for seat in seats_in([committee_id]) if seat.seat_id in ids) if ids else []


def _areas_without_anybody(committee_id: int, sitting: list[int], on: date) -> list[UnitRow]:
    """Return the units that somebody of the committee was in charge of by then, and nobody is on that day."""
    ever = select(AreaAssignment.unit_id).join(Seat, Seat.id == AreaAssignment.seat_id)
    begun = (AreaAssignment.from_on.is_(None)) | (AreaAssignment.from_on <= on)
    # What was taken back before it began was never anybody's area.
    real = (
        (AreaAssignment.from_on.is_(None))
        | (AreaAssignment.to_on.is_(None))
        | (AreaAssignment.to_on >= AreaAssignment.from_on)
    )
    known = set(db.session.scalars(ever.where(Seat.committee_id == committee_id, begun, real).distinct()))
    attended = {unit.unit_id for units in areas_of(sitting, on).values() for unit in units}
    left = units_on(known - attended, on) if known - attended else {}
    return sorted(left.values(), key=lambda unit: unit.sort_key)


def _standing(today: date, within: Reach, path: str) -> Select[*tuple[Any, ...]]:
    conditions = [within_reach(within), *([below_path(path)] if path else [])]
    return (
        select(Committee.id, Committee.name, Placement.code, Placement.name.label("unit_name"))
        .join(Placement, Placement.unit_id == Committee.unit_id)
        .where(valid_on(today), *conditions)
        .order_by(_FROM_THE_TOP, *vietnamese_order(), Committee.id)
    )


def _reconstitutions() -> Select[*tuple[Any, ...]]:
    table = Reconstitution
    return select(
        table.id,
        table.committee_id,
        table.decision,
        table.decided_on,
        table.effective_on,
        table.entered_by_name,
        table.entered_at,
        table.withdrawn_at,
    )


def _in_order(seats: Any) -> list[SeatRow]:
    return sorted(seats, key=lambda seat: (ROLE_ORDER[seat.role], seat.seat_id))


def _term(seat: SeatRow) -> Term:
    return Term(seat.from_on, seat.to_on)
