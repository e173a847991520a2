"""The ways out: mail by SMTP, or in the demo a page that shows what would have been sent."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol

from committee.core.log import log
from committee.domain.calendar import HANOI
from committee.notify.smtp import NOBODY, Conversation, MailAccount, NoEncryption, NoSignIn
from config import Settings

LIMIT_SECONDS = 20.0
# Refusals of the one who signs in or of the service, though they arrive in answer to a letter.
SERVICE_CODES = frozenset({421, 530, 534, 535, 538})

FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPServerDisconnected, "The mail server broke off or did not answer in time."),
    (ssl.SSLCertVerificationError, "The certificate of the mail server is not one we trust."),
    (NoEncryption, "The mail server does not offer encryption, which SMTP_TLS asks for."),
    (NoSignIn, "The mail server asks for no name and password, though SMTP_USER is set."),
    (ssl.SSLError, "The mail server could not agree with us on encryption."),
    (TimeoutError, "The mail server did not answer in time."),
    (ConnectionRefusedError, "The mail server takes no connections."),
    (socket.gaierror, "The name of the mail server is not known."),
)


@dataclass(frozen=True)
class Letter:
    """One mail to be sent; `message_id` is the same at every attempt."""

    address: str
    name: str
    title: str
    body: str
    message_id: str


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: `state` is sent, failed (to be tried again) or dead.

    `channel_works` is whether the channel itself answered as it should, whatever it said about this letter.
    """

    state: str
    error: str = ""
    channel_works: bool = True


class Channel(Protocol):
    """Something that takes letters. It answers within `LIMIT_SECONDS` and raises nothing."""

    def send(self, letter: Letter, *, now: datetime) -> Outcome: ...


@dataclass(frozen=True)
class PageChannel:
    """Keeps every letter on the page of sent mail; nothing leaves the machine."""

    def send(self, _letter: Letter, *, now: datetime) -> Outcome:  # noqa: ARG002 - the same call as by mail
        return Outcome("sent")


@dataclass(frozen=True)
class SmtpChannel:
    """Hands letters to a mail server. `limit_seconds` holds for the whole conversation, not for each answer."""

    host: str
    port: int
    sender: str
    limit_seconds: float = LIMIT_SECONDS
    account: MailAccount = NOBODY

    def send(self, letter: Letter, *, now: datetime) -> Outcome:
        try:
            message = compose(letter, sender=self.sender, now=now)
        except (MessageError, ValueError, IndexError):
            log.warning("letter cannot be composed", message_id=letter.message_id)
            return Outcome("dead", "The address cannot be that of a mail.")
        try:
            self._hand_over(message)
        except (smtplib.SMTPException, OSError) as failure:
            return outcome_of(failure)
        return Outcome("sent")

    def _hand_over(self, message: EmailMessage) -> None:
        # Half the time for each of the two addresses a name usually has.
        client = Conversation(self.host, encrypted=self.account.tls == "tls", timeout=self.limit_seconds / 2)
        try:
            with client.ended_after(self.limit_seconds):
                client.greet(self.port)
                client.show_account(self.account)
                client.send_message(message)
            # Taken over: whatever happens to the farewell does not change that.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                client.putcmd("quit")
        finally:
            client.close()


def channel_of(settings: Settings) -> Channel | None:
    """Return the way mail goes out by `settings`, or None where it must wait because no server is named."""
    if settings.smtp_host:
        account = MailAccount(settings.smtp_user, settings.smtp_password, settings.smtp_tls)
        return SmtpChannel(settings.smtp_host, settings.smtp_port, settings.smtp_from, account=account)
    return PageChannel() if settings.mode in ("demo", "development") else None


def compose(letter: Letter, *, sender: str, now: datetime) -> EmailMessage:
    """Return `letter` as a message; raises if the address cannot be one."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name="Đôn đốc", addr_spec=sender)
    message["To"] = Address(display_name=one_line(letter.name), addr_spec=letter.address)
    message["Subject"] = one_line(letter.title)
    message["Date"] = format_datetime(now.astimezone(HANOI))
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.body, cte="base64")
    return message


def one_line(text: str) -> str:
    """Return `text` without line ends and control characters, so that no name can add a header."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def outcome_of(failure: Exception) -> Outcome:
    """Return what a failed conversation means: a refusal of this letter, or a fault of the channel."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(failure.recipients.values()))
        return _refusal(code, said, about_letter=True)
    if isinstance(failure, smtplib.SMTPResponseException):
        about_letter = isinstance(failure, (smtplib.SMTPDataError, smtplib.SMTPSenderRefused))
        return _refusal(failure.smtp_code, failure.smtp_error, about_letter=about_letter)
    if isinstance(failure, smtplib.SMTPNotSupportedError):
        return Outcome("dead", "The mail server does not take addresses with such letters.")
    return Outcome("failed", _fault(failure), channel_works=False)


def _fault(failure: Exception) -> str:
    """Return what went wrong on the way as a message id where it is one of the usual things."""
    return next((said for kind, said in FAULTS if isinstance(failure, kind)), one_line(str(failure))[:500])


def _refusal(code: int, said: bytes | str, *, about_letter: bool) -> Outcome:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    error = f"{code} {one_line(text)}"[:500]
    if not about_letter or code in SERVICE_CODES:
        return Outcome("failed", error, channel_works=False)
    return Outcome("dead" if code >= 500 else "failed", error)
