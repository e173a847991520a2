"""What was done by a link of a mail, and how its person signs in now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from committee.accounts.models import Account
from committee.core.db import db
from committee.notify.links import Link, door_of
from committee.notify.models import LinkUse


@dataclass(frozen=True)
class UseRow:
    """That a link was used: for what, when."""

    act: str
    at: datetime


def use_of(link: Link) -> UseRow | None:
    """Return what was done by a link, or None while it is unused."""
    kind, subject_id = link.subject
    row = db.session.execute(
        select(LinkUse.act, LinkUse.at).where(
            LinkUse.notice_id == link.notice_id, LinkUse.subject_kind == kind, LinkUse.subject_id == subject_id
        )
    ).one_or_none()
    return UseRow(*row) if row else None


def door_now(account_id: int) -> str:
    """Return the door by which somebody comes in as of now; nothing where there is no such person."""
    found = db.session.execute(select(Account.email, Account.password_set_at).where(Account.id == account_id))
    row = found.one_or_none()
    return door_of(row.email, row.password_set_at) if row else ""
