"""The main job, walked by its people in a real browser: who is behind, who reports, who accepts, who is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.house import House, chromium, keep_picture, running, visitor
from tests.web.looks import press, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_engine]

CHAIR, REVIEWER = "truong-ban.93", "duyet-so-lieu.935"
SILENT, LAGGING = "bao-cao.31459", "bao-cao.31441"
VOLUNTARY = "Số người tham gia BHXH tự nguyện"
# 25.846 people with the silent commune's 388 of September; it has 440 in October.
BEFORE, REPORTED, AFTER = "25.846", "440", "25.898"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("demo"), "--no-jobs") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_the_main_job(house: House, browser: Browser) -> None:
    with visitor(browser, house, CHAIR) as chair:
        sees_who_is_behind_and_why(chair)
        with visitor(browser, house, SILENT, width=360) as official:
            sends_october(official)
        assert voluntary_of_the_province(chair) == {"official": BEFORE, "self_reported": AFTER}
        with visitor(browser, house, REVIEWER) as reviewer:
            accepts(reviewer)
        assert voluntary_of_the_province(chair) == {"official": AFTER, "self_reported": AFTER}
        keep_picture(chair, "province")

        assert of_the_case(notices_of(house, browser, LAGGING)) == []
        house.command("jobs", "once", "sweep", "--at", "2024-10-28T10:00+07:00")
        house.command("jobs", "once", "deliver", "--at", "2024-10-28T10:01+07:00")
        arrives_in_the_mail(house)
        with visitor(browser, house, LAGGING, width=360) as official:
            reads_and_acknowledges(official)
        sees_the_answer(chair)


def test_the_pages_of_the_demonstration_are_readable_by_everybody(house: House, browser: Browser) -> None:
    for width in (360, 1366):
        page = browser.new_page(base_url=house.address, viewport={"width": width, "height": 760}, locale="vi-VN")
        page.goto("/sign-in")
        if width == 1366:
            keep_picture(page, "sign-in")

        assert violations(page) == []
        assert "Bản trình diễn · số liệu minh họa · đồng hồ chạy từ 28/10/2024" in page.inner_text("header")
        page.close()
    with visitor(browser, house, CHAIR, width=360) as chair:
        for path in ("/", "/units/93", "/units/935", "/cases"):
            chair.goto(path)
            assert violations(chair) == []


def sees_who_is_behind_and_why(chair: Page) -> None:
    press(chair, "nav >> text=Đơn vị")
    if "/units/93" not in chair.url:
        chair.goto("/units/93")
    assert voluntary_of_the_province(chair) == {"official": BEFORE, "self_reported": BEFORE}
    assert "còn thiếu 630 người so với kịch bản" in chair.inner_text("main")
    press(chair, "text=Huyện Vị Thủy")
    row = chair.inner_text("tr:has-text('Xã Vĩnh Tường')")
    assert "388" in row
    assert "Nguy cơ không đạt" in row
    keep_picture(chair, "district")
    press(chair, "main a:has-text('Xã Vĩnh Tường')")
    assert "đến 25/09/2024" in chair.inner_text("main")


def sends_october(official: Page) -> None:
    press(official, "text=Gửi báo cáo tháng 10/2024")
    official.fill("input[name=value_si_voluntary]", REPORTED)
    keep_picture(official, "report-phone")
    press(official, "text=Kiểm tra và gửi")
    press(official, "button:has-text('Gửi báo cáo tháng 10/2024')")
    assert official.inner_text("h1") == "Đã nhận báo cáo tháng 10/2024"


def accepts(reviewer: Page) -> None:
    reviewer.goto("/reviews")
    press(reviewer, "main a:has-text('Xã Vĩnh Tường')")
    keep_picture(reviewer, "review")
    press(reviewer, "form[action$='/acceptance'] button >> nth=0")
    assert "Đã duyệt báo cáo của Xã Vĩnh Tường" in reviewer.inner_text("body")


def voluntary_of_the_province(chair: Page) -> dict[str, str]:
    """Return the two numbers of the province's card on voluntary insurance, as they are shown now."""
    chair.goto("/units/93?indicator=si_voluntary")
    card = chair.inner_text(f"main >> css=:has(> * > h3:text-is('{VOLUNTARY}')) >> nth=0")
    lines = [line.strip() for line in card.splitlines() if line.strip()]
    official = next(line for line in lines if "/30.362 người" in line).split("/")[0]
    self_reported = lines[lines.index("Đơn vị tự báo cáo") + 1].split(" ")[0]
    return {"official": official, "self_reported": self_reported}


def notices_of(house: House, browser: Browser, email: str) -> list[str]:
    with visitor(browser, house, email) as person:
        person.goto("/notices")
        return person.locator("article h3").all_inner_texts()


def of_the_case(titles: list[str]) -> list[str]:
    """Return what was said of the unit that lags; its officials hear of their tasks as well."""
    return [title for title in titles if "Thị trấn Nàng Mau" in title]


def arrives_in_the_mail(house: House) -> None:
    hers = [letter for letter in house.sink.letters if f"{LAGGING}@demo.example" in letter["To"]]
    letters = [letter for letter in hers if of_the_case([letter["Subject"]])]
    assert len(letters) == 1
    assert f"{house.address}/" in letters[0].get_content()


def reads_and_acknowledges(official: Page) -> None:
    official.goto("/notices")
    press(official, "article a:has-text('Thị trấn Nàng Mau')")
    press(official, "text=Mở hồ sơ đôn đốc")
    assert "331" in official.inner_text("main")
    keep_picture(official, "case-phone")
    assert violations(official) == []
    press(official, "#acknowledgement button")
    assert "Đơn vị đã tiếp nhận" in official.inner_text("main")


def sees_the_answer(chair: Page) -> None:
    chair.goto("/cases")
    row = chair.inner_text("tr:has-text('Thị trấn Nàng Mau')")
    assert "Đơn vị đã tiếp nhận" in row
    press(chair, "main a:has-text('Thị trấn Nàng Mau')")
    assert "Đơn vị đã tiếp nhận" in chair.inner_text("main")
    keep_picture(chair, "case")
