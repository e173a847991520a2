"""Forms that were written, by their one-time numbers: who presses twice writes once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from committee.accounts.models import FormPress
from committee.core.db import db
from committee.core.rows import insert_unless_known, rows_changed

KEPT = timedelta(days=7)


class PressedBefore(Exception):
    """The same press was written already; not a rule's no, for nothing is wrong with what was sent."""


@dataclass(frozen=True)
class Pressed:
    """A press that was written, and where it led: None while that is not known, "" where it led to no other page."""

    led_to: str | None


def find(press: str) -> Pressed | None:
    """Return what is known of a press, or None if nothing was written by it."""
    row = db.session.execute(select(FormPress.led_to).where(FormPress.press == press)).one_or_none()
    return Pressed(row.led_to) if row else None


def claim(*, press: str, account_id: int, now: datetime) -> None:
    """Take `press` for the transaction that begins, or raise `PressedBefore`.

    Whoever comes second waits for the first one's transaction; if that is taken back, so is its press.
    """
    row = {"press": press, "account_id": account_id, "at": now, "led_to": None}
    if insert_unless_known(FormPress, row, key=["press"]) is None:
        raise PressedBefore


def settle(*, press: str, led_to: str) -> None:
    """Keep where a press led."""
    rows_changed(update(FormPress).where(FormPress.press == press).values(led_to=led_to))


def release(*, press: str) -> None:
    """Let a press be made again: what it asked for was refused after all."""
    db.session.execute(delete(FormPress).where(FormPress.press == press))


def prune(*, now: datetime) -> None:
    """Forget presses older than a week: no page stays open so long."""
    db.session.execute(delete(FormPress).where(FormPress.at < now - KEPT))
