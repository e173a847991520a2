"""Rows 6 to 12: fields nobody sent, steps out of order, ends and covers, one's own work, choices of many, links."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select, update

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import Base, db, transaction
from committee.escalation.models import Case
from committee.figures.models import Figure
from committee.figures.reports import digest, figures_of
from committee.members.models import Post, Seat
from committee.members.operations import cover_seat, end_seat
from committee.units.models import Placement
from tests.access import model
from tests.access.model import Held, Who
from tests.access.rows import ROWS
from tests.access.test_matrix import options_of, written
from tests.access.world import BY, CODES, STATES, SUBMITTED, TODAY, VOLUNTARY, YESTERDAY, World, build

T = CODES["T"]
REPORTER = Who("reporter of the unit", (Held("reporter", "T"),))
CHAIR = Who("chair of the unit", (Held("chair", "T"),))
MEMBER = Who("member of the unit", (Held("member", "T"),))
SECRETARIAT = Who("secretariat above", (Held("secretariat", "D1"),))
REVIEWER = Who("reviewer above", (Held("reviewer", "D1"),))
ADMINISTRATOR = Who("administrator of the whole system", (Held("administrator", model.WHOLE),))
EVERYBODY = [REPORTER, CHAIR, MEMBER, SECRETARIAT, REVIEWER, ADMINISTRATOR]
FIGURE = {"unit_code": T, "indicator": VOLUNTARY, "as_of": "2024-10-26", "value": 555, "origin": "self_reported"}


@pytest.fixture
def world(app: Flask) -> World:
    return build(app, EVERYBODY)


def columns() -> dict[str, str]:
    """Return every column of every table, as a field somebody could smuggle in."""
    names = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    return dict.fromkeys(names, "1") | {"state": "accepted", "origin": "official", "role": "administrator"}


# What these do needs no more than a field that is a column too: they would do it, and rightly.
UNVERSIONED = ("accounts.", "api.", "calendar.", "tasks.take_on ", "tasks.end_from_list ")


@pytest.mark.one_engine
@pytest.mark.parametrize("who", [REPORTER, SECRETARIAT], ids=str)
def test_row_6_no_column_can_be_smuggled_into_a_form(world: World, who: Who) -> None:
    before = written()

    for route, questions in ROWS.items():
        if route.endswith(" POST") and not route.startswith(UNVERSIONED):
            for question in questions:
                options = options_of(question, world)
                options["data"] = {**columns(), **options.get("data", {}), "version": "999"}
                world.ask(who, "POST", question.address(world, who), **options)

    assert written() == before


@pytest.mark.one_engine
def test_row_6_a_program_that_sends_a_column_is_refused(world: World) -> None:
    before = written()
    bodies = [{**FIGURE, name: value} for name, value in columns().items() if name not in FIGURE]

    answers = {
        world.ask(REPORTER, "POST", "/api/v1/figures", data=json.dumps(body), content_type="application/json")[0]
        for body in bodies
    }

    assert len(bodies) > 100
    assert answers == {422}
    assert written() == before


def of_report(world: World, day: date) -> list[Figure]:
    here = (Figure.unit_id == world.units["T"], Figure.as_of == day, Figure.origin == "self_reported")
    return list(db.session.scalars(select(Figure).where(*here, Figure.replaced_at.is_(None)).order_by(Figure.id)))


def state_of(world: World, day: date) -> str:
    db.session.rollback()
    db.session.expire_all()
    return of_report(world, day)[-1].state


def sent_by(world: World, who: Who, day: date) -> None:
    """Let the values of a report be the work of somebody."""
    with transaction():
        for figure in of_report(world, day):
            figure.entered_by = world.accounts[who.name]


ACTS = {"accept": "/acceptance", "return": "/return", "withdraw": "/withdrawal"}
# What each step asks of the report's state; any other state refuses it.
NEEDED = {"accept": "submitted", "return": "submitted", "withdraw": "submitted"}


@pytest.mark.one_engine
@pytest.mark.parametrize(("act", "state"), sorted(product(ACTS, STATES)))
def test_row_7_a_report_takes_no_step_out_of_order(world: World, act: str, state: str) -> None:
    who = REPORTER if act == "withdraw" else REVIEWER
    day = date.fromisoformat(STATES[state])
    sent_by(world, REPORTER, day)
    version = digest([one for one in figures_of([world.units["T"]], [day]) if one.state == "submitted"])
    data = {"version": version, "reason": "Kiểm tra lại số liệu"}

    status, _ = world.ask(who, "POST", f"/units/{T}/reports/{STATES[state]}{ACTS[act]}", data=data)

    assert (status == 303) is (state == NEEDED[act]), status
    assert (state_of(world, day) == state) is (state != NEEDED[act])


@pytest.mark.one_engine
@pytest.mark.parametrize("state", ["ACKED", "CLOSED"])
def test_row_7_a_case_is_confirmed_while_it_is_open_and_never_again(world: World, state: str) -> None:
    case_id = world.things[f"case T {state}"]

    world.ask(CHAIR, "POST", f"/cases/{case_id}/acknowledgement", data={})
    status, _ = world.ask(CHAIR, "POST", f"/api/v1/cases/{case_id}/acknowledgement")

    assert status == 422
    assert db.session.scalar(select(Case.state).where(Case.id == case_id)) == state


def seen(world: World, who: Who) -> tuple[int, int]:
    """Return what the unit's page and its door for programs answer."""
    return world.ask(who, "GET", f"/units/{T}")[0], world.ask(who, "GET", f"/api/v1/units/{T}")[0]


def end_the_seat(world: World) -> None:
    seat_id = db.session.scalar(select(Seat.id).where(Seat.account_id == world.accounts[CHAIR.name]))
    with transaction():
        end_seat(seat_id=seat_id, on=YESTERDAY, by=BY, now=clock.now())


def end_the_unit(world: World) -> None:
    with transaction():
        db.session.execute(update(Placement).where(Placement.unit_id == world.units["T"]).values(valid_to=YESTERDAY))


@pytest.mark.parametrize("end", [end_the_seat, end_the_unit])
def test_row_8_an_end_takes_effect_with_the_next_request(world: World, end: Callable[[World], None]) -> None:
    before = seen(world, CHAIR)

    end(world)

    assert before == (200, 200)
    assert seen(world, CHAIR) == (404, 404)


def test_row_8_the_end_of_an_office_takes_effect_with_the_next_request(world: World) -> None:
    before = seen(world, REPORTER)

    with transaction():
        theirs = Post.account_id == world.accounts[REPORTER.name]
        db.session.execute(update(Post).where(theirs).values(to_on=YESTERDAY))

    assert before == (200, 200)
    assert seen(world, REPORTER) == (404, 404)


MOMENTS = ("2024-10-27T23:59+07:00", "2024-10-28T00:00+07:00", "2024-10-28T07:59+07:00", "2024-10-29T00:00+07:00")


def confirms(world: World) -> bool:
    """Return whether the member may confirm a case, which only the chair whose seat they cover may."""
    body = {"data": json.dumps({"version": 999}), "content_type": "application/json"}
    case_id = world.things["case T OPEN"]
    return world.ask(MEMBER, "POST", f"/api/v1/cases/{case_id}/acknowledgement", **body)[0] == 422


def test_row_9_a_cover_holds_from_its_first_day_to_its_last_and_is_logged(world: World) -> None:
    seats = {one.account_id: one.id for one in db.session.scalars(select(Seat))}
    chair, member = seats[world.accounts[CHAIR.name]], seats[world.accounts[MEMBER.name]]
    with transaction():
        cover_seat(seat_id=chair, by_seat_id=member, from_on=TODAY, to_on=TODAY, by=BY, now=clock.now())

    held = {}
    for moment in MOMENTS:
        clock.stop_at(datetime.fromisoformat(moment))
        held[moment] = confirms(world)

    assert list(held.values()) == [False, True, True, False], held
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "cover seat"))
    assert entry is not None
    assert entry.facts == {"by seat": member, "from": "2024-10-28", "to": "2024-10-28"}


def test_row_9_a_cover_ends_with_the_seat_that_covers(world: World) -> None:
    seats = {one.account_id: one.id for one in db.session.scalars(select(Seat))}
    chair, member = seats[world.accounts[CHAIR.name]], seats[world.accounts[MEMBER.name]]
    with transaction():
        cover_seat(seat_id=chair, by_seat_id=member, from_on=TODAY, to_on=TODAY, by=BY, now=clock.now())
        end_seat(seat_id=member, on=YESTERDAY, by=BY, now=clock.now())

    assert not confirms(world)


@pytest.mark.one_engine
@pytest.mark.parametrize("address", [f"/units/{T}/reports/{SUBMITTED}/acceptance", "/reviews/acceptance"])
def test_row_10_nobody_accepts_what_they_sent_themselves(world: World, address: str) -> None:
    day = date.fromisoformat(SUBMITTED)
    sent_by(world, SECRETARIAT, day)
    version = digest([one for one in figures_of([world.units["T"]], [day]) if one.state == "submitted"])
    data = {"version": version, "report": [f"{world.units['T']}:{SUBMITTED}:{version}"]}

    world.ask(SECRETARIAT, "POST", address, data=data)

    assert state_of(world, day) == "submitted"


@pytest.mark.one_engine
def test_row_10_an_administrator_changes_no_figure_by_any_route(world: World) -> None:
    before = figures_kept()

    for route, questions in ROWS.items():
        if not route.endswith(" GET"):
            for question in questions:
                path = question.address(world, ADMINISTRATOR).replace("dry_run=true", "dry_run=false")
                world.ask(ADMINISTRATOR, route.rpartition(" ")[2], path, **options_of(question, world))
                if question.ends_session:
                    world.sign_in(ADMINISTRATOR)
    body = {"data": json.dumps(FIGURE), "content_type": "application/json"}

    assert world.ask(ADMINISTRATOR, "POST", "/api/v1/figures", **body)[0] == 404
    assert figures_kept() == before


def figures_kept() -> list[str]:
    return sorted(map(repr, db.session.execute(Base.metadata.tables["figure"].select())))


@pytest.mark.one_engine
def test_row_11_a_choice_with_one_that_is_denied_is_refused_whole(world: World) -> None:
    day = date.fromisoformat(SUBMITTED)
    chosen = []
    for letter in ("T", "S", "Q"):
        [sent] = [one for one in figures_of([world.units[letter]], [day]) if one.state == "submitted"]
        chosen.append(f"{world.units[letter]}:{SUBMITTED}:{digest([sent])}")

    mixed, _ = world.ask(REVIEWER, "POST", "/reviews/acceptance", data={"report": chosen})
    after_mixed = state_of(world, day)
    own, _ = world.ask(REVIEWER, "POST", "/reviews/acceptance", data={"report": chosen[:2]})

    assert (mixed, after_mixed) == (404, "submitted")
    assert (own, state_of(world, day)) == (303, "accepted")


@pytest.mark.one_engine
def test_row_11_a_list_with_one_figure_that_is_denied_is_refused_whole(world: World) -> None:
    before = figures_kept()
    both = [{**FIGURE, "origin": "official", "unit_code": CODES[letter]} for letter in ("T", "Q")]

    status, _ = world.ask(
        SECRETARIAT, "POST", "/api/v1/figures", data=json.dumps(both), content_type="application/json"
    )

    assert status == 404
    assert figures_kept() == before


@pytest.mark.one_engine
def test_row_12_the_address_in_a_letter_opens_nothing_for_anybody_else(world: World) -> None:
    links = [f"/cases/{world.things['case Q OPEN']}", f"/notices/{world.things['notice to ' + CHAIR.name]}"]

    answers = [world.ask(REPORTER, "GET", link)[0] for link in links]

    assert answers == [404, 404]
    assert world.ask(CHAIR, "GET", links[1])[0] == 200
