"""A real mail server on loopback that can be told how to behave."""

from __future__ import annotations

import asyncio
import random
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Takes mail and keeps it. `answer` is what it says to the letter itself, `to_recipient` to the address.

    `pause` are the shortest and the longest wait, in seconds, between keeping a letter and saying so.
    """

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.answer = "250 OK"
        self.to_recipient = "250 OK"
        self.pause = (0.0, 0.0)
        self.hang_up = False
        self.conversations = 0

    async def handle_RCPT(  # noqa: N802 - the server's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.conversations += 1
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        if self.answer.startswith("250"):
            self.kept.append(envelope.original_content)
        await asyncio.sleep(random.uniform(*self.pause))
        if self.hang_up:
            server.transport.abort()
        return self.answer

    @property
    def letters(self) -> list[EmailMessage]:
        """What was taken, read as mail."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.kept]


class MailServer:
    """A sink behind a port; use it in a `with`."""

    def __init__(self) -> None:
        self.sink = Sink()
        self.port = free_port()
        self._controller = Controller(self.sink, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._controller.stop()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
