"""Sending what is due: lease, send outside any transaction, mark.

Whoever holds the lease sends. A lease outlives the longest conversation with a mail server, and only its holder may
mark: so nobody sends what another is sending, and what a dead process left is taken up again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, update
from sqlalchemy.orm import aliased

from committee.accounts.models import Account
from committee.core.db import Moment, db, transaction
from committee.core.log import log
from committee.core.rows import insert_unless_known, rows_changed
from committee.core.seals import BrokenSeal
from committee.domain.delivery import GIVE_UP_AFTER, next_try
from committee.notify.channels import Channel, Letter, Outcome
from committee.notify.links import door_of, links_of
from committee.notify.models import ChannelState, Delivery, Notice
from committee.notify.wording import mail_text

LEASE = timedelta(seconds=120)
PROBE_EVERY = timedelta(minutes=1)
FAILURES_BEFORE_PROBING = 5
LOST_ATTEMPTS = 30  # more than the back-off ever makes: the attempts themselves must be what ends the process
PUT_OFF = timedelta(hours=1)


@dataclass(frozen=True)
class Claim:
    """A delivery in our hands: what to send, and what to mark it by."""

    delivery_id: int
    token: str
    attempts: int
    due_at: datetime
    letter: Letter


def deliver_one(channel: Channel, *, now: datetime, rng: Random | None = None, kind: str = "email") -> str | None:
    """Claim, send and mark one due delivery; return its new state, or None if nothing is due.

    `rng` scatters the next tries. A delivery that another process took meanwhile is `lost`.
    """
    claim = take_one(kind=kind, now=now)
    if claim is None:
        return None
    outcome = _sent(channel, claim, now)
    return mark(claim, outcome, kind=kind, now=now, rng=rng or Random())  # noqa: S311 - scatters load, keeps no secret


def _sent(channel: Channel, claim: Claim, now: datetime) -> Outcome:
    try:
        return channel.send(claim.letter, now=now)
    except Exception as failure:  # noqa: BLE001 - one bad letter must not stop the others
        log.exception("delivery failed", delivery=claim.delivery_id)
        return Outcome("failed", f"{type(failure).__name__}: {failure}"[:500])


def take_one(*, kind: str, now: datetime) -> Claim | None:
    """Lease the delivery that has been due longest, or return None; mail to people who left is cancelled on the way."""
    while True:
        with transaction():
            if not _may_try(kind, now):
                return None
            token = secrets.token_hex(16)
            if not _lease(kind, token, now):
                return None
            claim = _leased(token, now)
            if claim is not None:
                return claim


def _lease(kind: str, token: str, now: datetime) -> bool:
    """Put our `token` on one due delivery; two processes that see the same row do not both succeed."""
    candidate = aliased(Delivery)
    first = (
        select(candidate.id)
        .where(candidate.channel == kind, is_due(candidate, now))
        .order_by(candidate.next_try_at, candidate.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    leased = rows_changed(
        update(Delivery)
        .where(Delivery.id == first.scalar_subquery(), is_due(Delivery, now))
        .values(state="leased", lease_token=token, lease_until=now + LEASE, attempts=Delivery.attempts + 1)
    )
    return bool(leased)


def is_due(delivery: type[Delivery], now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a delivery may be leased."""
    return or_(
        and_(delivery.state.in_(("queued", "failed")), delivery.next_try_at <= now),
        and_(delivery.state == "leased", delivery.lease_until <= now),
    )


def _leased(token: str, now: datetime) -> Claim | None:
    """Return what we hold, or None after closing it because it may not be sent any more."""
    row = db.session.execute(
        select(
            Delivery.id,
            Delivery.attempts,
            Delivery.due_at,
            Delivery.lease_until,
            Delivery.address,
            Delivery.message_id,
            Notice.id.label("notice_id"),
            Notice.title,
            Notice.body,
            Notice.facts,
            Notice.recipient_id,
            Account.full_name,
            Account.disabled_at,
            Account.password_set_at,
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(Account, Account.id == Notice.recipient_id)
        .where(Delivery.lease_token == token)
    ).one()
    if row.disabled_at is not None:
        _close(token, "cancelled", "The recipient's account is disabled.")
        return None
    if row.attempts > LOST_ATTEMPTS and row.lease_until - LEASE > row.due_at + GIVE_UP_AFTER:
        _close(token, "dead", "Every attempt to send it was cut short.")
        return None
    door = door_of(row.address, row.password_set_at)
    links = links_of(notice_id=row.notice_id, account_id=row.recipient_id, door=door, facts=row.facts, now=now)
    try:
        body = mail_text(row.notice_id, row.body, row.facts, links)
    except BrokenSeal:
        _close(token, "dead", "Its link cannot be read any more: the secret key was changed.")
        return None
    letter = Letter(address=row.address, name=row.full_name, title=row.title, body=body, message_id=row.message_id)
    return Claim(row.id, token, row.attempts, row.due_at, letter)


def _close(token: str, state: str, error: str) -> None:
    rows_changed(
        update(Delivery)
        .where(Delivery.lease_token == token)
        .values(state=state, last_error=error, next_try_at=None, lease_token=None, lease_until=None)
    )


def mark(claim: Claim, outcome: Outcome, *, kind: str, now: datetime, rng: Random) -> str:
    """Write down what became of a claim, unless the lease has passed to somebody else; return the new state."""
    again_at = next_try(claim.attempts, now, rng, since=claim.due_at) if outcome.state == "failed" else None
    state = "dead" if outcome.state == "failed" and again_at is None else outcome.state
    with transaction():
        marked = rows_changed(
            update(Delivery)
            .where(Delivery.id == claim.delivery_id, Delivery.lease_token == claim.token)
            .values(
                state=state,
                last_error=outcome.error,
                next_try_at=again_at,
                sent_at=now if state == "sent" else None,
                lease_token=None,
                lease_until=None,
            )
        )
        _note_channel(kind, outcome, now)
    if not marked:
        log.warning("lease lost before the mark", delivery=claim.delivery_id)
        return "lost"
    return state


def _may_try(kind: str, now: datetime) -> bool:
    """Return whether the channel may be used: after five failures in a row, once a minute in all processes together."""
    probing = and_(ChannelState.channel == kind, ChannelState.failures >= FAILURES_BEFORE_PROBING)
    if db.session.scalar(select(ChannelState.channel).where(probing)) is None:
        return True
    probed = rows_changed(
        update(ChannelState).where(probing, ChannelState.probe_at <= now).values(probe_at=now + PROBE_EVERY)
    )
    return bool(probed)


def _note_channel(kind: str, outcome: Outcome, now: datetime) -> None:
    here = ChannelState.channel == kind
    if outcome.channel_works:
        change = {"failures": 0, "failing_since": None, "probe_at": None, "last_error": ""}
        statement = update(ChannelState).where(here, ChannelState.failures > 0).values(**change)
    else:
        first = {"channel": kind, "failures": 0, "last_error": ""}
        insert_unless_known(ChannelState, first, key=["channel"])
        statement = (
            update(ChannelState)
            .where(here)
            .values(
                failures=ChannelState.failures + 1,
                failing_since=func.coalesce(ChannelState.failing_since, literal(now, Moment())),
                probe_at=now + PROBE_EVERY,
                last_error=outcome.error,
            )
        )
    rows_changed(statement)
