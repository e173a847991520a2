"""Units move, marks come and go, an indicator adds up otherwise: the sums above follow in the same transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from committee.core import clock
from committee.figures import verifying
from committee.figures.cells import cells_of
from committee.units.queries import unit_with_code
from tests.targets.files import run, take_over

UNITS = """code,name,unit_type,level,parent_code,valid_from,valid_to
93,Tỉnh Hậu Giang,tỉnh,province,,,
930,Thành phố Vị Thanh,thành phố,district,93,,
935,Huyện Vị Thủy,huyện,district,93,,
31318,Phường I,phường,commune,930,,
31321,Phường III,phường,commune,930,,
31441,Thị trấn Nàng Mau,thị trấn,commune,935,,
31444,Xã Vị Trung,xã,commune,935,,
"""
HEAD = UNITS.partition("\n")[0]
FIGURES = tuple(
    f"{code},si_voluntary,{day},{value}"
    for code, day, value in (
        ("31318", "2023-12-31", 40),
        ("31318", "2024-09-30", 100),
        ("31321", "2024-09-30", 200),
        ("31441", "2024-09-30", 1000),
    )
)


@pytest.fixture
def two_districts(app: Flask, tmp_path: Path) -> Flask:
    """Two districts of two communes each; 31444 has reported nothing."""
    units_file(app, tmp_path, *UNITS.splitlines()[1:])
    assert take_over(app, tmp_path, "figures", *FIGURES).exit_code == 0
    return app


def units_file(app: Flask, folder: Path, *lines: str, options: tuple[str, ...] = ()) -> None:
    done = take_over(app, folder, "units", *lines, head=HEAD, options=options)
    assert done.exit_code == 0, done.output


def september(code: str) -> int | None:
    """Return what the cell of a unit says at the end of September 2024; None where it has none."""
    unit = unit_with_code(code, clock.today())
    assert unit is not None
    years = cells_of({unit.unit_id: unit.parent_id or 0}, ["si_voluntary"], 2024).get((unit.unit_id, "si_voluntary"))
    return years[2024].m9 if years else None


def sound() -> bool:
    return verifying.differences(now=clock.now()) == []


def test_a_mark_takes_away_what_a_sum_waits_for(two_districts: Flask, tmp_path: Path) -> None:
    assert september("935") is None

    marked = take_over(two_districts, tmp_path, "not-applicable", "31444,si_voluntary,2024-01-01,,Chưa thành lập")

    assert marked.exit_code == 0
    assert (september("935"), september("93")) == (1000, 1300)
    assert sound()


def test_a_mark_that_ends_earlier_than_first_said_makes_the_sum_wait_again(
    two_districts: Flask, tmp_path: Path
) -> None:
    take_over(two_districts, tmp_path, "not-applicable", "31444,si_voluntary,2024-01-01,,Chưa thành lập")

    take_over(two_districts, tmp_path, "not-applicable", "31444,si_voluntary,2024-01-01,2024-06-30,Chưa thành lập")

    assert september("935") is None
    assert sound()


def test_a_commune_that_moves_takes_its_figures_along(two_districts: Flask, tmp_path: Path) -> None:
    moved = "31318,Phường I,phường,commune,935,,"
    units_file(two_districts, tmp_path, moved, "31444,Xã Vị Trung,xã,commune,930,,")

    assert (september("31318"), september("930"), september("935"), september("93")) == (100, None, 1100, None)
    assert sound()


def test_a_commune_that_moves_on_a_day_to_come_is_followed_on_that_day(two_districts: Flask, tmp_path: Path) -> None:
    moved = "31441,Thị trấn Nàng Mau,thị trấn,commune,930,,"
    units_file(two_districts, tmp_path, moved, options=("--effective-on", "2024-11-01"))
    assert sound()

    clock.stop_at(datetime(2024, 10, 31, 21, 0, tzinfo=UTC))  # four in the morning of 1 November in Hanoi
    assert not sound()

    done = run(two_districts, "jobs", "once", "verify")

    assert done.exit_code == 0, done.output
    assert (september("31441"), september("930")) == (1000, 1300)
    assert sound()


def test_an_indicator_that_no_longer_adds_up_has_no_sums(two_districts: Flask, tmp_path: Path) -> None:
    assert september("930") == 300
    before = "si_voluntary,BHXH tự nguyện,người,stock,up,,,"

    done = take_over(two_districts, tmp_path, "indicators", f"{before}none,,,")

    assert done.exit_code == 0, done.output
    assert september("930") is None
    assert sound()
