"""Links in a mail by which its recipient acts without signing in: for one person and one thing, once.

They are made as a mail is put into words, sealed with the secret key, and stand nowhere: neither in the outbox nor in a
backup. What is kept is that one was used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from committee.core.seals import BrokenSeal, seal, unseal
from committee.domain.errors import NotFound

PATH = "/act/"
LASTS = timedelta(days=14)
PURPOSE = "act from a mail"
FACT = "acts"  # under this name a notice's facts say after which of its lines a link goes out, and for what


@dataclass(frozen=True)
class Link:
    """What a link says: in which notice it stood, whom it was sent to, what it is about, how long it is good.

    `door` is how its person came in when it was made (`door_of`).
    """

    notice_id: int
    account_id: int
    subject: tuple[str, int]
    until: datetime
    door: str

    @property
    def made_at(self) -> datetime:
        return self.until - LASTS

    def is_over(self, now: datetime) -> bool:
        return now >= self.until


@dataclass(frozen=True)
class Act:
    """That a link for `subject` goes out after a line of a notice's text; lines are counted from 0."""

    line: int
    subject: tuple[str, int]


def as_fact(acts: Sequence[Act]) -> dict[str, Any]:
    """Return what a notice's facts say of its links; nothing where there are none."""
    return {FACT: [[act.line, *act.subject] for act in acts]} if acts else {}


def acts_in(facts: Mapping[str, Any]) -> Iterator[Act]:
    """Return the links that go out with a notice."""
    for line, kind, subject_id in facts.get(FACT, ()):
        yield Act(line, (kind, subject_id))


def door_of(address: str, password_set_at: datetime | None) -> str:
    """Return what is another once somebody signs in with another e-mail or another password."""
    said = f"{address} {password_set_at.timestamp() if password_set_at else ''}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def links_of(*, notice_id: int, account_id: int, door: str, facts: Mapping[str, Any], now: datetime) -> dict[int, str]:
    """Return {line: the path of a new link} for all that go out with a notice; no two are ever alike."""
    until = int((now + LASTS).timestamp())
    return {act.line: _path([notice_id, account_id, *act.subject, until, door]) for act in acts_in(facts)}


def read_link(token: str) -> Link:
    """Return what a link says, in time or not; raises `NotFound` for what is not one of ours."""
    try:
        said = json.loads(unseal(token + "=" * (-len(token) % 4), purpose=PURPOSE))
    except BrokenSeal:
        raise NotFound("There is no such link.") from None
    notice_id, account_id, kind, subject_id, until, *door = said
    return Link(notice_id, account_id, (kind, subject_id), datetime.fromtimestamp(until, UTC), "".join(door))


def _path(said: list[Any]) -> str:
    return PATH + seal(json.dumps(said), purpose=PURPOSE).rstrip("=")
