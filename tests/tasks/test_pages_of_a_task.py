"""The page of a task: what it says, what its reader may do now, and what is refused in a sentence."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from committee.domain.task_rules import Party, PartyKind
from committee.tasks import operations, queries
from committee.tasks.queries import TaskFilter
from tests.cast import CHAIR, DISTRICT_REVIEWER, MEMBER, OTHER_REPORTER, REPORTER, SECRETARIAT, STRANGER
from tests.documents import samples
from tests.tasks.desk import TODAY


def test_what_somebody_may_not_see_is_not_there(desk, browser_of) -> None:
    task_id = desk.assign()
    answers = [browser_of(person).open(f"/tasks/{task_id}").status for person in (REPORTER, OTHER_REPORTER, STRANGER)]

    assert answers == [200, 404, 404]


def test_the_lead_reports_and_the_chair_accepts_on_their_pages(desk, browser_of) -> None:
    task_id = desk.assign(due_on=date(2024, 10, 25), assigned_on=date(2024, 10, 1))
    lead, chair = browser_of(REPORTER), browser_of(CHAIR)

    page = lead.open(f"/tasks/{task_id}")
    assert "Đang thực hiện quá hạn" in page.text
    assert "quá hạn 3 ngày" in page.text
    assert "Duyệt kết quả" not in page.text
    page = lead.press("Cập nhật", **{"progress-percent": "60 %", "progress-text": "Đã rà soát 6/10 ấp"})
    assert "đạt 60%" in page.text
    page = lead.press("Gửi báo cáo hoàn thành", **{"submission-product": "15/BC-UBND"})
    assert "chờ duyệt" in page.text

    chair.open(f"/tasks/{task_id}")
    page = chair.press("Duyệt kết quả", **{"acceptance-evaluation": "Đạt yêu cầu"})
    assert "Đã hoàn thành quá hạn" in page.text
    assert "Duyệt kết quả" not in page.text


def test_a_task_says_that_nobody_took_it_on_until_the_lead_does(desk, browser_of) -> None:
    task_id = desk.assign()
    lead, chair = browser_of(REPORTER), browser_of(CHAIR)
    unsaid = "chưa xác nhận nhận việc"

    assert [unsaid in chair.open(path).text for path in (f"/tasks/{task_id}", "/tasks")] == [True, True]
    assert "Xác nhận đã nhận việc" not in chair.open(f"/tasks/{task_id}").text
    lead.open(f"/tasks/{task_id}")
    page = lead.press("Xác nhận đã nhận việc")

    assert "Ông/Bà đã xác nhận nhận việc." in page.text
    assert "Xác nhận đã nhận việc" not in page.text
    assert [unsaid in chair.open(path).text for path in (f"/tasks/{task_id}", "/tasks")] == [False, False]


def test_a_returned_result_says_why_and_may_be_sent_again_with_a_file(desk, browser_of, folder) -> None:
    task_id = desk.assign()
    lead, chair = browser_of(REPORTER), browser_of(CHAIR)
    lead.open(f"/tasks/{task_id}")
    assert lead.press("Gửi báo cáo hoàn thành").errors == [
        "Khi báo cáo hoàn thành cần kèm sản phẩm: số văn bản hoặc tệp đính kèm."
    ]
    lead.press("Gửi báo cáo hoàn thành", **{"submission-product": "Dự thảo"})

    chair.open(f"/tasks/{task_id}")
    assert chair.press("Trả lại kết quả").status == 422
    page = chair.press("Trả lại kết quả", **{"return-reason": "Thiếu danh sách ấp 3"})
    assert "Thiếu danh sách ấp 3" in page.text

    page = lead.open(f"/tasks/{task_id}")
    assert "Kết quả bị trả lại ngày 28/10/2024 Thiếu danh sách ấp 3" in " ".join(page.text.split())
    assert "open" in page.find(".//details[@id='submission']")[0].attrib
    sent = {"submission-file": (BytesIO(samples.pdf()), "Danh sách.pdf")}
    page = lead.press("Gửi báo cáo hoàn thành", **sent)
    assert "Danh sách.pdf" in page.text
    assert "Kết quả bị trả lại" not in page.text
    assert len(page.find(".//section[@id='papers']//a[@class='go']")) == 1


def test_more_time_is_asked_for_once_and_answered(desk, browser_of) -> None:
    task_id = desk.assign()
    lead, chair = browser_of(REPORTER), browser_of(CHAIR)
    lead.open(f"/tasks/{task_id}")
    page = lead.press("Gửi đề nghị", **{"extension-wanted_on": "ngày kia", "extension-reason": "Chờ số liệu"})
    assert page.status == 422
    assert page.find(".//input[@id='extension-wanted_on']")[0].get("value") == "ngày kia"
    page = lead.press("Gửi đề nghị", **{"extension-wanted_on": "15/12/2024", "extension-reason": "Chờ số liệu"})
    assert "xin gia hạn đến 15/12/2024" in page.text

    chair.open(f"/tasks/{task_id}")
    page = chair.press("Chấp thuận gia hạn")
    assert "15/12/2024 (thời hạn ban đầu 30/11/2024)" in page.text

    lead.open(f"/tasks/{task_id}")
    page = lead.press("Gửi đề nghị", **{"extension-wanted_on": "20/12/2024", "extension-reason": "Chờ nữa"})
    assert page.errors == ["Mỗi nhiệm vụ được gia hạn tối đa 1 lần và số lần này đã dùng hết."]


def test_two_who_decide_at_once_see_what_stands_by_now(desk, browser_of) -> None:
    task_id = desk.assign()
    chair, secretary = browser_of(CHAIR), browser_of(SECRETARIAT)
    desk.do(operations.submit, task_id=task_id, product="15/BC-UBND", by=REPORTER)
    chair.open(f"/tasks/{task_id}")
    secretary.open(f"/tasks/{task_id}")
    chair.press("Trả lại kết quả", **{"return-reason": "Thiếu"})
    desk.do(operations.submit, task_id=task_id, product="16/BC-UBND", by=REPORTER)

    page = secretary.press("Duyệt kết quả", **{"acceptance-evaluation": "Được"})

    assert page.status == 409
    assert "16/BC-UBND" in page.text
    assert desk.row(task_id).accepted_on is None
    page = secretary.press("Duyệt kết quả")
    assert "Đã hoàn thành đúng hạn" in page.text


def test_the_lead_of_a_seat_hands_the_work_to_an_officer_and_stays_in_charge(desk, browser_of) -> None:
    task_id = desk.assign(lead=desk.seat(MEMBER))
    member = browser_of(MEMBER)
    member.open(f"/tasks/{task_id}")

    page = member.press("Chuyển xử lý", **{"handler-handler": str(desk.cast.accounts[SECRETARIAT])})

    assert "Chuyên viên xử lý" in page.text
    assert desk.row(task_id).handler_id == desk.cast.accounts[SECRETARIAT]
    assert desk.row(task_id).lead.name == "Trần Thanh Bình"


def test_a_task_is_given_anew_stopped_and_replaced(desk, browser_of) -> None:
    task_id, other = desk.assign(), desk.assign(title="Việc thay thế")
    secretary = browser_of(SECRETARIAT)
    secretary.open(f"/tasks/{task_id}")
    page = secretary.press("Giao lại", **{"lead-lead": "không có ai"})
    assert "Ở đây không có “không có ai”" in page.errors[0]
    page = secretary.press("Giao lại", **{"lead-lead": "phuong i"})
    assert "Thị trấn Nàng Mau → Phường I" in page.text

    replaced = desk.row(other).code
    values = {"cancellation-reason": "Trùng việc", "cancellation-replaced_by": replaced}
    page = secretary.press("Dừng nhiệm vụ", **values)

    assert "Dừng / thay thế" in page.text
    assert f"{replaced} Việc thay thế" in page.text


def test_a_task_of_the_province_becomes_each_communes_with_the_rates_of_the_whole(desk, browser_of) -> None:
    """Story 004-7: the two-level tree: one task is handed down to all communes at once."""
    task_id = desk.assign(lead=desk.seat(MEMBER), title="Bổ sung nhiệm vụ của xã, phường")
    secretary = browser_of(SECRETARIAT)
    secretary.open(f"/tasks/{task_id}/parts/new")
    assert secretary.press("Giao phần việc").status == 422

    page = secretary.press("Giao phần việc", all="communes")
    assert "còn thiếu rõ trách nhiệm, rõ thẩm quyền" in page.text
    assert queries.tasks(TaskFilter(parent_id=task_id), day=TODAY) == []
    page = secretary.press("Vẫn giao phần việc", all="communes", responsibility="Chủ tịch UBND cấp xã chịu trách nhiệm")
    assert "còn thiếu rõ thẩm quyền" in page.text
    page = secretary.press("Vẫn giao phần việc", all="communes")

    parts = queries.tasks(TaskFilter(parent_id=task_id), day=TODAY)
    assert len(parts) == 4
    assert all(row.lead.kind is PartyKind.UNIT for row in parts)
    assert "Tỷ lệ hoàn thành nhiệm vụ đến hạn" in page.text
    own = next(row.id for row in parts if row.lead.name == "Thị trấn Nàng Mau")
    assert browser_of(REPORTER).open(f"/tasks/{own}").status == 200
    assert "Không còn đơn vị" not in secretary.open(f"/tasks/{task_id}/parts/new").text


def test_the_history_of_a_name_without_an_account_is_kept_by_who_reports(desk, browser_of) -> None:
    task_id = desk.assign(lead=Party(PartyKind.NAME, "Già làng Lò Văn Pó"))
    secretary = browser_of(SECRETARIAT)
    secretary.open(f"/tasks/{task_id}")

    page = secretary.press("Ghi nhận", **{"reporter-reporter": REPORTER.email})

    assert f"Người báo cáo thay {REPORTER.name}" in page.text
    assert "Cập nhật tiến độ" in browser_of(REPORTER).open(f"/tasks/{task_id}").text
    assert browser_of(DISTRICT_REVIEWER).open(f"/tasks/{task_id}").status == 404
