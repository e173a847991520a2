"""What people find in their mail: everything that is due is sent to a real mail server and read there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from committee.core import clock
from committee.notify.channels import SmtpChannel
from committee.notify.delivery import deliver_one
from tests.cast import Person
from tests.mail_server import MailServer

LINK = re.compile(r"https?://\S+?(/act/[\w-]+)")


@dataclass(frozen=True)
class Letter:
    """A mail as its reader has it."""

    to: str
    title: str
    text: str
    message_id: str

    @property
    def links(self) -> list[str]:
        """The paths of the links by which to act, in the order of the lines."""
        return LINK.findall(self.text)


class Postbox:
    """A mail server, and the mail it has taken."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    def fetch(self) -> list[Letter]:
        """Send what is due now and return all that has arrived, oldest first."""
        channel = SmtpChannel("127.0.0.1", self.server.port, "don-doc@bhxh.example", limit_seconds=5)
        while deliver_one(channel, now=clock.now()) is not None:
            pass
        return [
            Letter(mail["To"].addresses[0].addr_spec, mail["Subject"], mail.get_content(), str(mail["Message-ID"]))
            for mail in self.server.sink.letters
        ]

    def letters_to(self, person: Person) -> list[Letter]:
        return [letter for letter in self.fetch() if letter.to == person.email]


@contextmanager
def postbox() -> Iterator[Postbox]:
    """Run a mail server and give what arrives there."""
    with MailServer() as server:
        yield Postbox(server)
