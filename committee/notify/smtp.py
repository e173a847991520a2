"""One conversation with a mail server: encrypted if asked for, and never longer than it may take."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class NoEncryption(smtplib.SMTPException):
    """The server does not offer what `SMTP_TLS` asks for; nothing is sent in the clear instead."""


class NoSignIn(smtplib.SMTPException):
    """The server takes no name and password."""


@dataclass(frozen=True)
class MailAccount:
    """Who we are to the mail server, if it asks; `tls` is none, starttls or tls."""

    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = "none"


NOBODY = MailAccount()


class Conversation(smtplib.SMTP):
    """A conversation whose socket is known from its first moment, so that it can be ended from outside.

    Certificates are checked against those this machine trusts; `SSL_CERT_FILE` names others.
    """

    def __init__(self, host: str, *, encrypted: bool, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self.host = host
        self.encrypted = encrypted

    def greet(self, port: int) -> None:
        """Connect and hear the greeting; raises if the server does not welcome us."""
        code, said = self.connect(self.host, port)
        if code != 220 or self.sock is None:
            raise smtplib.SMTPConnectError(code, said)
        # From here on the deadline alone counts: reading a letter may take a server longer than greeting.
        self.sock.settimeout(None)

    def show_account(self, account: MailAccount) -> None:
        """Encrypt the conversation and sign in, as far as `account` asks for it."""
        self.ehlo_or_helo_if_needed()
        if account.tls == "starttls":
            self._encrypt_from_here()
        if account.user:
            if not self.esmtp_features.get("auth", "").split():
                raise NoSignIn
            self.login(account.user, account.password)

    @contextmanager
    def ended_after(self, seconds: float) -> Iterator[None]:
        """End the conversation after `seconds`: a server that answers byte by byte never runs into a time-out."""

        def hang_up() -> None:
            open_socket = self.sock
            if open_socket is not None:
                with contextlib.suppress(OSError, ValueError):
                    open_socket.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(seconds, hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _encrypt_from_here(self) -> None:
        if not self.has_extn("starttls"):
            raise NoEncryption
        code, said = self.docmd("STARTTLS")
        if code != 220 or self.sock is None:
            raise smtplib.SMTPResponseException(code, said)
        self._encrypt(self.sock)
        # What the server said before could have been said by anybody.
        self.file = None
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features, self.does_esmtp = {}, False
        self.ehlo_or_helo_if_needed()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        if not self.encrypted:
            return plain
        self._encrypt(plain)
        return self.sock  # type: ignore[return-value]  # set by the line above

    def _encrypt(self, plain: socket.socket) -> None:
        """Shake hands; the socket is put in its place before, so that the deadline ends a slow handshake too."""
        context = ssl.create_default_context()
        encrypted = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = encrypted
        encrypted.do_handshake()
