"""Reading notices and their deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, false, func, or_, select

from committee.accounts.models import Account
from committee.core.db import db, row_dict
from committee.domain.access import Reach
from committee.notify.models import ChannelState, Delivery, Notice

# The ledger begins with what somebody must do something about.
STATES = ("dead", "held", "failed", "leased", "queued", "sent", "cancelled")


@dataclass(frozen=True)
class NoticeRow:
    """A notice as its recipient reads it."""

    id: int
    kind: str
    subject_kind: str
    subject_id: int
    title: str
    body: str
    facts: dict[str, Any]
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class NoticeRecord:
    """A notice as the ledger keeps it; `recipient` is an e-mail address."""

    id: int
    dedupe_key: str
    kind: str
    recipient: str
    subject_kind: str
    subject_id: int
    title: str
    message_id: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery with the record it belongs to; `recipient` is the address it was written for."""

    id: int
    notice_id: int
    dedupe_key: str
    kind: str
    title: str
    recipient: str
    channel: str
    state: str
    attempts: int
    message_id: str
    last_error: str
    queued_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True)
class MailRow:
    """A mail that was sent, as text; `facts` are those of its notice."""

    id: int
    notice_id: int
    address: str
    name: str
    title: str
    body: str
    facts: dict[str, Any]
    recipient_id: int
    message_id: str
    sent_at: datetime


@dataclass(frozen=True)
class ChannelTrouble:
    """A channel that fails by itself, since when, and what it last said."""

    channel: str
    failures: int
    failing_since: datetime
    last_error: str


def inbox_of(account_id: int, *, unread_only: bool, limit: int, offset: int) -> list[NoticeRow]:
    """Return a page of a person's notices, the unread first, then the newest."""
    rows = (
        _notices()
        .where(*_mine(account_id, unread_only=unread_only))
        .order_by(Notice.read_at.is_not(None), Notice.created_at.desc(), Notice.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [NoticeRow(**row_dict(row)) for row in db.session.execute(rows)]


def count_inbox(account_id: int, *, unread_only: bool) -> int:
    """Return how many notices a person has."""
    return _count(select(func.count()).select_from(Notice).where(*_mine(account_id, unread_only=unread_only)))


def notice_to(account_id: int, notice_id: int) -> NoticeRow | None:
    """Return a notice of this recipient, or None."""
    row = db.session.execute(_notices().where(Notice.id == notice_id, Notice.recipient_id == account_id)).first()
    return NoticeRow(**row_dict(row)) if row else None


def notices(*, limit: int | None = None, offset: int = 0) -> list[NoticeRecord]:
    """Return the ledger of notices, oldest first."""
    rows = (
        select(
            Notice.id,
            Notice.dedupe_key,
            Notice.kind,
            Account.email.label("recipient"),
            Notice.subject_kind,
            Notice.subject_id,
            Notice.title,
            _message_id().label("message_id"),
            Notice.created_at,
            Notice.read_at,
        )
        .join(Account, Account.id == Notice.recipient_id)
        .order_by(Notice.id)
        .limit(limit)
        .offset(offset)
    )
    return [NoticeRecord(**row_dict(row)) for row in db.session.execute(rows)]


def _message_id() -> ScalarSelect[str]:
    # The same for every channel of a notice.
    return select(func.min(Delivery.message_id)).where(Delivery.notice_id == Notice.id).scalar_subquery()


def deliveries(
    *,
    within: Reach | None = None,
    state: str | None = None,
    delivery_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[DeliveryRow]:
    """Return the ledger of deliveries, the dead first, then the newest; `within` None is everything."""
    rows = (
        select(
            Delivery.id,
            Delivery.notice_id,
            Notice.dedupe_key,
            Notice.kind,
            Notice.title,
            Delivery.address.label("recipient"),
            Delivery.channel,
            Delivery.state,
            Delivery.attempts,
            Delivery.message_id,
            Delivery.last_error,
            Delivery.queued_at,
            Delivery.next_try_at,
            Delivery.sent_at,
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .where(*_in_ledger(within, state))
        .order_by(case({name: rank for rank, name in enumerate(STATES)}, value=Delivery.state), Delivery.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if delivery_id is not None:
        rows = rows.where(Delivery.id == delivery_id)
    return [DeliveryRow(**row_dict(row)) for row in db.session.execute(rows)]


def count_deliveries(*, within: Reach | None = None) -> dict[str, int]:
    """Return {state: how many deliveries are in it}; states without any are absent."""
    rows = (
        select(Delivery.state, func.count().label("how_many"))
        .join(Notice, Notice.id == Delivery.notice_id)
        .where(*_in_ledger(within, None))
        .group_by(Delivery.state)
    )
    return {row.state: row.how_many for row in db.session.execute(rows)}


def oldest_queued(now: datetime) -> datetime | None:
    """Return since when the delivery that has been due longest has waited, or None while nothing is late."""
    waiting = Delivery.state.in_(("queued", "failed", "leased"))
    return db.session.scalar(select(func.min(Delivery.due_at)).where(waiting, Delivery.due_at <= now))


def leases_out_of_time(before: datetime) -> int:
    """Return how many leases ran out before `before` and nobody took them up."""
    stuck = and_(Delivery.state == "leased", Delivery.lease_until < before)
    return _count(select(func.count()).select_from(Delivery).where(stuck))


def troubled_channels(failures: int) -> list[ChannelTrouble]:
    """Return the channels that have failed at least so many times in a row."""
    rows = select(
        ChannelState.channel, ChannelState.failures, ChannelState.failing_since, ChannelState.last_error
    ).where(ChannelState.failures >= failures)
    return [ChannelTrouble(**row_dict(row)) for row in db.session.execute(rows)]


def sent_mail(*, limit: int, offset: int) -> list[MailRow]:
    """Return a page of the mail that was sent, newest first."""
    return [_mail(row) for row in db.session.execute(_mails().limit(limit).offset(offset))]


def count_sent_mail() -> int:
    """Return how many mails were sent."""
    return _count(select(func.count()).select_from(Delivery).where(*_SENT_MAIL))


def one_mail(delivery_id: int) -> MailRow | None:
    """Return one mail that was sent, or None."""
    row = db.session.execute(_mails().where(Delivery.id == delivery_id)).first()
    return _mail(row) if row else None


_SENT_MAIL = (Delivery.channel == "email", Delivery.state == "sent")


def _mails() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Delivery.id,
            Delivery.notice_id,
            Delivery.address,
            Account.full_name.label("name"),
            Notice.title,
            Notice.body,
            Notice.facts,
            Notice.recipient_id,
            Delivery.message_id,
            Delivery.sent_at,
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(Account, Account.id == Notice.recipient_id)
        .where(*_SENT_MAIL)
        .order_by(Delivery.sent_at.desc(), Delivery.id.desc())
    )


def _mail(row: Any) -> MailRow:
    return MailRow(**row_dict(row))


def _notices() -> Select[*tuple[Any, ...]]:
    return select(
        Notice.id,
        Notice.kind,
        Notice.subject_kind,
        Notice.subject_id,
        Notice.title,
        Notice.body,
        Notice.facts,
        Notice.created_at,
        Notice.read_at,
    )


def _mine(account_id: int, *, unread_only: bool) -> list[ColumnElement[bool]]:
    mine = [Notice.recipient_id == account_id]
    return [*mine, Notice.read_at.is_(None)] if unread_only else mine


def _in_ledger(within: Reach | None, state: str | None) -> Sequence[ColumnElement[bool]]:
    conditions = [] if within is None else [_reached(within)]
    return conditions if state is None else [*conditions, Delivery.state == state]


def _reached(within: Reach) -> ColumnElement[bool]:
    path = Notice.unit_path
    return or_(
        false(),
        path.in_(within.units),
        *(path.startswith(prefix, autoescape=True) for prefix in within.subtrees),
        *(and_(path.startswith(prefix, autoescape=True), path != prefix) for prefix in within.below),
    )


def _count(statement: Select[int]) -> int:
    return db.session.scalar(statement) or 0
