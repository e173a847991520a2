"""Imports one after the other: two of the same file at once must not both find nothing there."""

from __future__ import annotations

from sqlalchemy import select

from committee.core.db import db
from committee.targets.models import Indicator


def take_turns() -> None:
    """Wait until no other import is under way, until the end of the transaction.

    SQLite has one writer anyway; elsewhere the rows of the dictionary are held, which readers do not notice.
    """
    db.session.execute(select(Indicator.code).order_by(Indicator.code).with_for_update(key_share=True)).all()
