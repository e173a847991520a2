"""The door of a person, with an eye on what they hold: closed, or with another address on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from committee.accounts import operations as accounts
from committee.core.db import db
from committee.domain.access import Actor, Role
from committee.domain.calendar import day_of
from committee.members.models import Post, Seat
from committee.members.operations.ending import refuse_without_administrator


def close_account(*, account_id: int, by: Actor, now: datetime) -> None:
    """Close the door to a person at once; the last administrator of the whole system stays."""
    whole = select(Post.id).where(
        Post.account_id == account_id, Post.role == Role.ADMINISTRATOR, Post.unit_id.is_(None)
    )
    leaving = set(db.session.scalars(whole))
    if leaving:
        refuse_without_administrator(leaving=leaving, on=day_of(now))
    accounts.disable(account_id=account_id, by=by, now=now)


def change_email(*, account_id: int, email: str, by: Actor, now: datetime) -> None:
    """Let a person sign in, and be written to, by another address; their seats are found by it from now on."""
    accounts.change_email(account_id=account_id, email=email, by=by, now=now)
    theirs = update(Seat).where(Seat.account_id == account_id)
    db.session.execute(theirs.values(email=accounts.checked_email(email)))
