"""The `flask …` commands.

A command parses, opens `transaction()`, calls one operation and says what it did.
"""

from __future__ import annotations

from flask import Flask

from committee.cli.database import replace_upgrade
from committee.cli.units import succession_group, units


def register_commands(app: Flask) -> None:
    """Add every command group to `app`."""
    replace_upgrade()
    app.cli.add_command(units)
    app.cli.add_command(succession_group)
