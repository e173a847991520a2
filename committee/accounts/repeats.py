"""What was answered to a request that a program may send again: kept by its key, so that it is done once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from committee.accounts.models import Idempotency
from committee.core.db import db
from committee.core.rows import insert_unless_known, rows_changed
from committee.domain.errors import DomainError

KEPT = timedelta(days=90)
NOT_YET = 0


class KeyOfAnotherRequest(DomainError):
    """The key stands for another request."""


@dataclass(frozen=True)
class Answered:
    """An answer as it was given."""

    status: int
    body: str


def claim(*, account_id: int, key: str, request_sha256: str, now: datetime) -> Answered | None:
    """Take `key` for this request and return None, or return what was answered to the same request before.

    Whoever comes second waits for the first one's transaction. Another request under the same key raises
    `KeyOfAnotherRequest`; a key older than 90 days is free again.
    """
    mine = (Idempotency.account_id == account_id, Idempotency.key == key)
    db.session.execute(delete(Idempotency).where(*mine, Idempotency.created_at < now - KEPT))
    row = {
        "account_id": account_id,
        "key": key,
        "request_sha256": request_sha256,
        "status": NOT_YET,
        "body": "",
        "created_at": now,
    }
    if insert_unless_known(Idempotency, row, key=["account_id", "key"]) is not None:
        return None
    stands = db.session.execute(
        select(Idempotency.request_sha256, Idempotency.status, Idempotency.body).where(*mine)
    ).one()
    if stands.request_sha256 != request_sha256:
        raise KeyOfAnotherRequest("This Idempotency-Key was used for another request: choose a new key.")
    return Answered(stands.status, stands.body)


def keep(*, account_id: int, key: str, answered: Answered) -> None:
    """Keep what was answered under a claimed key."""
    rows_changed(
        update(Idempotency)
        .where(Idempotency.account_id == account_id, Idempotency.key == key)
        .values(status=answered.status, body=answered.body)
    )


def prune(*, now: datetime) -> None:
    """Forget answers older than 90 days."""
    db.session.execute(delete(Idempotency).where(Idempotency.created_at < now - KEPT))
