"""Covers (uỷ quyền): one member of a committee acts for another, for a time that is known beforehand."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.appointments import Term, last_day, refuse_cover
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound
from committee.members.models import Cover, Seat
from committee.members.operations.units import unit_of_seat


def cover_seat(*, seat_id: int, by_seat_id: int, from_on: date, to_on: date, by: Actor, now: datetime) -> int:
    """Return the id of a new cover: the holder of one seat acts for another of the same committee for a time.

    It is not handed on: who covers the covering seat does not act for the covered one.
    """
    seats = {seat.id: seat for seat in db.session.scalars(select(Seat).where(Seat.id.in_((seat_id, by_seat_id))))}
    if len(seats) < 2:
        raise DomainError("A seat is covered by another seat.")
    covered, covering = seats[seat_id], seats[by_seat_id]
    if covered.committee_id != covering.committee_id:
        raise DomainError("A seat is covered from within its own committee.")
    span = Term(from_on, to_on)
    same_person = covered.account_id is not None and covered.account_id == covering.account_id
    refuse_cover(_term(covered), _term(covering), span, same_person=same_person, today=day_of(now))
    if covering.account_id is None:
        raise DomainError("Whoever covers a seat needs an account.")
    standing = select(Cover).where(Cover.seat_id == seat_id, Cover.by_seat_id == by_seat_id)
    if any(_term(one).meets(span) for one in db.session.scalars(standing)):
        raise DomainError("This cover stands already for some of these days.")
    cover = Cover(seat_id=seat_id, by_seat_id=by_seat_id, from_on=from_on, to_on=to_on)
    db.session.add(cover)
    db.session.flush()
    record(
        action="cover seat", thing=("seat", seat_id), facts=_facts(cover), unit_id=unit_of_seat(covered), by=by, now=now
    )
    return cover.id


def end_cover(*, cover_id: int, by: Actor, now: datetime) -> None:
    """End a cover at once, or take back one that has not begun."""
    cover = db.session.get(Cover, cover_id)
    if cover is None:
        raise NotFound("There is no such cover.")
    last = last_day(day_of(now))
    if cover.to_on <= last:
        raise DomainError("This has ended already, or ends before that day.")
    before = _facts(cover)
    cover.to_on = max(last, last_day(cover.from_on))
    facts = {"before": before, "after": _facts(cover)}
    unit_id = unit_of_seat(db.session.get(Seat, cover.seat_id))
    record(action="end cover", thing=("seat", cover.seat_id), facts=facts, unit_id=unit_id, by=by, now=now)


def _term(row: Seat | Cover) -> Term:
    return Term(row.from_on, row.to_on)


def _facts(cover: Cover) -> dict[str, object]:
    return {"by seat": cover.by_seat_id, "from": cover.from_on.isoformat(), "to": cover.to_on.isoformat()}
