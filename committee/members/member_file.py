"""The rows of a file of committee members, read but not yet written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from committee.accounts.operations import checked_email
from committee.core.formatting import vn_date
from committee.core.tabular import Column, Refusals, Row, refuse_duplicates
from committee.domain.codes import unit_code
from committee.domain.days import read_day
from committee.domain.errors import DomainError, Place
from committee.units.queries import UnitRow, bearer_on, bearers_of

COLUMNS = (
    Column("committee_unit_code", required=True),
    Column("committee_name", required=True),
    Column("full_name", required=True),
    Column("role", required=True),
    Column("position_title"),
    Column("organization"),
    Column("email"),
    Column("phone"),
    Column("area_codes"),
    Column("from"),
    Column("to"),
)
COMMITTEE_ROLES = ("chair", "standing_vice_chair", "vice_chair", "member", "secretariat")


@dataclass(frozen=True)
class MemberLine:
    """One person in one role of one committee, as a file says it. Empty text: the file says nothing of it."""

    place: Place
    unit: UnitRow
    committee_name: str
    full_name: str
    role: str
    position_title: str
    organization: str
    email: str
    phone: str
    areas: tuple[UnitRow, ...]
    from_on: date | None
    to_on: date | None


def read_members(rows: Sequence[Row], *, today: date) -> list[MemberLine]:
    """Return the lines of a file, or raise `Refused` with all that is wrong with it.

    Codes mean the units that bore them on the row's first day, or today where it gives none.
    """
    refusals = Refusals()
    bearers = _bearers(rows, refusals)
    lines = []
    for row in rows:
        with refusals.at(row.place()):
            lines.append(_line(row, bearers, today, refusals))
    refusals.raise_if_any()
    refuse_duplicates(rows, _key, column="full_name")
    return lines


def _line(row: Row, bearers: dict[str, list[UnitRow]], today: date, refusals: Refusals) -> MemberLine:
    from_on, to_on = _day(row, "from", refusals), _day(row, "to", refusals)
    if from_on and to_on and to_on < from_on:
        raise DomainError("The last day lies before the first.", place=row.place("to"), read=row.text("to"))
    day = from_on or today
    unit = _unit(row, "committee_unit_code", _code(row.cells["committee_unit_code"]), bearers, day)
    areas = [_unit(row, "area_codes", code, bearers, day) for code in _area_codes(row)]
    for area in areas:
        if not area.path.startswith(unit.path):
            raise DomainError(
                "%(area)s does not lie in %(unit)s, so a member of its committee cannot be in charge of it.",
                place=row.place("area_codes"),
                area=area.name,
                unit=unit.name,
            )
    return MemberLine(
        place=row.place(),
        unit=unit,
        committee_name=_needed(row, "committee_name"),
        full_name=_needed(row, "full_name"),
        role=_role(row),
        position_title=row.text("position_title"),
        organization=row.text("organization"),
        email=_email(row),
        phone=row.text("phone"),
        areas=tuple(dict.fromkeys(areas)),
        from_on=from_on,
        to_on=to_on,
    )


def _bearers(rows: Sequence[Row], refusals: Refusals) -> dict[str, list[UnitRow]]:
    codes: set[str] = set()
    for row in rows:
        with refusals.at(row.place("committee_unit_code")):
            codes.add(_code(row.cells["committee_unit_code"]))
        with refusals.at(row.place("area_codes")):
            codes.update(_area_codes(row))
    refusals.raise_if_any()
    return bearers_of(codes)


def _code(cell: object) -> str:
    return unit_code(cell)


def _area_codes(row: Row) -> list[str]:
    cell = row.cells["area_codes"]
    if not isinstance(cell, str):
        return [] if cell is None else [_code(cell)]
    return [_code(part) for part in cell.split(";") if part.strip()]


def _unit(row: Row, column: str, code: str, bearers: dict[str, list[UnitRow]], day: date) -> UnitRow:
    unit = bearer_on(bearers.get(code, ()), day)
    if unit is None:
        raise DomainError(
            "No unit bore the code %(code)s on %(day)s. Check the code, or the day in the column “from”.",
            place=row.place(column),
            read=code,
            code=code,
            day=vn_date(day),
        )
    return unit


def _needed(row: Row, column: str) -> str:
    text = row.text(column)
    if not text:
        raise DomainError("This cell must not be empty.", place=row.place(column), read="")
    return text


def _role(row: Row) -> str:
    role = _needed(row, "role").casefold()
    if role not in COMMITTEE_ROLES:
        raise DomainError(
            "The role is one of %(known)s.",
            place=row.place("role"),
            read=row.text("role"),
            known=", ".join(COMMITTEE_ROLES),
        )
    return role


def _email(row: Row) -> str:
    text = row.text("email")
    if not text:
        return ""
    try:
        return checked_email(text)
    except DomainError as error:
        error.place = row.place("email")
        raise


def _day(row: Row, column: str, refusals: Refusals) -> date | None:
    cell = row.cells[column]
    if cell is None:
        return None
    with refusals.at(row.place(column)):
        return read_day(cell)
    return None


def _key(row: Row) -> tuple[str, ...]:
    who = row.text("email").casefold() or row.text("full_name").casefold()
    unit, day = _code(row.cells["committee_unit_code"]), str(row.cells["from"] or "")
    return unit, row.text("committee_name").casefold(), who, row.text("role").casefold(), day
