"""Writing the audit: one row per act, in the act's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from committee.audit.models import AuditEntry
from committee.core.db import db
from committee.domain.access import Actor


def record(
    *,
    action: str,
    thing: tuple[str, object],
    facts: Mapping[str, object] | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Append that `by` did `action` to `thing` (kind, id); `facts` must be writable as JSON."""
    kind, thing_id = thing
    db.session.add(
        AuditEntry(
            at=now,
            actor_id=by.account_id,
            actor_name=by.name,
            action=action,
            thing_kind=kind,
            thing_id=str(thing_id),
            facts=dict(facts or {}),
        )
    )
