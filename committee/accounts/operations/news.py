"""What happened to an account, noted for the outbox above to tell."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from committee.accounts.models import AccountNews
from committee.accounts.operations.found import account_to_change
from committee.core.db import db
from committee.core.rows import rows_changed

WORD_SET = "password set"
FACTOR_SET = "second factor set"
FACTOR_GONE = "second factor gone"
EMAIL_CHANGED = "e-mail changed"
RESET_ASKED = "reset asked"


def note_news(*, account_id: int, kind: str, address: str = "", sealed_path: str = "", now: datetime) -> None:
    """Note that the owner of an account is to be told, at `address` or at the one it has."""
    to = address or account_to_change(account_id).email
    db.session.add(
        AccountNews(account_id=account_id, kind=kind, address=to, sealed_path=sealed_path, at=now, told_at=None)
    )


def take_news(*, news_id: int, now: datetime) -> bool:
    """Take one piece of news to tell it; False if somebody else has."""
    untold = (AccountNews.id == news_id, AccountNews.told_at.is_(None))
    return bool(rows_changed(update(AccountNews).where(*untold).values(told_at=now, sealed_path="")))
