"""Which page of a long list is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of a list of `total` things, `size` a page; pages count from 1, and an empty list has one."""

    number: int
    total: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many things stand before this page."""
        return (self.number - 1) * self.size


def page_of(asked: str | None, *, total: int, size: int) -> Page:
    """Return the page that was asked for, as typed in an address; the nearest there is if that one does not exist."""
    number = int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 10 else 1
    last = Page(1, total, size).last
    return Page(min(max(number, 1), last), total, size)
