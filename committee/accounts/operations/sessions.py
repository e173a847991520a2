"""At the door: tries counted before they are heard, sessions begun, used and ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from committee.accounts import queries
from committee.accounts.models import Account, SignedInSession, SignInAttempt
from committee.accounts.operations.found import account_to_change
from committee.audit.operations import record
from committee.core import throttle
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.core.tokens import hash_of, new_secret
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound


class WaitBeforeSigningIn(DomainError):
    """Too many tries in vain: nothing is checked before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many tries. Try again after %(moment)s.", moment=until.isoformat(timespec="minutes"))
        self.until = until


def open_try(*, email: str, network: str, now: datetime) -> int:
    """Count a try as failed before it is looked at, so that a hundred at once do not slip through; return its id.

    Raises `WaitBeforeSigningIn`, and counts nothing, while the door is closed.
    """
    until = queries.sign_in_opens_at(email, network, now)
    if until is not None:
        raise WaitBeforeSigningIn(until)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - throttle.MEMORY))
    tried = SignInAttempt(email_key=hash_of(queries.email_key(email)), network=network, at=now)
    db.session.add(tried)
    db.session.flush()
    return tried.id


def take_back_try(*, try_id: int) -> None:
    """Take back a try that was a good one."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id == try_id))


def forgive_tries(*, email: str) -> None:
    """Let the tries of a person who has shown everything count for their network only."""
    key = hash_of(queries.email_key(email))
    db.session.execute(update(SignInAttempt).where(SignInAttempt.email_key == key).values(email_key=""))


def note_failed_sign_in(*, account_id: int | None, network: str, by: Actor, now: datetime) -> None:
    """Leave a trace of a refused sign-in; what was typed is not kept."""
    record(action="sign in refused", thing=("account", account_id or ""), facts={"network": network}, by=by, now=now)


def still_opens(*, account_id: int, password_hash: str) -> bool:
    """Return whether a password that was looked at before this transaction is still the one; holds it until the end."""
    still = select(Account.id).where(
        Account.id == account_id, Account.password_hash == password_hash, Account.disabled_at.is_(None)
    )
    return db.session.scalar(still.with_for_update()) is not None


def begin_session(*, account_id: int, network: str, browser: str, by: Actor, now: datetime) -> str:
    """Return the secret of a new session of the person, and forgive the tries before it."""
    secret, email = _begun(account_id, network, browser, now, awaits_code=False)
    forgive_tries(email=email)
    record(action="sign in", thing=("account", account_id), facts={"network": network}, by=by, now=now)
    return secret


def begin_half_way(*, account_id: int, network: str, browser: str, by: Actor, now: datetime) -> str:
    """Return the secret of a session that opens nothing before the code is shown. No try is forgiven yet."""
    secret, _email = _begun(account_id, network, browser, now, awaits_code=True)
    record(action="give password", thing=("account", account_id), facts={"network": network}, by=by, now=now)
    return secret


def end_half_way(*, session_id: int, now: datetime) -> None:
    """Let the code take the place of the half-done sign-in; raises `NotFound` if that happened already."""
    waiting = (SignedInSession.id == session_id, SignedInSession.ended_at.is_(None))
    if not rows_changed(update(SignedInSession).where(*waiting).values(ended_at=now)):
        raise NotFound("There is no such session.")


def _begun(account_id: int, network: str, browser: str, now: datetime, *, awaits_code: bool) -> tuple[str, str]:
    account = account_to_change(account_id)
    if account.is_disabled:
        raise NotFound("There is no such account.")
    secret = new_secret()
    db.session.add(
        SignedInSession(
            account_id=account_id,
            token_hash=hash_of(secret),
            begun_at=now,
            seen_at=now,
            proven_at=now,
            ended_at=None,
            browser=browser,
            network=network,
            awaits_code=awaits_code,
        )
    )
    return secret, account.email


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


def end_other_sessions(*, account_id: int, keep: int, by: Actor, now: datetime) -> None:
    """Sign a person out everywhere but in the session `keep`."""
    end_sessions(account_id=account_id, keep=keep, now=now)
    record(action="sign out elsewhere", thing=("account", account_id), by=by, now=now)


def end_all_sessions(*, account_id: int, by: Actor, now: datetime) -> None:
    """Sign a person out everywhere, as an administrator does for somebody whose phone is lost."""
    account_to_change(account_id)
    end_sessions(account_id=account_id, now=now)
    record(action="sign out everywhere", thing=("account", account_id), by=by, now=now)


def renew_session(*, session_id: int, by: Actor, now: datetime) -> str:
    """Note that the person showed again who they are; return the session's new secret, the old one opens nothing."""
    secret = new_secret()
    db.session.execute(
        update(SignedInSession)
        .where(SignedInSession.id == session_id, SignedInSession.ended_at.is_(None))
        .values(token_hash=hash_of(secret), proven_at=now, seen_at=now)
    )
    record(action="prove", thing=("account", by.account_id or ""), facts={"session": session_id}, by=by, now=now)
    return secret


def touch_session(*, session_id: int, now: datetime) -> None:
    """Note that a session is in use; called at most once a minute."""
    db.session.execute(update(SignedInSession).where(SignedInSession.id == session_id).values(seen_at=now))
