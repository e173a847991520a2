"""One message a person and day: who is told of what, when, in which order, and that nothing is told twice."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from committee.accounts.models import Account
from committee.core import clock
from committee.core.calendar_file import load_calendar
from committee.core.db import db, transaction
from committee.domain.calendar import HANOI
from committee.domain.task_digest import Line, Why, in_order, is_asked_again
from committee.domain.task_reminders import reminders_on
from committee.domain.task_rules import Party, PartyKind
from committee.jobs import remind
from committee.jobs.ledger import Run
from committee.jobs.ticker import run_by_hand, run_due
from committee.jobs.timetable import job_named
from committee.members import operations as members
from committee.notify.models import Delivery, Notice
from committee.tasks import operations
from committee.tasks.models import Petition
from tests.cast import (
    BY,
    CHAIR,
    EVERYBODY,
    MEMBER,
    OTHER_REPORTER,
    REPORTER,
    SECRETARIAT,
    SUPERVISOR,
    Cast,
    Person,
)
from tests.tasks.desk import Desk
from tests.tasks.postbox import postbox
from tests.web.browser import Browser

MONDAY = date(2024, 11, 4)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(7, 30), tzinfo=HANOI).astimezone(UTC)


def let_run(day: date) -> dict[str, object]:
    """Do the day's run at half past seven, as the timetable does."""
    clock.stop_at(morning(day))
    return dict(remind.run(Run(day, morning(day), morning(day), lambda: False)))


def digests(day: date | None = None) -> dict[str, Notice]:
    """Return {address: the message} of a day, or of all days with one each."""
    db.session.rollback()
    db.session.expire_all()
    rows = select(Account.email, Notice).join(Account, Account.id == Notice.recipient_id)
    found = rows.where(Notice.kind == "task_digest")
    if day is not None:
        found = found.where(Notice.dedupe_key.endswith(f":{day.isoformat()}"))
    return dict(db.session.execute(found).all())


def told(day: date) -> dict[str, list[tuple[str, str]]]:
    """Return {address: [(code, why)]} of a day's messages."""
    return {
        email: [(line["code"], line["why"]) for line in notice.facts["lines"]] for email, notice in digests(day).items()
    }


def test_each_day_of_a_deadline_is_told_to_whom_it_concerns(desk: Desk) -> None:
    """Story 000-10: seven, three, one day before and on the day; then every working day, then weekly."""
    desk.assign(
        lead=desk.unit("31441"), coordinators=(desk.seat(MEMBER),), code="A", due_on=date(2024, 11, 13), by=SECRETARIAT
    )
    seen = {}
    day = date(2024, 10, 29)
    while day <= date(2024, 12, 9):
        let_run(day)
        if told(day):
            seen[day] = {email: lines[0][1] for email, lines in told(day).items()}
        day += timedelta(days=1)

    before, late = (
        {REPORTER.email: "do", MEMBER.email: "help"},
        {
            REPORTER.email: "do",
            MEMBER.email: "help",
            SECRETARIAT.email: "follow",
        },
    )
    assert seen == {
        date(2024, 11, 6): before,
        date(2024, 11, 11): before,  # the tenth is a Sunday
        date(2024, 11, 12): before,
        date(2024, 11, 13): before,
        date(2024, 11, 14): late,
        date(2024, 11, 15): late,
        date(2024, 11, 18): late,
        date(2024, 11, 19): late,
        date(2024, 11, 20): late,
        date(2024, 11, 27): late,
        date(2024, 12, 4): late,
    }


def test_the_member_in_charge_of_the_area_hears_of_what_is_late(desk: Desk) -> None:
    """Story 002-4: the officer in charge of communes is told which of them to urge on."""
    desk.assign(lead=desk.unit("31441"), code="A", due_on=date(2024, 11, 1), assigned_on=date(2024, 10, 28))

    let_run(MONDAY)

    assert told(MONDAY)[MEMBER.email] == [("A", "follow")]  # 31441 lies below 935, the area of the member


def test_what_is_done_stopped_standing_or_waiting_asks_nothing_of_its_lead(desk: Desk) -> None:
    due = {"lead": desk.unit("31441"), "due_on": MONDAY}
    done, stopped, waits = (desk.assign(code=code, **due) for code in ("DONE", "STOPPED", "WAITS"))
    desk.assign(code="STANDS", is_standing=True, indicator="si_voluntary", **due)
    for task_id in (done, waits):
        desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER)
    desk.do(operations.accept, task_id=done, by=SECRETARIAT)
    desk.do(operations.cancel, task_id=stopped, reason="Trùng", by=SECRETARIAT)

    for day in (date(2024, 10, 29), date(2024, 10, 31), MONDAY):
        let_run(day)

    assert told(MONDAY) == {}
    # The result that waits is the committee's: on the first and the third working day after it was sent.
    assert told(date(2024, 10, 29)) == told(date(2024, 10, 31)) == {SECRETARIAT.email: [("WAITS", "answer")]}
    notice = digests(date(2024, 10, 29))[SECRETARIAT.email]
    assert "Đang chờ trả lời:" in notice.body
    assert "gửi ngày 28/10/2024, chờ duyệt" in notice.body


def test_a_lead_nobody_can_reach_is_told_to_who_gave_the_task_or_to_the_secretariat(desk: Desk) -> None:
    by_chair = desk.assign(lead=Party(PartyKind.NAME, "Già làng Y Blô"), code="OLD", due_on=MONDAY, by=CHAIR)
    desk.assign(
        lead=Party(PartyKind.NAME, "Tổ xung kích"),
        reporter_id=desk.cast.accounts[OTHER_REPORTER],
        code="TEAM",
        due_on=MONDAY,
        by=CHAIR,
    )
    let_run(MONDAY)
    first = told(MONDAY)
    with transaction():
        account = update(Account).where(Account.id == desk.cast.accounts[CHAIR])
        db.session.execute(account.values(disabled_at=clock.now()))
    let_run(date(2024, 11, 5))

    assert by_chair
    assert first == {CHAIR.email: [("OLD", "follow")], OTHER_REPORTER.email: [("TEAM", "do")]}
    assert told(date(2024, 11, 5)) == {
        SECRETARIAT.email: [("OLD", "follow"), ("TEAM", "follow")],
        OTHER_REPORTER.email: [("TEAM", "do")],
    }


def test_who_lost_their_seat_hears_no_more_of_a_task_and_who_gave_it_does(desk: Desk) -> None:
    desk.assign(lead=desk.account(MEMBER), coordinators=(desk.account(CHAIR),), code="A", due_on=MONDAY)
    with transaction():
        members.end_seat(seat_id=desk.cast.seats[MEMBER], on=date(2024, 11, 3), by=BY, now=clock.now())
        members.end_seat(seat_id=desk.cast.seats[CHAIR], on=MONDAY, by=BY, now=clock.now())

    let_run(MONDAY)
    let_run(date(2024, 11, 5))

    assert told(MONDAY) == {CHAIR.email: [("A", "help")], SECRETARIAT.email: [("A", "follow")]}
    assert told(date(2024, 11, 5)) == {SECRETARIAT.email: [("A", "follow")]}


def test_who_covers_a_seat_and_who_handles_the_work_are_told_too(desk: Desk, cast: Cast) -> None:
    with transaction():
        members.cover_seat(
            seat_id=cast.seats[MEMBER],
            by_seat_id=cast.seats[CHAIR],
            from_on=date(2024, 11, 1),
            to_on=date(2024, 11, 30),
            by=BY,
            now=clock.now(),
        )
    desk.assign(lead=desk.seat(MEMBER), code="SEAT", due_on=MONDAY)
    unit = desk.assign(lead=desk.unit("31441"), code="UNIT", due_on=MONDAY)
    desk.do(operations.hand_on, task_id=unit, account_id=cast.accounts[REPORTER], by=REPORTER)
    desk.assign(lead=desk.account(SUPERVISOR), code="OWN", due_on=MONDAY)

    let_run(MONDAY)

    assert told(MONDAY) == {
        MEMBER.email: [("SEAT", "do")],
        CHAIR.email: [("SEAT", "do")],
        REPORTER.email: [("UNIT", "do")],
        SUPERVISOR.email: [("OWN", "do")],
    }


def test_requests_for_more_time_and_petitions_wait_for_who_decides(desk: Desk) -> None:
    task_id = desk.assign(lead=desk.unit("31441"), code="MORE", due_on=date(2024, 11, 29))
    desk.do(operations.ask_extension, task_id=task_id, wanted_on=date(2024, 12, 9), reason="Lũ", by=REPORTER)
    with transaction():
        db.session.execute(
            insert(Petition).values(
                unit_id=desk.cast.units["31441"],
                committee_id=desk.committee_id,
                field="BHYT",
                difficulty="Thiếu kinh phí",
                proposal="Cấp thêm kinh phí hỗ trợ",
                addressee_kind="seat",
                addressee_seat_id=desk.cast.seats[MEMBER],
                addressee_name="Trần Thanh Bình",
                raised_on=date(2024, 10, 28),
                due_on=date(2024, 11, 1),
                search_key="",
                created_by_name="x",
                created_at=clock.now(),
            )
        )

    let_run(date(2024, 10, 29))
    let_run(MONDAY)

    assert told(date(2024, 10, 29)) == {
        SECRETARIAT.email: [("MORE", "answer_extension")],
        MEMBER.email: [("", "answer_petition")],  # three days before
    }
    assert told(MONDAY) == {MEMBER.email: [("", "answer_petition")], SECRETARIAT.email: [("", "follow_petition")]}


def test_a_message_begins_with_what_presses_and_tells_twenty_lines(desk: Desk, client: Browser) -> None:
    for number in range(22):
        desk.assign(lead=desk.unit("31441"), code=f"S-{number:02}", due_on=date(2024, 11, 5))
    desk.assign(lead=desk.unit("31441"), code="FLASH", urgency="flash", due_on=date(2024, 11, 5))
    desk.assign(lead=desk.unit("31441"), code="LATE", due_on=date(2024, 11, 1))
    with postbox() as box:
        let_run(MONDAY)
        letter = next(one for one in box.letters_to(REPORTER) if one.title.startswith("Nhắc việc"))

    notice = digests(MONDAY)[REPORTER.email]
    lines = [line for line in notice.body.split("\n") if line]
    assert notice.title == "Nhắc việc ngày 04/11/2024: 24 việc, 1 việc quá hạn"
    assert lines[0] == "Quá hạn:"
    assert lines[1].startswith("1. LATE ")
    assert lines[1].endswith("hạn 01/11/2024, quá 3 ngày")
    assert lines[2] == "Hôm nay, tuần này:"
    assert lines[3].startswith("2. [HỎA TỐC] FLASH ")
    assert "20. S-17" in notice.body
    assert "S-18" not in notice.body
    assert "và 4 việc nữa" in notice.body
    assert lines[-1].startswith("Toàn bộ danh sách: http")
    assert len(notice.facts["lines"]) == 24
    assert len(letter.links) == 20
    assert client.open(letter.links[0]).heading.startswith("Rà soát")
    assert "/act/" not in notice.body


def test_a_run_that_was_missed_is_made_up_once_and_mail_keeps_to_working_hours(desk: Desk) -> None:
    desk.assign(lead=desk.unit("31441"), code="A", due_on=date(2024, 11, 5))
    job = job_named("remind")
    clock.stop_at(morning(date(2024, 10, 29)))
    run_due(job, lambda: False)
    clock.stop_at(datetime(2024, 11, 5, 19, 0, tzinfo=HANOI))  # after a week without a timetable, in the evening

    made_up = run_due(job, lambda: False)
    again = run_due(job, lambda: False)
    by_hand = run_by_hand(job)

    days = sorted(notice.facts["day"] for notice in all_digests())
    leaves = set(
        db.session.scalars(
            select(Delivery.due_at).join(Notice).where(Notice.kind == "task_digest", Delivery.channel == "email")
        )
    )
    assert len(made_up) == 7
    assert again == []
    assert [dict(one)["written"] for one in by_hand] == [0]
    assert days == ["2024-10-29", "2024-11-04", "2024-11-05"]
    assert max(leaves) == datetime(2024, 11, 6, 0, 30, tzinfo=UTC)


def all_digests() -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.kind == "task_digest").order_by(Notice.id)))


@pytest.mark.one_engine
def test_what_waits_for_an_answer_is_asked_again_but_not_every_day() -> None:
    calendar, since = load_calendar(), date(2024, 10, 28)
    days = [since + timedelta(days=n) for n in range(-1, 40)]

    asked = [day for day in days if is_asked_again(since, day, calendar)]

    assert asked == [
        date(2024, 10, 29),
        date(2024, 10, 31),
        date(2024, 11, 7),
        date(2024, 11, 14),
        date(2024, 11, 21),
        date(2024, 11, 28),
        date(2024, 12, 5),
    ]


@pytest.mark.one_engine
def test_a_task_is_told_once_for_the_reason_that_asks_most() -> None:
    line = Line(("task", 1), Why.FOLLOW, "A", "x", "y", "normal", MONDAY)
    more = [line, Line(("task", 1), Why.DO, "A", "x", "y", "normal", MONDAY)]
    waits = Line(("task", 1), Why.ANSWER, "A", "x", "y", "normal", MONDAY, since=date(2024, 11, 1))

    assert [one.why for one in in_order([*more, waits], MONDAY)] == [Why.DO, Why.ANSWER]


@pytest.mark.slow
@pytest.mark.one_engine
def test_over_a_year_every_reminder_is_told_exactly_once_and_none_after_the_end(app: Flask, desk: Desk) -> None:
    dice, calendar = random.Random(20241028), load_calendar()
    people = {REPORTER: desk.unit("31441"), OTHER_REPORTER: desk.unit("31318"), MEMBER: desk.seat(MEMBER)}
    begins = date(2024, 6, 3)
    with transaction():
        tasks = [planned(desk, dice, list(people.items())[n % 3], n, begins) for n in range(40)]
    expected: Counter[tuple[str, str, date]] = Counter()
    day = begins
    while day < date(2025, 6, 2):  # the month after it the units end, and with them everybody's seat
        clock.stop_at(morning(day) - timedelta(minutes=30))
        for task in tasks:
            task.live(desk, dice, day)
        for task in tasks:
            if task.is_open_on(day) and reminders_on(task.due_on, day, calendar):
                expected[(task.person.email, task.code, day)] += 1
        let_run(day)
        if day.day == 15:
            let_run(day)  # a second timetable at the same time
        day += timedelta(days=1)

    seen: Counter[tuple[str, str, date]] = Counter(
        (email_of(desk, notice), line["code"], date.fromisoformat(notice.facts["day"]))
        for notice in all_digests()
        for line in notice.facts["lines"]
        if line["why"] == "do"
    )
    assert seen == expected
    assert set(expected.values()) == {1}
    assert len(expected) > 300
    each = Counter((notice.recipient_id, notice.facts["day"]) for notice in all_digests())
    assert set(each.values()) == {1}
    assert all(calendar.is_working(date.fromisoformat(said)) for _, said in each)


class Planned:
    """A task and its fate: moved once or twice, then done or stopped, or left open."""

    def __init__(self, task_id: int, person: Person, code: str, given_on: date, due_on: date) -> None:
        self.task_id, self.person, self.code = task_id, person, code
        self.given_on, self.due_on = given_on, due_on
        self.is_over = False

    def is_open_on(self, day: date) -> bool:
        return not self.is_over and self.given_on <= day

    def live(self, desk: Desk, dice: random.Random, day: date) -> None:
        if not self.is_open_on(day):
            return
        fate = dice.random()
        moved_to = self.due_on + timedelta(days=dice.randrange(1, 40))
        if fate < 0.02:
            self.move(desk, moved_to)
        elif fate < 0.027:
            self.is_over = True
            desk.do(operations.submit, task_id=self.task_id, product="1/BC", by=self.person)
            desk.do(operations.accept, task_id=self.task_id, by=SECRETARIAT)
        elif fate < 0.03:
            self.is_over = True
            desk.do(operations.cancel, task_id=self.task_id, reason="Trùng", by=SECRETARIAT)

    def move(self, desk: Desk, day: date) -> None:
        row = desk.row(self.task_id)
        said = desk.said(
            code=self.code,
            lead=row.lead,
            title=row.title,
            assigned_on=self.given_on,
            due_on=day,
        )
        desk.do(operations.change, task_id=self.task_id, assignment=said, version=row.version, by=SECRETARIAT)
        self.due_on = day


def planned(desk: Desk, dice: random.Random, who: tuple[Person, Party], number: int, begins: date) -> Planned:
    given_on = begins + timedelta(days=dice.randrange(0, 200))
    due_on = given_on + timedelta(days=dice.randrange(0, 120))
    said = desk.said(code=f"T-{number}", lead=who[1], assigned_on=given_on, due_on=due_on)
    task_id = operations.assign(assignment=said, by=desk.cast.actor(SECRETARIAT), now=clock.now())
    return Planned(task_id, who[0], f"T-{number}", given_on, due_on)


def email_of(desk: Desk, notice: Notice) -> str:
    return next(one.email for one in EVERYBODY if desk.cast.accounts[one] == notice.recipient_id)
