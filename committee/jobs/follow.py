"""Let open work follow the post where a committee's new composition holds from today."""

from __future__ import annotations

from committee.core.db import transaction
from committee.domain.access import Actor
from committee.jobs.ledger import Facts, Run
from committee.tasks.posts import follow_posts


def run(run: Run) -> Facts:
    """Move what is due; return how many tasks have a new lead."""
    with transaction():
        moved = follow_posts(on=run.day, by=Actor.timetable(), now=run.now)
    return {"moved": moved} if moved else {}
