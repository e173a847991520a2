"""Who may do what where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who does something: an account, or the command line and the jobs, which have no id but a name."""

    account_id: int | None
    name: str

    @classmethod
    def command_line(cls) -> Actor:
        """Return the command line as an actor."""
        return cls(account_id=None, name="command line")


@dataclass(frozen=True)
class Viewer:
    """Who is looking."""

    account_id: int | None
    name: str
