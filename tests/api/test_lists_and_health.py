"""Lists come by pages; cases and notices are those of the key's person; machines may look in without a key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from committee.core import clock
from committee.jobs import sweep
from committee.jobs.ledger import Run, run_slot
from tests.api.conftest import Program
from tests.conftest import MORNING

pytestmark = pytest.mark.one_engine


@pytest.fixture
def swept(example: Flask) -> Flask:
    for day in range(3):
        clock.stop_at(MORNING + timedelta(days=7 * day))
        run_slot("sweep", clock.today().isoformat(), sweep.run, Run(clock.today(), clock.now(), clock.now(), bool))
    return example


def test_a_list_is_walked_page_by_page(example: Flask, program: Program) -> None:
    chair, path, seen = program("chair"), "/api/v1/units/93/children?as_of=2024-10-25&limit=1", []
    cursor = ""
    while cursor is not None:
        page = chair.get(f"{path}&cursor={cursor}").json
        seen += [unit["code"] for unit in page["items"]]
        cursor = page["next_cursor"]

    assert seen == ["930", "935"]


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "limit=-1", "cursor=%00", "cursor=abc"])
def test_a_page_that_cannot_be(program: Program, query: str) -> None:
    assert program("chair").get(f"/api/v1/cases?{query}").status_code == 422


@pytest.mark.parametrize("query", ["state=odd", "year=x", "indicator=%00"])
def test_a_filter_that_makes_no_sense(program: Program, query: str) -> None:
    assert program("chair").get(f"/api/v1/cases?{query}").status_code == 422


@pytest.mark.parametrize(
    "path",
    ["units/%00", "units/%F0%9F%98%80", "units/..", "standings?unit=99", "cases?unit=31318", "cases/99999999999"],
)
def test_what_is_not_there(program: Program, path: str) -> None:
    assert program("chair", unit="935").get(f"/api/v1/{path}").status_code == 404


@pytest.mark.parametrize("day", ["1900-01-01", "2100-12-31", "2024-02-29"])
def test_any_day_may_be_asked_for(program: Program, day: str) -> None:
    assert program("chair").get(f"/api/v1/standings?unit=93&as_of={day}").status_code in (200, 404)


def test_cases_are_seen_and_acknowledged_by_their_own_people(swept: Flask, program: Program) -> None:
    all_cases = program("chair").get("/api/v1/cases").json["items"]
    assert all_cases
    opened = next(case for case in all_cases if case["state"] == "OPEN" and len(case["unit"]) == 5)
    own = program("chair", unit=opened["unit"])

    above = program("reviewer").post(f"/api/v1/cases/{opened['id']}/acknowledgement")
    stale = own.post(f"/api/v1/cases/{opened['id']}/acknowledgement", json={"version": opened["version"] + 7})
    done = own.post(f"/api/v1/cases/{opened['id']}/acknowledgement")
    again = own.post(f"/api/v1/cases/{opened['id']}/acknowledgement")

    assert above.status_code == 404  # a reviewer sees no cases
    assert stale.status_code == 422
    assert (done.status_code, done.json["state"]) == (200, "ACKED")
    assert again.status_code == 422
    assert {case["unit"] for case in own.get("/api/v1/cases").json["items"]} == {opened["unit"]}
    assert program("supervisor").post(f"/api/v1/cases/{opened['id']}/acknowledgement").status_code == 404


def test_a_reader_hears_whose_key_it_is(program: Program) -> None:
    answer = program("chair", scope="read").get("/api/v1/health").json

    assert answer["account"]["email"] == "chair.93.read@example.vn"
    assert (answer["scope"], answer["status"]) == ("read", "ok")


def test_machines_look_in_without_a_key(example: Flask) -> None:
    stranger = example.test_client()

    assert stranger.get("/healthz").data == b"ok\n"
    ready = stranger.get("/readyz")
    assert ready.status_code == 200
    assert [check["name"] for check in ready.json["checks"]] == [
        "database", "sweep", "deliveries", "backup", "audit", "holidays", "disk"
    ]  # fmt: skip


def test_a_sweep_that_stays_away_is_noticed(swept: Flask) -> None:
    clock.stop_at(clock.now() + timedelta(hours=27))

    answer = swept.test_client().get("/readyz")

    assert answer.status_code == 503
    assert [check["name"] for check in answer.json["checks"] if not check["ok"]][:1] == ["sweep"]
