"""Two people act at the same moment: one administrator always stays, and a file is written once."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.tabular import read_table
from committee.domain.appointments import EVERYWHERE
from committee.members import operations, people_files
from committee.members.models import Post, Seat
from committee.members.people_file import COLUMNS
from committee.members.people_imports import import_people
from committee.members.people_plan import plan_people
from tests.cast import ADMINISTRATOR, BY, STRANGER, SUPERVISOR, Cast
from tests.tasks.desk import overlapping, together

YESTERDAY = date(2024, 10, 27)
CONTENT = "email,full_name,unit_code,role\nnga@vinhtuong.example,Nguyễn Thị Nga,31444,reporter\n".encode()


def test_two_administrators_end_each_other_and_one_stays(app: Flask, cast: Cast) -> None:
    with transaction():
        operations.give_role(
            account_id=cast.accounts[SUPERVISOR], unit_id=None, role="administrator", by=BY, now=clock.now()
        )
    posts = list(db.session.scalars(select(Post.id).where(Post.role == "administrator").order_by(Post.id)))
    db.session.remove()

    refused = together(
        app,
        [
            lambda post_id=post_id: operations.end_post(post_id=post_id, on=YESTERDAY, by=BY, now=clock.now())
            for post_id in posts
        ],
    )

    assert len(posts) == 2
    assert len(refused) == 1
    assert db.session.scalar(select(func.count()).where(Post.role == "administrator", Post.to_on.is_(None))) == 1


def test_row_r19_a_file_confirmed_by_four_hands_is_written_once(app: Flask, cast: Cast) -> None:
    by = cast.actor(ADMINISTRATOR)
    with transaction():
        file_id = people_files.keep_file(
            account_id=cast.accounts[ADMINISTRATOR], filename="people.csv", content=CONTENT, now=clock.now()
        )
    kept = people_files.file_of(by.account_id, file_id)
    rows = read_table(CONTENT, "people.csv", columns=COLUMNS)
    seal = people_files.seal_of(kept, plan_people(rows, managed=EVERYWHERE, now=clock.now()))
    db.session.remove()

    def confirm() -> None:
        people_files.confirm(file_id=file_id, seal=seal, managed=EVERYWHERE, by=by, now=clock.now())

    assert together(app, [confirm] * 4) == []
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == "import people")) == 1


@pytest.mark.parametrize(("role", "unit"), [("member", "93"), ("reporter", "31444")])
def test_a_place_given_by_two_hands_at_once_is_held_once(app: Flask, cast: Cast, role: str, unit: str) -> None:
    by, account_id = cast.actor(ADMINISTRATOR), cast.accounts[STRANGER]

    def give() -> None:
        operations.give_role(account_id=account_id, unit_id=cast.units[unit], role=role, by=by, now=clock.now())

    assert overlapping(app, give, give) == []
    held = [db.session.scalar(select(func.count()).where(one.account_id == account_id)) for one in (Seat, Post)]
    assert sum(held) == 1


def test_two_files_that_name_the_same_person_make_one_account(app: Flask, cast: Cast) -> None:
    rows, by = read_table(CONTENT, "people.csv", columns=COLUMNS), cast.actor(ADMINISTRATOR)

    def bring() -> None:
        import_people(rows=rows, managed=EVERYWHERE, by=by, now=clock.now())

    assert overlapping(app, bring, bring) == []
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == "import people")) == 1
