"""How it is with somebody's door: is a link waiting for them, do they show a code beside the password."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from committee.accounts.models import Invitation, SecondFactor
from committee.core.batches import batches
from committee.core.db import db


def invited_until(account_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Return {account id: until when the link it was invited by is good}; without such a link it is absent."""
    found: dict[int, datetime] = {}
    for some in batches(account_ids):
        rows = db.session.execute(
            select(Invitation.account_id, Invitation.expires_at).where(
                Invitation.account_id.in_(some),
                Invitation.purpose == "invitation",
                Invitation.used_at.is_(None),
                Invitation.expires_at > now,
            )
        )
        found.update({row.account_id: row.expires_at for row in rows})
    return found


def has_second_factor(account_id: int) -> bool:
    """Return whether the person shows a code beside the password."""
    return db.session.scalar(select(SecondFactor.account_id).where(SecondFactor.account_id == account_id)) is not None
