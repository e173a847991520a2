"""How often one person may do what costs much or reaches others, counted by what the audit holds of them.

Generous: nobody who works by hand meets it. It counts in the database, so that it holds over any number of processes.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.errors import TooOften

WITHIN = timedelta(minutes=10)
MOST = {"exported": 60, "send again": 120}


def refuse_too_often(action: str, *, by: Actor, now: datetime) -> None:
    """Raise `TooOften` if a person has done `action` so often lately that they must wait; programs of ours never do."""
    if by.account_id is None:
        return
    lately = (
        select(AuditEntry.at)
        .where(AuditEntry.actor_id == by.account_id, AuditEntry.action == action, AuditEntry.at > now - WITHIN)
        .order_by(AuditEntry.at.desc())
        .limit(MOST[action])
    )
    moments = list(db.session.scalars(lately))
    if len(moments) == MOST[action]:
        raise TooOften(most=MOST[action], minutes=WITHIN // timedelta(minutes=1), wait=moments[-1] + WITHIN - now)
