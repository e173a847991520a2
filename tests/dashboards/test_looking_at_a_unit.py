"""A unit's page: what it has reached of what was asked, and where the units below it stand, on any day."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import CHAIR, DISTRICT_REVIEWER, REPORTER, SECRETARIAT, STRANGER, SUPERVISOR
from tests.dashboards.tables import column_of, part, rows_of, statements, take_over

pytestmark = pytest.mark.one_engine


def test_the_page_begins_with_what_was_found(examples, browser_of):
    page = browser_of(CHAIR).open("/units/93")

    assert page.heading == "Tỉnh Hậu Giang"
    assert (
        "2/2 đơn vị cấp huyện chậm tiến độ chỉ tiêu số người tham gia BHXH tự nguyện, còn thiếu 81 người so với "
        "kịch bản; 1 đơn vị cấp huyện chiếm 70%."
    ) in page.text


def test_a_bar_says_its_numbers_in_words_with_base_assigner_and_document(examples, browser_of):
    page = browser_of(CHAIR).open("/units/93?as_of=25/10/2024")

    card = part(page, "indicator-si_voluntary")
    assert "2.695/3.000 người · 89,83% · còn 305 · cần 153/tháng" in card
    assert "3.000 người, UBND tỉnh giao tại văn bản 07/QĐ-UBND ngày 22/01/2024" in card
    assert "2.730 người đến 30/09/2024: còn thiếu 35 người" in card
    assert "đến 30/09/2024, cộng từ đơn vị cấp dưới" in card
    assert "kỳ số liệu 30/09/2024: 3/4 xã đã báo cáo; 1 xã dùng số kỳ trước (nếu có)" in card


def test_a_parent_on_course_says_that_those_below_are_behind(examples, browser_of):
    page = browser_of(CHAIR).open("/units/93")

    card = part(page, "indicator-si_voluntary")
    assert "Đúng tiến độ" in card
    assert "2/2 đơn vị cấp dưới chậm" in card


def test_the_last_person_missing_is_never_rounded_away(examples, browser_of):
    page = browser_of(CHAIR).open("/units/93")

    assert "9.999/10.000 người · 99,99% · còn 1 · cần 1/tháng" in part(page, "indicator-si_compulsory")


def test_a_rate_is_told_in_points_and_in_people_with_its_base(examples, browser_of):
    page = browser_of(CHAIR).open("/units/93")

    card = part(page, "indicator-hi_coverage")
    assert "95,54%/95,70% · bằng 99,83% chỉ tiêu · còn thiếu 0,16 điểm phần trăm · còn 200 người" in card
    assert "119.674 trên 125.260 người (dân số)" in card


def test_a_ceiling_is_exceeded_in_points(examples, browser_of):
    page = browser_of(CHAIR).open("/units/93")

    card = part(page, "indicator-late_payment_rate")
    assert "2,42% · giới hạn dưới 2,00% · vượt 0,42 điểm phần trăm" in card
    assert "Chậm nhiều" in card


def test_a_unit_shows_its_own_figure_with_the_sum_and_the_difference_beside_it(examples, browser_of):
    page = browser_of(CHAIR).open("/units/935")

    card = part(page, "indicator-si_voluntary")
    assert "số liệu của chính đơn vị" in card
    assert "1.190 người khi cộng từ đơn vị cấp dưới, chênh −15 người" in card


def test_an_older_own_figure_stands_beside_the_sum(app: Flask, examples, browser_of, tmp_path):
    line = "93,si_voluntary,2024-08-31,2600,official"
    take_over(app, tmp_path, "figures", "unit_code,indicator,as_of,value,origin", line)

    page = browser_of(CHAIR).open("/units/93")

    card = part(page, "indicator-si_voluntary")
    assert "2.600 người theo số liệu của chính đơn vị ngày 31/08/2024, chênh −95 người" in card


def test_qualifier_and_estimate_are_said(app: Flask, examples, browser_of, tmp_path):
    head = "unit_code,indicator,as_of,value,origin"
    take_over(app, tmp_path, "figures", head, "31318,si_voluntary,2024-10-25,khoảng 860 (số liệu ước),official")

    page = browser_of(CHAIR).open("/units/31318")

    card = part(page, "indicator-si_voluntary")
    assert "khoảng 860/900 người (số liệu ước)" in card
    assert "số liệu ước" in card


def test_what_units_report_of_themselves_stands_in_a_column_of_its_own(app: Flask, examples, browser_of, tmp_path):
    head = "unit_code,indicator,as_of,value,origin"
    take_over(app, tmp_path, "figures", head, "31441,si_voluntary,2024-10-25,702,self_reported")

    page = browser_of(CHAIR).open("/units/935?indicator=si_voluntary")

    assert column_of(page, "below", "Tự báo cáo") == ["702", "–"]
    assert column_of(page, "below", "Kết quả")[0] == "690"
    assert "702 người, chênh −503 người" in part(page, "indicator-si_voluntary")


def test_the_ranking_leaves_the_silent_out_and_puts_them_last(examples, browser_of):
    page = browser_of(CHAIR).open("/units/935?indicator=si_voluntary")

    assert rows_of(page, "below") == [
        ["1", "Thị trấn Nàng Mau", "690", "700", "98,57", "10", "637", "0", "–", "Đúng tiến độ"],
        ["–", "Xã Vị Trung", "500 số ngày 30/06/2024", "650", "76,92", "150", "507", "7", "–",
         "Chưa báo cáo kỳ số liệu 30/09/2024"],
    ]  # fmt: skip


def test_a_unit_that_is_not_asked_is_shown_as_such(app: Flask, examples, browser_of, tmp_path):
    head = "unit_code,indicator,from,to,reason,document_number"
    line = "31444,si_voluntary,2024-01-01,,Xã an toàn khu,15/QĐ-UBND"
    take_over(app, tmp_path, "not-applicable", head, line)

    page = browser_of(CHAIR).open("/units/935?indicator=si_voluntary")

    assert column_of(page, "below", "Tình trạng") == ["Đúng tiến độ", "Không áp dụng"]


def test_a_unit_without_targets_says_so_and_offers_the_next_step_to_whom_it_belongs(cast, browser_of):
    secretary = browser_of(SECRETARIAT).open("/units/93")
    supervisor = browser_of(SUPERVISOR).open("/units/93")

    assert "Chưa giao chỉ tiêu năm 2024" in secretary.text
    assert [link.get("href") for link in secretary.find(".//div[@class='stack empty']//a")] == [
        "/units/93/targets/2024"
    ]
    assert "Chưa giao chỉ tiêu năm 2024" in supervisor.text
    assert supervisor.find(".//div[@class='stack empty']//a") == []


def test_the_path_above_is_shown_and_leads_only_where_one_may_go(examples, browser_of):
    page = browser_of(REPORTER).open("/units/31441")

    trail = page.find(".//nav[@id='trail']")[0]
    assert "".join(trail.itertext()).split() == ["Tỉnh", "Hậu", "Giang", "Huyện", "Vị", "Thủy"]
    assert list(trail.iter("a")) == []


@pytest.mark.parametrize("code", ["31318", "99999"])
def test_a_unit_one_may_not_see_is_as_one_that_is_not_there(examples, browser_of, code):
    page = browser_of(REPORTER).open(f"/units/{code}")

    assert page.status == 404
    assert page.heading == "Không tìm thấy trang"
    assert code not in page.text


def test_nobody_without_a_seat_sees_a_unit(examples, browser_of):
    assert browser_of(STRANGER).open("/units/93").status == 404


def test_the_page_of_an_earlier_day_shows_what_was_known_then(examples, browser_of):
    page = browser_of(CHAIR).open("/units/31318?as_of=15/7/2024")

    assert "600/900 người" in part(page, "indicator-si_voluntary")
    assert "15/07/2024" in page.text


def test_a_code_is_read_on_the_day_that_is_asked_for(examples, browser_of):
    assert browser_of(CHAIR).open("/units/93?as_of=01/07/2025").status == 404


def test_a_name_of_another_day_says_of_which(examples, browser_of):
    page = browser_of(CHAIR).open("/units/93")

    assert "Tên đơn vị theo danh mục ngày 30/06/2025." in page.text


def test_a_day_that_cannot_be_read_comes_back_as_typed_with_the_page_of_today(examples, browser_of):
    page = browser_of(CHAIR).open("/units/93?as_of=31/02/2024")

    assert page.status == 422
    assert page.title.startswith("Lỗi: ")
    assert len(page.errors) == 1
    assert page.find(".//input[@name='as_of']")[0].get("value") == "31/02/2024"
    assert "Các chỉ tiêu đến ngày 28/10/2024" in page.text


def test_the_day_and_the_indicator_are_asked_for_without_script(examples, browser_of):
    browser = browser_of(CHAIR)
    browser.open("/units/935")

    page = browser.press("Xem", as_of="25/10/2024", indicator="si_voluntary")

    assert page.url == "/units/935?as_of=25/10/2024&indicator=si_voluntary"
    assert "Các chỉ tiêu đến ngày 25/10/2024" in page.text


def test_the_table_can_be_taken_along_as_csv(examples, browser_of):
    browser = browser_of(CHAIR)
    page = browser.open("/units/935?indicator=si_voluntary&as_of=25/10/2024")
    (link,) = [each for each in page.find(".//section[@id='ranking']//a") if "CSV" in "".join(each.itertext())]

    answer = browser.client.get(link.get("href"))

    head, first, second = answer.text.splitlines()
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="935-si_voluntary-2024-10-25.csv"'
    assert head.startswith("\ufeffunit_code,unit_name,as_of,indicator,actual")
    assert first.startswith("31441,Thị trấn Nàng Mau,2024-10-25,si_voluntary,690,2024-09-30")
    assert ",NODATA," in second


def test_the_csv_of_a_unit_one_may_not_see_is_not_there_either(examples, browser_of):
    browser = browser_of(REPORTER)

    assert browser.client.get("/units/935?format=csv").status_code == 404


def test_the_page_asks_the_database_as_often_for_two_units_below_as_for_twenty(
    app: Flask, examples, browser_of, tmp_path
):
    head = "code,name,unit_type,level,parent_code,valid_from,valid_to"
    more = [f"{40000 + n},Xã Mẫu {n},xã,commune,935,,2025-06-30" for n in range(18)]
    targets = [f"{40000 + n},si_voluntary,2024,100,UBND huyện,," for n in range(18)]
    browser = browser_of(DISTRICT_REVIEWER)
    addresses = ("/units/935", "/units/935?as_of=25/10/2024")

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            browser.open(address)
            with statements() as seen:
                browser.open(address)
            counts.append(len(seen))
        return counts

    few = asked()
    take_over(app, tmp_path, "units", head, *more)
    take_over(
        app, tmp_path, "targets", "unit_code,indicator,year,value,assigner,document_number,document_date", *targets
    )
    many = asked()

    assert len(rows_of(browser.page, "below")) == 20
    assert many == few
    assert max(many) <= 60
