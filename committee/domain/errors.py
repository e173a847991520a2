"""The rule's no: an error that can be shown to an official.

The text is a message id in English, translated at the edge; parameters are named and filled in after translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Place:
    """Where in a file something was read: the head is row 1; `column` is the column's name or letter."""

    file: str = ""
    row: int | None = None
    column: str = ""


class DomainError(Exception):
    """One refusal: what happened and what to do, as `message` (an English message id) and its parameters.

    `place` says where it was read, `read` what was read there, both empty when the refusal is not about a file.
    """

    def __init__(self, message: str, *, place: Place | None = None, read: str | None = None, **params: object) -> None:
        super().__init__(message, params)
        self.message = message
        self.place = place
        self.read = read
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params


class Refused(DomainError):
    """Several refusals at once, as a file gives them; nothing was written."""

    def __init__(self, errors: Sequence[DomainError]) -> None:
        super().__init__("%(count)d refusals", count=len(errors))
        self.errors = tuple(errors)

    def __iter__(self) -> Iterator[DomainError]:
        return iter(self.errors)


class NotFound(DomainError):
    """There is no such thing, or none that this person may see: the two answer alike."""


class Stale(DomainError):
    """Somebody else changed the thing after it was read; nothing was written."""


class TakenMeanwhile(DomainError):
    """Somebody else wrote at the same moment what can be there once; nothing of this was written."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else entered the same at this moment. Nothing of yours was written: look at what stands there "
            "now, then try once more."
        )


class NotAllowed(DomainError):
    """The person may see the thing and may not do this with it; pages and programs get the answer of `NotFound`."""


class TooOften(DomainError):
    """Somebody does the same too often; `seconds` is how long they must wait."""

    def __init__(self, *, most: int, minutes: int, wait: timedelta) -> None:
        self.seconds = max(1, -(-wait // timedelta(seconds=1)))
        super().__init__(
            "You have done this %(most)d times within %(minutes)d minutes. Try again in %(left)d minutes.",
            most=most,
            minutes=minutes,
            left=max(1, -(-self.seconds // 60)),
        )
