"""The day by which a returned paper is to be completed is told as that of a task is, and stands among one's work."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select, update

from committee.accounts.models import Account
from committee.core import clock
from committee.core.db import db, transaction
from committee.documents.operations import Description, register
from committee.domain.access import Actor
from committee.domain.calendar import HANOI
from committee.jobs import remind
from committee.jobs.ledger import Run
from committee.members.models import Seat
from committee.members.queries import committees_of, viewer_of
from committee.notify.models import Notice
from committee.tasks.access import eyes_of
from committee.tasks.calendar_of import calendar_of
from committee.tasks.operations import meetings, papers
from committee.tasks.operations.meetings import Plan
from tests.cast import MEMBER, REPORTER, SECRETARIAT

BY = Actor.command_line()
DUE = date(2024, 11, 13)


@pytest.fixture
def paper(cast) -> int:
    """A draft before a meeting of today, put there in the name of the secretariat."""
    now = clock.now()
    with transaction():
        db.session.execute(update(Seat).where(Seat.id == cast.seats[MEMBER]).values(organization="Sở Y tế"))
        said = Description("regulation", "Ban Chỉ đạo", "Quy chế hoạt động")
        draft = register(unit_id=cast.units["93"], description=said, state="draft", by=BY, now=now)
        committee = committees_of(cast.units["93"])[0].committee_id
        plan = Plan("Thẩm định dự thảo", date(2024, 10, 28))
        meeting_id = meetings.plan_meeting(committee_id=committee, plan=plan, by=BY, now=now)
        return papers.add_paper(meeting_id=meeting_id, document_id=draft, by=BY, now=now)


def give_back(paper: int, *, to: str = "Sở Y tế", due_on: date = DUE) -> None:
    with transaction():
        papers.return_paper(
            paper_id=paper, reason="Tiếp thu ý kiến", answered_by=to, due_on=due_on, by=BY, now=clock.now()
        )


def let_run(day: date) -> None:
    moment = datetime.combine(day, time(7, 30), tzinfo=HANOI).astimezone(UTC)
    clock.stop_at(moment)
    remind.run(Run(day, moment, moment, lambda: False))


def told(day: date) -> dict[str, list[str]]:
    """Return {address: why} of the messages of a day."""
    db.session.rollback()
    rows = select(Account.email, Notice).join(Account, Account.id == Notice.recipient_id)
    of_day = (Notice.kind == "task_digest", Notice.dedupe_key.endswith(f":{day.isoformat()}"))
    found = db.session.execute(rows.where(*of_day)).all()
    return {email: [line["why"] for line in notice.facts["lines"]] for email, notice in found}


def test_whoever_completes_it_is_reminded_before_its_day_on_it_and_after(paper):
    """Story 004-3: a draft regulation returned for completion reaches whoever completes it."""
    give_back(paper)
    days = [date(2024, 11, day) for day in range(4, 22)]
    for day in days:
        let_run(day)

    reminded = {day.day: told(day) for day in days if told(day)}
    alone, both = ({MEMBER.email: ["complete_paper"], **more} for more in ({}, {SECRETARIAT.email: ["follow_paper"]}))
    assert reminded == {6: alone, 11: alone, 12: alone, 13: alone, **dict.fromkeys((14, 15, 18, 19, 20), both)}


def test_the_day_that_moved_arms_the_reminders_anew_and_a_completed_paper_none(paper):
    give_back(paper, due_on=date(2024, 11, 1))
    with transaction():
        papers.complete_paper(paper_id=paper, answers={}, by=BY, now=clock.now())
    let_run(date(2024, 10, 31))
    assert told(date(2024, 10, 31)) == {}

    give_back(paper, due_on=DUE)
    let_run(date(2024, 11, 1))
    let_run(date(2024, 11, 6))

    assert told(date(2024, 11, 1)) == {}
    assert told(date(2024, 11, 6)) == {MEMBER.email: ["complete_paper"]}


def test_a_name_that_nobody_here_bears_is_told_to_the_secretariat(paper):
    give_back(paper, to="Đoàn liên ngành")
    let_run(date(2024, 11, 6))

    assert told(date(2024, 11, 6)) == {SECRETARIAT.email: ["follow_paper"]}


def test_two_timetables_at_once_tell_it_once(app, paper):
    give_back(paper)
    db.session.remove()
    day = date(2024, 11, 6)
    moment = datetime.combine(day, time(7, 30), tzinfo=HANOI).astimezone(UTC)
    clock.stop_at(moment)
    barrier = threading.Barrier(2)

    def run() -> None:
        with app.app_context():
            barrier.wait()
            remind.run(Run(day, moment, moment, lambda: False))
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [kind for kind in db.session.scalars(select(Notice.kind)) if kind == "task_digest"] == ["task_digest"]
    assert told(day) == {MEMBER.email: ["complete_paper"]}


@pytest.mark.one_engine
def test_it_stands_among_the_work_and_in_the_calendar_of_whoever_completes_it(paper, cast, browser_of):
    give_back(paper)

    page = browser_of(MEMBER).open("/")
    assert "Hoàn thiện tài liệu Quy chế hoạt động" in page.text
    links = [one.get("href") for one in page.find(".//a") if (one.get("href") or "").endswith(f"/papers/{paper}")]
    assert browser_of(MEMBER).open(links[0]).status == 200
    assert ["Quy chế hoạt động" in browser_of(one).open("/").text for one in (SECRETARIAT, REPORTER)] == [False, False]
    calendars = [
        calendar_of(eyes_of(viewer_of(cast.accounts[one], clock.today()), on=clock.today()))
        for one in (MEMBER, SECRETARIAT)
    ]
    assert ["20241113" in text for text in calendars] == [True, False]
