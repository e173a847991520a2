"""What a committee settles for itself about deadlines and more time. Who may do so was asked before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.errors import Stale
from committee.domain.house_rules import refuse_rules
from committee.members.models import Committee
from committee.tasks.models.rules import CommitteeRules
from committee.tasks.operations.held import unit_of
from committee.tasks.queries.rules import NAMES, Own, version_of


def set_rules(
    *,
    committee_id: int,
    extensions: int | None,
    notice_days: int | None,
    strict: bool | None,
    moves: bool | None,
    version: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Settle the rules of a committee; None follows the installation. What was given or asked for before stays.

    Raises `Stale` where others stand by now than those that were looked at: `queries.rules.version_of`.
    """
    refuse_rules(extensions, notice_days)
    db.session.execute(select(Committee.id).where(Committee.id == committee_id).with_for_update(key_share=True)).all()
    after: Own = {"extensions": extensions, "notice_days": notice_days, "strict": strict, "moves": moves}
    row = db.session.get(CommitteeRules, committee_id, with_for_update=True)
    before: Own = {name: getattr(row, name) if row else None for name in NAMES}
    if version is not None and version != version_of(before):
        raise Stale("Somebody changed this after you opened it. Nothing of yours has been saved yet.")
    if before == after:
        return
    if row is None:
        db.session.add(CommitteeRules(committee_id=committee_id, **after))
    else:
        for name, value in after.items():
            setattr(row, name, value)
    db.session.flush()
    thing = ("committee", committee_id)
    facts = {"before": before, "after": after}
    record(action="set committee rules", thing=thing, facts=facts, unit_id=unit_of(committee_id), by=by, now=now)
