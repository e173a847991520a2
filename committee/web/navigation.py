"""What stands in the bar: the rooms of the house a person may use, and where they begin."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import lazy_gettext

from committee.domain.access import Action, Viewer, reach

# Label, endpoint, and what one must be allowed somewhere to use it (None: everybody who has signed in).
ITEMS: tuple[tuple[str, str, tuple[Action, ...]], ...] = (
    (lazy_gettext("My work"), "work.index", ()),
    (lazy_gettext("Units"), "units.index", (Action.SEE_FIGURES,)),
    (lazy_gettext("Targets"), "targets.index", (Action.SEE_TARGETS,)),
    (lazy_gettext("Reports"), "figures.index", (Action.ENTER_FIGURES, Action.ACCEPT_FIGURES, Action.IMPORT_FIGURES)),
    (lazy_gettext("Tasks"), "tasks.index", (Action.SEE_TASKS,)),
    (lazy_gettext("Follow-up"), "escalation.index", (Action.SEE_CASES,)),
    (lazy_gettext("Documents"), "documents.index", (Action.SEE_DOCUMENTS,)),
    (lazy_gettext("Administration"), "members.index", (Action.MANAGE_PEOPLE, Action.MANAGE_SETTINGS)),
)


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    current: bool


def items_for(viewer: Viewer) -> list[Item]:
    """Return what `viewer` may use, in the order of the work; nothing for a stranger."""
    if viewer.account_id is None:
        return []
    return [
        Item(str(label), url_for(endpoint), _is_here(endpoint))
        for label, endpoint, actions in ITEMS
        if _exists(endpoint) and (not actions or any(_somewhere(viewer, action) for action in actions))
    ]


def address_of(endpoint: str) -> str:
    """Return the address of a page that may not be built in, or "" where it is not."""
    return url_for(endpoint) if _exists(endpoint) else ""


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _is_here(endpoint: str) -> bool:
    return (request.endpoint or "").partition(".")[0] == endpoint.partition(".")[0]


def _somewhere(viewer: Viewer, action: Action) -> bool:
    allowed = reach(viewer, action)
    return bool(allowed.subtrees or allowed.below or allowed.units)
