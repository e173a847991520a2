"""22.000 tasks of 148 committees: imported in one file, then listed, shown as a board and counted, beside raw SQL."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import date, timedelta

from sqlalchemy import insert, select, text

from bench.houses import NOW, engines, house
from bench.houses import _places as places
from bench.measure import line, paired, seconds
from committee.core.db import db, transaction
from committee.core.tabular import COMMAND_LINE, Row, read_table
from committee.domain.access import Actor
from committee.members.models import Committee
from committee.tasks import operations, queries
from committee.tasks.queries import TaskFilter
from committee.tasks.task_file import COLUMNS, read_tasks
from committee.units.models import Placement

WRITTEN = ("task", "task_coordinator", "task_submission", "audit_entry")
TASKS, COMMUNES = 22_000, 148
DAY = date(2024, 10, 28)
PAGE = """
    SELECT t.*, c.name FROM task t JOIN committee c ON c.id = t.committee_id WHERE t.assigned_on <= :day
    ORDER BY (t.accepted_on IS NOT NULL OR t.cancelled_on IS NOT NULL), t.due_on IS NULL, t.due_on, t.id LIMIT 50
"""
COUNTS = """
    SELECT committee_id, count(*),
        sum(CASE WHEN cancelled_on <= :day THEN 1 ELSE 0 END),
        sum(CASE WHEN accepted_on <= :day AND done_sent_on <= due_on THEN 1 ELSE 0 END),
        sum(CASE WHEN accepted_on IS NULL AND due_on < :day THEN 1 ELSE 0 END)
    FROM task WHERE assigned_on <= :day GROUP BY committee_id
"""


def run() -> None:
    """Measure on each engine that is there."""
    for engine in engines():
        with house(engine):
            _committees()
            rows = _file()
            _enter(engine, rows)
            _look(engine)


def _enter(engine: str, rows: list[Row]) -> None:
    """Import the file; the other side reads the same cells and writes the same rows into tables without any rule."""
    ours = seconds(lambda: _import(rows))
    written = _prepare_bare()
    bare = seconds(lambda: _write_bare(rows, written))
    again = seconds(lambda: _import(rows))
    line(f"import of {TASKS} tasks, {engine}", ours, bare, ours / bare, "≤ 3")
    line(f"the same file again, {engine}", again, bare, again / bare, "≤ 1,5")


def _prepare_bare() -> dict[str, list[dict[str, object]]]:
    """Make tables without keys and indexes, and return what the import wrote, ready to be written into them."""
    written = {}
    with transaction() as session:
        for table in WRITTEN:
            session.execute(text(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} WHERE 1 = 0"))
            found = session.execute(text(f"SELECT * FROM {table}")).mappings()
            written[table] = [
                {name: json.dumps(value) if isinstance(value, dict) else value for name, value in row.items()}
                for row in found
            ]
    return written


def _write_bare(rows: list[Row], written: dict[str, list[dict[str, object]]]) -> None:
    read_tasks(rows, DAY)
    with transaction() as session:
        for table, values in written.items():
            names = list(values[0])
            places = ", ".join(f":{name}" for name in names)
            session.execute(text(f"INSERT INTO bare_{table} ({', '.join(names)}) VALUES ({places})"), values)


def _look(engine: str) -> None:
    raw = {"day": DAY}
    pairs = {
        "a page of 50 of all tasks": (lambda: queries.tasks(day=DAY, limit=50), PAGE, "≤ 2"),
        "a page of what is overdue": (lambda: queries.tasks(TaskFilter(overdue=True), day=DAY, limit=50), PAGE, "≤ 2"),
        "a board of all tasks": (lambda: queries.board(day=DAY), COUNTS, "≤ 4"),
        "counts of each committee": (lambda: queries.counts_by_committee(day=DAY), COUNTS, "≤ 1,5"),
    }
    for name, (ours, statement, goal) in pairs.items():
        one, other = paired(_fresh(ours), _fresh(lambda asked=statement: db.session.execute(text(asked), raw).all()))
        line(f"{name}, {engine}", one, other, one / other, goal)


def _fresh(read):
    def call() -> None:
        read()
        db.session.remove()

    return call


def _committees() -> None:
    with transaction() as session:
        ids = places(COMMUNES)
        rows = [{"unit_id": unit_id, "name": "Ban Chỉ đạo thực hiện chính sách BHXH, BHYT"} for unit_id in ids]
        session.execute(insert(Committee), rows)


def _file() -> list[Row]:
    dice = random.Random(22)
    codes = list(db.session.scalars(select(Placement.code).order_by(Placement.id)))
    written = io.StringIO()
    writer = csv.DictWriter(written, [column.name for column in COLUMNS], restval="")
    writer.writeheader()
    for number in range(TASKS):
        assigned = date(2024, 1, 2) + timedelta(days=dice.randrange(280))
        sent = assigned + timedelta(days=dice.randrange(60)) if dice.random() < 0.7 else None
        sent = None if sent is not None and sent > DAY else sent
        accepted = sent if sent is not None and dice.random() < 0.9 else None
        writer.writerow(
            {
                "code": f"KL-{number}",
                "committee_unit_code": dice.choice(codes),
                "title": f"Rà soát hộ gia đình chưa tham gia BHYT, đợt {number}",
                "lead": dice.choice([*codes, "BHXH tỉnh"]),
                "coordinators": "Sở Y tế; Hội Phụ nữ",
                "deliverable": "Báo cáo kết quả",
                "due_on": "" if number % 10 == 0 else assigned + timedelta(days=30),
                "assigned_on": assigned,
                "submitted_on": sent or "",
                "result_document": "12/BC" if sent else "",
                "accepted_on": accepted or "",
            }
        )
    content = written.getvalue().encode()
    return read_table(content, "nhiem-vu.csv", columns=COLUMNS, limits=COMMAND_LINE)


def _import(rows: list[Row]) -> None:
    with transaction():
        operations.import_tasks(rows=rows, by=Actor.command_line(), now=NOW)
