"""Reading the table of holidays and make-up days (data/holidays.csv)."""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

from committee.domain.calendar import SATURDAY, WorkingCalendar
from committee.domain.errors import DomainError, Place, Refused

COLUMNS = ["day", "kind", "name"]
KINDS = ("holiday", "make_up")
TABLE = Path(__file__).resolve().parents[2] / "data" / "holidays.csv"


@lru_cache(maxsize=8)
def load_calendar(path: Path = TABLE) -> WorkingCalendar:
    """Return the calendar a file describes, read once per path; one bad row refuses the whole file."""
    rows = _rows(path)
    days: dict[date, str] = {}
    errors: list[DomainError] = []
    for number, row in enumerate(rows, start=2):
        try:
            day, kind = _read_row(row, Place(path.name, number))
            _refuse_second(day, days, Place(path.name, number, "day"))
        except DomainError as error:
            errors.append(error)
        else:
            days[day] = kind
    if errors:
        raise Refused(errors)
    holidays = frozenset(day for day, kind in days.items() if kind == "holiday")
    return WorkingCalendar(holidays, frozenset(days) - holidays, frozenset(day.year for day in holidays))


def _rows(path: Path) -> list[dict[str, str | None]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise DomainError("The table of holidays is missing.", place=Place(path.name)) from error
    except UnicodeDecodeError as error:
        raise DomainError("The table of holidays must be saved as UTF-8.", place=Place(path.name)) from error
    reader = csv.DictReader(text.splitlines())
    if reader.fieldnames != COLUMNS:
        read = ", ".join(reader.fieldnames or ())
        raise DomainError("The columns must be day, kind and name.", place=Place(path.name, 1), read=read)
    return list(reader)


def _read_row(row: dict[str, str | None], place: Place) -> tuple[date, str]:
    if set(row) != set(COLUMNS) or None in row.values():
        raise DomainError("The row must have exactly a day, a kind and a name.", place=place)
    day = _read_day(row["day"] or "", Place(place.file, place.row, "day"))
    kind = row["kind"] or ""
    if kind not in KINDS:
        where = Place(place.file, place.row, "kind")
        raise DomainError("The kind must be holiday or make_up.", place=where, read=kind)
    if kind == "make_up" and day.weekday() < SATURDAY:
        where = Place(place.file, place.row, "day")
        raise DomainError("A make-up day must be a Saturday or a Sunday.", place=where, read=row["day"])
    return day, kind


def _read_day(text: str, place: Place) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DomainError("Write the day as year-month-day, such as 2026-09-02.", place=place, read=text) from error


def _refuse_second(day: date, days: dict[date, str], place: Place) -> None:
    if day in days:
        raise DomainError("This day stands twice in the table.", place=place, read=day.isoformat())
