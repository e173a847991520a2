"""Letting a person in: by password, slowly for whoever guesses, and alike for whoever is refused.

Nothing here runs inside a transaction: looking at a password takes long, so it is done between short ones.
"""

from __future__ import annotations

from datetime import datetime

from committee.accounts import operations, passwords, queries
from committee.accounts.queries import Credentials
from committee.core.db import transaction
from committee.domain.access import Actor
from committee.domain.errors import DomainError


class NotLetIn(DomainError):
    """The address is unknown, the password wrong or the account closed: nobody is told which."""


def let_in(*, email: str, password: str, network: str, browser: str, now: datetime) -> str:
    """Return the secret of a new session, or raise `NotLetIn` or `WaitBeforeSigningIn`."""
    known, account_id, kept = _proven(email, password, network, now)
    renewed = passwords.hashed(password) if passwords.is_outdated(kept) else None
    with transaction():
        if renewed:
            operations.renew_hash(account_id=account_id, was=kept, password_hash=renewed)
        return operations.begin_session(
            account_id=account_id, network=network, browser=browser, by=Actor(account_id, known.name), now=now
        )


def prove(*, email: str, password: str, network: str, now: datetime) -> None:
    """Raise unless `password` is the one of `email`: for acts that ask a signed-in person once more."""
    try:
        _proven(email, password, network, now)
    except NotLetIn:
        raise NotLetIn("The present password is not right.") from None
    with transaction():
        operations.forgive_tries(email=email, network=network, now=now)


def _proven(email: str, password: str, network: str, now: datetime) -> tuple[Credentials, int, str]:
    with transaction():
        operations.open_try(email=email, network=network, now=now)
    known = queries.credentials_of(email)
    is_right = passwords.matches(known.password_hash, password)
    if is_right and known.account_id and known.password_hash and not known.is_disabled:
        return known, known.account_id, known.password_hash
    by = Actor(known.account_id, known.name)
    with transaction():
        operations.note_failed_sign_in(account_id=known.account_id, network=network, by=by, now=now)
    raise NotLetIn("The e-mail or the password is not right.")
