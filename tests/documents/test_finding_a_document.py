"""Documents are found by number, words without marks, issuer, type and days."""

from __future__ import annotations

from datetime import date

import pytest

from committee.core import clock
from committee.core.db import transaction
from committee.documents import queries
from committee.documents.operations import Description, register
from committee.documents.queries import DocumentFilter
from committee.domain.access import Actor
from tests.cast import Cast

BY = Actor.command_line()
TODAY = date(2024, 10, 28)
DOCUMENTS = (
    ("85/KH-UBND", "Kế hoạch", "UBND tỉnh Hậu Giang", "Phát triển người tham gia BHXH, BHYT", date(2024, 1, 15)),
    ("185/KH-UBND", "Kế hoạch", "UBND tỉnh Hậu Giang", "Tuyên truyền (BHXH) chính sách", date(2024, 2, 1)),
    ("08/TB-BCĐ", "Thông báo kết luận", "Ban Chỉ đạo tỉnh", "Kết luận cuộc họp quý I 100% xã", date(2024, 4, 10)),
    ("27-CV/TU", "Công văn", "Tỉnh ủy Hậu Giang", "Tăng cường lãnh đạo công tác BHXH", date(2020, 10, 12)),
)


@pytest.fixture
def shelf(cast: Cast) -> None:
    with transaction():
        for number, kind, issuer, subject, day in DOCUMENTS:
            said = Description(kind, issuer, subject, number=number, issued_on=day)
            register(unit_id=cast.units["93"], description=said, by=BY, now=clock.now())
        draft = Description("report", "Ban Chỉ đạo tỉnh", "Kết quả năm", symbol="BC-BCĐ")
        register(unit_id=cast.units["93"], description=draft, state="draft", by=BY, now=clock.now())


LOOKED_FOR = (
    (DocumentFilter(), ["…/BC-BCĐ", "08/TB-BCĐ", "185/KH-UBND", "85/KH-UBND", "27-CV/TU"]),
    (DocumentFilter(words="85/KH-UBND"), ["85/KH-UBND"]),
    (DocumentFilter(words="số 85/kh-ubnd"), ["85/KH-UBND"]),
    (DocumentFilter(words="85"), ["85/KH-UBND"]),
    (DocumentFilter(words="8/TB-BCĐ"), ["08/TB-BCĐ"]),
    (DocumentFilter(words="08/tb"), ["08/TB-BCĐ"]),
    (DocumentFilter(words="phat trien nguoi tham gia"), ["85/KH-UBND"]),
    (DocumentFilter(words="PHÁT TRIỂN"), ["85/KH-UBND"]),
    (DocumentFilter(words="tham gia phát triển"), ["85/KH-UBND"]),
    (DocumentFilter(words="tinh uy"), ["27-CV/TU"]),
    (DocumentFilter(words="cong van"), ["27-CV/TU"]),
    (DocumentFilter(words="100%"), ["08/TB-BCĐ"]),
    (DocumentFilter(words="bhxh chinh"), ["185/KH-UBND"]),
    (DocumentFilter(words="_"), []),
    (DocumentFilter(words="15/01/2024"), ["85/KH-UBND"]),
    (DocumentFilter(words="kh-ubnd"), ["185/KH-UBND", "85/KH-UBND"]),
    (DocumentFilter(issuer="ubnd tinh"), ["185/KH-UBND", "85/KH-UBND"]),
    (DocumentFilter(issuer="ban chi dao"), ["…/BC-BCĐ", "08/TB-BCĐ"]),
    (DocumentFilter(type="plan"), ["185/KH-UBND", "85/KH-UBND"]),
    (DocumentFilter(state="draft"), ["…/BC-BCĐ"]),
    (DocumentFilter(from_on=date(2024, 1, 15), to_on=date(2024, 2, 1)), ["185/KH-UBND", "85/KH-UBND"]),
    (DocumentFilter(words="không có gì như vậy"), []),
)


@pytest.mark.usefixtures("shelf")
def test_what_is_looked_for_is_found_and_nothing_else() -> None:
    found = {wanted: [row.written for row in queries.documents(wanted, on=TODAY)] for wanted, _ in LOOKED_FOR}
    counted = {wanted: queries.count_documents(wanted, on=TODAY) for wanted, _ in LOOKED_FOR}

    assert found == dict(LOOKED_FOR)
    assert counted == {wanted: len(rows) for wanted, rows in LOOKED_FOR}


@pytest.mark.usefixtures("shelf")
def test_a_page_begins_where_the_last_one_ended() -> None:
    pages = [queries.documents(on=TODAY, limit=2, offset=offset) for offset in (0, 2, 4)]

    assert [row.written for page in pages for row in page] == [row.written for row in queries.documents(on=TODAY)]
