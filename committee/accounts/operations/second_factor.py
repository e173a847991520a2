"""The second factor: set up, asked for, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update

from committee.accounts.models import RecoveryCode, SecondFactor
from committee.accounts.operations.found import account_to_change
from committee.accounts.operations.news import FACTOR_GONE, FACTOR_SET, note_news
from committee.accounts.operations.sessions import end_sessions
from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.errors import DomainError


def enrol_second_factor(
    *,
    account_id: int,
    sealed_secret: str,
    step: int,
    code_hashes: Sequence[str],
    keep_session: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep a new app and new codes on paper in place of any before; sign out everywhere but in `keep_session`.

    `step` is that of the code the app showed: it is used up.
    """
    account_to_change(account_id)
    replaced = _forget(account_id)
    db.session.add(
        SecondFactor(account_id=account_id, sealed_secret=sealed_secret, enrolled_at=now, last_step=step),
    )
    _keep_codes(account_id, code_hashes)
    end_sessions(account_id=account_id, keep=keep_session, now=now)
    note_news(account_id=account_id, kind=FACTOR_SET, now=now)
    facts = {"replaced": replaced}
    record(action="set second factor", thing=("account", account_id), facts=facts, by=by, now=now)


def renew_recovery_codes(*, account_id: int, code_hashes: Sequence[str], by: Actor, now: datetime) -> None:
    """Keep new codes on paper; those before open nothing any more."""
    if db.session.get(SecondFactor, account_id) is None:
        raise DomainError("There is no second factor yet. Set one up first.")
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    _keep_codes(account_id, code_hashes)
    record(action="renew recovery codes", thing=("account", account_id), by=by, now=now)


def remove_second_factor(*, account_id: int, keep_session: int | None, by: Actor, now: datetime) -> None:
    """Go back to the password alone and sign out everywhere but in `keep_session`; without one nothing changes."""
    if not _forget(account_id):
        return
    end_sessions(account_id=account_id, keep=keep_session, now=now)
    note_news(account_id=account_id, kind=FACTOR_GONE, now=now)
    record(action="remove second factor", thing=("account", account_id), by=by, now=now)


def reset_second_factor(*, account_id: int, by: Actor, now: datetime) -> None:
    """Take away the second factor of somebody who lost it and sign them out; raises `DomainError` if there is none."""
    account = account_to_change(account_id)
    if not _forget(account_id):
        raise DomainError("%(email)s has no second factor.", email=account.email)
    end_sessions(account_id=account_id, now=now)
    note_news(account_id=account_id, kind=FACTOR_GONE, now=now)
    record(action="reset second factor", thing=("account", account_id), by=by, now=now)


def take_step(*, account_id: int, step: int, sealed_secret: str) -> bool:
    """Use up the code of a step of time; False if it, or a later one, was used already.

    The secret is kept sealed anew: after a rotation with the present key.
    """
    mine = (SecondFactor.account_id == account_id, SecondFactor.last_step < step)
    return bool(rows_changed(update(SecondFactor).where(*mine).values(last_step=step, sealed_secret=sealed_secret)))


def use_recovery_code(*, code_id: int, by: Actor, now: datetime) -> bool:
    """Use up a code from paper; False if it was used already."""
    unused = (RecoveryCode.id == code_id, RecoveryCode.used_at.is_(None))
    used = bool(rows_changed(update(RecoveryCode).where(*unused).values(used_at=now)))
    if used:
        record(action="use recovery code", thing=("account", by.account_id or ""), by=by, now=now)
    return used


def _forget(account_id: int) -> bool:
    """Delete the app and the codes; return whether there was one."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    gone = db.session.execute(
        delete(SecondFactor).where(SecondFactor.account_id == account_id).returning(SecondFactor.account_id)
    )
    return gone.one_or_none() is not None


def _keep_codes(account_id: int, code_hashes: Sequence[str]) -> None:
    db.session.add_all(
        [RecoveryCode(account_id=account_id, code_hash=code_hash, used_at=None) for code_hash in code_hashes]
    )
