"""The rows of a file of people and their places, read but not yet compared with what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from committee.accounts.operations import checked_email
from committee.core.formatting import vn_date
from committee.core.tabular import Column, Refusals, Row
from committee.domain.access import Reach, Role
from committee.domain.appointments import refuse_place, role_named, same_name
from committee.domain.codes import unit_code
from committee.domain.days import read_day
from committee.domain.errors import DomainError, NotAllowed
from committee.members.operations import About
from committee.units.queries import UnitRow, bearer_on, bearers_of, standing_last

COLUMNS = (
    Column("email", required=True),
    Column("full_name", required=True),
    Column("unit_code"),
    Column("role"),
    Column("position_title"),
    Column("organization"),
    Column("phone"),
    Column("from"),
    Column("to"),
)


@dataclass(frozen=True)
class PersonLine:
    """One person in one place, as a file says it. `role` None: only an account; `unit` None: the whole system."""

    row: Row
    email: str
    full_name: str
    unit: UnitRow | None
    role: Role | None
    about: About
    from_on: date | None
    to_on: date | None

    @property
    def key(self) -> tuple[object, ...]:
        """What makes the line one of its kind: a second row with the same key is refused."""
        return self.email, self.unit and self.unit.unit_id, self.role, self.from_on


def filled(rows: Sequence[Row]) -> list[Row]:
    """Return the rows in which somebody is named; the others of a template stay as they were handed out."""
    return [row for row in rows if row.cells["email"] is not None or row.cells["full_name"] is not None]


def read_people(rows: Sequence[Row], refusals: Refusals, *, managed: Reach, today: date) -> list[PersonLine]:
    """Return the lines that can be read; what is wrong with the others goes to `refusals`.

    A code means the unit that bore it on the row's first day, or today. A unit outside `managed` is as good as none;
    that goes by where it stands today, not by where it stood on that day.
    """
    bearers = _bearers(rows, today)
    lines = []
    for row in rows:
        with refusals.at(row.place()):
            lines.append(_line(row, bearers, managed, today))
    return _refused_twice(lines, refusals)


def _line(row: Row, bearers: dict[str, list[UnitRow]], managed: Reach, today: date) -> PersonLine:
    """Return a row as a line; all that is wrong with its cells is refused at once."""
    refusals = Refusals()
    from_on, to_on = _day(row, "from", refusals), _day(row, "to", refusals)
    role, unit = _role(row, refusals), _unit(row, bearers, managed, from_on or today, refusals)
    email, full_name = _email(row, refusals), _needed(row, "full_name", refusals)
    with refusals.at(row.place("phone")):
        about = About(row.text("position_title"), row.text("organization"), row.text("phone"))
    with refusals.at(row.place("to")):
        if from_on and to_on and to_on < from_on:
            raise DomainError("The last day lies before the first.", read=vn_date(to_on))
    refusals.raise_if_any()
    if role is None and (unit or from_on or to_on):
        raise DomainError("What is the person there? Name a role.", place=row.place("role"), read="")
    if role is not None:
        _refuse_place(row, managed, role, unit)
    return PersonLine(row, email, full_name, unit, role, about, from_on, to_on)


def _refuse_place(row: Row, managed: Reach, role: Role, unit: UnitRow | None) -> None:
    try:
        refuse_place(managed, role, unit.path if unit else None)
    except NotAllowed as error:
        raise DomainError(error.message, place=row.place("role"), read=role.value) from None
    except DomainError as error:
        error.place, error.read = row.place("unit_code"), ""
        raise


def _refused_twice(lines: Sequence[PersonLine], refusals: Refusals) -> list[PersonLine]:
    """Return the lines whose key stands once and whose address bears one name only."""
    first: dict[tuple[object, ...], int] = {}
    names: dict[str, PersonLine] = {}
    kept = []
    for line in lines:
        number = first.setdefault(line.key, line.row.number)
        named = names.setdefault(line.email, line)
        with refusals.at(line.row.place("email")):
            if number != line.row.number:
                raise DomainError("This says the same as row %(first)d: keep one of the two.", first=number)
            if not same_name(named.full_name, line.full_name):
                raise DomainError(
                    "Row %(first)d gives this e-mail another name: one e-mail is one person's.",
                    read=line.email,
                    first=named.row.number,
                )
            kept.append(line)
    return kept


def _bearers(rows: Sequence[Row], today: date) -> dict[str, list[UnitRow]]:
    """Return {code: whoever ever bore it}, each under the path it has today, or had last."""
    found = bearers_of(_codes(rows))
    standing = standing_last({unit.unit_id for units in found.values() for unit in units}, today)
    return {code: [replace(unit, path=standing[unit.unit_id].path) for unit in units] for code, units in found.items()}


def _codes(rows: Sequence[Row]) -> set[str]:
    texts = {row.cells["unit_code"] for row in rows}
    return {text.strip() for text in texts if isinstance(text, str)}


def _unit(row: Row, bearers: dict[str, list[UnitRow]], managed: Reach, day: date, refusals: Refusals) -> UnitRow | None:
    if row.cells["unit_code"] is None:
        return None
    with refusals.at(row.place("unit_code")):
        code = unit_code(row.cells["unit_code"])
        unit = bearer_on(bearers.get(code, ()), day)
        if unit is not None and managed.covers(unit.path):
            return unit
        raise DomainError(
            "No unit that you administer bore the code %(code)s on %(day)s. Check the code, or the day in the column "
            "“from”.",
            read=code,
            code=code,
            day=vn_date(day),
        )
    return None


def _role(row: Row, refusals: Refusals) -> Role | None:
    with refusals.at(row.place("role")):
        said = row.text("role")
        return role_named(said) if said else None
    return None


def _email(row: Row, refusals: Refusals) -> str:
    said = _needed(row, "email", refusals)
    with refusals.at(row.place("email")):
        return checked_email(said) if said else ""
    return ""


def _needed(row: Row, column: str, refusals: Refusals) -> str:
    with refusals.at(row.place(column)):
        text = row.text(column)
        if text:
            return text
        raise DomainError("This cell must not be empty.", read="")
    return ""


def _day(row: Row, column: str, refusals: Refusals) -> date | None:
    cell = row.cells[column]
    if cell is None:
        return None
    with refusals.at(row.place(column)):
        return read_day(cell)
    return None
