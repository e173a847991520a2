"""Who decides about explanations: the level above, by the seat that stands nearest to the unit."""

from __future__ import annotations

from dataclasses import replace

from committee.domain.access import Action, Reach, SeatOf, Thing, Viewer, may, reach

EXPLANATION = "explanation"


def may_review(viewer: Viewer, unit_path: str) -> bool:
    """Return whether `viewer` decides about explanations of the unit at `unit_path` that others filed."""
    return reviewing_seat(viewer, unit_path) is not None


def reviewing_seat(viewer: Viewer, unit_path: str) -> SeatOf | None:
    """Return the seat by which `viewer` decides about explanations of a unit: of several the one nearest to it."""
    seats = [
        seat
        for seat in viewer.seats
        if seat.unit_id is not None and _reviews(replace(viewer, seats=(seat,)), unit_path)
    ]
    return max(seats, key=lambda seat: len(seat.path), default=None)


def reviewed_by(viewer: Viewer) -> Reach:
    """Return where `viewer` decides about explanations that others filed, as paths a query can ask for."""
    above = reach(viewer, Action.REVIEW_EXPLANATION)
    own = {seat.path for seat in viewer.seats if _is_highest(seat.path) and _reviews(viewer, seat.path)}
    return Reach(above.subtrees, above.below, (*above.units, *sorted(own)))


def _reviews(viewer: Viewer, unit_path: str) -> bool:
    thing = Thing(EXPLANATION, unit_path)
    if may(viewer, Action.REVIEW_EXPLANATION, thing):
        return True
    # Above the highest unit there is nobody: those of its committee who accept tasks decide, never the author.
    return _is_highest(unit_path) and may(viewer, Action.ACCEPT_TASKS, thing)


def _is_highest(unit_path: str) -> bool:
    return unit_path.count("/") == 1
