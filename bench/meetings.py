"""2.000 meetings of 149 committees with eight conclusions each: listed, searched and shown, beside raw SQL."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select, text

from bench.houses import NOW, engines, house
from bench.measure import line, paired
from bench.tasks import DAY, _committees, _fresh
from committee.core.db import db, transaction
from committee.domain.access import Reach
from committee.members.models import Committee
from committee.tasks.models import Conclusion, Meeting
from committee.tasks.queries import conclusions, meetings
from committee.tasks.queries.meetings import MeetingFilter

MEETINGS, POINTS = 2_000, 8
PAGE = """
    SELECT m.*, c.name FROM meeting m JOIN committee c ON c.id = m.committee_id
    ORDER BY m.held_on DESC, m.id DESC LIMIT 30
"""
SEARCH = """
    SELECT m.*, c.name FROM meeting m JOIN committee c ON c.id = m.committee_id
    WHERE m.search_key LIKE '% ky 7%' ORDER BY m.held_on DESC, m.id DESC LIMIT 30
"""
COUNT = "SELECT count(*) FROM meeting"
POINTS_OF = "SELECT * FROM conclusion WHERE meeting_id = 1000 ORDER BY position"
ALL = Reach(subtrees=("",), below=(), units=())


def run() -> None:
    """Measure on each engine that is there."""
    for engine in engines():
        with house(engine):
            _committees()
            _write()
            _look(engine)


def _look(engine: str) -> None:
    wanted = MeetingFilter(words="kỳ 7")
    pairs = {
        "a page of 30 of all meetings": (lambda: meetings.meetings(on=DAY, within=ALL, limit=30), PAGE),
        "a page of those with some words": (lambda: meetings.meetings(wanted, on=DAY, within=ALL, limit=30), SEARCH),
        "how many there are": (lambda: meetings.count_meetings(on=DAY, within=ALL), COUNT),
        "the conclusions of one": (lambda: conclusions.conclusions_of(1000), POINTS_OF),
    }
    for name, (ours, statement) in pairs.items():
        one, other = paired(_fresh(ours), _fresh(lambda asked=statement: db.session.execute(text(asked)).all()))
        line(f"{name}, {engine}", one, other, one / other, "–")


def _write() -> None:
    with transaction() as session:
        ids = list(db.session.scalars(select(Committee.id).order_by(Committee.id)))
        held = [
            {
                "committee_id": ids[at % len(ids)], "kind": "meeting", "state": "held",
                "title": f"Họp kỳ {at % 12 + 1}",
                "held_on": DAY - timedelta(days=at % 700), "search_key": f" hop ky {at % 12 + 1} ", "created_at": NOW,
            }
            for at in range(MEETINGS)
        ]  # fmt: skip
        session.execute(insert(Meeting), held)
        rows = [
            {"meeting_id": meeting_id, "position": place, "text": f"Kết luận {place}", "kind": "other"}
            for meeting_id in session.scalars(select(Meeting.id))
            for place in range(1, POINTS + 1)
        ]
        session.execute(insert(Conclusion), rows)
