"""Keys for programs that act as a person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import update

from committee.accounts.models import ApiToken
from committee.accounts.operations.found import account_to_change
from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.core.tokens import hash_of, new_secret
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import clean

SCOPES = ("read", "write", "admin")
LONGEST_TOKEN_DAYS = 3650
LONGEST_LABEL = 80


def checked_label(text: str) -> str:
    """Return what a key is called in its owner's list, or raise `DomainError`."""
    label = clean(text)
    if len(label) > LONGEST_LABEL:
        raise DomainError("A name has at most %(longest)d characters.", longest=LONGEST_LABEL)
    return label


def revoke_token(*, token_id: int, account_id: int, by: Actor, now: datetime) -> None:
    """Let one of the person's own keys open nothing any more; raises `NotFound` for anybody else's."""
    mine = (ApiToken.id == token_id, ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None))
    if not rows_changed(update(ApiToken).where(*mine).values(revoked_at=now)):
        raise NotFound("There is no such key.")
    record(action="revoke key", thing=("account", account_id), facts={"key": token_id}, by=by, now=now)


def note_token_used(*, token: str, on: date) -> None:
    """Note the day a key was last used; called at most once a day."""
    rows_changed(update(ApiToken).where(ApiToken.token_hash == hash_of(token)).values(last_used_on=on))


def make_token(*, account_id: int, scope: str, days: int, label: str = "", by: Actor, now: datetime) -> str:
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
            label=checked_label(label),
        )
    )
    record(action="make key", thing=("account", account_id), facts={"scope": scope, "days": days}, by=by, now=now)
    return secret
