"""A committee's desk: tasks given, sent and decided by people of the cast, each in a transaction of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.calendar import HANOI
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party, PartyKind
from committee.members.queries import committees_of, viewer_of
from committee.tasks import access, operations, queries
from committee.tasks.models import TaskExtension
from committee.tasks.operations import Assignment
from tests.cast import SECRETARIAT, Cast, Person

TODAY = date(2024, 10, 28)


def at(day: date) -> datetime:
    """Return nine o'clock in Hanoi on a day."""
    return datetime.combine(day, time(9), tzinfo=HANOI).astimezone(UTC)


@dataclass
class Desk:
    """What people of the cast do with tasks of the committee of Hậu Giang."""

    cast: Cast

    @property
    def committee_id(self) -> int:
        return committees_of(self.cast.units["93"])[0].committee_id

    def unit(self, code: str) -> Party:
        return Party(PartyKind.UNIT, "", self.cast.units[code])

    def seat(self, person: Person) -> Party:
        return Party(PartyKind.SEAT, "", self.cast.seats[person])

    def account(self, person: Person) -> Party:
        return Party(PartyKind.ACCOUNT, "", self.cast.accounts[person])

    def said(self, **more: Any) -> Assignment:
        """Return a whole assignment; `more` says otherwise."""
        usual = Assignment(
            committee_id=self.committee_id,
            title="Rà soát hộ gia đình chưa tham gia BHYT",
            lead=self.unit("31441"),
            deliverable="Báo cáo kết quả rà soát",
            assigned_on=TODAY,
            due_on=date(2024, 11, 30),
        )
        return replace(usual, **more)

    def assign(self, *, by: Person = SECRETARIAT, **more: Any) -> int:
        return self.do(operations.assign, assignment=self.said(**more), by=by)

    def do(self, operation: Callable[..., Any], *, by: Person, on: date | None = None, **said: Any) -> Any:
        """Let somebody do something at nine o'clock of a day, today if none is named."""
        moment = clock.now() if on is None else at(on)
        with transaction():
            return operation(**said, by=self.cast.actor(by), now=moment)

    def row(self, task_id: int, day: date = TODAY):
        return queries.task_row(task_id, day=day)

    def viewer(self, person: Person, day: date = TODAY):
        viewer = viewer_of(self.cast.accounts[person], day)
        return viewer, access.eyes_of(viewer, on=day)

    def sees(self, person: Person, task_id: int) -> bool:
        _viewer, eyes = self.viewer(person)
        return queries.task_row(task_id, day=TODAY, eyes=eyes) is not None

    def asked_for(self, task_id: int) -> int:
        return db.session.scalar(select(TaskExtension.id).where(TaskExtension.task_id == task_id))


def together(app: Flask, acts: list[Callable[[], Any]]) -> list[str]:
    """Do everything at once, each in a transaction of its own; return what was refused."""
    barrier = threading.Barrier(len(acts))
    return _in_threads(app, [(act, barrier.wait, _nothing) for act in acts])


def overlapping(app: Flask, first: Callable[[], Any], second: Callable[[], Any]) -> list[str]:
    """Do two things, the second after the first has acted and before that is committed; return what was refused.

    Where the second has to wait for the first, the first goes on after a moment.
    """
    has_acted, is_done = threading.Event(), threading.Event()

    def hold() -> None:
        has_acted.set()
        is_done.wait(0.5)

    return _in_threads(app, [(first, _nothing, hold), (second, lambda: has_acted.wait(10), is_done.set)])


def _nothing() -> None:
    """There is nothing to wait for."""


Moments = tuple[Callable[[], Any], Callable[[], Any], Callable[[], Any]]


def _in_threads(app: Flask, acts: list[Moments]) -> list[str]:
    """Do each in a transaction of its own: the act, what comes before its transaction, what comes before the commit."""
    db.session.remove()
    refused = []

    def do(act: Callable[[], Any], before: Callable[[], Any], after: Callable[[], Any]) -> None:
        with app.app_context():
            before()
            try:
                with transaction():
                    act()
                    after()
            except DomainError as error:
                refused.append(error.message)
            db.session.remove()

    threads = [threading.Thread(target=do, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timedelta(seconds=60).total_seconds())
    return refused
