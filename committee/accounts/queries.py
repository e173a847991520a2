"""Everything read about people who sign in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from committee.accounts.models import (
    Account,
    AccountNews,
    ApiToken,
    FormerPassword,
    Invitation,
    SecondFactor,
    SignedIn,
    SignedInSession,
    SignInAttempt,
)
from committee.core import throttle
from committee.core.batches import batches
from committee.core.db import db
from committee.core.tokens import hash_of
from committee.domain.passwords import Held
from committee.domain.sign_in import USUAL_LIMITS, Limits


@dataclass(frozen=True)
class AccountRow:
    """A person who signs in. `may_sign_in`: has a password and is not disabled."""

    account_id: int
    email: str
    name: str
    is_disabled: bool
    has_password: bool
    created_at: datetime

    @property
    def may_sign_in(self) -> bool:
        return self.has_password and not self.is_disabled


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against; of nobody if the address is unknown or the account is disabled."""

    account_id: int | None
    name: str
    password_hash: str | None
    is_disabled: bool
    has_second_factor: bool = False


@dataclass(frozen=True)
class SessionRow:
    """A browser that is signed in."""

    session_id: int
    begun_at: datetime
    seen_at: datetime
    browser: str
    network: str


@dataclass(frozen=True)
class InvitedRow:
    """Whom a link that is still good invites."""

    account_id: int
    email: str
    name: str
    has_second_factor: bool


_ACCOUNT = (
    Account.id,
    Account.email,
    Account.full_name,
    Account.disabled_at.is_not(None),
    Account.password_hash.is_not(None),
    Account.created_at,
)


def email_key(email: str) -> str:
    """Return an address as accounts are found by: without spaces around it, in small letters."""
    return email.strip().casefold()


def account_with_email(email: str) -> AccountRow | None:
    """Return the account of `email`, in whatever case it is typed, or None."""
    row = db.session.execute(select(*_ACCOUNT).where(Account.email == email_key(email))).one_or_none()
    return AccountRow(*row) if row else None


def accounts_with_emails(emails: Collection[str]) -> dict[str, AccountRow]:
    """Return {address in small letters: account} for those that exist. One statement for 500 addresses."""
    found: dict[str, AccountRow] = {}
    for some in batches([email_key(email) for email in emails]):
        rows = db.session.execute(select(*_ACCOUNT).where(Account.email.in_(some)))
        found.update({row.email: AccountRow(*row) for row in rows})
    return found


def accounts() -> list[AccountRow]:
    """Return everybody who has an account, by address."""
    return [AccountRow(*row) for row in db.session.execute(select(*_ACCOUNT).order_by(Account.email))]


def is_alone(account_id: int) -> bool:
    """Return whether nobody but this person has an account."""
    return db.session.scalar(select(Account.id).where(Account.id != account_id).limit(1)) is None


def accounts_by_id(account_ids: Collection[int]) -> dict[int, AccountRow]:
    """Return {account id: account} for those that exist. One statement for 500 of them."""
    found: dict[int, AccountRow] = {}
    for some in batches(account_ids):
        rows = db.session.execute(select(*_ACCOUNT).where(Account.id.in_(some)))
        found.update({row.id: AccountRow(*row) for row in rows})
    return found


def account(account_id: int) -> AccountRow | None:
    """Return the account with this id, or None."""
    row = db.session.execute(select(*_ACCOUNT).where(Account.id == account_id)).one_or_none()
    return AccountRow(*row) if row else None


def names_of(account_ids: Collection[int | None]) -> dict[int | None, str]:
    """Return {account id: the person's name}; an id that is not known is absent."""
    found: dict[int | None, str] = {}
    for some in batches([account_id for account_id in account_ids if account_id is not None]):
        rows = db.session.execute(select(Account.id, Account.full_name).where(Account.id.in_(some)))
        found |= {row.id: row.full_name for row in rows}
    return found


def credentials_of(email: str) -> Credentials:
    """Return what a password typed for `email` is checked against, whether or not there is such a person."""
    row = db.session.execute(
        select(
            Account.id,
            Account.full_name,
            Account.password_hash,
            Account.disabled_at.is_not(None),
            SecondFactor.account_id.is_not(None),
        )
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(Account.email == email_key(email))
    ).one_or_none()
    return Credentials(*row) if row else Credentials(None, "stranger", None, is_disabled=False)


def passwords_used(account_id: int, former: int) -> list[str]:
    """Return the hashes of the present password and of `former` ones before it, where the profile keeps any."""
    if not former:
        return []
    present = db.session.scalar(select(Account.password_hash).where(Account.id == account_id))
    before = db.session.scalars(
        select(FormerPassword.password_hash)
        .where(FormerPassword.account_id == account_id)
        .order_by(FormerPassword.id.desc())
        .limit(former)
    )
    return [kept for kept in (present, *before) if kept]


def sign_in_opens_at(email: str, network: str, now: datetime) -> datetime | None:
    """Return until when tries for `email` or from `network` are not heard, or None if this one is."""
    waits = []
    for column, key in ((SignInAttempt.email_key, hash_of(email_key(email))), (SignInAttempt.network, network)):
        failures = db.session.scalars(
            select(SignInAttempt.at)
            .where(column == key, SignInAttempt.at > now - throttle.MEMORY)
            .order_by(SignInAttempt.at)
        ).all()
        waits.append(throttle.opens_again_at(failures))
    ahead = [moment for moment in waits if moment is not None and moment > now]
    return max(ahead) if ahead else None


def signed_in(token: str, now: datetime) -> SignedIn | None:
    """Return whose living session `token` is; None once it ended, idled or grew too old, or its owner is disabled.

    Within the widest limits; whoever knows the person's roles asks `limits_of` for theirs.
    """
    row = db.session.execute(
        select(
            SignedInSession.id,
            SignedInSession.account_id,
            Account.full_name,
            Account.email,
            SignedInSession.begun_at,
            SignedInSession.seen_at,
            SignedInSession.proven_at,
            Account.password_set_at,
            Account.password_is_short,
            SecondFactor.account_id.is_not(None).label("has_second_factor"),
        )
        .join(Account, Account.id == SignedInSession.account_id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(SignedInSession.token_hash == hash_of(token), Account.disabled_at.is_(None), *_living(USUAL_LIMITS, now))
    ).one_or_none()
    if row is None:
        return None
    held = Held(row.password_set_at, row.password_is_short, row.has_second_factor)
    return SignedIn(
        session_id=row.id,
        account_id=row.account_id,
        name=row.full_name,
        email=row.email,
        begun_at=row.begun_at,
        seen_at=row.seen_at,
        proven_at=row.proven_at,
        password=held,
        token=token,
    )


def sessions_of(account_id: int, limits: Limits, now: datetime) -> list[SessionRow]:
    """Return the person's living sessions, the one used last first."""
    rows = db.session.execute(
        select(
            SignedInSession.id,
            SignedInSession.begun_at,
            SignedInSession.seen_at,
            SignedInSession.browser,
            SignedInSession.network,
        )
        .where(SignedInSession.account_id == account_id, *_living(limits, now))
        .order_by(SignedInSession.seen_at.desc(), SignedInSession.id.desc())
    )
    return [SessionRow(*row) for row in rows]


def _living(limits: Limits, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignedInSession.ended_at.is_(None),
        SignedInSession.awaits_code.is_(False),
        SignedInSession.seen_at > now - limits.idle,
        SignedInSession.begun_at > now - limits.longest,
    )


def account_of_token(token: str, now: datetime) -> tuple[int, str] | None:
    """Return (account id, scope) of an API key that is good at `now`, or None."""
    row = db.session.execute(
        select(ApiToken.account_id, ApiToken.scope)
        .join(Account, Account.id == ApiToken.account_id)
        .where(
            ApiToken.token_hash == hash_of(token),
            ApiToken.expires_at > now,
            ApiToken.revoked_at.is_(None),
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def untold_news() -> list[AccountNews]:
    """Return what is still to be told to owners of accounts, oldest first; 100 at most."""
    untold = select(AccountNews).where(AccountNews.told_at.is_(None)).order_by(AccountNews.id).limit(100)
    return list(db.session.scalars(untold))


def has_new_reset(account_id: int, since: datetime) -> bool:
    """Return whether the person was sent a link for a new password after `since`."""
    sent = (Invitation.account_id == account_id, Invitation.purpose == "reset", Invitation.created_at > since)
    return db.session.scalar(select(Invitation.id).where(*sent).limit(1)) is not None


def invited_by(token: str, now: datetime, purpose: str = "invitation") -> InvitedRow | None:
    """Return whom the link with `token` invites, or None if it is used, too old or was never given out."""
    row = db.session.execute(
        select(Account.id, Account.email, Account.full_name, SecondFactor.account_id.is_not(None))
        .join(Invitation, Invitation.account_id == Account.id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(
            Invitation.token_hash == hash_of(token),
            Invitation.purpose == purpose,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    return InvitedRow(*row) if row else None
