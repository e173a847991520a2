"""What a committee settles for itself about deadlines and more time. Who may do so was asked before."""

from __future__ import annotations

from datetime import datetime

from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.house_rules import refuse_rules
from committee.tasks.models.rules import CommitteeRules
from committee.tasks.operations.held import unit_of
from committee.tasks.queries.rules import NAMES, Own


def set_rules(
    *,
    committee_id: int,
    extensions: int | None,
    notice_days: int | None,
    strict: bool | None,
    moves: bool | None,
    by: Actor,
    now: datetime,
) -> None:
    """Settle the rules of a committee; None follows the installation. What was given or asked for before stays."""
    refuse_rules(extensions, notice_days)
    after: Own = {"extensions": extensions, "notice_days": notice_days, "strict": strict, "moves": moves}
    row = db.session.get(CommitteeRules, committee_id, with_for_update=True)
    before: Own = {name: getattr(row, name) if row else None for name in NAMES}
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
