"""People who sign in, and what they sign in with. Secrets are stored as hashes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base
from committee.domain.passwords import Held


class Account(Base):
    """A person at the door. Without `password_hash` nobody can sign in by password yet: an invitation sets it.

    `password_is_short`: it was taken because a second factor stood beside it, and does not do alone.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    password_is_short: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def is_disabled(self) -> bool:
        return self.disabled_at is not None


class FormerPassword(Base):
    """A password that was replaced and may not come again; kept where the profile asks for it."""

    __tablename__ = "former_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str]
    replaced_at: Mapped[datetime]


class SignedInSession(Base):
    """A browser that is signed in: ending the row signs it out, whatever cookie it still holds.

    `proven_at` is when its person last showed who they are: at the door, or when asked again. While it `awaits_code`
    the password was right and the code is still to come: it opens nothing but the page that asks for the code.
    """

    __tablename__ = "signed_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proven_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(default="")
    network: Mapped[str] = mapped_column(default="")
    awaits_code: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """Who a living session belongs to, as read once a request."""

    session_id: int
    account_id: int
    name: str
    email: str
    begun_at: datetime
    seen_at: datetime
    proven_at: datetime
    password: Held
    token: str

    @property
    def has_second_factor(self) -> bool:
        return self.password.has_second_factor

    def get_id(self) -> str:
        """Return what the cookie carries: the session's secret, never the account's number."""
        return self.token


class SecondFactor(Base):
    """What a person shows beside the password: codes of an app that holds `sealed_secret`.

    `last_step` is the newest step of time whose code was taken: no code counts twice.
    """

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    sealed_secret: Mapped[str]
    enrolled_at: Mapped[datetime]
    last_step: Mapped[int]


class RecoveryCode(Base):
    """A code from paper that stands in for the app once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """A key for programs that act as `account_id`, within `scope`, until `expires_at`."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("scope IN ('read', 'write', 'admin')", name="scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    scope: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    label: Mapped[str] = mapped_column(default="")
    last_used_on: Mapped[date | None]


class Invitation(Base):
    """A one-time link by which a person sets the first password, or a new one.

    `purpose`: "invitation", given out by whoever looks after people, or "reset", asked for at the door and mailed.
    """

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    purpose: Mapped[str] = mapped_column(default="invitation")


class AccountNews(Base):
    """Something that happened to an account and is still to be told to its owner, at the address it had then.

    `sealed_path` is the path of a link that goes out with it, sealed: only its hash stands in `invitation`.
    """

    __tablename__ = "account_news"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str]
    address: Mapped[str]
    sealed_path: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    told_at: Mapped[datetime | None] = mapped_column(index=True)


class SignInAttempt(Base):
    """One try that did not succeed, kept for a day to slow the next ones down.

    `email_key` is a hash of what was typed (people type passwords into the wrong box); empty once a later try
    succeeded, so that the row goes on counting for its network alone.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_email", "email_key", "at"),
        Index("ix_sign_in_attempt_network", "network", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str]
    network: Mapped[str]
    at: Mapped[datetime]


class Idempotency(Base):
    """The answer to a request of a program, found again when it is sent twice. `status` 0: being answered."""

    __tablename__ = "idempotency"
    __table_args__ = (
        Index("uq_idempotency_key", "account_id", "key", unique=True),
        Index("ix_idempotency_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str]
    request_sha256: Mapped[str]
    status: Mapped[int]
    body: Mapped[str]
    created_at: Mapped[datetime]


class FormPress(Base):
    """A form that was written, by the hash of its one-time number and what was sent; `led_to`: None if unanswered."""

    __tablename__ = "form_press"

    press: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    led_to: Mapped[str | None]
