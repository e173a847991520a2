"""When a committee is renewed its open work goes to whoever takes the post; what nobody takes waits for a new lead."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db, transaction
from committee.dashboards.renewing import renew, take_back
from committee.domain.errors import DomainError
from committee.domain.grants import Role
from committee.jobs import follow
from committee.jobs.ledger import Run
from committee.members.composition import sitting_on
from committee.members.reconstitution_plan import Proposal, ProposedLine
from committee.tasks import operations
from committee.tasks.models import TaskHandover
from committee.tasks.posts import follow_posts, without_lead
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, SECRETARIAT
from tests.tasks.desk import TODAY, at

NEW_CHAIR = ProposedLine("Đỗ Văn Hải", Role.CHAIR, "Phó Chủ tịch", "UBND tỉnh")
SECRETARY = ProposedLine(SECRETARIAT.name, Role.SECRETARIAT, email=SECRETARIAT.email)
TOMORROW = date(2024, 10, 29)


def renewed(desk, effective_on: date):
    """Let the chair give way to somebody new, and the member leave."""
    with transaction():
        proposal = Proposal(desk.committee_id, "12/QĐ-UBND", None, effective_on, (NEW_CHAIR, SECRETARY))
        return renew(proposal=proposal, seal=None, by=BY, now=clock.now())


def the_job_runs(day: date):
    db.session.rollback()
    return follow.run(Run(day, at(day), at(day), lambda: False))


def test_open_work_goes_at_once_where_the_day_has_come(desk, browser_of) -> None:
    """Story 004-6, story 001-7: one post, one person in charge; the old name stays in the history."""
    task, done = (desk.assign(lead=desk.seat(CHAIR), title=title) for title in ("Việc mở", "Việc đã xong"))
    desk.do(operations.submit, task_id=done, product="5/BC", by=CHAIR)
    desk.do(operations.accept, task_id=done, by=SECRETARIAT)
    left = desk.assign(lead=desk.seat(MEMBER), title="Việc của ủy viên")

    renewed(desk, TODAY)

    chair = sitting_on(desk.committee_id, TODAY)[0]
    assert (desk.row(task).lead.id, desk.row(task).lead.name) == (chair.seat_id, "Đỗ Văn Hải (Phó Chủ tịch, UBND tỉnh)")
    assert desk.row(done).lead.id == desk.cast.seats[CHAIR]
    handed = db.session.scalars(select(TaskHandover).where(TaskHandover.task_id == task)).one()
    assert (handed.kind, handed.from_name) == ("post", CHAIR.name)
    assert [row.id for row in without_lead(desk.committee_id, on=TODAY, today=TODAY)] == [left]
    assert follow_posts(on=TODAY, by=BY, now=clock.now()) == 0
    page = browser_of(SECRETARIAT).open("/committees/1")
    assert "Nhiệm vụ chờ giao lại" in page.text
    assert "Việc của ủy viên" in page.text
    assert "Việc của ủy viên" not in browser_of(ADMINISTRATOR).open("/committees/1").text


def test_it_waits_for_the_day_and_can_be_taken_back_until_then(desk) -> None:
    task = desk.assign(lead=desk.seat(CHAIR))
    done = renewed(desk, TOMORROW)
    assert the_job_runs(TODAY) == {}
    assert desk.row(task).lead.id == desk.cast.seats[CHAIR]

    assert the_job_runs(TOMORROW) == {"moved": 1}
    assert the_job_runs(TOMORROW) == {}

    assert desk.row(task).lead.id == done.successors[desk.cast.seats[CHAIR]]
    with pytest.raises(DomainError, match="Open work has followed the posts already"):
        take_back(committee_id=desk.committee_id, reconstitution_id=done.reconstitution_id, by=BY, now=clock.now())


def test_the_preview_counts_what_goes_where(desk, browser_of) -> None:
    for lead in (CHAIR, CHAIR, MEMBER):
        desk.assign(lead=desk.seat(lead))
    browser = browser_of(ADMINISTRATOR)
    browser.open("/committees/1/reconstitution")

    page = browser.press(
        "Xem trước thay đổi",
        decision="12/QĐ-UBND",
        name_new0="Đỗ Văn Hải",
        role_new0="chair",
        **{f"role_{desk.cast.seats[person]}": "" for person in (CHAIR, MEMBER)},
    )

    assert "2 nhiệm vụ đang mở chuyển sang Đỗ Văn Hải." in page.text
    assert "1 nhiệm vụ đang mở chờ giao lại." in page.text
