"""Letting a person in: by password, with a code beside it where there is a second factor.

Slowly for whoever guesses, and alike for whoever is refused. Nothing here runs inside a transaction: looking at a
password takes long, so it is done between short ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from committee.accounts import codes, factors, operations, passwords, queries
from committee.accounts.factors import HalfWay
from committee.accounts.queries import Credentials
from committee.core.db import transaction
from committee.core.log import log
from committee.core.seals import BrokenSeal
from committee.domain.access import Actor
from committee.domain.errors import DomainError


class NotLetIn(DomainError):
    """The address is unknown, the password wrong or the account closed: nobody is told which."""


class WrongCode(DomainError):
    """The code is wrong, used or too old."""


@dataclass(frozen=True)
class Entry:
    """The secret of a session, and whether it opens nothing yet because a code is still to come."""

    secret: str
    awaits_code: bool


def let_in(*, email: str, password: str, network: str, browser: str, now: datetime) -> Entry:
    """Return a new session, or raise `NotLetIn` or `WaitBeforeSigningIn`."""
    known, account_id, kept = _proven(email, password, network, now)
    renewed = passwords.hashed(password) if passwords.is_outdated(kept) else None
    with transaction():
        if not operations.still_opens(account_id=account_id, password_hash=kept):
            raise NotLetIn("The e-mail or the password is not right.")  # changed while it was being looked at
        if renewed:
            operations.renew_hash(account_id=account_id, was=kept, password_hash=renewed)
        begin = operations.begin_half_way if known.has_second_factor else operations.begin_session
        by = Actor(account_id, known.name)
        secret = begin(account_id=account_id, network=network, browser=browser, by=by, now=now)
        return Entry(secret, known.has_second_factor)


def let_in_by_code(*, person: HalfWay, code: str, network: str, browser: str, now: datetime) -> str:
    """Return the secret of a new session of whoever showed the password before, or raise `WrongCode` or wait."""
    by = Actor(person.account_id, person.name)
    _shown(person.account_id, person.email, code, network=network, by=by, now=now)
    with transaction():
        operations.end_half_way(session_id=person.session_id, now=now)
        return operations.begin_session(account_id=person.account_id, network=network, browser=browser, by=by, now=now)


def prove(*, email: str, password: str, code: str, network: str, now: datetime) -> None:
    """Raise unless `password` is the one of `email`, and `code` right where there is a second factor.

    For acts that ask a signed-in person once more.
    """
    try:
        known, account_id, _kept = _proven(email, password, network, now)
    except NotLetIn:
        raise NotLetIn("The present password is not right.") from None
    if known.has_second_factor:
        _shown(account_id, email, code, network=network, by=Actor(account_id, known.name), now=now)
    with transaction():
        operations.forgive_tries(email=email)


def _proven(email: str, password: str, network: str, now: datetime) -> tuple[Credentials, int, str]:
    with transaction():
        tried = operations.open_try(email=email, network=network, now=now)
    known = queries.credentials_of(email)
    is_right = passwords.matches(known.password_hash, password)
    if is_right and known.account_id and known.password_hash and not known.is_disabled:
        with transaction():
            operations.take_back_try(try_id=tried)
        return known, known.account_id, known.password_hash
    by = Actor(known.account_id, known.name)
    with transaction():
        operations.note_failed_sign_in(account_id=known.account_id, network=network, by=by, now=now)
    raise NotLetIn("The e-mail or the password is not right.")


def _shown(account_id: int, email: str, code: str, *, network: str, by: Actor, now: datetime) -> None:
    """Use up a right code, of the app or from paper, or raise `WrongCode` or `WaitBeforeSigningIn`."""
    with transaction():
        tried = operations.open_try(email=email, network=network, now=now)
    digits = codes.digits_of(code)
    used = _use_paper if len(digits) == codes.PAPER_DIGITS else _use_step
    if used(account_id, digits, by, now):
        with transaction():
            operations.take_back_try(try_id=tried)
        return
    with transaction():
        operations.note_failed_sign_in(account_id=account_id, network=network, by=by, now=now)
    raise WrongCode("This code is not right, or was used before. Wait for the next one your app shows.")


def _use_step(account_id: int, digits: str, _by: Actor, now: datetime) -> bool:
    factor = factors.factor_of(account_id)
    if factor is None:
        return False
    try:
        secret = codes.unsealed(factor.sealed_secret)
    except BrokenSeal:
        log.error("second factor unreadable", account=account_id)  # SECRET_KEY was changed without a fallback
        return False
    step = codes.step_shown(secret, digits, after=factor.last_step, now=now)
    if step is None:
        return False
    with transaction():
        return operations.take_step(account_id=account_id, step=step, sealed_secret=codes.sealed(secret))


def _use_paper(account_id: int, digits: str, by: Actor, now: datetime) -> bool:
    matching = (id_ for id_, kept in factors.unused_codes(account_id) if passwords.matches(kept, digits))
    code_id = next(matching, None)
    if code_id is None:
        return False
    with transaction():
        return operations.use_recovery_code(code_id=code_id, by=by, now=now)
