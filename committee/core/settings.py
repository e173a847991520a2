"""The settings of the running application, for the floors that may not know the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from config import Settings


def current_settings() -> Settings:
    """Return the settings the running application was made with."""
    settings: Settings = current_app.extensions["settings"]
    return settings
