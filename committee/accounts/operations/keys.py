"""Keys for programs that act as a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from committee.accounts.models import ApiToken
from committee.accounts.operations.found import account_to_change
from committee.audit.operations import record
from committee.core.db import db
from committee.core.tokens import hash_of, new_secret
from committee.domain.access import Actor
from committee.domain.errors import DomainError

SCOPES = ("read", "write", "admin")
LONGEST_TOKEN_DAYS = 3650


def make_token(*, account_id: int, scope: str, days: int, by: Actor, now: datetime) -> str:
    """Return a new key for programs that act as the person within `scope` for `days`; it is shown this once."""
    if scope not in SCOPES:
        raise DomainError("The scope is one of read, write, admin.", read=scope)
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise DomainError("A key lasts from 1 to %(longest)d days.", read=str(days), longest=LONGEST_TOKEN_DAYS)
    account = account_to_change(account_id)
    if account.is_disabled:
        raise DomainError("%(email)s is disabled and gets no key.", email=account.email)
    secret = new_secret()
    db.session.add(
        ApiToken(
            account_id=account_id,
            token_hash=hash_of(secret),
            scope=scope,
            created_at=now,
            expires_at=now + timedelta(days=days),
            revoked_at=None,
        )
    )
    record(action="make key", thing=("account", account_id), facts={"scope": scope, "days": days}, by=by, now=now)
    return secret
