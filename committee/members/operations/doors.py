"""Closing the door to a person, with an eye on what they hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from committee.accounts import operations as accounts
from committee.core.db import db
from committee.domain.access import Actor, Role
from committee.domain.calendar import day_of
from committee.members.models import Post
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
