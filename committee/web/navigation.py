"""What stands in the bar: the rooms of the house a person may use, and where they begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext

from committee.core import doors
from committee.core.words import gettext
from committee.domain.access import Action, Viewer, reach

# Label, endpoint, and what one must be allowed somewhere to use it (None: everybody who has signed in).
ITEMS: tuple[tuple[str, str, tuple[Action, ...]], ...] = (
    (lazy_gettext("My work"), "work.index", ()),
    (lazy_gettext("Units"), "units.index", (Action.SEE_FIGURES,)),
    (lazy_gettext("Targets"), "targets.index", (Action.SEE_TARGETS,)),
    (lazy_gettext("Reports"), "figures.index", (Action.ENTER_FIGURES, Action.ACCEPT_FIGURES, Action.IMPORT_FIGURES)),
    (lazy_gettext("Tasks"), "tasks.index", (Action.SEE_TASKS,)),
    (lazy_gettext("Meetings"), "meetings.index", (Action.SEE_TASKS,)),
    (lazy_gettext("Follow-up"), "escalation.index", (Action.SEE_CASES,)),
    (lazy_gettext("Documents"), "documents.index", (Action.SEE_DOCUMENTS,)),
)

# What whoever looks after people and the installation keeps in order, each a page of its own.
ADMINISTRATION: tuple[tuple[str, str, tuple[Action, ...]], ...] = (
    (lazy_gettext("People and seats"), "members.index", (Action.MANAGE_PEOPLE, Action.SEE_PEOPLE)),
    (lazy_gettext("Committees"), "committees.index", (Action.MANAGE_PEOPLE, Action.SEE_COMMITTEES)),
    (lazy_gettext("Audit"), "audit.index", (Action.SEE_AUDIT,)),
    (lazy_gettext("Ledger of notices"), "notify.ledger", (Action.SEE_OUTBOX,)),
    (lazy_gettext("Settings"), "operation.settings", (Action.MANAGE_SETTINGS,)),
    (lazy_gettext("Health"), "operation.health", (Action.MANAGE_SETTINGS,)),
)
# Rooms without an item of their own, and the room they are entered from.
BESIDE = {"petitions": "meetings"}
PAGES_BESIDE = {"committees.index": ("/agencies",)}
# A leader may look up who sits where without having anything to administer.
KEEPING = (Action.MANAGE_PEOPLE, Action.MANAGE_SETTINGS, Action.SEE_AUDIT, Action.SEE_OUTBOX)


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    current: bool


def items_for(viewer: Viewer) -> list[Item]:
    """Return what `viewer` may use, in the order of the work; nothing for a stranger."""
    if viewer.account_id is None:
        return []
    rooms = [Item(str(label), url_for(endpoint), _is_here(endpoint)) for label, endpoint in _open_to(viewer, ITEMS)]
    kept = administration_for(viewer)
    if kept and any(_somewhere(viewer, action) for action in KEEPING):
        rooms.append(Item(gettext("Administration"), kept[0].url, any(item.current for item in kept)))
    return rooms


def administration_for(viewer: Viewer) -> list[Item]:
    """Return the pages of administration open to `viewer`; the one shown now is marked."""
    return [
        Item(str(label), url_for(endpoint), _is_the_page(endpoint))
        for label, endpoint in _open_to(viewer, ADMINISTRATION)
    ]


def address_of(endpoint: str) -> str:
    """Return the address of a page that may not be built in, or "" where it is not."""
    return url_for(endpoint) if _exists(endpoint) else ""


def audit_address(path: str, **asked: str) -> str:
    """Return where the reader finds in the audit what is asked about the unit at `path`, "" where they may not look."""
    may_look = _exists("audit.index") and reach(doors.current_viewer(), Action.SEE_AUDIT).covers(path)
    where: dict[str, Any] = dict(asked)
    return url_for("audit.index", **where) if may_look else ""


def _open_to(viewer: Viewer, items: tuple[tuple[str, str, tuple[Action, ...]], ...]) -> list[tuple[str, str]]:
    return [
        (label, endpoint)
        for label, endpoint, actions in items
        if _exists(endpoint) and (not actions or any(_somewhere(viewer, action) for action in actions))
    ]


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _is_here(endpoint: str) -> bool:
    room = (request.endpoint or "").partition(".")[0]
    return BESIDE.get(room, room) == endpoint.partition(".")[0]


def _is_the_page(endpoint: str) -> bool:
    """Return whether this page or one below it is shown: a room may have pages that are no administration."""
    here, whole = request.path.rstrip("/"), url_for(endpoint).rstrip("/")
    whole_and_beside = (whole, *PAGES_BESIDE.get(endpoint, ()))
    return any(here == one or here.startswith(one + "/") for one in whole_and_beside)


def _somewhere(viewer: Viewer, action: Action) -> bool:
    return not reach(viewer, action).is_nowhere
