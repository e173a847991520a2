"""The list that ended on 30/6/2025 and the one since, side by side: the tree of any day is the one of that day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.core import clock
from committee.core.db import db
from committee.domain.text import name_without_type, sort_key
from committee.units import queries
from committee.units.finding import search
from committee.units.models import Placement, Unit
from tests.conftest import House
from tests.units.lists import NATION, run

OLD, NEW = date(2024, 10, 29), date(2026, 11, 21)


@pytest.fixture(scope="module")
def nation(house: House) -> Iterator[Flask]:
    """Both national lists and the successions between them, taken over once for the tests here, which only read."""
    house.renew()
    clock.stop_at(datetime(2026, 11, 21, 2, tzinfo=UTC))
    with house.app.app_context():
        for command, file in (
            ("units", "vn_units_2025-06-30.csv"),
            ("units", "vn_units_2026-10-10.csv"),
            ("successions", "vn_successions_2025-07-01.csv"),
        ):
            result = run(house.app, command, "import", NATION / file)
            assert result.exit_code == 0, result.stderr
        yield house.app
        db.session.remove()
    clock.run_freely()


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (OLD, {"province": 63, "district": 696, "commune": 10_035}),
        (date(2025, 6, 30), {"province": 63, "district": 696, "commune": 10_035}),
        (date(2025, 7, 1), {"province": 34, "commune": 3_321}),
        (NEW, {"province": 34, "commune": 3_321}),
    ],
)
def test_each_day_has_its_own_tree(nation: Flask, day: date, counts: dict[str, int]) -> None:
    roots = queries.children_of(None, day)
    found = Counter(row.level for root in roots for row in queries.subtree_of(root.path, day))

    assert found == counts


@pytest.mark.parametrize(("day", "name"), [(OLD, "Phường Trúc Bạch"), (NEW, "Phường Ba Đình")])
def test_a_code_names_a_unit_only_on_a_day(nation: Flask, day: date, name: str) -> None:
    result = run(nation, "units", "show", "00004", "--as-of", day.isoformat(), "--format", "json")

    shown = json.loads(result.stdout)
    assert (shown["name"], shown["path"][0], shown["as_of"]) == (name, "Thành phố Hà Nội", day.isoformat())


def test_what_a_unit_came_from_is_shown_with_it(nation: Flask) -> None:
    shown = json.loads(run(nation, "units", "show", "92", "--format", "json").stdout)

    assert [(one["name"], one["extent"]) for one in shown["predecessors"]] == [
        ("Thành phố Cần Thơ", "whole"),
        ("Tỉnh Hậu Giang", "whole"),
        ("Tỉnh Sóc Trăng", "whole"),
    ]
    assert (shown["valid_from"], shown["valid_to"], shown["parent"]) == ("2025-07-01", None, None)


def test_the_five_communes_without_a_known_predecessor_are_named_and_never_guessed(nation: Flask) -> None:
    result = run(nation, "successions", "import", NATION / "vn_successions_2025-07-01.csv")

    assert result.exit_code == 0
    assert "không có thay đổi" in result.stdout
    assert "5 đơn vị mới: Đặc khu Bạch Long Vĩ (11948)" in result.stdout


def test_a_series_goes_on_in_one_unit_of_a_day_only(nation: Flask) -> None:
    per_lineage = (
        select(func.count())
        .select_from(Unit)
        .join(Placement, Placement.unit_id == Unit.id)
        .where(queries.valid_on(NEW))
        .group_by(Unit.lineage)
    )

    assert set(db.session.scalars(per_lineage)) == {1}


def test_units_come_in_vietnamese_order(nation: Flask) -> None:
    for root in (None, *(row.unit_id for row in queries.children_of(None, NEW))):
        children = queries.children_of(root, NEW)
        assert children == sorted(children, key=lambda row: (sort_key(name_without_type(row.name)), row.code))

    names = [name_without_type(row.name) for row in queries.children_of(None, NEW)]
    assert names[:8] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên"]


SEARCHES = [
    (
        "xa tan phu",
        NEW,
        [
            "17272 Xã Tân Phú",
            "25549 Xã Tân Phú",
            "28468 Xã Tân Phú",
            "28840 Xã Tân Phú",
            "28696 Xã Tân Phú Đông",
            "30259 Xã Tân Phú Trung",
            "28321 Xã Tân Phước 1",
            "28327 Xã Tân Phước 2",
            "28345 Xã Tân Phước 3",
            "31432 Xã Tân Phước Hưng",
        ],
    ),
    ("hoa an", NEW, ["01654 Xã Hòa An", "02353 Xã Hoà An", "31393 Xã Hòa An"]),
    ("Hoà An", NEW, ["01654 Xã Hòa An", "02353 Xã Hoà An", "31393 Xã Hòa An"]),
    ("00004", OLD, ["00004 Phường Trúc Bạch"]),
    ("00004", NEW, ["00004 Phường Ba Đình"]),
    ("TP. Hà Nội", NEW, ["01 Thành phố Hà Nội"]),
    ("ha noi", OLD, ["01 Thành phố Hà Nội"]),
    ("P. Trúc Bạch", OLD, ["00004 Phường Trúc Bạch"]),
    ("trúc bạ", OLD, ["00004 Phường Trúc Bạch"]),
    ("Trùc Bạch", OLD, []),
    ("100%", NEW, []),
    ("", NEW, []),
    ("a " * 40_000, NEW, []),
]


@pytest.mark.parametrize(("text", "day", "expected"), SEARCHES)
def test_a_unit_is_found_as_people_type_it(nation: Flask, text: str, day: date, expected: list[str]) -> None:
    found = search(text, day, within=None, limit=50)

    assert [f"{row.code} {row.name}" for row in found] == expected


def test_a_search_stays_within_what_one_may_see_and_is_read_page_by_page(nation: Flask) -> None:
    hanoi = queries.unit_with_code("01", NEW)
    assert hanoi is not None

    everywhere = search("an", NEW, within=None, limit=1000)
    within = search("an", NEW, within=(hanoi.path,), limit=1000)
    pages = [row for at in range(0, 1000, 7) for row in search("an", NEW, within=("",), limit=7, offset=at)]

    assert pages == everywhere
    assert 0 < len(within) < len(everywhere)
    assert all(row.path.startswith(hanoi.path) for row in within)
    assert search("an", NEW, within=(), limit=10) == []
