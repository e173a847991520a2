"""Every component on one page, with words and figures as officials write them; served in development and demo only.

The province's figures are published ones (data/published_figures.csv, S0-01 and S0-02); those of the communes are
made up for the page.
"""

from __future__ import annotations

from types import SimpleNamespace

from wtforms import BooleanField, Form, IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

PEOPLE = "người"


class SampleForm(Form):
    voluntary = IntegerField("Người tham gia BHXH tự nguyện đến 14/11/2026", [InputRequired()])
    share = StringField("Tỷ lệ bao phủ BHYT")
    issued_on = StringField("Ngày ban hành", [InputRequired("Chưa nhập ngày ban hành. Nhập như 15/11/2026.")])
    unit = SelectField(
        "Đơn vị",
        choices=[SelectChoice("1", "Ủy ban nhân dân xã Hữu Lũng"), SelectChoice("2", "Ủy ban nhân dân xã Chi Lăng")],
    )
    method = RadioField(
        "Cách phân bổ",
        choices=[
            SelectChoice("population", "Theo dân số"),
            SelectChoice("last", "Theo kết quả năm trước"),
            SelectChoice("hand", "Nhập tay từng xã"),
        ],
        default="population",
    )
    reason = TextAreaField("Lý do")
    agreed = BooleanField("Tôi đã đối chiếu với sổ theo dõi của xã")


def refused_form() -> SampleForm:
    """Return the form as it comes back to somebody who typed a number with a wrong sign and left the day empty."""
    form = SampleForm(data={"share": "93,7", "reason": "Số tháng trước nhập nhầm sang cột BHYT."})
    form.voluntary.raw_data = ["67,942"]
    form.voluntary.errors = ["Số người không có phần lẻ. Nếu là 67.942 người, nhập 67.942."]
    form.issued_on.errors = ["Chưa nhập ngày ban hành. Nhập như 15/11/2026."]
    return form


def context() -> dict[str, object]:
    return {
        "form": refused_form(),
        "guide": SimpleNamespace(
            **_words(), indicators=_indicators(), work=_work(), rows=_rows(), **_table(), **_messages()
        ),
    }


def _words() -> dict[str, object]:
    return {
        "path": [("Tỉnh Lạng Sơn", "#main"), ("Xã Hữu Lũng", "#main")],
        "heading": "12/65 xã chậm tiến độ BHXH tự nguyện",
        "finding": "Còn thiếu 1.204 người so với kịch bản đến 14/11/2026; 6 xã chiếm 71% phần thiếu.",
        "people": PEOPLE,
        "last_month": "Tháng trước: 67.118 người. Chỉ tiêu năm: 68.774 người.",
        "day_hint": "Ngày, tháng, năm, ví dụ 15/11/2026.",
        "reason_hint": "Nêu ngắn gọn vì sao số thay đổi nhiều so với tháng trước.",
    }


def _indicators() -> list[SimpleNamespace]:
    rows = (
        ("BHXH bắt buộc", "OK", "ok", 67_942, 68_774, 55_000, "67.942/68.774 người · 98,8% · còn 832 · cần 416/tháng"),
        (
            "BHXH tự nguyện",
            "LAG",
            "lag",
            25_846,
            30_362,
            28_900,
            "25.846/30.362 người · 85,1% · còn 4.516 · cần 2.258/tháng",
        ),
        (
            "Tỷ lệ bao phủ BHYT",
            "WATCH",
            "watch",
            90.73,
            93.25,
            92.4,
            "90,73%/93,25% · thấp hơn mốc 1,67 điểm phần trăm",
        ),
        (
            "Tỷ lệ chậm đóng (không vượt quá)",
            "SEVERE",
            "severe",
            2.9,
            2,
            None,
            "2,9% · mức trần 2% · vượt 0,9 điểm phần trăm",
        ),
        ("Người tham gia BH thất nghiệp", "OK", "met", 41_230, 40_500, None, "41.230/40.500 người · 101,8% · đã đạt"),
    )
    names = ("name", "level", "tone", "actual", "target", "milestone", "text")
    return [
        SimpleNamespace(**dict(zip(names, row, strict=True)), met=row[2] == "met", ceiling="trần" in row[6])
        for row in rows
    ]


def _work() -> list[SimpleNamespace]:
    rows = (
        ("Báo cáo tháng 10/2026", "Quá hạn 2 ngày, 19/11", "OVERDUE"),
        ("Xác nhận đôn đốc: BHXH tự nguyện chậm 2 kỳ", "Còn 2 ngày, 23/11", "LAG"),
        ("Cập nhật nhiệm vụ: rà soát hộ cận nghèo chưa có thẻ", "Còn 5 ngày, 26/11", None),
        ("Trả lời ý kiến thẩm định số liệu thôn Na Hoa", "Đang chờ phản hồi", "SUSPECT"),
    )
    return [SimpleNamespace(act=act, due=due, level=level) for act, due, level in rows]


def _rows() -> list[SimpleNamespace]:
    rows = (
        ("Xã Hữu Lũng", "620", "545", "468", "85,9", "77", "LAG"),
        ("Xã Chi Lăng", "540", "475", "349", "73,5", "126", "SEVERE"),
        ("Xã Bắc Sơn", "480", "422", "409", "96,9", "13", "OK"),
        ("Xã Đồng Đăng", "510", "449", "418", "93,1", "31", "WATCH"),
        ("Xã Lộc Bình", "455", "400", "455", "113,8", "–", "MET"),
        ("Phường Tam Thanh", "700", "616", "–", "–", "–", "NODATA"),
    )
    names = ("unit", "target", "due", "actual", "share", "short", "level")
    return [
        SimpleNamespace(
            **dict(zip(names, row[:6], strict=False)), level="OK" if row[6] == "MET" else row[6], met=row[6] == "MET"
        )
        for row in rows
    ]


def _table() -> dict[str, object]:
    def column(label: str, unit: str = PEOPLE) -> dict[str, object]:
        return {"label": label, "unit": unit, "number": True}

    actual = column("Kết quả") | {"url": "#main", "sorted": "descending"}
    return {
        "table_title": "BHXH tự nguyện theo xã, đến 14/11/2026 (số liệu minh họa)",
        "head": [
            "Đơn vị",
            column("Chỉ tiêu năm"),
            column("Mốc đến hôm nay"),
            actual,
            column("So với mốc", "%"),
            column("Còn thiếu"),
            "Tình trạng",
        ],
        "short_head": ["Đơn vị", column("Kết quả"), "Tình trạng"],
        "page": SimpleNamespace(number=3, last=11, total=65),
        "address": "?page={}".format,
    } | _heat()


def _heat() -> dict[str, object]:
    indicators = ("BHXH bắt buộc", "BHXH tự nguyện", "BHYT", "BH thất nghiệp", "Chậm đóng")
    head = ["Đơn vị", *({"label": name, "unit": "%", "number": True} for name in indicators)]
    rows = {
        "Xã Hữu Lũng": (("98,8", "OK"), ("85,9", "LAG"), ("99,1", "OK"), ("96,0", "OK"), ("2,9", "SEVERE")),
        "Xã Chi Lăng": (("94,2", "WATCH"), ("73,5", "SEVERE"), ("97,5", "OK"), ("–", "NODATA"), ("1,4", "OK")),
        "Xã Bắc Sơn": (("99,7", "OK"), ("96,9", "OK"), ("93,4", "WATCH"), ("240,0", "SUSPECT"), ("–", "NA")),
    }
    title = "Bảng nhiệt xã × chỉ tiêu, so với mốc đến 14/11/2026 (số liệu minh họa)"
    return {"heat_title": title, "heat_head": head, "heat_rows": list(rows.items())}


def _messages() -> dict[str, object]:
    return {
        "notes": [
            ("info", "86/98 xã đã báo cáo; 12 xã dùng số tháng trước (đánh dấu)."),
            ("done", "Đã lưu nháp lúc 08:31. Báo cáo chưa được gửi."),
            ("warning", "Xã Chi Lăng tăng 240% so với tháng trước. Kiểm tra trước khi duyệt."),
            ("error", "Chưa gửi được công văn cho 3 xã: máy chủ thư không trả lời từ 09:12."),
        ],
        "receipt_title": "Đã nhận báo cáo tháng 10/2026",
        "receipt_number": "BC-2026-10-06385",
        "receipt_rows": [
            ("Đơn vị", "Ủy ban nhân dân xã Hữu Lũng"),
            ("Người gửi", "Cán bộ đầu mối"),
            ("Nhận lúc", "08:34 ngày 16/11/2026"),
            ("Người duyệt", "Chủ tịch Ủy ban nhân dân xã"),
        ],
        "empty_title": "Không còn việc nào đến hạn",
        "empty_text": "Kỳ tới: báo cáo tháng 11, hạn 16/12/2026.",
        "empty_link": ("Xem lịch báo cáo", "#main"),
        "confirm_title": "Trả lại báo cáo của xã Chi Lăng?",
        "confirm_text": "Xã nhận thông báo kèm lý do và phải gửi lại trước ngày 20/11/2026.",
        "confirm_label": "Trả lại báo cáo",
        "facts": [
            ("Đơn vị chủ trì", "Bảo hiểm xã hội tỉnh"),
            ("Quyết định giao", "1245/QĐ-UBND ngày 06/01/2026"),
            ("Người phụ trách", "Phó Trưởng ban Thường trực"),
        ],
    }
