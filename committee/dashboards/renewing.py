"""Renewing a committee with what lies above it: the document it rests on, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from committee.documents.operations.links import link
from committee.documents.queries import registered
from committee.domain.access import Actor, Reach
from committee.domain.calendar import day_of
from committee.members.operations import Reconstituted, reconstitute
from committee.members.reconstitution_plan import Proposal


def renew(*, proposal: Proposal, seal: str | None, documents: Reach, by: Actor, now: datetime) -> Reconstituted:
    """Renew a committee, and let its decision point to it where that is registered and open to `documents`."""
    done = reconstitute(proposal=proposal, seal=seal, by=by, now=now)
    reference = (proposal.decision, proposal.decided_on)
    found = registered([reference], on=day_of(now), within=documents)
    if reference in found:
        link(document_id=found[reference], kind="committee", thing_id=proposal.committee_id, by=by, now=now)
    return done
