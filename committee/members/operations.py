"""Everything written about committees, seats, areas in charge and posts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from committee.accounts.queries import account
from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import clean
from committee.members import queries
from committee.members.member_file import COMMITTEE_ROLES
from committee.members.models import AreaAssignment, Committee, Cover, Post, Seat

DEFAULT_COMMITTEE_NAME = "Ban Chỉ đạo thực hiện chính sách bảo hiểm xã hội, bảo hiểm y tế"
POST_ROLES = ("reporter", "reviewer", "supervisor", "administrator")
WHOLE_SYSTEM_ROLES = ("supervisor", "administrator")


def found_committee(*, unit_id: int, name: str, by: Actor, now: datetime) -> int:
    """Return the id of the unit's committee with this name, founded if there is none yet."""
    kept = clean(name)
    found = next((one for one in queries.committees_of(unit_id) if one.name.casefold() == kept.casefold()), None)
    if found:
        return found.committee_id
    committee = Committee(unit_id=unit_id, name=kept, standing_agency="")
    db.session.add(committee)
    db.session.flush()
    facts = {"unit": unit_id, "name": kept}
    record(action="found committee", thing=("committee", committee.id), facts=facts, by=by, now=now)
    return committee.id


def give_role(
    *, account_id: int, unit_id: int | None, role: str, from_on: date | None = None, by: Actor, now: datetime
) -> int:
    """Return the id of a post, or of a seat in the unit's only committee, which is founded if there is none.

    What the person holds already is not given twice.
    """
    if role in POST_ROLES:
        return add_post(account_id=account_id, unit_id=unit_id, role=role, from_on=from_on, by=by, now=now)
    if role not in COMMITTEE_ROLES:
        raise DomainError("The role is one of %(known)s.", read=role, known=", ".join((*COMMITTEE_ROLES, *POST_ROLES)))
    if unit_id is None:
        raise DomainError("The role %(role)s belongs to a unit: name its code.", role=role)
    committee_id = _only_committee(unit_id, by, now)
    return add_seat(committee_id=committee_id, account_id=account_id, role=role, from_on=from_on, by=by, now=now)


def add_seat(
    *, committee_id: int, account_id: int, role: str, from_on: date | None = None, by: Actor, now: datetime
) -> int:
    """Return the id of the person's seat in this role, which may be theirs already."""
    holder = account(account_id)
    if holder is None:
        raise NotFound("There is no such account.")
    seats = queries.seats_in([committee_id])
    own = next((s for s in seats if s.account_id == account_id and s.role == role and s.to_on is None), None)
    if own:
        return own.seat_id
    seat = Seat(
        committee_id=committee_id,
        account_id=account_id,
        full_name=holder.name,
        role=role,
        email=holder.email,
        from_on=from_on,
        to_on=None,
    )
    db.session.add(seat)
    db.session.flush()
    facts = {"committee": committee_id, "role": role, "account": account_id}
    record(action="add seat", thing=("seat", seat.id), facts=facts, by=by, now=now)
    return seat.id


def add_post(
    *, account_id: int, unit_id: int | None, role: str, from_on: date | None = None, by: Actor, now: datetime
) -> int:
    """Return the id of the person's post, which may be theirs already.

    Without a unit a supervisor or an administrator has the whole system; the other posts need one.
    """
    if role not in POST_ROLES:
        raise DomainError("The role is one of %(known)s.", read=role, known=", ".join(POST_ROLES))
    if unit_id is None and role not in WHOLE_SYSTEM_ROLES:
        raise DomainError("The role %(role)s belongs to a unit: name its code.", role=role)
    here = Post.unit_id.is_(None) if unit_id is None else Post.unit_id == unit_id
    held = db.session.scalar(
        select(Post.id).where(Post.account_id == account_id, here, Post.role == role, Post.to_on.is_(None)).limit(1)
    )
    if held:
        return held
    post = Post(account_id=account_id, unit_id=unit_id, role=role, from_on=from_on, to_on=None)
    db.session.add(post)
    db.session.flush()
    facts = {"unit": unit_id, "role": role, "account": account_id}
    record(action="add post", thing=("post", post.id), facts=facts, by=by, now=now)
    return post.id


def end_seat(*, seat_id: int, on: date, by: Actor, now: datetime) -> None:
    """Let `on` be the last day of a seat, and of the areas that go with it."""
    seat = db.session.get(Seat, seat_id)
    if seat is None:
        raise NotFound("There is no such seat.")
    _refuse_before(seat.from_on, on)
    seat.to_on = on
    db.session.execute(
        update(AreaAssignment).where(AreaAssignment.seat_id == seat_id, AreaAssignment.to_on.is_(None)).values(to_on=on)
    )
    record(action="end seat", thing=("seat", seat_id), facts={"last day": on.isoformat()}, by=by, now=now)


def cover_seat(*, seat_id: int, by_seat_id: int, from_on: date, to_on: date, by: Actor, now: datetime) -> int:
    """Return the id of a new cover: the holder of one seat acts for another of the same committee for a time."""
    seats = {seat.id: seat for seat in db.session.scalars(select(Seat).where(Seat.id.in_((seat_id, by_seat_id))))}
    if len(seats) < 2:
        raise DomainError("A seat is covered by another seat.")
    if seats[seat_id].committee_id != seats[by_seat_id].committee_id:
        raise DomainError("A seat is covered from within its own committee.")
    _refuse_before(from_on, to_on)
    cover = Cover(seat_id=seat_id, by_seat_id=by_seat_id, from_on=from_on, to_on=to_on)
    db.session.add(cover)
    db.session.flush()
    facts = {"by seat": by_seat_id, "from": from_on.isoformat(), "to": to_on.isoformat()}
    record(action="cover seat", thing=("seat", seat_id), facts=facts, by=by, now=now)
    return cover.id


def put_in_charge(*, seat_id: int, unit_ids: set[int], on: date, by: Actor, now: datetime) -> bool:
    """Let exactly `unit_ids` be the areas of a seat from `on`; return whether that changed anything."""
    standing = {
        row.unit_id: row
        for row in db.session.scalars(
            select(AreaAssignment).where(AreaAssignment.seat_id == seat_id, AreaAssignment.to_on.is_(None))
        )
    }
    before = set(standing)
    if before == unit_ids:
        return False
    for unit_id in before - unit_ids:
        _end_area(standing[unit_id], on)
    for unit_id in sorted(unit_ids - before):
        db.session.add(AreaAssignment(seat_id=seat_id, unit_id=unit_id, from_on=on, to_on=None))
    facts = {"before": sorted(before), "after": sorted(unit_ids)}
    record(action="put in charge", thing=("seat", seat_id), facts=facts, by=by, now=now)
    return True


def _end_area(area: AreaAssignment, on: date) -> None:
    if area.from_on is not None and area.from_on >= on:
        db.session.delete(area)  # never in force: begun and taken back on the same day
    else:
        area.to_on = on - timedelta(days=1)


def _only_committee(unit_id: int, by: Actor, now: datetime) -> int:
    committees = queries.committees_of(unit_id)
    if len(committees) > 1:
        names = "; ".join(one.name for one in committees)
        raise DomainError("The unit has several committees (%(names)s): import the members from a file.", names=names)
    if committees:
        return committees[0].committee_id
    return found_committee(unit_id=unit_id, name=DEFAULT_COMMITTEE_NAME, by=by, now=now)


def _refuse_before(from_on: date | None, to_on: date) -> None:
    if from_on is not None and to_on < from_on:
        raise DomainError("The last day lies before the first.")
