"""People who sign in: their accounts, addresses and passwords.

Passwords arrive here hashed: hashing takes long, and a transaction must not.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import update

from committee.accounts import queries
from committee.accounts.models import Account, ApiToken, FormerPassword
from committee.accounts.operations.found import account_to_change
from committee.accounts.operations.links import DeadLink, use_link, void_links
from committee.accounts.operations.news import EMAIL_CHANGED, WORD_SET, note_news
from committee.accounts.operations.sessions import end_sessions
from committee.audit.operations import record
from committee.core.db import db
from committee.core.settings import current_settings
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.passwords import PROFILES
from committee.domain.text import clean

_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]+@[^\s@<>\"(),;:\\]+")
_LONGEST_ADDRESS = 254


def checked_email(text: str) -> str:
    """Return an e-mail address as it is stored, or raise `DomainError`."""
    address = clean(text).casefold()
    if not _ADDRESS.fullmatch(address) or len(address) > _LONGEST_ADDRESS:
        raise DomainError("This is not an e-mail address. Write it like ten@tinh.gov.vn.", read=text[:80])
    # A keyboard that writes Vietnamese puts marks where nobody meant them; no mail would come back to say so.
    marked = next((letter for letter in address if not letter.isascii()), None)
    if marked:
        said = "The address has the letter “%(letter)s”: type it without marks."
        raise DomainError(said, letter=marked, read=text[:80])
    return address


def add_account(*, email: str, name: str, by: Actor, now: datetime) -> int:
    """Return the id of a new account without a password; raises `DomainError` if the address has one already."""
    address, full_name = checked_email(email), clean(name)
    if not full_name:
        raise DomainError("The name is missing.")
    if queries.account_with_email(address):
        raise DomainError("%(email)s has an account already.", email=address)
    account = Account(email=address, full_name=full_name, password_hash=None, created_at=now, disabled_at=None)
    db.session.add(account)
    db.session.flush()
    facts = {"email": address, "name": full_name}
    record(action="add account", thing=("account", account.id), facts=facts, by=by, now=now)
    return account.id


def disable(*, account_id: int, by: Actor, now: datetime) -> None:
    """Close the door to a person at once: sessions, keys and links end with it. Again changes nothing."""
    account = account_to_change(account_id)
    if account.is_disabled:
        return
    account.disabled_at = now
    end_sessions(account_id=account_id, now=now)
    db.session.execute(
        update(ApiToken).where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )
    void_links(account_id, now)
    record(action="disable account", thing=("account", account_id), by=by, now=now)


def enable(*, account_id: int, by: Actor, now: datetime) -> None:
    """Open the door again to somebody it was closed to; again changes nothing. Sessions and keys stay ended."""
    account = account_to_change(account_id)
    if not account.is_disabled:
        return
    account.disabled_at = None
    record(action="enable account", thing=("account", account_id), by=by, now=now)


def accept_invitation(
    *, token: str, password_hash: str, is_short: bool = False, purpose: str = "invitation", now: datetime
) -> None:
    """Set the invited person's password and end the sessions an old one had begun."""
    invited = queries.invited_by(token, now, purpose)
    if invited is None:
        raise DeadLink
    use_link(token, now)
    by = Actor(invited.account_id, invited.name)
    set_password(
        account_id=invited.account_id,
        password_hash=password_hash,
        is_short=is_short,
        keep_session=None,
        by=by,
        now=now,
    )
    void_links(invited.account_id, now)


def set_password(
    *,
    account_id: int,
    password_hash: str,
    is_short: bool = False,
    keep_session: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep a new password and sign the person out everywhere but in `keep_session`.

    `is_short`: it does only beside a second factor. The one before is kept where the profile refuses former ones.
    """
    account = account_to_change(account_id)
    if account.password_hash:
        note_news(account_id=account_id, kind=WORD_SET, now=now)
    if account.password_hash and PROFILES[current_settings().password_profile].former:
        db.session.add(FormerPassword(account_id=account_id, password_hash=account.password_hash, replaced_at=now))
    account.password_hash, account.password_set_at, account.password_is_short = password_hash, now, is_short
    end_sessions(account_id=account_id, keep=keep_session, now=now)
    record(action="set password", thing=("account", account_id), by=by, now=now)


def change_email(*, account_id: int, email: str, by: Actor, now: datetime) -> None:
    """Let a person sign in, and be written to, by another address; the former one is told of it, sessions end."""
    account, address = account_to_change(account_id), checked_email(email)
    former = account.email
    if address == former:
        return
    if queries.account_with_email(address):
        raise DomainError("%(email)s has an account already.", email=address)
    account.email = address
    end_sessions(account_id=account_id, now=now)
    void_links(account_id, now)
    for told in (former, address):
        note_news(account_id=account_id, kind=EMAIL_CHANGED, address=told, now=now)
    facts = {"before": former, "after": address}
    record(action="change e-mail", thing=("account", account_id), facts=facts, by=by, now=now)


def renew_hash(*, account_id: int, was: str, password_hash: str) -> None:
    """Keep the same password at today's cost, unless it was changed meanwhile. No act of anybody: not audited."""
    db.session.execute(
        update(Account)
        .where(Account.id == account_id, Account.password_hash == was)
        .values(password_hash=password_hash)
    )
