"""Everything read about a person's keys for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from committee.accounts.models import ApiToken
from committee.core.db import db
from committee.core.tokens import hash_of


@dataclass(frozen=True)
class KeyRow:
    """A key for a program, as its owner sees it."""

    token_id: int
    label: str
    scope: str
    last_used_on: date | None
    expires_at: datetime


def tokens_of(account_id: int, now: datetime) -> list[KeyRow]:
    """Return the person's keys that are good at `now`, the newest first."""
    rows = db.session.execute(
        select(ApiToken.id, ApiToken.label, ApiToken.scope, ApiToken.last_used_on, ApiToken.expires_at)
        .where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
        .order_by(ApiToken.id.desc())
    )
    return [KeyRow(*row) for row in rows]


def is_first_use(token: str, on: date) -> bool:
    """Return whether a key was not used on this day yet."""
    row = db.session.execute(select(ApiToken.last_used_on).where(ApiToken.token_hash == hash_of(token))).one_or_none()
    return row is not None and row.last_used_on != on
