"""Writing a file of people: whole, or nothing of it. The same file again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from committee.accounts.operations import add_account
from committee.audit.operations import record
from committee.core.db import db
from committee.core.tabular import Row
from committee.domain.access import Actor, Reach, Role
from committee.domain.calendar import day_of
from committee.domain.errors import Refused
from committee.members.models import Post, Seat
from committee.members.operations import give_role, seat_of_account
from committee.members.operations.ending import refuse_without_administrator
from committee.members.operations.units import unit_of_seat
from committee.members.people_plan import Plan, Planned, Verdict, plan_people
from committee.units.models import Unit


@dataclass
class ImportedPeople:
    """What a file did; `accounts` are those it made."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    blank: int = 0
    accounts: list[int] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "blank": self.blank,
            "accounts": self.accounts,
        }


def import_people(*, rows: Sequence[Row], managed: Reach, by: Actor, now: datetime) -> ImportedPeople:
    """Write the people of a file and return what changed; raises `Refused` before anything is written."""
    take_turns()
    plan = plan_people(rows, managed=managed, now=now)
    if plan.errors:
        raise Refused(plan.errors)
    done = _written(plan, by=by, now=now)
    if done.added or done.changed:
        thing = ("file", rows[0].file if rows else "")
        record(action="import people", thing=thing, facts=done.facts(), by=by, now=now)
    return done


def take_turns() -> None:
    """Wait until no other file of people is being written; SQLite has one writer anyway."""
    db.session.execute(select(Unit.id).order_by(Unit.id).limit(1).with_for_update(key_share=True)).all()


def _written(plan: Plan, *, by: Actor, now: datetime) -> ImportedPeople:
    done = ImportedPeople(blank=plan.blank)
    made: dict[str, int] = {}
    for one in plan.planned:
        line = one.line
        account_id = one.account.account_id if one.account else made.get(line.email)
        if account_id is None:
            account_id = made[line.email] = add_account(email=line.email, name=line.full_name, by=by, now=now)
        _write_place(one, account_id, by=by, now=now)
        done.added += one.verdict is Verdict.NEW
        done.changed += one.verdict is Verdict.CHANGED
        done.unchanged += one.verdict is Verdict.SAME
    done.accounts = sorted(made.values())
    return done


def _write_place(one: Planned, account_id: int, *, by: Actor, now: datetime) -> None:
    line = one.line
    if line.role is None:
        return
    if one.place is None:
        give_role(
            account_id=account_id,
            unit_id=line.unit.unit_id if line.unit else None,
            role=line.role.value,
            about=line.about,
            from_on=line.from_on,
            to_on=line.to_on,
            by=by,
            now=now,
        )
    elif one.changes:
        _change(one.place, dict(one.changes), account_id, by=by, now=now)


def _change(place: Seat | Post, changes: dict[str, Any], account_id: int, *, by: Actor, now: datetime) -> None:
    if "account_id" in changes:
        del changes["account_id"]
        seat_of_account(seat_id=place.id, account_id=account_id, by=by, now=now)
    if not changes:
        return
    if isinstance(place, Post) and place.role == Role.ADMINISTRATOR and place.unit_id is None:
        _refuse_nobody_left(place, changes.get("from_on"), changes.get("to_on"), day_of(now))
    before = {name: _written_as(getattr(place, name)) for name in changes}
    for name, value in changes.items():
        setattr(place, name, value)
    after = {name: _written_as(value) for name, value in changes.items()}
    facts = {"before": before, "after": after}
    if isinstance(place, Seat):
        record(action="change seat", thing=("seat", place.id), facts=facts, unit_id=unit_of_seat(place), by=by, now=now)
    else:
        record(action="change post", thing=("post", place.id), facts=facts, unit_id=place.unit_id, by=by, now=now)
    db.session.flush()


def _refuse_nobody_left(post: Post, from_on: date | None, to_on: date | None, today: date) -> None:
    """Raise if the whole system had no administrator once this post ends, or until it begins."""
    if to_on is not None:
        refuse_without_administrator(leaving={post.id}, on=to_on + timedelta(days=1))
    if from_on is not None and from_on > today:
        refuse_without_administrator(leaving={post.id}, on=today)


def _written_as(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
