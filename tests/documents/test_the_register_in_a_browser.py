"""The register with a phone and on a desk: readable by everybody, a file sent without a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from committee.core import clock
from committee.core.db import db, transaction
from committee.core.uploads import examined
from committee.documents.operations import Description, add_file, link, register
from committee.domain.access import Actor
from committee.members.queries import committees_of
from tests.cast import SECRETARIAT, Cast
from tests.documents import samples
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

BY = Actor.command_line()
PAGES = {
    360: ("/documents", "/documents/new", "/documents/1", "/documents/2", "/documents/3", "/units/93"),
    1366: ("/documents", "/documents/new?own=1", "/documents/numbering", "/documents/1", "/documents/1/description"),
}
SMALLEST_TARGET = 44
SMALL = """least => [...document.querySelectorAll("main .button:not(.link), main input, main select, main textarea")]
    .filter(one => one.offsetHeight && one.type !== "radio" && one.offsetHeight < least).map(one => one.outerHTML)"""


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


def violations(page: Page) -> list[str]:
    return [f"{page.url}: {one['id']} {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("width", [360, 1366])
def test_nothing_stands_in_the_way_of_the_secretary(address, width):
    wide, wrong, small = [], [], []
    with chromium(address, width=width) as page:
        sign_in(page, SECRETARIAT)
        for path in PAGES[width]:
            page.goto(path)
            wrong += violations(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path)
            small += [] if width > 360 else [f"{path}: {one}" for one in page.evaluate(SMALL, SMALLEST_TARGET)]

    assert small == []
    assert wrong == []
    assert wide == []


def test_a_document_is_entered_with_its_file_and_saved_again(address, tmp_path):
    file = tmp_path / "Quyết định 12.pdf"
    file.write_bytes(samples.pdf())
    with chromium(address, width=360) as page:
        sign_in(page, SECRETARIAT)
        page.goto("/documents")
        page.click("main >> text=Vào sổ văn bản")
        page.select_option("select[name=type]", "decision")
        page.fill("input[name=issuer]", "UBND tỉnh Hậu Giang")
        page.fill("input[name=number]", "12/QĐ-UBND")
        page.fill("input[name=issued_on]", "5/2/2024")
        page.fill("textarea[name=subject]", "Giao chỉ tiêu năm 2024")
        page.set_input_files("input[name=file]", str(file))
        page.click("button:has-text('Vào sổ')")
        assert page.inner_text("h1") == "Quyết định 12/QĐ-UBND"

        with page.expect_download() as saved:
            page.click("#files-table a")
        assert saved.value.suggested_filename == "Quyết định 12.pdf"
