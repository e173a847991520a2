"""Pauses in urging on: how they are made and ended, and what they leave of the mail."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.calendar import HANOI
from committee.escalation import operations
from committee.escalation.operations import Pause
from committee.notify.models import Delivery, Notice
from tests.escalation.lagging import case_of

STORM = {"reason": "Bão số 3, xã ngập sâu", "legal_basis": "Công điện 92/CĐ-TTg"}


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=HANOI)


def pause(unit: int, first: date, last: date, *, by: Actor, now: datetime | None = None, **said: Any) -> int:
    wanted = Pause(**{**STORM, "unit_id": unit, "from_on": first, "to_on": last, **said})
    with transaction():
        return operations.silence(pause=wanted, by=by, now=now or at(first))


def end(silence_id: int, *, by: Actor, now: datetime, version: int = 1, reason: str = "Nước đã rút") -> None:
    with transaction():
        operations.end_silence(silence_id=silence_id, version=version, reason=reason, by=by, now=now)


def october(day: int) -> date:
    return date(2024, 10, day)


def mail_of(unit: int) -> list[tuple[str, str]]:
    """Return (whom, state) of the mail about a unit's case, in order of writing."""
    db.session.rollback()
    rows = (
        select(Delivery.address, Delivery.state)
        .join(Notice)
        .where(Notice.subject_id == case_of(unit).id, Delivery.channel == "email")
    )
    return [(address.partition("@")[0], state) for address, state in db.session.execute(rows.order_by(Delivery.id))]
