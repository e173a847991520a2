"""The register with a phone and on a desk: readable by everybody, a file sent without a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from committee.core import clock
from committee.core.db import db, transaction
from committee.core.uploads import examined
from committee.documents.operations import Description, add_file, link, register
from committee.domain.access import Actor
from committee.members.queries import committees_of
from tests.cast import SECRETARIAT, Cast
from tests.documents import samples
from tests.web.looks import press, too_small, too_wide, touch, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

BY = Actor.command_line()
PAGES = {
    360: ("/documents", "/documents/new", "/documents/1", "/documents/2", "/documents/3", "/units/93"),
    1366: ("/documents", "/documents/new?own=1", "/documents/numbering", "/documents/1", "/documents/1/description"),
}


@pytest.fixture
def address(app, cast, folder) -> Iterator[str]:
    _fill(cast)
    with served(app) as where:
        yield where


def _fill(cast: Cast) -> None:
    unit_id, committee = cast.units["93"], committees_of(cast.units["93"])[0]
    options = {"by": BY, "now": clock.now()}
    long_subject = "Tăng cường lãnh đạo, chỉ đạo phát triển người tham gia bảo hiểm xã hội, bảo hiểm y tế " * 2
    with transaction():
        plan = Description(
            "plan", "UBND tỉnh Hậu Giang", long_subject.strip(), number="85/KH-UBND", issued_on=date(2024, 1, 15)
        )
        document_id = register(unit_id=unit_id, description=plan, **options)
        add_file(document_id=document_id, part=None, upload=examined("Kế hoạch.pdf", samples.pdf()), **options)
        add_file(document_id=document_id, part=1, upload=examined("Kế hoạch ký.pdf", samples.pdf()), **options)
        link(document_id=document_id, kind="unit", thing_id=cast.units["31441"], **options)
        draft = Description("report", committee.name, "Kết quả tháng 10", symbol="BC-BCĐ")
        for state in ("draft", "signed"):
            register(unit_id=unit_id, committee_id=committee.committee_id, description=draft, state=state, **options)
    db.session.remove()


@pytest.mark.parametrize("width", [360, 1366])
def test_nothing_stands_in_the_way_of_the_secretary(address, width):
    wide, wrong, small = [], [], []
    with chromium(address, width=width) as page:
        sign_in(page, SECRETARIAT)
        for path in PAGES[width]:
            page.goto(path)
            wrong += violations(page)
            wide += too_wide(page)
            small += too_small(page) if width == 360 else []

    assert small == []
    assert wrong == []
    assert wide == []


def test_a_document_is_entered_with_its_file_and_saved_again(address, tmp_path):
    file = tmp_path / "Quyết định 12.pdf"
    file.write_bytes(samples.pdf())
    with chromium(address, width=360) as page:
        sign_in(page, SECRETARIAT)
        page.goto("/documents")
        press(page, "main >> text=Vào sổ văn bản")
        page.select_option("select[name=type]", "decision")
        page.fill("input[name=issuer]", "UBND tỉnh Hậu Giang")
        page.fill("input[name=number]", "12/QĐ-UBND")
        page.fill("input[name=issued_on]", "5/2/2024")
        page.fill("textarea[name=subject]", "Giao chỉ tiêu năm 2024")
        page.set_input_files("input[name=file]", str(file))
        press(page, "button:has-text('Vào sổ')")
        assert page.inner_text("h1") == "Quyết định 12/QĐ-UBND"

        with page.expect_download() as saved:
            touch(page, "#files-table a")
        assert saved.value.suggested_filename == "Quyết định 12.pdf"
