"""A reader of calendars (RFC 5545) that shares nothing with what writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

UNESCAPED = {"\\\\": "\\", "\\,": ",", "\\;": ";", "\\n": "\n", "\\N": "\n"}


@dataclass
class Component:
    """What stands between a BEGIN and its END: properties by name (value, parameters), components within."""

    name: str
    properties: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    components: list[Component] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.properties[name][0]

    def parameter(self, name: str, parameter: str) -> str:
        return self.properties[name][1].get(parameter, "")

    def of(self, name: str) -> list[Component]:
        return [one for one in self.components if one.name == name]


def read_calendar(octets: bytes) -> Component:
    """Return the calendar, or raise `AssertionError` where the text breaks the standard."""
    assert octets.endswith(b"\r\n")
    lines = octets.split(b"\r\n")[:-1]
    for line in lines:
        assert b"\r" not in line
        assert b"\n" not in line
        assert len(line) <= 75, line
        line.decode("utf-8")  # never folded inside a letter
    stack = [Component("")]
    for line in unfolded(lines):
        name, parameters, value = parted(line)
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            ended = stack.pop()
            assert ended.name == value
            stack[-1].components.append(ended)
        else:
            assert name not in stack[-1].properties, f"{name} twice"
            stack[-1].properties[name] = (text_of(name, value), parameters)
    assert len(stack) == 1
    assert [one.name for one in stack[0].components] == ["VCALENDAR"]
    return checked(stack[0].components[0])


def unfolded(lines: list[bytes]) -> list[str]:
    whole: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    return [line.decode("utf-8") for line in whole]


def parted(line: str) -> tuple[str, dict[str, str], str]:
    head, colon, value = line.partition(":")
    assert colon, line
    name, *parameters = head.split(";")
    assert re.fullmatch(r"[A-Z0-9-]+", name), line
    return name, dict(one.split("=", 1) for one in parameters), value


def text_of(name: str, value: str) -> str:
    if name not in ("SUMMARY", "DESCRIPTION", "LOCATION", "UID", "X-WR-CALNAME"):
        return value
    bare = re.sub(r"\\.", "", value)
    assert not re.search(r"[,;\\]", bare), f"{name} is not escaped: {value}"
    return re.sub(r"\\.", lambda found: UNESCAPED[found[0]], value)


def checked(calendar: Component) -> Component:
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    zones = {zone["TZID"] for zone in calendar.of("VTIMEZONE")}
    events = calendar.of("VEVENT")
    assert len({event["UID"] for event in events}) == len(events)
    for event in events:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        zone = event.parameter("DTSTART", "TZID")
        if zone:
            assert zone in zones
            assert re.fullmatch(r"\d{8}T\d{6}", event["DTSTART"])
        else:
            assert event.parameter("DTSTART", "VALUE") == "DATE"
            assert event["DTEND"] > event["DTSTART"]
        assert event["STATUS"] in ("CONFIRMED", "CANCELLED", "TENTATIVE")
    return calendar
