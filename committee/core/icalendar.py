"""Writing calendars that other programs subscribe to (RFC 5545).

Lines end in CRLF and are folded after 75 octets, never inside a letter. Days are whole days; hours are Vietnam's, which
knows no summer time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from committee.domain.calendar import HANOI, ONE_DAY

WIDEST = 75
ZONE = "Asia/Ho_Chi_Minh"
CONFIRMED, CANCELLED, TENTATIVE = "CONFIRMED", "CANCELLED", "TENTATIVE"
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Event:
    """Something in a calendar: a whole day, or with a moment an hour of it.

    `uid` stays for ever; `sequence` grows with every change, `changed_at` is when the last one was.
    """

    uid: str
    summary: str
    starts: date
    changed_at: datetime
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""
    status: str = CONFIRMED


def calendar_text(events: Iterable[Event], *, name: str, refresh: timedelta) -> str:
    """Return a calendar as programs read it."""
    written = [line for event in events for line in _event(event)]
    zone = _TIMEZONE if any(f";TZID={ZONE}:" in line for line in written) else ()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Don doc//Don doc//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{_minutes(refresh)}M",
        f"X-PUBLISHED-TTL:PT{_minutes(refresh)}M",
        *zone,
        *written,
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: Event) -> list[str]:
    told = {
        "SUMMARY": _text(event.summary),
        "DESCRIPTION": _text(event.description),
        "LOCATION": _text(event.location),
        "URL": _CONTROLS.sub("", event.url),
    }
    is_whole_day = not isinstance(event.starts, datetime)
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{_utc(event.changed_at)}",
        f"LAST-MODIFIED:{_utc(event.changed_at)}",
        f"SEQUENCE:{event.sequence}",
        *_when(event.starts),
        *(f"{key}:{value}" for key, value in told.items() if value),
        f"STATUS:{event.status}",
        # A due day leaves the day free for other things.
        f"TRANSP:{'TRANSPARENT' if is_whole_day else 'OPAQUE'}",
        "END:VEVENT",
    ]


def _when(starts: date) -> list[str]:
    if isinstance(starts, datetime):
        return [f"DTSTART;TZID={ZONE}:{starts.astimezone(HANOI):%Y%m%dT%H%M%S}"]
    return [f"DTSTART;VALUE=DATE:{starts:%Y%m%d}", f"DTEND;VALUE=DATE:{starts + ONE_DAY:%Y%m%d}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", escaped)).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield `line` in pieces of at most 75 octets; each after the first begins with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > WIDEST:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += octets
    yield piece
