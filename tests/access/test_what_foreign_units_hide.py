"""Rows 4 and 5: nothing of a foreign unit stands on any page, in any list, count, file or answer to a program."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db, transaction
from committee.members.models import Committee
from committee.tasks.operations.feeds import make_feed
from committee.tasks.operations.reminding import digests_of
from tests.access import model
from tests.access.asking import NEVER
from tests.access.model import ABOVE, Who, may
from tests.access.rows import ROWS
from tests.access.world import BY, CODES, TODAY, World, build, mark
from tests.conftest import MORNING, House

EVERYBODY = model.everybody()
FEW = (
    "without a seat",
    "secretariat above",
    "member elsewhere in charge",
    "reporter of the unit",
    "administrator in another province",
)
LINK = re.compile(r'href="(/[^"#]*)')
LISTS = (
    "/", "/units", "/units?q=don vi", f"/units?q={CODES['Q']}", "/targets", "/reports", "/reviews", "/cases",
    "/cases?state=CLOSED&year=2024", f"/cases?unit={CODES['Q']}", "/notices", "/outbox", "/outbox?state=sent",
    "/meetings", "/meetings?kind=meeting&state=held", "/meetings?q=hop", "/petitions",
    "/petitions?state=open", "/petitions?q=xuat", "/silences", "/silences?stage=running",
    f"/units/{CODES['D1']}?format=csv", f"/units/{CODES['D1']}?as_of=25/06/2024&format=csv", "/api/v1/cases",
    "/api/v1/notices", f"/api/v1/units/{CODES['D1']}/children?as_of=2024-06-25",
    f"/units/{CODES['D1']}?as_of=25/06/2024", f"/units/{CODES['D1']}/targets/2023",
    f"/api/v1/standings?parent={CODES['D1']}&as_of=2024-06-25", f"/api/v1/standings?parent={CODES['P1']}",
)  # fmt: skip
MOST_LINKS = 30
# Days on which something of the world is about to be due, due, or overdue.
DAYS = (TODAY, date(2024, 11, 15), date(2024, 11, 25))
# What a unit lay in once is named on the page of its earlier days; nothing else is told of that.
LAY_IN = {"M": ("D1", "P1")}


@pytest.fixture
def world(app: Flask) -> World:
    built = build(app, EVERYBODY)
    letters = {unit_id: letter for letter, unit_id in built.units.items()}
    with transaction():
        for committee in db.session.scalars(select(Committee).where(Committee.unit_id.is_not(None))):
            committee.name = f"BCĐ {mark('committee', letters[committee.unit_id])}"
    return built


@pytest.mark.one_engine
def test_row_4_nothing_of_a_foreign_unit_is_found_by_a_few(world: World) -> None:
    leaks = [leak for who in EVERYBODY if who.name in FEW for leak in found_by(world, who)]

    assert not leaks, "\n".join(leaks)


@pytest.mark.long
def test_row_4_nothing_of_a_foreign_unit_is_found_by_anybody(world: World) -> None:
    leaks = [leak for who in EVERYBODY if who.is_signed_in for leak in found_by(world, who)]

    assert not leaks, "\n".join(leaks)


@pytest.mark.one_engine
def test_row_4_no_reminder_tells_of_a_foreign_unit(world: World) -> None:
    by_account = {world.accounts[who.name]: who for who in EVERYBODY if who.is_signed_in}
    told = [digest for day in DAYS for digest in digests_of(day) if digest.person.account_id in by_account]

    leaks = [
        f"{who.name}: {word}"
        for digest in told
        for who in [by_account[digest.person.account_id]]
        for word in hidden_from(who)
        if word in repr(digest.lines)
    ]

    assert leaks == []
    assert len({digest.person.account_id for digest in told}) >= 5


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["secretariat above", "reporter of the unit", "administrator of the unit"])
def test_row_4_lists_and_counts_are_the_same_with_and_without_foreign_work(house: House, app: Flask, name: str) -> None:
    who = next(one for one in EVERYBODY if one.name == name)
    few = [one for one in EVERYBODY if not any(held.at in ("P2", "Q") for held in one.held)]
    alone = pages_in(build(app, few, abroad=False), who)
    house.renew()

    beside_others = pages_in(build(app, few), who)

    assert beside_others == alone


@pytest.mark.long
@pytest.mark.one_engine
def test_row_5_what_is_denied_takes_as_long_as_what_is_not_there(world: World) -> None:
    who = next(one for one in EVERYBODY if one.name == "secretariat in another province")
    denied, absent = f"/units/{CODES['T']}", f"/units/{CODES['T']}9"
    taken: dict[str, list[float]] = {denied: [], absent: []}

    for path in [denied, absent] * 150:
        begun = time.perf_counter()
        assert world.ask(who, "GET", path)[0] == 404
        taken[path].append(time.perf_counter() - begun)

    # The fastest fifth: what the machine did besides falls out of both alike.
    quick = {path: statistics.median(sorted(times)[:30]) for path, times in taken.items()}
    assert quick[denied] == pytest.approx(quick[absent], rel=0.2)


def found_by(world: World, who: Who) -> Iterator[str]:
    """Yield a sentence for each foreign word on any page that somebody can come to."""
    foreign = hidden_from(who)
    for path, body in crawl(world, who):
        yield from (f"{who.name}: {word} on {path}" for word in foreign if word in body)


def hidden_from(who: Who) -> list[str]:
    """Return the words that somebody must not meet."""
    words = []
    for letter in ABOVE:
        # Who sits above decides about one's work, so their names are told as that of the unit is.
        below = (one for one in ABOVE if is_above(letter, one) or letter in LAY_IN.get(one, ()))
        if not any(may(who, "see unit", unit) for unit in (letter, *below)):
            words += [] if is_area_of_theirs(who, letter) else [mark("name", letter)]
            is_told = letter in {held.at for held in who.held}  # one's own name
            words += [] if is_told or acts_here(who, letter) else [mark("person", letter), mark("committee", letter)]
        if not may(who, "see figures", letter):
            words.append(mark("figure", letter))
        if not may(who, "see tasks", letter):
            words += [mark("task", letter), mark("meeting", letter)]
        if not may(who, "see documents", letter):
            words.append(mark("document", letter))
        if not (may(who, "see what was sent", letter) or letter == "T"):  # everybody was sent one about T
            words.append(mark("notice", letter))
    return words


def acts_here(who: Who, letter: str) -> bool:
    """Return whether somebody of that unit is in charge of one whose audit is open: what they did stands in it."""
    areas = {area for one in EVERYBODY for area in one.areas if letter in {held.at for held in one.held}}
    return any(may(who, "see audit", area) for area in areas)


def is_area_of_theirs(who: Who, letter: str) -> bool:
    """Return whether somebody whose page is open to `who` is in charge of that unit, which the page says."""
    in_charge = {held.at for one in EVERYBODY if letter in one.areas for held in one.held}
    return any(may(who, "see people", at) for at in in_charge)


def is_above(upper: str, lower: str) -> bool:
    line = ABOVE[lower]
    while line is not None and line != upper:
        line = ABOVE[line]
    return line == upper


def crawl(world: World, who: Who) -> Iterator[tuple[str, str]]:
    """Yield (path, body) of every list, every address of the matrix and one's calendar, and of what they link to.

    A file that a page offers is always taken, and in every list foreign words are looked for.
    """
    plain = plain_pages(world)
    searches = [f"{path}?q=canh" for path in plain]
    waiting = list(dict.fromkeys([*LISTS, *plain, *searches, *addresses(world, who), calendar_of(world, who)]))
    known, links_left = set(waiting), MOST_LINKS
    while waiting:
        path = waiting.pop(0)
        _status, body = world.ask(who, "GET", path)
        yield path, body
        for link in dict.fromkeys(unescape(link) for link in LINK.findall(body)):
            is_file = "format=" in link
            if link not in known and not link.startswith("/static/") and (is_file or links_left > 0):
                known.add(link)
                waiting.append(link)
                links_left -= not is_file


def plain_pages(world: World) -> list[str]:
    """Return every address without a gap, as the application lists its routes."""
    rules = world.app.url_map.iter_rules()
    return [rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments]


def calendar_of(world: World, who: Who) -> str:
    with transaction():
        secret = make_feed(account_id=world.accounts[who.name], by=BY, now=clock.now())
    return f"/calendar/{secret}.ics"


def addresses(world: World, who: Who) -> list[str]:
    return [
        question.address(world, who)
        for route, questions in ROWS.items()
        if route.endswith(" GET") and not route.startswith(("static", "accounts"))
        for question in questions
        if question.need != NEVER
    ]


def pages_in(world: World, who: Who) -> dict[str, tuple[int, str]]:
    clock.stop_at(MORNING)
    # On an earlier day a unit that lies abroad now was one of one's own, and one's sums of that day hold it.
    return {path: world.ask(who, "GET", path) for path in LISTS if "as_of" not in path and "2023" not in path}
