"""A province has a committee in each of its units: one is found by a part of its name, without marks or a script."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db, transaction
from committee.core.picking import MOST_IN_A_LIST
from committee.members.models import Committee
from committee.members.operations import found_committee
from committee.tasks import queries
from tests.cast import BY, SECRETARIAT
from tests.tasks.desk import Desk

TOWN = "Ban Chỉ đạo Thị trấn Nàng Mau"
WARDS = [f"Ban Chỉ đạo Phường {name}" for name in ("Ngã Bảy", "Hiệp Thành", "Lái Hiếu", "Hiệp Lợi")]
pytestmark = pytest.mark.one_engine


@pytest.fixture
def many(desk: Desk) -> int:
    """Found so many committees that no list is opened for them; return the one of the town."""
    names = [*WARDS, *(f"Ban Chỉ đạo Xã số {number}" for number in range(MOST_IN_A_LIST))]
    with transaction():
        town = found_committee(unit_id=desk.cast.units["31441"], name=TOWN, by=BY, now=clock.now())
        for name in names:
            found_committee(unit_id=desk.cast.units["31318"], name=name, by=BY, now=clock.now())
        for code in ("31321", "31444"):
            found_committee(unit_id=desk.cast.units[code], name="Ban Chỉ đạo trùng tên", by=BY, now=clock.now())
    return town


def line(page):
    return page.find(".//input[@id='committee']")[0]


def test_a_task_is_given_for_a_committee_found_by_a_part_of_its_name(desk: Desk, many: int, browser_of) -> None:
    browser = browser_of(SECRETARIAT)
    page = browser.open("/tasks/new")
    said = {"title": "Họp", "lead": "31441", "deliverable": "Biên bản", "due": "30/11/2024"}
    names = [one.get("value") for one in page.find(f".//datalist[@id='{line(page).get('list')}']/option")]
    assert TOWN in names
    assert page.find(".//select[@id='committee']") == []

    several = browser.press("Giao việc", committee="hiep", **said)
    assert several.status == 422
    assert "Có 2 tên khớp" in several.errors[0]
    assert [name in several.errors[0] for name in (WARDS[1], WARDS[3], TOWN)] == [True, True, False]
    assert line(several).get("value") == "hiep"
    assert "Không có lựa chọn nào tên là “Cà Mau”." in browser.press("Giao việc", committee="Cà Mau", **said).errors
    browser.press("Giao việc", committee="thi tran nang MAU", **said)

    [task] = queries.tasks(day=clock.today())
    assert (task.committee_id, task.due_on) == (many, date(2024, 11, 30))


def test_the_list_is_narrowed_by_a_part_of_a_name_or_by_the_number_an_older_address_holds(
    desk: Desk, many: int, browser_of
) -> None:
    desk.assign(title="Của tỉnh")
    browser = browser_of(SECRETARIAT)

    everything = browser.open("/tasks")
    by_name = browser.open("/tasks?committee=nang mau")
    by_number = browser.open(f"/tasks?committee={many}")
    unknown = browser.open("/tasks?committee=ca mau")

    assert [("Của tỉnh" in one.text) for one in (everything, by_name, by_number)] == [True, False, False]
    assert (line(everything).get("value"), line(by_name).get("value"), line(by_number).get("value")) == ("", TOWN, TOWN)
    assert (unknown.status, line(unknown).get("value")) == (422, "ca mau")


def test_committees_of_the_same_name_are_told_apart_by_their_units(desk: Desk, many: int, browser_of) -> None:
    page = browser_of(SECRETARIAT).open("/tasks")

    names = [one.get("value") for one in page.find(".//datalist[@id='committee-names']/option")]
    assert len([name for name in names if name.startswith("Ban Chỉ đạo trùng tên (")]) == 2
    assert len(names) == len(set(names)) == len(db.session.scalars(select(Committee.id)).all())
