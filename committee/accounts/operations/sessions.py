"""At the door: tries counted before they are heard, sessions begun, used and ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from committee.accounts import queries
from committee.accounts.models import SignedInSession, SignInAttempt
from committee.accounts.operations.found import account_to_change
from committee.audit.operations import record
from committee.core import throttle
from committee.core.db import db
from committee.core.tokens import hash_of, new_secret
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound


class WaitBeforeSigningIn(DomainError):
    """Too many tries in vain: nothing is checked before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many tries. Try again after %(moment)s.", moment=until.isoformat(timespec="minutes"))
        self.until = until


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
    account = account_to_change(account_id)
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
            proven_at=now,
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
