"""The account an operation is about."""

from __future__ import annotations

from committee.accounts.models import Account
from committee.core.db import db
from committee.domain.errors import NotFound


def account_to_change(account_id: int) -> Account:
    """Return the account, or raise `NotFound`."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound("There is no such account.")
    return account
