"""What follows in the same transaction when an official value has changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime


def after_accepting(changed: Collection[tuple[int, str]], *, now: datetime) -> None:
    """Bring up to date what is derived from the official values of `changed`, pairs of unit id and indicator."""
