"""Renewing a committee with what lies above it, in one transaction: the document it rests on, the open work."""

from __future__ import annotations

from datetime import datetime

from committee.documents.operations.links import link
from committee.documents.queries import registered
from committee.domain.access import Actor, Reach
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError
from committee.members.composition import successors_in
from committee.members.operations import Reconstituted, reconstitute, withdraw_reconstitution
from committee.members.reconstitution_plan import Proposal
from committee.tasks.posts import follow_posts, has_followed
from committee.units.queries import standing_last

NOWHERE = Reach(subtrees=(), below=(), units=())


def renew(*, proposal: Proposal, seal: str | None, by: Actor, now: datetime) -> Reconstituted:
    """Renew a committee; its open work follows the posts, at once or on the day it takes effect.

    Its decision points to it where the register of the committee's unit has it. Nobody is told whether it has: only
    whoever may see the document sees the link.
    """
    done = reconstitute(proposal=proposal, seal=seal, by=by, now=now)
    reference, today = (proposal.decision, proposal.decided_on), day_of(now)
    unit_id = done.plan.committee.unit_id
    unit = standing_last({unit_id}, today).get(unit_id)
    found = registered([reference], on=today, within=register_of(unit.path) if unit else NOWHERE)
    if reference in found:
        link(document_id=found[reference], kind="committee", thing_id=proposal.committee_id, by=by, now=now)
    if proposal.effective_on <= today:
        follow_posts(on=today, by=by, now=now)
    return done


def take_back(*, committee_id: int, reconstitution_id: int, by: Actor, now: datetime) -> None:
    """Put back what a renewal changed, unless work has gone from hand to hand by it already."""
    successors = successors_in(reconstitution_id)
    if has_followed(successors):
        raise DomainError("Open work has followed the posts already: enter the right composition by a new decision.")
    withdraw_reconstitution(committee_id=committee_id, reconstitution_id=reconstitution_id, by=by, now=now)


def register_of(path: str) -> Reach:
    """Return the register of one unit alone: another unit's decision may bear the same number."""
    return Reach(subtrees=(), below=(), units=(path,))
