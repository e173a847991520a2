"""A second list corrects, goes on with, or begins units, by what it says of their days."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
from flask import Flask

from committee.units import queries
from tests.units.lists import HEAD, audited, run, stored, take_over

HANOI = "01,Thành phố Hà Nội,thành phố,province,,,"
BA_DINH = "001,Quận Ba Đình,quận,district,01,,"
TRUC_BACH = "00004,Phường Trúc Bạch,phường,commune,001,,"
BEFORE, DAY, AFTER = date(2026, 4, 29), date(2026, 4, 30), date(2026, 11, 21)
FROM_THE_DAY = ("--effective-on", "2026-04-30")


def unit(code: str, on: date) -> queries.UnitRow:
    found = queries.unit_with_code(code, on)
    assert found is not None
    return found


def test_the_same_list_twice_changes_nothing_and_says_so(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, TRUC_BACH, BA_DINH, HANOI)
    before = stored()

    result = take_over(app, tmp_path, TRUC_BACH, BA_DINH, HANOI)

    assert result.exit_code == 0
    assert "không có thay đổi" in result.stdout
    assert stored() == before
    assert audited() == {"units imported": 1}


def test_a_row_of_the_same_code_and_days_corrects_the_placement_and_is_audited(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, HANOI, BA_DINH, TRUC_BACH)
    known = unit("001", AFTER)

    take_over(app, tmp_path, "001,Quận Ba Đình mới,quận,district,01,,")

    assert unit("001", AFTER).name == "Quận Ba Đình mới"
    assert unit("001", AFTER).unit_id == known.unit_id
    assert audited() == {"units imported": 2, "unit corrected": 1}


def test_a_code_that_is_free_again_names_a_new_unit(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "92,Tỉnh Cần Thơ,tỉnh,province,,,2025-06-30")

    take_over(app, tmp_path, "92,Thành phố Cần Thơ,thành phố,province,,2025-07-01,")

    assert unit("92", date(2025, 6, 30)).name == "Tỉnh Cần Thơ"
    assert unit("92", date(2025, 7, 1)).name == "Thành phố Cần Thơ"
    assert unit("92", date(2025, 6, 30)).unit_id != unit("92", date(2025, 7, 1)).unit_id


def test_from_a_day_on_a_unit_keeps_its_identity_under_another_name_and_type(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "22,Tỉnh Quảng Ninh,tỉnh,province,,,", "06652,Xã Một,xã,commune,22,,")
    child = unit("06652", AFTER)

    take_over(app, tmp_path, "22,Thành phố Quảng Ninh,thành phố,province,,,", options=FROM_THE_DAY)

    assert (unit("22", BEFORE).name, unit("22", BEFORE).valid_to) == ("Tỉnh Quảng Ninh", BEFORE)
    assert (unit("22", DAY).name, unit("22", DAY).valid_from) == ("Thành phố Quảng Ninh", DAY)
    assert unit("22", BEFORE).unit_id == unit("22", DAY).unit_id
    assert unit("06652", AFTER) == child


def test_from_a_day_on_what_says_nothing_new_changes_nothing(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, HANOI, BA_DINH, TRUC_BACH)
    before = stored()

    result = take_over(app, tmp_path, TRUC_BACH, HANOI, BA_DINH, options=FROM_THE_DAY)

    assert "không có thay đổi" in result.stdout
    assert stored() == before


def test_a_list_from_a_day_on_taken_over_twice_changes_nothing_the_second_time(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, HANOI, BA_DINH, TRUC_BACH)
    renamed = ("01,Thủ đô Hà Nội,thành phố,province,,,", "00004,Phường Ba Đình,phường,commune,01,,")
    take_over(app, tmp_path, *renamed, options=FROM_THE_DAY)
    before = stored()

    result = take_over(app, tmp_path, *renamed, options=FROM_THE_DAY)

    assert "không có thay đổi" in result.stdout
    assert stored() == before


def test_a_list_of_an_earlier_day_comes_between_and_ends_where_the_later_one_begins(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "22,Tỉnh Quảng Ninh,tỉnh,province,,,")
    take_over(app, tmp_path, "22,Thành phố Quảng Ninh,thành phố,province,,,", options=FROM_THE_DAY)
    earlier = ("22,Tỉnh Quảng Ninh mới,tỉnh,province,,,",)
    take_over(app, tmp_path, *earlier, options=("--effective-on", "2026-01-01"))
    before = stored()

    result = take_over(app, tmp_path, *earlier, options=("--effective-on", "01/01/2026"))

    names = [unit("22", day).name for day in (date(2025, 12, 31), date(2026, 1, 1), BEFORE, DAY)]
    assert names == ["Tỉnh Quảng Ninh", "Tỉnh Quảng Ninh mới", "Tỉnh Quảng Ninh mới", "Thành phố Quảng Ninh"]
    assert "không có thay đổi" in result.stdout
    assert stored() == before


def test_what_is_below_a_unit_moves_with_it_from_the_day_on(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, HANOI, "17,Tỉnh Hoà Bình,tỉnh,province,,,", BA_DINH, TRUC_BACH)
    hamlet = "T1,Tổ dân phố 1,tổ dân phố,hamlet,00004,,"

    result = take_over(app, tmp_path, "001,Quận Ba Đình,quận,district,17,,", hamlet, options=FROM_THE_DAY)

    names = [row.name for row in queries.ancestors_of(unit("T1", DAY), DAY)]
    assert names == ["Tỉnh Hoà Bình", "Quận Ba Đình", "Phường Trúc Bạch"]
    assert [row.code for row in queries.subtree_of(unit("17", DAY).path, DAY)] == ["17", "001", "00004", "T1"]
    assert [row.code for row in queries.subtree_of(unit("01", BEFORE).path, BEFORE)] == ["01", "001", "00004"]
    assert unit("00004", BEFORE).unit_id == unit("00004", DAY).unit_id
    assert "chuyển theo đơn vị cấp trên 1" in result.stdout


def test_a_corrected_parent_takes_everything_below_along(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, HANOI, "17,Tỉnh Hoà Bình,tỉnh,province,,,", BA_DINH, TRUC_BACH)

    take_over(app, tmp_path, "001,Quận Ba Đình,quận,district,17,,")

    assert queries.subtree_of(unit("01", AFTER).path, AFTER) == [unit("01", AFTER)]
    assert [row.code for row in queries.subtree_of(unit("17", AFTER).path, AFTER)] == ["17", "001", "00004"]


def test_a_unit_cannot_be_put_below_itself(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "T1,Thôn 1,thôn,hamlet,,,", "T2,Thôn 2,thôn,hamlet,T1,,", "T3,Thôn 3,thôn,hamlet,T2,,")
    before = stored()

    result = take_over(app, tmp_path, "T1,Thôn 1,thôn,hamlet,T3,,")

    assert result.exit_code == 1
    assert "vòng tròn" in result.stderr
    assert stored() == before


def test_cells_left_blank_leave_the_place_on_the_map_as_it_was(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, f"{HANOI},21.02776,105.83416", head=f"{HEAD},latitude,longitude")
    before = stored()

    take_over(app, tmp_path, HANOI)

    assert stored() == before


def test_a_collector_stands_at_its_host_and_not_among_the_places(app: Flask, tmp_path: Path) -> None:
    head = f"{HEAD},axis,host_code"
    take_over(app, tmp_path, f"{HANOI},,", "DT1,Bưu điện,đại lý,cluster,01,,,collection,01", head=head)

    hanoi, collector = unit("01", AFTER), unit("DT1", AFTER)

    assert (collector.axis, collector.host_unit_id) == ("collection", hanoi.unit_id)
    assert queries.children_of(hanoi.unit_id, AFTER) == []


def test_a_unit_that_nobody_bears_on_the_day_is_told_with_its_other_days(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "001,Quận Ba Đình,quận,district,,,2025-06-30")

    result = run(app, "units", "show", "001", "--as-of", "21/11/2026")

    assert result.exit_code == 1
    assert "vào thời gian khác, mã này thuộc về: Quận Ba Đình (… – 30/06/2025)" in result.stderr


def test_a_list_of_the_day_is_given_as_csv_with_parents(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, HANOI, BA_DINH)

    result = run(app, "units", "list", "--parent", "01", "--format", "csv")

    assert result.stdout.splitlines() == [
        "code,name,unit_type,level,parent_code,parent_name",
        "001,Quận Ba Đình,quận,district,01,Thành phố Hà Nội",
    ]


def test_the_first_predecessor_with_the_same_code_lends_its_series(app: Flask, tmp_path: Path) -> None:
    old = ("92,Thành phố Cần Thơ,thành phố,province,,,2025-06-30", "93,Tỉnh Hậu Giang,tỉnh,province,,,2025-06-30")
    take_over(app, tmp_path, *old, "92,Thành phố Cần Thơ,thành phố,province,,2025-07-01,")
    file = tmp_path / "successions.csv"
    lines = ("level,old_code,new_code,extent,share", "province,93,92,whole,100", "province,92,92,whole,")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    run(app, "successions", "import", file)
    again = run(app, "successions", "import", file)

    shown = json.loads(run(app, "units", "show", "92", "--as-of", "2026-11-21", "--format", "json").stdout)
    assert [(one["code"], one["share"]) for one in shown["predecessors"]] == [("92", None), ("93", "100.00")]
    assert "không có thay đổi" in again.stdout
    lineages = {row[0]: row[2] for row in stored() if len(row) == 3}
    assert lineages[unit("92", AFTER).unit_id] == unit("92", date(2025, 6, 30)).unit_id


def test_a_workbook_that_took_the_zeros_says_the_same_as_the_csv(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, f"{HANOI},21.02776,2025-01-02", head=f"{HEAD},latitude,resolution_date")
    before = stored()
    workbook = openpyxl.Workbook()
    workbook.active.append(["code", "name", "unit_type", "level", "latitude", "resolution_date"])
    workbook.active.append([1, "Thành phố Hà Nội", "Thành phố", "province", 21.02776, date(2025, 1, 2)])
    workbook.save(tmp_path / "units.xlsx")

    result = run(app, "units", "import", tmp_path / "units.xlsx")

    assert "không có thay đổi" in result.stdout
    assert stored() == before
