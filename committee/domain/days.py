"""Calendar days as they are written: 2025-07-01, 01/07/2025, 1/7/2025."""

from __future__ import annotations

import re
from datetime import date, datetime

from committee.domain.errors import DomainError
from committee.domain.text import clean

FIRST_YEAR, LAST_YEAR = 1900, 2100

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_VIETNAMESE = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")


def read_day(raw: object) -> date:
    """Return the day a text or a cell names; ISO or day/month/year, nothing else.

    A cell with a time of day gives its day. Nothing at all is refused too: look first where it may be blank.
    """
    if isinstance(raw, datetime):
        return _within_years(raw.date(), str(raw))
    if isinstance(raw, date):
        return _within_years(raw, str(raw))
    if raw is None or isinstance(raw, bool | int | float):
        raise _unreadable("" if raw is None else str(raw))
    said = clean(str(raw))
    found = _ISO.fullmatch(said) or _VIETNAMESE.fullmatch(said)
    if found is None:
        raise _unreadable(said)
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise DomainError("There is no such day in the calendar.", read=said) from None
    return _within_years(day, said)


def vn_day(day: date) -> str:
    """Return a day as it is written in Vietnamese: 01/07/2025."""
    return f"{day:%d/%m}/{day.year:04d}"


def _within_years(day: date, said: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DomainError(
            "The year must lie between %(first)d and %(last)d.", read=said, first=FIRST_YEAR, last=LAST_YEAR
        )
    return day


def _unreadable(said: str) -> DomainError:
    return DomainError("Write the day as day/month/year with four digits for the year: 01/07/2025.", read=said or None)
