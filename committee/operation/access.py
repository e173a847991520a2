"""Who may look after the installation."""

from __future__ import annotations

from committee.domain.access import Action, Viewer, reach
from committee.domain.errors import NotFound


def keeper(viewer: Viewer) -> Viewer:
    """Return `viewer` if the settings are theirs to keep; for anybody else there are no such pages."""
    if reach(viewer, Action.MANAGE_SETTINGS).is_nowhere:
        raise NotFound("There is no such page.")
    return viewer
