"""The returned papers that somebody is to complete, by the same rule as the reminders go out."""

from __future__ import annotations

from committee.tasks.people import People
from committee.tasks.queries.reminding import PaperDue, papers_returned_to
from committee.tasks.queries.seen import Eyes

MOST_PAPERS = 50


def papers_to_complete(eyes: Eyes) -> list[PaperDue]:
    """Return the papers that somebody completes, or whose completion they follow as nobody here bears the name."""
    people = People(eyes.on)
    return [
        paper
        for paper in papers_returned_to(eyes, limit=MOST_PAPERS)
        if any(one.account_id == eyes.account_id for one in people.completing(paper) or people.secretariat(paper.unit))
    ]
