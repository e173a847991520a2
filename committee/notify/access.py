"""Whose notice it is, and who may look into the ledger where."""

from __future__ import annotations

from committee.domain.access import Action, Reach, Viewer, reach
from committee.domain.errors import NotFound
from committee.notify import queries


def own_notice(viewer: Viewer, notice_id: int) -> queries.NoticeRow:
    """Return a notice to its recipient; for anybody else there is none."""
    notice = queries.notice_to(viewer.account_id, notice_id) if viewer.account_id is not None else None
    if notice is None:
        raise NotFound("There is no such notice.")
    return notice


def may_see_ledger(viewer: Viewer) -> bool:
    """Return whether `viewer` may see the deliveries of any unit."""
    return not reach(viewer, Action.SEE_OUTBOX).is_nowhere


def ledger_reach(viewer: Viewer) -> Reach:
    """Return the units whose deliveries `viewer` may see; raises if there are none."""
    if not may_see_ledger(viewer):
        raise NotFound("There is no such page.")
    return reach(viewer, Action.SEE_OUTBOX)


def delivery_in_reach(viewer: Viewer, delivery_id: int) -> queries.DeliveryRow:
    """Return a delivery that `viewer` may see in the ledger; for anybody else there is none."""
    found = queries.deliveries(within=ledger_reach(viewer), delivery_id=delivery_id, limit=1)
    if not found:
        raise NotFound("There is no such delivery.")
    return found[0]


def held_in_reach(viewer: Viewer) -> list[int]:
    """Return the ids of the mail held after a restore that `viewer` may see in the ledger."""
    return [row.id for row in queries.deliveries(within=ledger_reach(viewer), state="held")]
