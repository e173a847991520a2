"""What was done by a link of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from committee.core.db import db
from committee.notify.links import Link
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
