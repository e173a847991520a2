"""What the things are called that a document points to: told by the rooms that keep them, to whoever may see them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from committee.documents.queries import LinkRow
from committee.domain.access import Viewer

# {id: (its name, the address of its page)} of those that somebody sees on a day
Namer = Callable[[Viewer, Collection[int], date], Mapping[int, tuple[str, str]]]
_NAMERS: dict[str, Namer] = {}


def name_things(kind: str, namer: Namer) -> None:
    """Let things of a kind be called as `namer` says."""
    _NAMERS[kind] = namer


def is_named(kind: str) -> bool:
    """Return whether a room names the things of a kind: one without a name is then not open to the reader."""
    return kind in _NAMERS


def named_things(viewer: Viewer, links: Iterable[LinkRow], *, on: date) -> dict[tuple[str, int], tuple[str, str]]:
    """Return {kind and id: name and address} of what is pointed to, where a room names it and `viewer` sees it."""
    wanted: dict[str, set[int]] = {}
    for link in links:
        wanted.setdefault(link.kind, set()).add(link.thing_id)
    return {
        (kind, thing_id): said
        for kind, ids in wanted.items()
        if kind in _NAMERS
        for thing_id, said in _NAMERS[kind](viewer, ids, on).items()
    }
