"""Links by which a person chooses a password: given out by hand, or asked for at the door and mailed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from committee.accounts import queries
from committee.accounts.models import Invitation
from committee.accounts.operations.found import account_to_change
from committee.accounts.operations.news import RESET_ASKED, note_news
from committee.accounts.operations.sessions import open_try
from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.core.seals import seal
from committee.core.tokens import hash_of, new_secret
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound

INVITATION_LASTS = timedelta(hours=72)
RESET_LASTS = timedelta(minutes=30)
NEXT_RESET_AFTER = timedelta(minutes=5)
RESET_PATH = "/password-reset/"
MAILED = "mailed path"  # what a path is sealed for


class DeadLink(NotFound):
    """A link that opens nothing: used, replaced, too old, copied in part or never given out. All are told the same."""

    def __init__(self) -> None:
        super().__init__("This link opens nothing any more.")


def invite(*, account_id: int, by: Actor, now: datetime) -> str:
    """Return the secret of a link by which the person chooses a password, once, within 72 hours.

    Links given out before are void.
    """
    account = account_to_change(account_id)
    if account.is_disabled:
        raise DomainError("%(email)s is disabled and cannot be invited.", email=account.email)
    void_links(account_id, now)
    secret = _given_out(account_id, "invitation", INVITATION_LASTS, now)
    record(action="invite", thing=("account", account_id), by=by, now=now)
    return secret


def ask_for_reset(*, email: str, network: str, now: datetime) -> None:
    """Note that somebody at the door wants a new password for `email`; whether there is such a person shows nowhere.

    Whoever has a password and is not disabled gets a mail with a link that works once, within 30 minutes; asked for
    again within five minutes there is no second mail. Raises `WaitBeforeSigningIn` after too many of these.
    """
    open_try(email=f"reset:{email}", network=f"reset:{network}", now=now)
    known = queries.account_with_email(email)
    if known is None or not known.may_sign_in or queries.has_new_reset(known.account_id, now - NEXT_RESET_AFTER):
        return
    void_links(known.account_id, now, purpose="reset")
    secret = _given_out(known.account_id, "reset", RESET_LASTS, now)
    path = seal(RESET_PATH + secret, purpose=MAILED)
    note_news(account_id=known.account_id, kind=RESET_ASKED, sealed_path=path, now=now)
    by = Actor(None, "stranger")
    record(action="ask for reset", thing=("account", known.account_id), facts={"network": network}, by=by, now=now)


def use_link(token: str, now: datetime) -> None:
    """Use up the link of `token`, or raise `DeadLink`: of two who use it at once one comes too late."""
    living = update(Invitation).where(Invitation.token_hash == hash_of(token), Invitation.used_at.is_(None))
    if not rows_changed(living.values(used_at=now)):
        raise DeadLink


def void_links(account_id: int, now: datetime, *, purpose: str | None = None) -> None:
    """Let the links of a person, or those for one purpose, open nothing any more."""
    living = update(Invitation).where(Invitation.account_id == account_id, Invitation.used_at.is_(None))
    db.session.execute((living.where(Invitation.purpose == purpose) if purpose else living).values(used_at=now))


def _given_out(account_id: int, purpose: str, lasts: timedelta, now: datetime) -> str:
    secret = new_secret()
    db.session.add(
        Invitation(
            account_id=account_id,
            token_hash=hash_of(secret),
            created_at=now,
            expires_at=now + lasts,
            used_at=None,
            purpose=purpose,
        )
    )
    return secret
