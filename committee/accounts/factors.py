"""Everything read about second factors and sign-ins half done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from committee.accounts.models import Account, RecoveryCode, SecondFactor, SignedInSession
from committee.core.db import db
from committee.core.tokens import hash_of
from committee.domain.sign_in import CODE_WAITS


@dataclass(frozen=True)
class Factor:
    """A person's second factor: the app's secret as it is stored, the newest step used, the codes left on paper."""

    sealed_secret: str
    last_step: int
    enrolled_at: datetime
    codes_left: int


@dataclass(frozen=True)
class HalfWay:
    """Who gave the right password and is asked for the code."""

    session_id: int
    account_id: int
    name: str
    email: str


def factor_of(account_id: int) -> Factor | None:
    """Return the person's second factor, or None."""
    left = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    row = db.session.execute(
        select(
            SecondFactor.sealed_secret, SecondFactor.last_step, SecondFactor.enrolled_at, left.scalar_subquery()
        ).where(SecondFactor.account_id == account_id)
    ).one_or_none()
    return Factor(*row) if row else None


def unused_codes(account_id: int) -> list[tuple[int, str]]:
    """Return (id, hash) of the person's codes on paper that are left."""
    mine = (RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    rows = db.session.execute(select(RecoveryCode.id, RecoveryCode.code_hash).where(*mine).order_by(RecoveryCode.id))
    return [(row.id, row.code_hash) for row in rows]


def half_way(secret: str, now: datetime) -> HalfWay | None:
    """Return who has to show a code to go on with this sign-in, or None once it is over or ten minutes old."""
    row = db.session.execute(
        select(SignedInSession.id, Account.id, Account.full_name, Account.email)
        .join(Account, Account.id == SignedInSession.account_id)
        .where(
            SignedInSession.token_hash == hash_of(secret),
            SignedInSession.awaits_code.is_(True),
            SignedInSession.ended_at.is_(None),
            SignedInSession.begun_at > now - CODE_WAITS,
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    return HalfWay(*row) if row else None
