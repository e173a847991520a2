"""The database counts tasks as the rule does, on every day and on both engines."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import event, insert, select

from committee.core.db import db, transaction
from committee.domain.task_status import Counts, Status, status_of, summary
from committee.tasks import operations, queries
from committee.tasks.models import Task, TaskExtension, TaskSubmission
from committee.tasks.queries import TaskFilter
from tests.cast import CHAIR, REPORTER, SECRETARIAT
from tests.tasks.desk import TODAY, Desk, at

BEGINNING, DAYS = date(2024, 1, 1), 300


@dataclass(frozen=True)
class Life:
    """One task as the dice threw it, told without the database. `moves`: (day it was granted, the new due day)."""

    assigned_on: date
    due_on: date | None
    moves: tuple[tuple[date, date], ...]
    sent_on: date | None
    accepted_on: date | None
    cancelled_on: date | None
    is_standing: bool

    def status(self, day: date):
        due = self.due_on
        for granted, moved in self.moves:
            due = moved if granted <= day else due
        return status_of(
            day=day,
            assigned_on=self.assigned_on,
            due_on=due,
            done_sent_on=self.sent_on,
            accepted_on=self.accepted_on,
            cancelled_on=self.cancelled_on,
            is_standing=self.is_standing,
        )


def test_the_rates_of_the_worked_example(desk: Desk) -> None:
    lives = [
        *[_life(sent_on=date(2024, 3, 1)) for _ in range(150)],
        *[_life(sent_on=date(2024, 4, 1)) for _ in range(30)],
        *[_life(due_on=date(2024, 12, 31)) for _ in range(50)],
        *[_life() for _ in range(10)],
    ]
    write(desk, lives)

    found = summary(queries.counts_of_unit(desk.cast.units["93"], day=TODAY))

    assert found == {
        "counts": {
            "done_on_time": 150, "done_late": 30, "open_in_time": 50, "open_overdue": 10, "open_no_deadline": 0,
            "cancelled": 0,
        },
        "completion": "75.0000",
        "due_completion": "94.7368",
        "on_time": "78.9474",
    }  # fmt: skip


def test_the_database_counts_as_the_rule_does_on_every_day(desk: Desk) -> None:
    dice = random.Random(20241028)
    lives = [thrown(dice) for _ in range(400)]
    ids = write(desk, lives)

    for day in (BEGINNING + timedelta(days=days) for days in range(0, DAYS + 60, 5)):
        wanted = Counts.of(life.status(day) for life in lives)
        assert queries.counts(day=day) == wanted, day
        assert queries.counts_by_committee(day=day) == ({desk.committee_id: wanted} if wanted.total else {})
    on = date(2024, 6, 1)
    rows = {row.id: row.status for row in queries.tasks(day=on)}
    assert rows == {
        task_id: life.status(on) for task_id, life in zip(ids, lives, strict=True) if life.status(on) is not None
    }
    for status in Status:
        having = {task_id for task_id, one in rows.items() if one is status}
        wanted_ones = TaskFilter(status=status)
        assert {row.id for row in queries.tasks(wanted_ones, day=on, limit=len(lives))} == having
        assert queries.count_tasks(wanted_ones, day=on) == len(having)
    by_lead = queries.counts_by_lead(day=on)
    assert sum(counts.total for counts in by_lead.values()) == len(rows)
    columns = queries.board(day=on, each=3)
    counted = vars(queries.counts(day=on))
    assert {status.value: many for status, (many, _rows) in columns.items()} == {
        name: many for name, many in counted.items() if name != "cancelled"
    }
    assert all(len(shown) == min(3, many) for many, shown in columns.values())


def test_what_is_overdue_is_asked_of_the_day_of_the_list(desk: Desk) -> None:
    task_id = desk.assign(assigned_on=date(2024, 10, 1), due_on=date(2024, 10, 10))
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER)
    desk.do(operations.accept, task_id=task_id, by=CHAIR)
    days = (date(2024, 10, 10), date(2024, 10, 20), TODAY)

    found = [queries.count_tasks(TaskFilter(overdue=True), day=day) for day in days]

    assert found == [queries.counts(day=day).open_overdue for day in days] == [0, 1, 0]


def test_a_list_costs_the_same_for_two_tasks_and_for_twenty(desk: Desk) -> None:
    write(desk, [_life() for _ in range(40)])
    _viewer, eyes = desk.viewer(REPORTER)
    _of_chair, eyes_of_chair = desk.viewer(CHAIR)

    costs = [
        [statements(lambda limit=limit, who=who: queries.tasks(day=TODAY, eyes=who, limit=limit)) for limit in (2, 20)]
        for who in (None, eyes, eyes_of_chair)
    ]
    of_work = statements(lambda: queries.work_of(eyes_of_chair))

    assert all(few == many for few, many in costs)
    assert max(few for few, _many in costs) <= 3
    assert of_work <= 6
    assert statements(lambda: queries.counts_by_committee(day=TODAY, eyes=eyes)) == 1


def test_tasks_are_found_by_what_is_known_of_them(desk: Desk) -> None:
    first = desk.assign(title="Rà soát người lao động", indicator="si_voluntary", due_on=date(2024, 10, 25),
                        assigned_on=date(2024, 10, 1))  # fmt: skip
    second = desk.assign(lead=desk.unit("31318"), unit_id=desk.cast.units["31318"], urgency="urgent", due_on=None)
    third = desk.assign(lead=desk.seat(CHAIR), due_on=date(2024, 11, 5))
    path = desk.row(first).committee_unit.path
    found = {
        "words": TaskFilter(words="ra soat nguoi lao dong"),
        "wrong words": TaskFilter(words="oat"),
        "indicator": TaskFilter(indicator="si_voluntary"),
        "lead": TaskFilter(lead=desk.seat(CHAIR)),
        "about": TaskFilter(about_unit_id=desk.cast.units["31318"]),
        "urgency": TaskFilter(urgency="urgent"),
        "due": TaskFilter(due_from=date(2024, 11, 5), due_to=date(2024, 11, 5)),
        "overdue": TaskFilter(overdue=True),
        "open": TaskFilter(status="open"),
        "no deadline": TaskFilter(status="open_no_deadline"),
        "subtree": TaskFilter(path=path),
        "elsewhere": TaskFilter(path=f"{path}999/"),
        "committee": TaskFilter(committee_id=desk.committee_id),
        "waiting": TaskFilter(waiting=True),
        "mine": TaskFilter(mine=True),
    }
    _viewer, eyes = desk.viewer(CHAIR)

    answers = {name: [row.id for row in queries.tasks(wanted, day=TODAY, eyes=eyes)] for name, wanted in found.items()}
    counted = {name: queries.count_tasks(wanted, day=TODAY, eyes=eyes) for name, wanted in found.items()}

    assert answers == {
        "words": [first], "wrong words": [], "indicator": [first], "lead": [third], "about": [second],
        "urgency": [second], "due": [third], "overdue": [first], "open": [first, third, second],
        "no deadline": [second], "subtree": [first, third, second], "elsewhere": [],
        "committee": [first, third, second], "waiting": [], "mine": [third],
    }  # fmt: skip
    assert counted == {name: len(ids) for name, ids in answers.items()}


def _life(*, sent_on: date | None = None, due_on: date | None = date(2024, 3, 31)) -> Life:
    accepted_on = None if sent_on is None else date(2024, 4, 10)
    return Life(date(2024, 1, 5), due_on, (), sent_on, accepted_on, None, is_standing=False)


def thrown(dice: random.Random) -> Life:
    assigned_on = BEGINNING + timedelta(days=dice.randrange(DAYS))
    due_on = None if dice.random() < 0.15 else assigned_on + timedelta(days=dice.randrange(60))
    moves, due = [], due_on
    while due is not None and dice.random() < 0.6 and len(moves) < 9:
        granted = max(moves[-1][0] if moves else assigned_on, due - timedelta(days=dice.randrange(20)))
        due += timedelta(days=dice.randrange(1, 40))
        moves.append((granted, due))
    sent_on = assigned_on + timedelta(days=dice.randrange(90)) if dice.random() < 0.5 else None
    accepted_on = None if sent_on is None else sent_on + timedelta(days=dice.randrange(15))
    cancelled_on = None
    if accepted_on is None and dice.random() < 0.2:
        cancelled_on = assigned_on + timedelta(days=dice.randrange(80))
    return Life(assigned_on, due_on, tuple(moves), sent_on, accepted_on, cancelled_on, dice.random() < 0.05)


def write(desk: Desk, lives: list[Life]) -> list[int]:
    """Write tasks as the dice threw them, without the operations; return their ids."""
    committee_id = desk.committee_id
    leads = [("unit", desk.cast.units["31441"], "Thị trấn Nàng Mau"), ("unit", desk.cast.units["31318"], "Phường I")]
    rows = [
        {
            "committee_id": committee_id, "code": f"T{number}", "title": "việc", "deliverable": "báo cáo",
            "lead_kind": "unit", "lead_unit_id": leads[number % 2][1], "lead_name": leads[number % 2][2],
            "assigned_by": desk.cast.accounts[SECRETARIAT], "assigned_by_name": SECRETARIAT.name,
            "assigned_on": life.assigned_on, "due_on": life.moves[-1][1] if life.moves else life.due_on,
            "original_due_on": life.due_on, "done_sent_on": life.sent_on, "accepted_on": life.accepted_on,
            "cancelled_on": life.cancelled_on, "is_standing": life.is_standing, "search_key": " viec ",
            "created_at": at(life.assigned_on),
            "indicator": "si_voluntary" if life.is_standing else None,
        }
        for number, life in enumerate(lives)
    ]  # fmt: skip
    with transaction() as session:
        session.execute(insert(Task), rows)
        ids = list(session.scalars(select(Task.id).order_by(Task.id)))
        moves = [
            {
                "task_id": task_id, "seq": 2 * seq + (state == "refused"), "due_before": moved - timedelta(days=1),
                "wanted_on": moved, "granted_on": moved if state == "approved" else None, "reason": "", "by_name": "",
                "asked_on": granted, "at": at(granted), "state": state, "decided_on": granted,
            }
            for task_id, life in zip(ids, lives, strict=True)
            for seq, (granted, moved) in enumerate(life.moves, start=1)
            for state in ("approved", "refused")
        ]  # fmt: skip
        if moves:
            session.execute(insert(TaskExtension), moves)
        sent = [
            {
                "task_id": task_id, "seq": 1, "sent_on": TODAY, "product": "", "by_name": "", "at": at(TODAY),
                "state": "returned",
            }
            for task_id in ids
        ]  # fmt: skip
        session.execute(insert(TaskSubmission), sent)
    return ids


def statements(act) -> int:
    """Return how many statements an act sends to the database."""
    seen = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
