"""A task is given for a target: chosen on the page, named in a file or by a program, shown with how far the unit is."""

from __future__ import annotations

import pytest

from committee.core.db import db, transaction
from committee.domain.errors import DomainError, Refused
from committee.targets.models import Plan, Target, TargetRevision
from committee.tasks import facts, operations, queries
from committee.tasks.queries import TaskFilter
from tests.cast import CHAIR, REPORTER, SECRETARIAT, STRANGER
from tests.tasks.desk import TODAY, Desk, at
from tests.tasks.lists import rows_of

PROVINCE, SECTOR = "UBND tỉnh Hậu Giang", "BHXH Việt Nam"
TYPED = {
    "title": "Vận động người chưa tham gia",
    "lead": "31441",
    "deliverable": "Danh sách vận động",
    "due": "15/11/2024",
    "responsibility": "Chủ tịch UBND thị trấn",
    "authority": "Được huy động tổ dân phố",
    "unit": "31441",
    "indicator": "si_voluntary",
}


def set_targets(desk: Desk, *more: tuple[str, int, str]) -> dict[tuple[str, int, str], int]:
    """Let si_voluntary be asked of Nàng Mau in 2024 by the province, and by `more`: (unit, year, assigner)."""
    wanted = [("31441", 2024, PROVINCE), *more]
    found = {}
    with transaction():
        db.session.add_all(Plan(year=year) for year in {year for _code, year, _assigner in wanted})
        db.session.flush()
        for code, year, assigner in wanted:
            row = Target(
                unit_id=desk.cast.units[code], indicator="si_voluntary", year=year, assigner=assigner,
                is_primary=assigner == PROVINCE, strictness=">=",
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            db.session.add(TargetRevision(target_id=row.id, kind="initial", value=500, recorded_at=at(TODAY)))
            found[code, year, assigner] = row.id
    return found


def given():
    db.session.rollback()
    return queries.tasks(day=TODAY)


def test_the_targets_of_a_unit_are_looked_for_and_one_is_chosen_without_a_script(desk: Desk, browser_of) -> None:
    ids = set_targets(desk, ("31441", 2024, SECTOR), ("31441", 2023, PROVINCE), ("31318", 2024, PROVINCE))
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks/new")

    page = secretary.press("Tìm chỉ tiêu được giao", **TYPED)
    offered = [option.get("value") for option in page.find(".//select[@name='target']/option")]
    secretary.press("Giao việc", target=str(ids["31441", 2024, SECTOR]))

    assert page.status == 200
    assert offered == ["", *(str(ids[key]) for key in (
        ("31441", 2024, PROVINCE), ("31441", 2024, SECTOR), ("31441", 2023, PROVINCE),
    ))]  # fmt: skip
    [row] = given()
    assert (row.target_id, row.about_unit.code, row.indicator) == (ids["31441", 2024, SECTOR], "31441", "si_voluntary")


def test_a_target_of_another_unit_or_indicator_is_refused(desk: Desk, browser_of) -> None:
    ids = set_targets(desk, ("31318", 2024, PROVINCE))
    secretary = browser_of(SECRETARIAT)
    for said in ({"unit": "31318"}, {"unit": ""}, {"indicator": "hi_coverage"}, {"target": "99999"}, {"target": "x"}):
        secretary.open("/tasks/new")
        page = secretary.send("/tasks", **{**TYPED, "target": str(ids["31441", 2024, PROVINCE]), **said})
        assert page.status_code == 422, said
        assert "Chỉ tiêu này không thuộc đơn vị và chỉ số đã ghi" in page.get_data(as_text=True), said
    assert given() == []
    with pytest.raises(DomainError, match="not one of the unit"):
        desk.assign(unit_id=desk.cast.units["31318"], indicator="si_voluntary", target_id=ids["31441", 2024, PROVINCE])


def test_the_task_leads_to_its_target_and_the_target_to_its_tasks(desk: Desk, browser_of) -> None:
    ids = set_targets(desk)
    linked = {
        "unit_id": desk.cast.units["31441"], "indicator": "si_voluntary", "target_id": ids["31441", 2024, PROVINCE],
    }  # fmt: skip
    task_id = desk.assign(**linked, responsibility="A", authority="B")
    address = "/units/31441/targets/2024?indicator=si_voluntary"

    secretary = browser_of(SECRETARIAT)
    page = secretary.open(f"/tasks/{task_id}")
    cascade = secretary.open(address)
    corrected = secretary.open(f"/tasks/{task_id}/description") and secretary.press("Lưu thay đổi", title="Tên mới")

    assert page.find(f".//a[@href='{address}']")
    assert f"Năm 2024, {PROVINCE} giao (chỉ tiêu chính)" in page.text
    assert cascade.find(f".//section[@id='tasks']//a[@href='/tasks/{task_id}']")
    assert corrected.heading == "Tên mới"
    assert [row.target_id for row in given()] == [ids["31441", 2024, PROVINCE]]
    secretary.open(f"/tasks/{task_id}/description")
    secretary.press("Lưu thay đổi", target="")
    assert [row.target_id for row in given()] == [None]


def test_a_file_names_a_target_as_the_file_of_targets_does(desk: Desk) -> None:
    ids = set_targets(desk, ("31441", 2023, PROVINCE), ("31441", 2023, SECTOR))
    named = {"unit_code": "31441", "indicator": "si_voluntary", "year": "2024"}
    rows = rows_of(
        {**named, "content": "Rà soát từng hộ", "urgency": "khẩn", "due_on": "30/11/2024"},
        {**named, "code": "KL-02", "year": "2023", "assigner": SECTOR},
        {"code": "KL-03", "unit_code": "31318"},
    )

    first = desk.do(operations.import_tasks, rows=rows, by=SECRETARIAT)
    again = desk.do(operations.import_tasks, rows=rows, by=SECRETARIAT)

    assert (first.written, again.unchanged) == (3, 3)
    found = {row.code: row for row in given()}
    assert [found[code].target_id for code in ("KL-01", "KL-02", "KL-03")] == [
        ids["31441", 2024, PROVINCE], ids["31441", 2023, SECTOR], None,
    ]  # fmt: skip
    assert (found["KL-01"].content, found["KL-01"].urgency) == ("Rà soát từng hộ", "urgent")
    assert found["KL-03"].about_unit.code == "31318"
    told = facts.in_full(found["KL-02"], queries.histories_of(found["KL-02"].id, day=TODAY))["target"]
    assert told == {"unit": "31441", "indicator": "si_voluntary", "year": 2023, "assigner": SECTOR}
    assert [row.id for row in queries.tasks(TaskFilter(words="tung ho"), day=TODAY)] == [found["KL-01"].id]
    assert [(one.row, one.code) for one in first.unclear] == [(2, "KL-01"), (3, "KL-02"), (4, "KL-03")]
    assert first.unclear[0].missing == ("which responsibility", "which authority")

    moved = desk.do(operations.import_tasks, rows=rows_of({"unit_code": "31318"}), by=SECRETARIAT)
    assert moved.changed == 1
    assert [row.target_id for row in given() if row.code == "KL-01"] == [None]


WRONG = (
    ({"year": "2022"}, "year", "no target of 2022"),
    ({"year": "2023"}, "year", "Several have set this target"),
    ({"assigner": "Ai đó"}, "assigner", "Nobody called so"),
    ({"indicator": ""}, "indicator", "fill in all three"),
    ({"unit_code": ""}, "unit_code", "fill in all three"),
    ({"year": "", "assigner": PROVINCE}, "year", "without the year"),
    ({"year": "24"}, "year", "four digits"),
    ({"indicator": "nothing"}, "indicator", "no such indicator"),
    ({"unit_code": "99999"}, "unit_code", "No unit bore the code"),
    ({"urgency": "gấp"}, "urgency", "The urgency is"),
)  # fmt: skip


def test_a_file_that_names_no_target_or_several_is_refused_at_its_cell(desk: Desk) -> None:
    set_targets(desk, ("31441", 2023, PROVINCE), ("31441", 2023, SECTOR))
    named = {"unit_code": "31441", "indicator": "si_voluntary", "year": "2024"}
    for said, column, sentence in WRONG:
        with pytest.raises(Refused) as found:
            desk.do(operations.import_tasks, rows=rows_of({**named, **said}), by=SECRETARIAT)
        [error] = found.value
        assert (error.place.column, sentence in str(error)) == (column, True), (said, str(error))
    assert given() == []


def test_whoever_may_not_see_the_targets_of_the_unit_is_not_told_of_them(desk: Desk, browser_of) -> None:
    ids = set_targets(desk, ("93", 2024, PROVINCE))
    task_id = desk.assign(unit_id=desk.cast.units["93"], indicator="si_voluntary", target_id=ids["93", 2024, PROVINCE])

    assert "chỉ tiêu chính" not in browser_of(REPORTER).open(f"/tasks/{task_id}").text
    assert "chỉ tiêu chính" in browser_of(CHAIR).open(f"/tasks/{task_id}").text
    assert browser_of(STRANGER).open(f"/tasks/{task_id}").status == 404
