"""Ending seats and posts, and taking an end back on the day it was entered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from committee.accounts.queries import accounts_by_id
from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor, Role
from committee.domain.appointments import Term, keeps_an_administrator, may_take_back, refuse_end
from committee.domain.errors import DomainError, NotFound
from committee.members.models import AreaAssignment, Post, Seat, SeatSuccession
from committee.members.operations.units import unit_of_seat


def end_seat(*, seat_id: int, on: date, by: Actor, now: datetime) -> None:
    """Let `on` be the last day of a seat, and of the areas that go with it."""
    seat = _seat(seat_id)
    facts = _end(seat, on, now)
    db.session.execute(
        update(AreaAssignment)
        .where(AreaAssignment.seat_id == seat_id, AreaAssignment.to_on.is_(None))
        .values(to_on=on, ended_at=now)
    )
    record(action="end seat", thing=("seat", seat_id), facts=facts, unit_id=unit_of_seat(seat), by=by, now=now)


def end_post(*, post_id: int, on: date, by: Actor, now: datetime) -> None:
    """Let `on` be the last day of a post; the last administrator of the whole system stays."""
    post = _post(post_id)
    if post.role == Role.ADMINISTRATOR and post.unit_id is None:
        refuse_without_administrator(leaving={post.id}, on=on + timedelta(days=1))
    facts = _end(post, on, now)
    record(action="end post", thing=("post", post_id), facts=facts, unit_id=post.unit_id, by=by, now=now)


def take_back_end_of_seat(*, seat_id: int, by: Actor, now: datetime) -> None:
    """Let a seat, and the areas that ended with it, go on as if the end entered today had not been.

    Not for whoever sits there.
    """
    seat = _seat(seat_id)
    if db.session.get(SeatSuccession, seat_id) is not None:
        raise DomainError("This seat ended when the committee was renewed: take that back as a whole.")
    ended_at = seat.ended_at
    facts = _take_back(seat, by, now)
    db.session.execute(
        update(AreaAssignment)
        .where(AreaAssignment.seat_id == seat_id, AreaAssignment.ended_at == ended_at)
        .values(to_on=None, ended_at=None)
    )
    record(
        action="take back end of seat", thing=("seat", seat_id), facts=facts, unit_id=unit_of_seat(seat), by=by, now=now
    )


def take_back_end_of_post(*, post_id: int, by: Actor, now: datetime) -> None:
    """Let a post go on as if the end entered today had not been; not for whoever holds it."""
    post = _post(post_id)
    facts = _take_back(post, by, now)
    record(action="take back end of post", thing=("post", post_id), facts=facts, unit_id=post.unit_id, by=by, now=now)


def refuse_without_administrator(*, leaving: set[int], on: date) -> None:
    """Raise unless somebody else goes on administering the whole system from `on`, once the posts `leaving` are gone.

    Whoever ends one waits here for whoever ends another at the same moment.
    """
    whole = select(Post).where(Post.role == Role.ADMINISTRATOR, Post.unit_id.is_(None)).order_by(Post.id)
    posts = db.session.scalars(whole.with_for_update().execution_options(populate_existing=True)).all()
    known = accounts_by_id({post.account_id for post in posts})
    others = (
        Term(post.from_on, post.to_on)
        for post in posts
        if post.id not in leaving and known[post.account_id].may_sign_in
    )
    if not keeps_an_administrator(others, on):
        raise DomainError(
            "This is the last administrator of the whole system who can sign in: give the post to somebody else first."
        )


def _end(row: Seat | Post, on: date, now: datetime) -> dict[str, object]:
    refuse_end(Term(row.from_on, row.to_on), on)
    facts: dict[str, object] = {"before": {"to": _written(row.to_on)}, "after": {"to": _written(on)}}
    row.to_on_before, row.to_on, row.ended_at = row.to_on, on, now
    return facts


def _take_back(row: Seat | Post, by: Actor, now: datetime) -> dict[str, object]:
    if by.account_id is not None and row.account_id == by.account_id:
        raise DomainError("Nobody takes back the end of their own place: ask another administrator.")
    if not may_take_back(row.ended_at, now):
        raise DomainError("An end can be taken back on the day it was entered; after that, give the place anew.")
    facts: dict[str, object] = {"before": {"to": _written(row.to_on)}, "after": {"to": _written(row.to_on_before)}}
    row.to_on, row.to_on_before, row.ended_at = row.to_on_before, None, None
    return facts


def _seat(seat_id: int) -> Seat:
    seat = db.session.get(Seat, seat_id)
    if seat is None:
        raise NotFound("There is no such seat.")
    return seat


def _post(post_id: int) -> Post:
    post = db.session.get(Post, post_id)
    if post is None:
        raise NotFound("There is no such post.")
    return post


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
