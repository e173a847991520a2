"""What a secretary, a member and a stranger see and do on the pages of the register."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select

from committee.audit.limits import MOST
from committee.audit.models import AuditEntry
from committee.audit.operations import record_export
from committee.core import clock
from committee.core.db import db, transaction
from committee.documents import file_queries, queries
from committee.documents.models import Document, DocumentFile
from committee.documents.operations import Description, register
from committee.domain.access import Actor
from committee.members.queries import committees_of
from tests.cast import ADMINISTRATOR, CHAIR, OTHER_REPORTER, REPORTER, SECRETARIAT, STRANGER
from tests.documents import samples

pytestmark = pytest.mark.one_engine

BY = Actor.command_line()
PLAN = {
    "type": "plan",
    "issuer": "UBND tỉnh Hậu Giang",
    "number": "85/KH-UBND",
    "issued_on": "15/01/2024",
    "subject": "Phát triển người tham gia BHXH, BHYT",
    "state": "signed",
}


def sent(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def kept(unit_id: int, number: str = "85/KH-UBND", subject: str = "Phát triển người tham gia") -> int:
    said = Description("plan", "UBND tỉnh Hậu Giang", subject, number=number, issued_on=date(2024, 1, 15))
    with transaction():
        return register(unit_id=unit_id, description=said, by=BY, now=clock.now())


@pytest.fixture
def secretary(browser_of, folder):
    return browser_of(SECRETARIAT)


def test_a_document_is_entered_with_its_file_and_handed_out_as_it_was(secretary):
    secretary.open("/documents/new")
    content = samples.pdf()

    page = secretary.press("Vào sổ", **PLAN, file=sent("Kế hoạch số 85.pdf", content))

    assert page.heading == "Kế hoạch 85/KH-UBND"
    assert "Đã vào sổ văn bản." in page.text
    assert "15/01/2024" in page.text
    link = page.find(".//table[@id='files-table']//a")[0].get("href")
    answer = secretary.ask("GET", link)
    assert answer.data == content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20s%E1%BB%91%2085.pdf" in answer.headers["Content-Disposition"]
    exported = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "exported")).one()
    assert (exported.actor_name, exported.facts["name"]) == (SECRETARIAT.name, "Kế hoạch số 85.pdf")


def test_what_was_typed_wrongly_comes_back_as_typed(secretary):
    secretary.open("/documents/new")

    page = secretary.press("Vào sổ", **{**PLAN, "number": "KH 85", "issued_on": "31/2/2024", "subject": ""})

    assert page.status == 422
    assert "Hãy ghi số như trên văn bản, ví dụ 85/KH-UBND." in " ".join(page.errors)
    assert len(page.errors) == 3
    assert page.find(".//input[@name='number']")[0].get("value") == "KH 85"
    assert page.find(".//input[@name='issuer']")[0].get("value") == PLAN["issuer"]
    assert db.session.scalars(select(Document)).all() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"secrecy": "mật"}, "Hệ thống không lưu văn bản mật"),
        ({"state": "draft"}, "chỉ được cấp số và ghi ngày sau khi ký"),
        ({"issued_on": "29/10/2024"}, "không thể sau ngày hôm nay"),
        ({"register": "31318999"}, "Không có đơn vị nào mang mã này mà tài khoản được quản lý"),
        ({"file": sent("a.exe", b"MZ")}, "Không nhận loại tệp này"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(secretary, changes, said):
    secretary.open("/documents/new")

    page = secretary.press("Vào sổ", **{**PLAN, **changes})

    assert page.status == 422
    assert [said in error for error in page.errors] == [True]
    assert db.session.scalars(select(Document)).all() == []
    assert db.session.scalars(select(DocumentFile)).all() == []


def test_a_second_entry_of_the_same_document_is_refused(secretary, cast):
    kept(cast.units["93"])
    secretary.open("/documents/new")

    page = secretary.press("Vào sổ", **PLAN)

    assert page.errors == ["Văn bản 85/KH-UBND của UBND tỉnh Hậu Giang đã có trong sổ này."]


def test_a_committees_document_goes_from_draft_to_number(secretary):
    secretary.open("/documents/new?own=1")
    page = secretary.press("Vào sổ", type="conclusion_notice", subject="Kết luận cuộc họp tháng 10")
    assert "Dự thảo, chưa ký" in page.text
    assert "Cấp số và ghi ngày" not in page.text

    refused = secretary.send(f"{page.path}/number", version="1", origin="next", issued_on="28/10/2024")
    assert refused.status_code == 422
    assert "chỉ được cấp số và ghi ngày sau khi ký" in refused.text

    page = secretary.press("Ghi nhận đã ký", signed_by="Lê Thị Hạnh")
    assert "Số tiếp theo là 01/TB-BCĐ" in page.text
    page = secretary.press("Cấp số và ghi ngày", origin="next")

    assert page.heading == "Thông báo kết luận 01/TB-BCĐ"
    assert "Lê Thị Hạnh" in page.text
    assert "Sửa thông tin văn bản" not in page.text
    assert secretary.open(f"{page.path}/description").heading == "Thông báo kết luận 01/TB-BCĐ"


def test_a_new_version_stands_beside_the_old_one(secretary, cast):
    page = secretary.open(f"/documents/{kept(cast.units['93'])}")
    assert "Chưa có tệp nào." in page.text

    secretary.press("Lưu tệp", file=sent("bản quét.pdf", samples.pdf()))
    secretary.press("Lưu tệp", file=sent("bản quét.png", samples.png()))
    secretary.press("Lưu tệp", part="0", file=sent("phụ lục.xlsx", samples.office("xlsx")))

    parts = file_queries.parts_of(1)
    assert [[(file.name, file.version) for file in versions] for versions in parts] == [
        [("bản quét.png", 2), ("bản quét.pdf", 1)],
        [("phụ lục.xlsx", 1)],
    ]
    for versions in parts:
        for file in versions:
            assert secretary.ask("GET", f"/documents/1/files/{file.id}").status_code == 200


def test_two_who_correct_at_once_see_both_texts(browser_of, secretary, cast):
    document_id = kept(cast.units["93"])
    secretary.open(f"/documents/{document_id}/description")
    other = browser_of(SECRETARIAT)
    other.open(f"/documents/{document_id}/description")
    other.press("Lưu thay đổi", subject="Bản của người kia")

    page = secretary.press("Lưu thay đổi", subject="Bản của tôi")

    assert page.status == 409
    assert page.heading == "Văn bản này đã được sửa ở nơi khác"
    assert "Bản của tôi" in page.text
    assert "Bản của người kia" in page.text
    page = secretary.press("Lưu nội dung vừa nhập ở đây")
    assert "Bản của tôi" in page.text


@pytest.mark.parametrize(
    ("person", "status"), [(CHAIR, 200), (OTHER_REPORTER, 404), (ADMINISTRATOR, 404), (STRANGER, 404)]
)
def test_who_may_not_see_a_document_finds_nothing_there(browser_of, cast, person, status, folder):
    document_id = kept(cast.units["31441"])
    browser = browser_of(person)

    for address in (f"/documents/{document_id}", f"/documents/{document_id}/files/1"):
        absent = 404 if address.endswith("files/1") else status
        assert browser.ask("GET", address).status_code == absent
    browser.open("/documents")
    for path in ("description", "signature", "number", "files", "links", "links/unit/1/removal"):
        assert browser.send(f"/documents/{document_id}/{path}").status_code == 404
    assert browser.ask("GET", "/documents/new").status_code == 404
    assert ("Phát triển người tham gia" in browser.open("/documents").text) is (status == 200)


def test_a_download_is_asked_for_anew_each_time(browser_of, secretary, cast):
    document_id = kept(cast.units["31441"])
    secretary.open(f"/documents/{document_id}")
    secretary.press("Lưu tệp", file=sent("a.pdf", samples.pdf()))
    address = f"/documents/{document_id}/files/{file_queries.parts_of(document_id)[0][0].id}"

    assert browser_of(REPORTER).ask("GET", address).status_code == 200
    assert browser_of(OTHER_REPORTER).ask("GET", address).status_code == 404
    assert secretary.ask("GET", address.replace(f"/{document_id}/", "/999/")).status_code == 404


def test_the_list_is_searched_paged_and_taken_along(secretary, cast):
    for number in range(1, 33):
        kept(cast.units["93"], f"{number}/KH-UBND", "=HYPERLINK của tháng" if number == 7 else f"Việc {number}")

    page = secretary.open("/documents")
    assert "32 văn bản" in page.text
    assert len(page.find(".//table[@id='documents']/tbody/tr")) == 30
    page = secretary.open("/documents?page=2")
    assert len(page.find(".//table[@id='documents']/tbody/tr")) == 2
    assert len(secretary.open("/documents?q=07/KH-UBND").find(".//tbody/tr")) == 1
    assert len(secretary.open("/documents?q=ke hoach&since=15/01/2024&until=15/1/2024").find(".//tbody/tr")) == 30
    assert "Không tìm thấy văn bản nào." in secretary.open("/documents?q=khong co").text
    assert secretary.open("/documents?since=hôm qua").status == 422
    assert secretary.open("/documents?unit=99999").status == 422

    answer = secretary.ask("GET", "/documents?q=7/KH-UBND&format=csv")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert rows[1][:5] == ["07/KH-UBND", "15/01/2024", "Kế hoạch", "UBND tỉnh Hậu Giang", "'=HYPERLINK của tháng"]
    assert len(rows) == 2
    exported = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "exported")).one()
    assert exported.facts == {"asked": {"q": "7/KH-UBND"}, "rows": 1, "format": "csv"}


def test_whoever_fetches_one_list_after_the_other_waits_like_everybody(secretary, cast):
    with transaction():
        for _ in range(MOST["exported"]):
            record_export(thing=("table", "people"), rows=1, shape="csv", by=cast.actor(SECRETARIAT), now=clock.now())

    assert secretary.ask("GET", "/documents?format=csv").status_code == 429


def test_an_empty_register_says_what_to_do(browser_of, secretary):
    assert "Hãy vào sổ các quyết định, kế hoạch giao chỉ tiêu" in secretary.open("/documents").text
    assert "Các đơn vị trong phạm vi" in browser_of(CHAIR).open("/documents").text


def test_a_document_is_shown_on_the_page_of_the_unit_it_is_about(secretary, browser_of, cast):
    document_id = kept(cast.units["93"])
    secretary.open(f"/documents/{document_id}")

    page = secretary.press("Liên kết", unit="31441")
    assert "Xã Vị Trung" in page.text or "31441" in page.html
    assert "85/KH-UBND" in secretary.open("/units/31441").text
    assert "85/KH-UBND" not in browser_of(REPORTER).open("/units/31441").text

    secretary.open(f"/documents/{document_id}")
    page = secretary.press(next(_text for _text in labels(secretary) if _text.startswith("Bỏ liên kết")))
    assert "Chưa liên kết với nội dung nào." in page.text
    assert queries.links_of(document_id) == []


def labels(browser) -> list[str]:
    return [" ".join("".join(button.itertext()).split()) for button in browser.page.find(".//button")]


def test_a_committee_says_how_it_counts(secretary, cast):
    page = secretary.open("/documents/numbering")
    assert "Cấp số chung cho tất cả các loại văn bản." in page.text

    page = secretary.press("Chuyển sang cấp số riêng từng loại")

    assert "Cấp số riêng cho từng loại văn bản." in page.text
    other = committees_of(cast.units["93"])[0].committee_id + 1
    assert secretary.send("/documents/numbering", committee=str(other), per_type="1").status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_said_and_logged(secretary, cast, folder):
    secretary.open(f"/documents/{kept(cast.units['93'])}")
    secretary.press("Lưu tệp", file=sent("a.pdf", samples.pdf()))
    next(folder.glob("*/*")).unlink()

    answer = secretary.ask("GET", f"/documents/1/files/{file_queries.parts_of(1)[0][0].id}")

    assert answer.status_code == 422
    assert "Không tìm thấy tệp này trong thư mục văn bản" in answer.text
