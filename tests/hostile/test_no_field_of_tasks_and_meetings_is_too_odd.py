"""What is written into the forms of tasks, meetings, proposals, committees, people: every field, found in the page.

Each field by itself is odd while the others are what somebody means, so that what is refused first hides nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_from_bytes, urljoin
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask

from tests.access import model
from tests.access.model import Held, Who
from tests.access.rows import ROWS
from tests.access.world import CODES, World, build

LONG = os.environ.get("DON_DOC_TEST_TIER") == "long"
ADMINISTRATOR = Who("administrator of the whole system", (Held("administrator", model.WHOLE),))
SECRETARIAT = Who("secretariat above", (Held("secretariat", "D1"),))
REPORTER = Who("reporter of the unit", (Held("reporter", "T"),))
PEOPLE = [SECRETARIAT, REPORTER, ADMINISTRATOR]
ROOMS = ("tasks.", "meetings.", "petitions.", "committees.", "members.", "calendar.")
ODD = {
    "nothing": b"\x00",
    "nothing within": b"a\x00b",
    "half a letter": "\ud800".encode("utf-8", "surrogatepass"),
    "no letter": b"\xff\xfe\xf5",
    "long": b"x" * 150_000,
    "many lines": b"a\n" * 40_000,
    "too large": b"2147483648",
    "far too large": b"99999999999999999999",
    "below": b"-1",
    "the last day": b"31/12/9999",
    "the first day": b"01/01/0001",
    "digits of others": "٣".encode(),
    "more than a page": b"x" * 1_000_000,
}
USUAL = (
    (("_on", "due", "day", "as_of"), "29/11/2024"), (("percent", "extensions", "notice_days"), "5"),
    (("lead", "unit", "addressee"), CODES["T"]), (("starts",), "08:30"), (("version",), "1"),
    (("email",), "a@b.example"),
)  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """A form of a page: where it goes, and what stands in its fields; `typed`: their names."""

    action: str
    fields: tuple[tuple[str, str], ...]
    typed: tuple[str, ...]


def forms_of(html: str, where: str) -> Iterator[Sent]:
    for form in html5lib.parse(html, namespaceHTMLElements=False).iter("form"):
        if form.get("method", "get").lower() == "post":
            fields, typed = dict[str, str](), []
            for element in form.iter():
                name = element.get("name", "")
                if name in ("", "csrf_token", "once") or element.tag not in ("input", "textarea", "select"):
                    continue
                if element.get("type") in ("file", "submit", "checkbox", "radio") and name in fields:
                    continue
                fields[name] = value_of(element) or usual(name)
                typed.append(name)
            action = urljoin(where, form.get("action") or where)
            if "sign-out" not in action:
                yield Sent(action, tuple(fields.items()), tuple(dict.fromkeys(typed)))


def value_of(element: Element) -> str:
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        return chosen[0].get("value", "") if chosen else ""
    return element.get("value", "") if element.tag == "input" else "".join(element.itertext()).strip()


def usual(name: str) -> str:
    return next((value for words, value in USUAL if any(word in name for word in words)), "Báo cáo")


def everywhere(world: World, who: Who) -> dict[tuple[str, tuple[str, ...]], Sent]:
    """Return the forms on all pages of the rooms, each once."""
    found = {}
    for route, questions in ROWS.items():
        if route.endswith(" GET") and route.startswith(ROOMS):
            for question in questions:
                where = question.address(world, who)
                status, body = world.ask(who, "GET", where)
                if status == 200:
                    found |= {(one.action, one.typed): one for one in forms_of(body, where)}
    return found


def body_of(world: World, form: Sent, name: str, odd: bytes) -> bytes:
    pairs = [("csrf_token", world.form_token.encode())]
    pairs += [(field, odd if field == name else value.encode()) for field, value in form.fields]
    return "&".join(f"{quote_from_bytes(field.encode())}={quote_from_bytes(value)}" for field, value in pairs).encode()


@pytest.mark.parametrize("who", PEOPLE if LONG else PEOPLE[:1], ids=lambda who: who.name)
def test_row_45_no_field_is_too_odd_for_what_takes_it(app: Flask, who: Who) -> None:
    """In `--long` each field is given everything; else every third field one thing."""
    world = build(app, PEOPLE)
    forms, wrong = everywhere(world, who), []
    fields = [(form, name) for form in forms.values() for name in form.typed]
    for number, (form, name) in enumerate(fields if LONG else fields[::3]):
        for what in [*ODD] if LONG else [[*ODD][number % len(ODD)]]:
            body = body_of(world, form, name, ODD[what])
            answer = world.client(who).post(form.action, data=body, content_type="application/x-www-form-urlencoded")
            wrong += [(form.action, name, what)] if answer.status_code >= 500 else []

    assert len(forms) > (3 if who is ADMINISTRATOR else 10)
    assert wrong == []


def test_row_45_what_is_looked_up_before_it_is_refused_may_hold_anything(app: Flask) -> None:
    world = build(app, PEOPLE, abroad=False)
    task = f"/tasks/{world.things['task T open']}"
    sent = {
        f"{task}/description": {"unit": CODES["T"], "indicator": "a\x00b", "title": "Việc", "deliverable": "Báo cáo"},
        f"{task}/reporter": {"reporter-reporter": "a\x00b@c.example", "reporter-version": "1"},
        "/petitions": {"unit": "a\x00b", "field": "Thu", "difficulty": "Khó", "proposal": "Gỡ", "addressee": "a\x00b"},
    }

    assert {world.ask(SECRETARIAT, "POST", where, data=said)[0] for where, said in sent.items()} == {422}
