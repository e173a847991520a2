"""Hours of a day and months of a year, as they are written: 8h30, 08:30, 14 giờ; 9/2024, 09/2024."""

from __future__ import annotations

import re
from datetime import date

from committee.domain.days import FIRST_YEAR, LAST_YEAR
from committee.domain.errors import DomainError
from committee.domain.text import clean

LAST_HOUR, LAST_MINUTE, MONTHS = 23, 59, 12

_HOUR = re.compile(r"(?P<hour>[0-9]{1,2})\s*(?:(?::|h|g|giờ)\s*(?P<minute>[0-9]{1,2})?)\s*(?:phút)?", re.IGNORECASE)
_MONTH = re.compile(r"(?:tháng\s*)?(?P<month>[0-9]{1,2})\s*/\s*(?P<year>[0-9]{4})", re.IGNORECASE)


def read_hour(text: str) -> str:
    """Return the hour a text names as "08:30"; "" where nothing stands."""
    said = clean(text)
    if not said:
        return ""
    found = _HOUR.fullmatch(said)
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (LAST_HOUR + 1, 0)
    if hour > LAST_HOUR or minute > LAST_MINUTE:
        raise DomainError("Write the hour as 08:00 or 8h30.", read=said)
    return f"{hour:02d}:{minute:02d}"


def read_month(text: str) -> date | None:
    """Return the first day of the month a text names; None where nothing stands."""
    said = clean(text)
    if not said:
        return None
    found = _MONTH.fullmatch(said)
    if not found or not 1 <= int(found["month"]) <= MONTHS or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        raise DomainError("Write the month as month/year with four digits for the year: 09/2024.", read=said)
    return date(int(found["year"]), int(found["month"]), 1)
