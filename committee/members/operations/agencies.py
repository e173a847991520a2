"""Agencies that come, change their name or go into another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from committee.audit.operations import record
from committee.core.db import db
from committee.core.tabular import Column, Row
from committee.domain import agencies as rule
from committee.domain.access import Actor
from committee.domain.appointments import Term
from committee.domain.days import read_day
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import clean
from committee.members.agencies import directory
from committee.members.models import Agency, AgencyName

AGENCY_COLUMNS = (
    Column("code", required=True),
    Column("name", required=True),
    Column("short_name"),
    Column("from"),
    Column("to"),
    Column("merged_into"),
    Column("merged_on"),
)


def add_agency(*, name: str, short_name: str, from_on: date | None, by: Actor, now: datetime) -> int:
    """Return the id of a new agency."""
    said, short = clean(name), clean(short_name)
    rule.refuse_name(said, short, Term(from_on, None), _names_of_others(None))
    agency = Agency(code="")
    db.session.add(agency)
    db.session.flush()
    _call(agency.id, said, short, from_on)
    facts = {"name": said, "short": short, "from": _written(from_on)}
    record(action="add agency", thing=("agency", agency.id), facts=facts, by=by, now=now)
    return agency.id


def rename_agency(
    *, agency_id: int, name: str, short_name: str, from_on: date | None, by: Actor, now: datetime
) -> None:
    """Let an agency bear another name from a day on; from the day of its present name, that one is corrected."""
    agency, current = _standing(agency_id)
    said, short = clean(name), clean(short_name)
    rule.refuse_name(said, short, Term(from_on, None), _names_of_others(agency.id))
    facts = {
        "before": {"name": current.name, "from": _written(current.from_on)},
        "after": {"name": said, "from": _written(from_on)},
    }
    if from_on == current.from_on:
        current.name, current.short_name = said, short
    elif from_on is None:
        raise DomainError("Type the day from which the agency is called so.")
    else:
        rule.refuse_new_name(_read(current), from_on)
        current.to_on = from_on - timedelta(days=1)
        _call(agency.id, said, short, from_on)
    record(action="rename agency", thing=("agency", agency.id), facts=facts, by=by, now=now)


def merge_agency(*, agency_id: int, into_id: int, on: date, by: Actor, now: datetime) -> None:
    """Let an agency go into another from a day on; from then both are one, by whichever name they are called."""
    agency, current = _standing(agency_id)
    other, _ = _standing(into_id)
    if directory().stands_as(other.id, on) == agency.id:
        raise DomainError("An agency cannot go into itself.")
    rule.refuse_new_name(_read(current), on)
    current.to_on = on - timedelta(days=1)
    agency.merged_into_id, agency.merged_on = other.id, on
    facts = {"into": other.id, "on": _written(on)}
    record(action="merge agency", thing=("agency", agency.id), facts=facts, by=by, now=now)


def add_missing_agencies(*, rows: Sequence[Row]) -> None:
    """Add the agencies of the file that came with the programme and are not there yet; what is known stays as it is."""
    known = {one.code: one.id for one in db.session.scalars(select(Agency).where(Agency.code != ""))}
    new = [row for row in rows if row.text("code") not in known]
    for code in dict.fromkeys(row.text("code") for row in new):
        agency = Agency(code=code)
        db.session.add(agency)
        db.session.flush()
        known[code] = agency.id
    for row in new:
        _call(known[row.text("code")], row.text("name"), row.text("short_name"), _day(row, "from"), _day(row, "to"))
        if row.text("merged_into"):
            agency = db.session.get_one(Agency, known[row.text("code")])
            agency.merged_into_id, agency.merged_on = known[row.text("merged_into")], _day(row, "merged_on")
    db.session.flush()


def _standing(agency_id: int) -> tuple[Agency, AgencyName]:
    """Return an agency that has not gone into another, with the name it bears last."""
    agency = db.session.get(Agency, agency_id)
    if agency is None:
        raise NotFound("There is no such agency.")
    if agency.merged_into_id is not None:
        raise DomainError("This agency has gone into another: change that one.")
    names = db.session.scalars(select(AgencyName).where(AgencyName.agency_id == agency_id)).all()
    return agency, max(names, key=lambda name: name.from_on or date.min)


def _names_of_others(agency_id: int | None) -> list[rule.AgencyName]:
    rows = db.session.scalars(select(AgencyName).order_by(AgencyName.id))
    return [_read(row) for row in rows if row.agency_id != agency_id]


def _read(row: AgencyName) -> rule.AgencyName:
    return rule.AgencyName(row.agency_id, row.name, row.short_name, row.from_on, row.to_on)


def _call(agency_id: int, name: str, short: str, from_on: date | None, to_on: date | None = None) -> None:
    db.session.add(AgencyName(agency_id=agency_id, name=name, short_name=short, from_on=from_on, to_on=to_on))
    db.session.flush()


def _day(row: Row, column: str) -> date | None:
    return None if row.cells[column] is None else read_day(row.cells[column])


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
