"""Which agency stands by a committee: prepares its meetings and reports, keeps its figures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import clean
from committee.members.models import Committee

LONGEST = 200


def set_standing_agency(*, committee_id: int, name: str, by: Actor, now: datetime) -> None:
    """Keep the name of a committee's standing agency; blank: it has none."""
    found = db.session.scalar(select(Committee).where(Committee.id == committee_id).with_for_update())
    if found is None:
        raise NotFound("There is no such committee.")
    said, before = clean(name), found.standing_agency
    if len(said) > LONGEST:
        raise DomainError("This text is longer than %(longest)d characters: shorten it.", longest=LONGEST)
    if said == before:
        return
    found.standing_agency = said
    thing = ("committee", committee_id)
    facts = {"before": {"name": before}, "after": {"name": said}}
    record(action="set standing agency", thing=thing, facts=facts, unit_id=found.unit_id, by=by, now=now)
