"""The first page of who sits on a committee says which units are behind, before anything is clicked."""

from __future__ import annotations

from datetime import date

import pytest

from committee.core import clock
from committee.core.db import transaction
from committee.dashboards.outlook import MOST_ROWS, outlook_of
from committee.domain.access import Area, Role, SeatOf, Viewer
from committee.figures.refreshing import refresh
from committee.members.operations import put_in_charge
from committee.units.queries import units_on
from tests.cast import BY, CHAIR, DISTRICT_REVIEWER, MEMBER, REPORTER
from tests.escalation.lagging import VOLUNTARY, ask, province, report
from tests.figures.october import statements

TODAY = date(2024, 10, 28)


def seated(above: int, role: Role = Role.CHAIR, areas: tuple[int, ...] = ()) -> Viewer:
    units = units_on({above, *areas}, TODAY)
    seats = (SeatOf(role, above, units[above].path),)
    return Viewer(1, "", seats, tuple(Area(unit, units[unit].path) for unit in areas))


def lagging(communes: int, silent: int = 0) -> tuple[int, list[int]]:
    """Enter a province whose first communes are furthest behind: 600, 610, 620 … of the 750 they should have.

    `silent` more, before these in the order of names, have never reported.
    """
    above, below = province(silent + communes)
    ask(below, target=1000)
    for number, unit in enumerate(below[silent:]):
        report(unit, date(2024, 9, 30), 600 + 10 * number)
    with transaction():
        refresh({(unit, VOLUNTARY): date(2024, 9, 30) for unit in below[silent:]}, now=clock.now())
    return above, below


def test_a_chair_reads_who_is_behind_and_by_how_much(examples, browser_of):
    page = browser_of(CHAIR).open("/")

    assert "2/2 đơn vị cấp huyện chậm tiến độ" in page.text
    assert "Đơn vị cần chú ý" in page.text
    assert "Thành phố Vị Thanh Số người tham gia BHXH tự nguyện: còn thiếu 57 người so với kịch bản" in page.text
    assert page.find(".//main//a[@href='/units/93?indicator=si_voluntary']")
    assert page.find(".//section[@id='attention']//a[@href='/units/930?indicator=si_voluntary']")


def test_the_first_page_says_what_the_page_of_the_unit_says(examples, browser_of):
    browser = browser_of(CHAIR)
    finding = browser.open("/units/93").find(".//p[@class='lead']")[0].text

    assert finding in browser.open("/").text


def test_who_is_in_charge_of_one_area_sees_that_area(examples, browser_of):
    page = browser_of(MEMBER).open("/")

    assert page.find(".//p[@id='outlook']/a[@href='/units/935?indicator=si_voluntary']")
    assert "Thành phố Vị Thanh" not in page.text


def test_who_is_in_charge_of_several_areas_sees_those_alone(examples, browser_of):
    areas = {examples.units[code] for code in ("31318", "31321", "31441")}
    with transaction():
        put_in_charge(seat_id=examples.seats[MEMBER], unit_ids=areas, on=TODAY, by=BY, now=clock.now())

    page = browser_of(MEMBER).open("/")

    assert "Trong địa bàn phụ trách:" in page.text
    assert "Đơn vị thuộc địa bàn phụ trách cần chú ý" in page.text
    assert "Xã Vị Trung" not in page.text


@pytest.mark.parametrize("person", [REPORTER, DISTRICT_REVIEWER], ids=["reporter", "reviewer"])
def test_who_sits_on_no_committee_finds_work_alone(examples, browser_of, person):
    assert not browser_of(person).open("/").find(".//*[@id='outlook']")


@pytest.mark.one_engine
def test_the_furthest_behind_come_first_and_no_more_than_a_glance_takes(app):
    above, below = lagging(MOST_ROWS + 2)

    outlook = outlook_of(seated(above), TODAY)

    assert [need.unit.unit_id for need in outlook.needs] == below[:MOST_ROWS]
    assert outlook.further == 2


@pytest.mark.one_engine
def test_a_commune_that_has_not_reported_needs_attention_after_those_that_are_behind(app):
    above, (silent, *behind) = lagging(2, silent=1)

    outlook = outlook_of(seated(above), TODAY)

    assert [need.unit.unit_id for need in outlook.needs] == [*behind, silent]
    assert outlook.needs[-1].text == "Số người tham gia BHXH tự nguyện: chưa báo cáo"


@pytest.mark.one_engine
def test_a_committee_without_targets_has_no_outlook(app):
    above, _ = province(1)

    assert outlook_of(seated(above), TODAY) is None


@pytest.mark.one_engine
def test_twenty_communes_cost_as_many_statements_as_two(app):
    costs = []
    for communes in (2, 20):
        above, _ = lagging(communes)
        viewer = seated(above)
        costs.append(statements(lambda viewer=viewer: outlook_of(viewer, TODAY)))

    assert costs[0] == costs[1]
    assert costs[0] <= 35
