"""The calendar a person's own programs subscribe to: its address is made, renewed and revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from committee.accounts.models import Account
from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.core.tokens import hash_of, new_secret
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import NotFound, TooOften
from committee.tasks.models import CalendarFeed

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 60  # a calendar program asks a few times an hour, and a person may have several


def make_feed(*, account_id: int, by: Actor, now: datetime) -> str:
    """Return the secret of a new calendar address of the person; it is shown this once. The one before is void."""
    # Two at once: the second voids the address of the first, and none is shown that opens nothing unsaid.
    db.session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)).all()
    _void(account_id, now)
    secret = new_secret()
    db.session.add(CalendarFeed(account_id=account_id, token_hash=hash_of(secret), created_at=now, fetches=0))
    db.session.flush()
    record(action="make calendar address", thing=("account", account_id), by=by, now=now)
    return secret


def revoke_feed(*, account_id: int, by: Actor, now: datetime) -> None:
    """Let the person's calendar address open nothing any more; raises `NotFound` where there is none."""
    if not _void(account_id, now):
        raise NotFound("There is no such page.")
    record(action="revoke calendar address", thing=("account", account_id), by=by, now=now)


def note_fetch(*, feed_id: int, now: datetime) -> None:
    """Count a reading of a calendar; raises `TooOften` for a program that asks again and again."""
    here = CalendarFeed.id == feed_id
    fresh = CalendarFeed.hour_began_at.is_(None) | (CalendarFeed.hour_began_at <= now - HOUR)
    begun = update(CalendarFeed).where(here, fresh)
    if rows_changed(begun.values(hour_began_at=now, fetches=1, last_fetched_on=day_of(now))):
        return
    counted = update(CalendarFeed).where(here, CalendarFeed.fetches < MOST_AN_HOUR)
    if not rows_changed(counted.values(fetches=CalendarFeed.fetches + 1, last_fetched_on=day_of(now))):
        raise TooOften(most=MOST_AN_HOUR, minutes=HOUR // timedelta(minutes=1), wait=HOUR)


def _void(account_id: int, now: datetime) -> int:
    living = update(CalendarFeed).where(CalendarFeed.account_id == account_id, CalendarFeed.revoked_at.is_(None))
    return rows_changed(living.values(revoked_at=now))
