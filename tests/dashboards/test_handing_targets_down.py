"""Handing a year's target down: what was set by whom, a proposal, and the decision as it is recorded."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import CHAIR, DISTRICT_REVIEWER, MEMBER, REPORTER, SECRETARIAT, SUPERVISOR
from tests.dashboards.tables import column_of, part, rows_of, statements, take_over

pytestmark = pytest.mark.one_engine
RECORD = "Ghi nhận quyết định giao chỉ tiêu"
PROPOSAL = "/units/93/targets/2024/proposal?indicator=si_voluntary"
DECISION = {"document_number": "55/QĐ-UBND", "document_date": "01/07/2024"}


def proposed(page):
    return [field.get("value") for field in page.find(".//table[@id='shares']//input")]


def fields(cast, **values):
    return {f"value_{cast.units[code.removeprefix('u')]}": value for code, value in values.items()}


def test_the_page_shows_who_set_what_and_what_it_adds_up_to(examples, browser_of):
    page = browser_of(SUPERVISOR).open("/units/93/targets/2024?indicator=si_voluntary")

    assert page.heading == "Chỉ tiêu năm 2024: Tỉnh Hậu Giang"
    assert (
        "Tổng giao cho cấp dưới là 3.050 người, vượt chỉ tiêu của đơn vị 50 người; giao vượt là bình thường."
        in page.text
    )
    assert rows_of(page, "children") == [
        ["Thành phố Vị Thanh", "1.700", "1.700", "BCĐ tỉnh", "03/QĐ-BCĐ ngày 02/02/2024"],
        ["Huyện Vị Thủy", "1.350", "1.350", "BCĐ tỉnh", "03/QĐ-BCĐ ngày 02/02/2024"],
    ]


def test_less_than_the_target_is_warned_of(app: Flask, examples, browser_of, tmp_path):
    head = "unit_code,indicator,year,value,assigner,document_number,document_date"
    take_over(app, tmp_path, "targets", head, "935,si_voluntary,2024,1200,BCĐ tỉnh,03/QĐ-BCĐ,2024-02-02")

    page = browser_of(CHAIR).open("/units/93/targets/2024?indicator=si_voluntary")

    assert page.notes == [
        "Tổng giao cho cấp dưới là 2.900 người, thấp hơn chỉ tiêu của đơn vị; còn 100 người chưa giao."
    ]


def test_every_assigner_and_every_change_is_shown(app: Flask, examples, browser_of, tmp_path):
    head = "unit_code,indicator,year,value,assigner,document_number,document_date,kind,effective_on"
    take_over(
        app, tmp_path, "targets", head,
        "93,si_voluntary,2024,3100,BHXH Việt Nam,88/QĐ-BHXH,2024-01-30,,",
        "93,si_voluntary,2024,200,UBND tỉnh,61/QĐ-UBND,2024-08-01,supplement,",
    )  # fmt: skip

    page = browser_of(CHAIR).open("/units/93/targets/2024?indicator=si_voluntary")

    own = part(page, "assigners")
    assert "UBND tỉnh chỉ tiêu chính 3.000 3.200 61/QĐ-UBND ngày 01/08/2024" in own
    assert "22/01/2024" in own
    assert "01/08/2024: +200, giao bổ sung 61/QĐ-UBND ngày 01/08/2024" in own
    assert "BHXH Việt Nam 3.100 3.100 88/QĐ-BHXH ngày 30/01/2024" in own


def test_rates_are_held_against_each_other_in_people(app: Flask, examples, browser_of, tmp_path):
    figures = ["930,population,2024-01-01,70000,official", "935,population,2024-01-01,55260,official"]
    take_over(app, tmp_path, "figures", "unit_code,indicator,as_of,value,origin", *figures)
    head = "unit_code,indicator,year,value,assigner,document_number,document_date"
    targets = [f"{code},hi_coverage,2024,{value},HĐND tỉnh,12/NQ-HĐND,2023-12-08" for code, value in
               (("930", "95"), ("935", "96"))]  # fmt: skip
    take_over(app, tmp_path, "targets", head, *targets)

    page = browser_of(CHAIR).open("/units/93/targets/2024?indicator=hi_coverage")

    # 66.500 + 53.050 against 119.874: each rounded up
    (note,) = page.notes
    assert note.startswith("Quy ra số tuyệt đối: Tổng giao cho cấp dưới là 119.550 người, thấp hơn chỉ tiêu")
    assert note.endswith("còn 324 người chưa giao.")


def test_without_a_base_a_rate_is_not_checked_and_that_is_said(app: Flask, examples, browser_of, tmp_path):
    head = "unit_code,indicator,year,value,assigner,document_number,document_date"
    take_over(app, tmp_path, "targets", head, "935,hi_coverage,2024,96,HĐND tỉnh,12/NQ-HĐND,2023-12-08")

    page = browser_of(CHAIR).open("/units/93/targets/2024?indicator=hi_coverage")

    assert "thiếu chỉ tiêu hoặc gốc tính tỷ lệ của Thành phố Vị Thanh, Huyện Vị Thủy" in page.text


@pytest.mark.parametrize(
    ("method", "shares"),
    [
        ("equal", ["1.500", "1.500"]),
        ("last-year", ["1.731", "1.269"]),
        ("last-year-more&percent=10", ["1.276", "935"]),
        ("hand", ["1.700", "1.350"]),
    ],
)
def test_shares_are_proposed(examples, browser_of, method, shares):
    page = browser_of(SECRETARIAT).open(f"{PROPOSAL}&method={method}")

    assert proposed(page) == shares
    assert column_of(page, "shares", "Kết quả năm trước") == ["1.160", "850"]


def test_shares_by_population_need_everybodys_population(app: Flask, examples, browser_of, tmp_path):
    browser = browser_of(SECRETARIAT)
    refused = browser.open(f"{PROPOSAL}&method=population")
    figures = ["930,population,2024-01-01,70000,official", "935,population,2024-01-01,50000,official"]
    take_over(app, tmp_path, "figures", "unit_code,indicator,as_of,value,origin", *figures)

    page = browser.open(f"{PROPOSAL}&method=population")

    assert refused.status == 422
    assert "Thành phố Vị Thanh, Huyện Vị Thủy" in refused.errors[0]
    assert proposed(page) == ["1.750", "1.250"]


def test_a_percentage_is_asked_for_where_it_is_needed(examples, browser_of):
    page = browser_of(SECRETARIAT).open(f"{PROPOSAL}&method=last-year-more")

    assert page.errors == ["Vui lòng nhập tăng thêm bao nhiêu phần trăm so với năm trước."]


def test_a_decision_is_recorded_and_shown(examples, browser_of):
    browser = browser_of(SECRETARIAT)
    browser.open(f"{PROPOSAL}&method=last-year")

    page = browser.press(RECORD, **DECISION)

    assert page.notes[0] == "Đã ghi nhận chỉ tiêu cho 2 đơn vị theo văn bản 55/QĐ-UBND."
    assert rows_of(page, "children") == [
        ["Thành phố Vị Thanh", "1.700", "1.731", "BCĐ tỉnh", "55/QĐ-UBND ngày 01/07/2024"],
        ["Huyện Vị Thủy", "1.350", "1.269", "BCĐ tỉnh", "55/QĐ-UBND ngày 01/07/2024"],
    ]


def test_what_is_refused_comes_back_as_typed(examples, browser_of):
    browser = browser_of(SECRETARIAT)
    browser.open(f"{PROPOSAL}&method=hand")

    page = browser.press(RECORD, **fields(examples, u930="khoảng 1.700", u935="1.300"), document_date="32/1/2024")

    assert page.status == 422
    assert page.title.startswith("Lỗi: ")
    assert proposed(page) == ["khoảng 1.700", "1.300"]
    assert len(page.errors) == 3
    assert page.find(".//input[@name='document_date']")[0].get("value") == "32/1/2024"


def test_a_number_that_is_not_certain_is_asked_about_where_it_stands(examples, browser_of):
    browser = browser_of(SECRETARIAT)
    browser.open(f"{PROPOSAL}&method=hand")
    unit = examples.units["930"]

    asked = browser.press(RECORD, **fields(examples, u930="1,731"), **DECISION)
    choices = [each.get("value") for each in asked.find(f".//input[@name='reading_{unit}']")]
    page = browser.press(RECORD, **{f"reading_{unit}": "1731"})

    assert asked.status == 422
    assert choices == ["1731"]
    assert column_of(page, "children", "Sau điều chỉnh") == ["1.731", "1.350"]


def test_money_with_two_meanings_is_asked_about_and_the_answer_is_taken(examples, browser_of):
    browser = browser_of(SECRETARIAT)
    browser.open("/units/93/targets/2024/proposal?indicator=revenue_total&method=equal")
    unit = examples.units["930"]

    asked = browser.press(RECORD, **fields(examples, u930="1,234", u935="500"), **DECISION)
    choices = [each.get("value") for each in asked.find(f".//input[@name='reading_{unit}']")]
    page = browser.press(RECORD, **{f"reading_{unit}": choices[-1]})

    assert asked.status == 422
    assert len(choices) == 2
    assert column_of(page, "children", "Sau điều chỉnh") == ["1,23", "500"]


def test_adding_up_again_records_nothing(examples, browser_of):
    browser = browser_of(SECRETARIAT)
    browser.open(f"{PROPOSAL}&method=equal")

    page = browser.press("Tính lại tổng", **fields(examples, u930="1.000", u935="1.100"))

    assert page.status == 200
    assert page.notes == [
        "Tổng giao cho cấp dưới là 2.100 người, thấp hơn chỉ tiêu của đơn vị; còn 900 người chưa giao."
    ]
    assert column_of(browser.open("/units/93/targets/2024?indicator=si_voluntary"), "children", "Sau điều chỉnh") == [
        "1.700", "1.350",
    ]  # fmt: skip


@pytest.mark.parametrize("person", [CHAIR, MEMBER, SUPERVISOR])
def test_only_who_prepares_decisions_may_assign(examples, browser_of, person):
    browser = browser_of(person)
    page = browser.open("/units/93/targets/2024")

    assert "Giao chỉ tiêu" not in page.text
    assert browser.open(PROPOSAL).status == 404
    assert browser.send("/units/93/targets/2024/assignments?indicator=si_voluntary").status_code == 404


@pytest.mark.parametrize("address", ["/units/93/targets/2024", PROPOSAL, "/units/93/targets/1066"])
def test_targets_one_may_not_see_are_not_there(examples, browser_of, address):
    assert browser_of(REPORTER).open(address).status == 404


def test_the_way_to_ones_own_targets_is_one_step(examples, browser_of):
    page = browser_of(DISTRICT_REVIEWER).open("/targets")

    assert page.path == "/units/935/targets/2024"


def test_the_cascade_asks_the_database_as_often_for_two_units_below_as_for_twenty(
    app: Flask, examples, browser_of, tmp_path
):
    browser = browser_of(SECRETARIAT)
    addresses = (
        "/units/935/targets/2024?indicator=si_voluntary",
        "/units/935/targets/2024/proposal?indicator=si_voluntary&method=equal",
    )

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            browser.open(address)
            with statements() as seen:
                browser.open(address)
            counts.append(len(seen))
        return counts

    few = asked()
    more = [f"{40000 + n},Xã Mẫu {n},xã,commune,935,,2025-06-30" for n in range(18)]
    take_over(app, tmp_path, "units", "code,name,unit_type,level,parent_code,valid_from,valid_to", *more)
    targets = [f"{40000 + n},si_voluntary,2024,100,UBND huyện,," for n in range(18)]
    head = "unit_code,indicator,year,value,assigner,document_number,document_date"
    take_over(app, tmp_path, "targets", head, *targets)

    assert asked() == few
    assert max(few) <= 40
