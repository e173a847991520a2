"""Sealing the audit: entries are bound into the chain in the order in which the sealer comes to see them.

Nobody who writes waits for it. An entry whose transaction took long gets its position when it is seen, whatever its id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, insert, select
from sqlalchemy.exc import IntegrityError

from committee.audit.models import AuditEntry, AuditSeal
from committee.core.db import db, transaction
from committee.domain.chain import BEGINNING, Entry, links
from committee.domain.errors import TakenMeanwhile

BATCH = 1000
LOOKED_BACK = 50_000  # seals; an entry that was written while more were sealed is found by whoever looks at all
TRIES = 5

COLUMNS = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.actor_name,
    AuditEntry.action,
    AuditEntry.thing_kind,
    AuditEntry.thing_id,
    AuditEntry.unit_id,
    AuditEntry.facts,
    AuditEntry.mark,
)


def never() -> bool:
    """Say that nobody asks to break off."""
    return False


def seal(*, everything: bool = False, stopping: Callable[[], bool] = never, now: datetime) -> int:
    """Seal what is not sealed, a batch a transaction, and return how many entries that were.

    `everything` looks at all entries, however old; otherwise at those since the 50.000th seal before the last.
    """
    sealed = 0
    floor = None if everything else lowest_unsure_id()
    while not stopping():
        batch = _seal_batch(floor, now)
        sealed += batch
        if batch < BATCH:
            break
    return sealed


def unsealed(floor: int | None, limit: int | None) -> Select[*tuple[Any, ...]]:
    """Return the statement for entries without a seal from the id `floor` on (None: all), lowest first."""
    has_seal = exists().where(AuditSeal.entry_id == AuditEntry.id)
    found = select(*COLUMNS).where(~has_seal).order_by(AuditEntry.id).limit(limit)
    return found if floor is None else found.where(AuditEntry.id >= floor)


def lowest_unsure_id(looked_back: int = LOOKED_BACK) -> int | None:
    """Return the id below which everything has been sealed, as far as the last seals tell; None: it may be any."""
    newest = select(AuditSeal.entry_id).order_by(AuditSeal.position.desc()).limit(looked_back).subquery()
    lowest, seals = db.session.execute(select(func.min(newest.c.entry_id), func.count()).select_from(newest)).one()
    return int(lowest) if seals == looked_back else None


def entry_of(row: Any) -> Entry:
    """Return what is hashed of a row of `COLUMNS`."""
    return Entry(**{column.key: getattr(row, column.key) for column in COLUMNS})


def _seal_batch(floor: int | None, now: datetime) -> int:
    for tried in range(1, TRIES + 1):
        try:
            with transaction():
                return _append(db.session.execute(unsealed(floor, BATCH)).all(), now)
        except (IntegrityError, TakenMeanwhile):
            # Another sealer has taken the position: what it left is looked for again.
            if tried == TRIES:
                raise
    return 0


def _append(rows: Sequence[Any], now: datetime) -> int:
    if not rows:
        return 0
    last = db.session.execute(
        select(AuditSeal.position, AuditSeal.hash).order_by(AuditSeal.position.desc()).limit(1)
    ).one_or_none()
    position, previous = (last.position, last.hash) if last else (0, BEGINNING)
    seals = links(previous, [entry_of(row) for row in rows], after=position, sealed_at=now)
    db.session.execute(insert(AuditSeal), [vars(seal) for seal in seals])
    return len(rows)
