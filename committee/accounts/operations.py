"""Everything written about people who sign in.

Passwords arrive here hashed: hashing takes long, and a transaction must not.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from committee.accounts import queries
from committee.accounts.models import Account, ApiToken, Invitation, SignedInSession, SignInAttempt
from committee.audit.operations import record
from committee.core import throttle
from committee.core.db import db
from committee.core.tokens import hash_of, new_secret
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import clean

INVITATION_LASTS = timedelta(hours=72)
SCOPES = ("read", "write", "admin")
LONGEST_TOKEN_DAYS = 3650
_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]+@[^\s@<>\"(),;:\\]+")
_LONGEST_ADDRESS = 254


class WaitBeforeSigningIn(DomainError):
    """Too many tries in vain: nothing is checked before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many tries. Try again after %(moment)s.", moment=until.isoformat(timespec="minutes"))
        self.until = until


def checked_email(text: str) -> str:
    """Return an e-mail address as it is stored, or raise `DomainError`."""
    address = clean(text).casefold()
    if not _ADDRESS.fullmatch(address) or len(address) > _LONGEST_ADDRESS:
        raise DomainError("This is not an e-mail address. Write it like ten@tinh.gov.vn.", read=text[:80])
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
    account = _account(account_id)
    if account.is_disabled:
        return
    account.disabled_at = now
    end_sessions(account_id=account_id, now=now)
    db.session.execute(
        update(ApiToken).where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )
    _void_invitations(account_id, now)
    record(action="disable account", thing=("account", account_id), by=by, now=now)


def enable(*, account_id: int, by: Actor, now: datetime) -> None:
    """Open the door again to somebody it was closed to; again changes nothing. Sessions and keys stay ended."""
    account = _account(account_id)
    if not account.is_disabled:
        return
    account.disabled_at = None
    record(action="enable account", thing=("account", account_id), by=by, now=now)


def invite(*, account_id: int, by: Actor, now: datetime) -> str:
    """Return the secret of a link by which the person chooses a password, once, within 72 hours.

    Links given out before are void.
    """
    account = _account(account_id)
    if account.is_disabled:
        raise DomainError("%(email)s is disabled and cannot be invited.", email=account.email)
    _void_invitations(account_id, now)
    secret = new_secret()
    db.session.add(
        Invitation(
            account_id=account_id,
            token_hash=hash_of(secret),
            created_at=now,
            expires_at=now + INVITATION_LASTS,
            used_at=None,
        )
    )
    record(action="invite", thing=("account", account_id), by=by, now=now)
    return secret


def accept_invitation(*, token: str, password_hash: str, now: datetime) -> None:
    """Set the invited person's password and end the sessions an old one had begun."""
    invited = queries.invited_by(token, now)
    if invited is None:
        raise NotFound("This link has been used or is too old. Ask for a new one.")
    by = Actor(invited.account_id, invited.name)
    set_password(account_id=invited.account_id, password_hash=password_hash, keep_session=None, by=by, now=now)
    _void_invitations(invited.account_id, now)


def set_password(*, account_id: int, password_hash: str, keep_session: int | None, by: Actor, now: datetime) -> None:
    """Keep a new password and sign the person out everywhere but in `keep_session`."""
    _account(account_id).password_hash = password_hash
    end_sessions(account_id=account_id, keep=keep_session, now=now)
    record(action="set password", thing=("account", account_id), by=by, now=now)


def renew_hash(*, account_id: int, was: str, password_hash: str) -> None:
    """Keep the same password at today's cost, unless it was changed meanwhile. No act of anybody: not audited."""
    db.session.execute(
        update(Account)
        .where(Account.id == account_id, Account.password_hash == was)
        .values(password_hash=password_hash)
    )


def make_token(*, account_id: int, scope: str, days: int, by: Actor, now: datetime) -> str:
    """Return a new key for programs that act as the person within `scope` for `days`; it is shown this once."""
    if scope not in SCOPES:
        raise DomainError("The scope is one of read, write, admin.", read=scope)
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise DomainError("A key lasts from 1 to %(longest)d days.", read=str(days), longest=LONGEST_TOKEN_DAYS)
    account = _account(account_id)
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


def open_try(*, email: str, network: str, now: datetime) -> None:
    """Count a try as failed before its password is looked at, so that a hundred at once do not slip through.

    Raises `WaitBeforeSigningIn`, and counts nothing, while the door is closed.
    """
    until = queries.sign_in_opens_at(email, network, now)
    if until is not None:
        raise WaitBeforeSigningIn(until)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - throttle.MEMORY))
    db.session.add(SignInAttempt(email_key=hash_of(queries.email_key(email)), network=network, at=now))


def note_failed_sign_in(*, account_id: int | None, network: str, by: Actor, now: datetime) -> None:
    """Leave a trace of a refused sign-in; what was typed is not kept."""
    record(action="sign in refused", thing=("account", account_id or ""), facts={"network": network}, by=by, now=now)


def begin_session(*, account_id: int, network: str, browser: str, by: Actor, now: datetime) -> str:
    """Return the secret of a new session of the person, and forgive the tries before it."""
    account = _account(account_id)
    if account.is_disabled:
        raise NotFound("There is no such account.")
    forgive_tries(email=account.email, network=network, now=now)
    secret = new_secret()
    db.session.add(
        SignedInSession(
            account_id=account_id,
            token_hash=hash_of(secret),
            begun_at=now,
            seen_at=now,
            ended_at=None,
            browser=browser,
        )
    )
    record(action="sign in", thing=("account", account_id), facts={"network": network}, by=by, now=now)
    return secret


def forgive_tries(*, email: str, network: str, now: datetime) -> None:
    """Take back the try counted at `now`, which was a good one; earlier ones go on counting for their network only."""
    key = hash_of(queries.email_key(email))
    db.session.execute(
        delete(SignInAttempt).where(
            SignInAttempt.email_key == key, SignInAttempt.network == network, SignInAttempt.at == now
        )
    )
    db.session.execute(update(SignInAttempt).where(SignInAttempt.email_key == key).values(email_key=""))


def end_session(*, session_id: int, account_id: int, by: Actor, now: datetime) -> None:
    """End one of the person's own sessions; raises `NotFound` for anybody else's."""
    ended = db.session.execute(
        update(SignedInSession)
        .where(
            SignedInSession.id == session_id,
            SignedInSession.account_id == account_id,
            SignedInSession.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(SignedInSession.id)
    ).one_or_none()
    if ended is None:
        raise NotFound("There is no such session.")
    record(action="sign out", thing=("account", account_id), facts={"session": session_id}, by=by, now=now)


def end_sessions(*, account_id: int, keep: int | None = None, now: datetime) -> None:
    """End all of a person's sessions but `keep`; the operation it belongs to writes the audit."""
    still = update(SignedInSession).where(SignedInSession.account_id == account_id, SignedInSession.ended_at.is_(None))
    db.session.execute(still.where(SignedInSession.id != keep if keep else SignedInSession.id > 0).values(ended_at=now))


def touch_session(*, session_id: int, now: datetime) -> None:
    """Note that a session is in use; called at most once a minute."""
    db.session.execute(update(SignedInSession).where(SignedInSession.id == session_id).values(seen_at=now))


def _account(account_id: int) -> Account:
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound("There is no such account.")
    return account


def _void_invitations(account_id: int, now: datetime) -> None:
    db.session.execute(
        update(Invitation).where(Invitation.account_id == account_id, Invitation.used_at.is_(None)).values(used_at=now)
    )
