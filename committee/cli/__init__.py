"""The `flask …` commands.

A command parses, opens `transaction()`, calls one operation and says what it did.
"""

from __future__ import annotations

from flask import Flask

from committee.cli import people


def register_commands(app: Flask) -> None:
    """Add every command group to `app`."""
    people.register(app)
