"""Files of people that somebody sent and looked at: confirmed within half an hour, once, as they were shown."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from committee.accounts import operations as accounts
from committee.accounts.queries import AccountRow, accounts_by_id
from committee.audit.operations import record_export
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.core.tabular import Row, read_table
from committee.domain.access import Actor, Reach
from committee.domain.appointments import PlaceState, may_touch_account
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound
from committee.members.models import PeopleFile
from committee.members.people_file import COLUMNS
from committee.members.people_imports import import_people, take_turns
from committee.members.people_plan import Plan, Planned, plan_people
from committee.members.register import Line, lines_of

LASTS = timedelta(minutes=30)
FORGOTTEN = timedelta(days=1)


def keep_file(*, account_id: int, filename: str, content: bytes, now: datetime) -> int:
    """Return the id of a file that was read and waits to be confirmed; old ones are forgotten."""
    prune(now=now)
    kept = PeopleFile(
        account_id=account_id,
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        created_at=now,
        confirmed_at=None,
        result=None,
        links_given_at=None,
    )
    db.session.add(kept)
    db.session.flush()
    return kept.id


def file_of(account_id: int | None, file_id: int) -> PeopleFile:
    """Return a file to whoever sent it; for anybody else there is none."""
    mine = (PeopleFile.id == file_id, PeopleFile.account_id == account_id)
    kept = db.session.scalars(select(PeopleFile).where(*mine)).one_or_none()
    if kept is None:
        raise NotFound("There is no such file, or it was sent more than a day ago.")
    return kept


def rows_of(kept: PeopleFile) -> list[Row]:
    """Return the rows of a file that waits."""
    return read_table(kept.content, kept.filename, columns=COLUMNS)


def is_open(kept: PeopleFile, now: datetime) -> bool:
    """Return whether the file may still be confirmed."""
    return kept.confirmed_at is None and now - kept.created_at < LASTS


def seal_of(kept: PeopleFile, plan: Plan) -> str:
    """Return what a confirmation must name: this content, with the effect on each line that was shown."""
    shown = json.dumps([kept.sha256, plan.counts(), *(_effect(one) for one in plan.planned)], default=str)
    return hashlib.sha256(shown.encode()).hexdigest()


def confirm(*, file_id: int, seal: str, managed: Reach, by: Actor, now: datetime) -> None:
    """Write a file as it was shown. Confirmed already: nothing more happens."""
    kept = file_of(by.account_id, file_id)
    claimed = rows_changed(
        update(PeopleFile)
        .where(PeopleFile.id == file_id, PeopleFile.confirmed_at.is_(None), PeopleFile.created_at > now - LASTS)
        .values(confirmed_at=now)
    )
    db.session.refresh(kept)
    if not claimed and kept.confirmed_at is not None:
        return
    if not claimed:
        raise DomainError("This preview is older than 30 minutes: send the file again.")
    rows = rows_of(kept)
    take_turns()
    if seal != seal_of(kept, plan_people(rows, managed=managed, now=now)):
        raise DomainError("Something has changed since this preview was shown: look at it again, then confirm.")
    kept.result = import_people(rows=rows, managed=managed, by=by, now=now).facts()
    kept.content = b""


def give_links(*, file_id: int, managed: Reach, by: Actor, now: datetime) -> list[tuple[AccountRow, Line | None, str]]:
    """Return (person, place, secret of the link) for those whom the file made and who have not signed in; once."""
    kept = file_of(by.account_id, file_id)
    claimed = rows_changed(
        update(PeopleFile)
        .where(PeopleFile.id == file_id, PeopleFile.confirmed_at.is_not(None), PeopleFile.links_given_at.is_(None))
        .values(links_given_at=now)
    )
    if not claimed:
        raise DomainError("The links were handed out already. Invite whoever lost theirs from their own page.")
    made = accounts_by_id((kept.result or {}).get("accounts", []))
    places: dict[int | None, list[Line]] = {}
    for line in lines_of(made, today=day_of(now), now=now):
        places.setdefault(line.account_id, []).append(line)
    given = [
        (person, theirs[0] if theirs else None, accounts.invite(account_id=person.account_id, by=by, now=now))
        for person in made.values()
        for theirs in [places.get(person.account_id, [])]
        if not person.has_password and not person.is_disabled and _may_touch(managed, theirs)
    ]
    record_export(thing=("file", kept.filename), rows=len(given), shape="csv", by=by, now=now)
    return given


def prune(*, now: datetime) -> None:
    """Forget files that were sent more than a day ago."""
    db.session.execute(delete(PeopleFile).where(PeopleFile.created_at < now - FORGOTTEN))


def _effect(one: Planned) -> list[object]:
    """Return what a line does, so that another effect of the same line is seen."""
    line, place = one.line, one.place
    there = None if place is None else (type(place).__name__, place.id)
    unit_id = line.unit.unit_id if line.unit else None
    account_id = one.account.account_id if one.account else None
    return [line.row.number, one.verdict, account_id, unit_id, there, sorted(one.changes.items())]


def _may_touch(managed: Reach, lines: list[Line]) -> bool:
    held = [line.path for line in lines if line.state is not PlaceState.ENDED]
    return may_touch_account(managed, held=held, formerly=[line.path for line in lines])
