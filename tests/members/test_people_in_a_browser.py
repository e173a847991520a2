"""An administrator at a desk and with a phone: one person in forty seconds, ninety-eight in two minutes."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page
from sqlalchemy import func, select

from committee.core import clock
from committee.core.db import db, transaction
from committee.core.tabular import read_table
from committee.members.models import Post
from committee.members.operations import cover_seat
from committee.units.files import UNIT_COLUMNS
from committee.units.operations import import_units
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, SECRETARIAT
from tests.web.looks import press, strike, too_wide, touch, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

SECONDS_AN_ACT = 1.2
COMMUNES = 98


@pytest.fixture
def address(app, cast) -> Iterator[str]:
    with served(app) as where:
        yield where


@dataclass
class Hands:
    """Somebody's hands on a page: counts what they do, at a person's pace."""

    page: Page
    acts: int = 0
    waited: float = 0.0
    told: list[str] = field(default_factory=list)

    def press(self, what: str) -> None:
        self._act(lambda: press(self.page, what))

    def touch(self, what: str) -> None:
        self._act(lambda: touch(self.page, what))

    def type(self, name: str, text: str) -> None:
        self._act(lambda: self.page.fill(f"[name={name}]", text))

    def choose(self, name: str, value: str) -> None:
        self._act(lambda: self.page.select_option(f"[name={name}]", value))

    @property
    def seconds(self) -> float:
        return self.acts * SECONDS_AN_ACT + self.waited

    def _act(self, deed) -> None:
        begun = time.perf_counter()
        deed()
        self.waited += time.perf_counter() - begun
        self.acts += 1


def test_one_person_is_added_in_less_than_forty_seconds(address):
    with chromium(address, width=1366) as page:
        sign_in(page, ADMINISTRATOR)
        hands = Hands(page)

        hands.press("nav >> text=Quản trị")
        hands.press("text=Thêm người")
        hands.type("full_name", "Nguyễn Thị Nga")
        hands.type("email", "nga@vinhtuong.example")
        hands.choose("role", "reporter")
        hands.type("unit", "Thị trấn Nàng Mau")
        hands.press("button:has-text('Thêm và tạo đường dẫn mời')")
        hands.touch("text=Sao chép đường dẫn")

        assert "/invitations/" in page.input_value("#link")
        assert hands.acts == 8
        assert hands.seconds < 40


def test_ninety_eight_people_come_from_excel_in_less_than_two_minutes(app, address, tmp_path):
    with_communes(COMMUNES)
    with chromium(address, width=1366) as page:
        sign_in(page, ADMINISTRATOR)
        hands = Hands(page)

        hands.press("nav >> text=Quản trị")
        hands.press("text=Thêm nhiều người từ Excel")
        with page.expect_download() as fetched:
            hands.touch("text=Tải tệp mẫu")
        filled = tmp_path / "people.xlsx"
        fill_in(fetched.value.path(), filled)
        hands._act(lambda: page.set_input_files("[name=file]", filled))
        hands.press("button:has-text('Kiểm tra tệp')")
        assert "98 mới, 0 thay đổi, 0 giữ nguyên, 0 bị từ chối" in page.inner_text("main")
        assert violations(page) == []
        hands.press("button:has-text('Xác nhận 98 dòng')")
        with page.expect_download() as links:
            hands.touch("button:has-text('Tải đường dẫn mời')")

        assert links.value.path().read_text("utf-8").count("/invitations/") == COMMUNES
        assert hands.acts == 7
        assert hands.seconds < 120
    assert reporters_made() == COMMUNES


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1366, "dark")])
def test_the_pages_of_people_are_readable_by_everybody(cast, address, width, theme):
    with transaction():
        cover_seat(
            seat_id=cast.seats[CHAIR],
            by_seat_id=cast.seats[SECRETARIAT],
            from_on=clock.today(),
            to_on=clock.today(),
            by=BY,
            now=clock.now(),
        )
    chair, member = cast.accounts[CHAIR], cast.seats[MEMBER]
    with chromium(address, width=width, theme=theme) as page:
        sign_in(page, ADMINISTRATOR)
        for path in (
            "/people",
            "/people?state=vacant",
            "/people?q=zzz",
            "/people/new",
            f"/people/{chair}",
            f"/people/{chair}/places",
            f"/people/seats/{member}/areas",
            f"/people/seats/{member}/covers",
            f"/people/seats/{member}/ending",
            "/people/import",
        ):
            page.goto(path)
            assert violations(page) == []
            assert too_wide(page) == []


def test_a_place_is_ended_and_taken_back_with_the_keyboard_alone(cast, address):
    with chromium(address, width=1366) as page:
        sign_in(page, ADMINISTRATOR)
        page.goto(f"/people/{cast.accounts[MEMBER]}")

        reach(page, "a:has-text('Thôi giữ')")
        reach(page, "button:has-text('Thôi giữ')")
        assert "Đã thôi giữ từ ngày 28/10/2024" in page.inner_text("main")
        reach(page, "button:has-text('Phục hồi')")

        assert "Đã phục hồi." in page.inner_text("main")


def reach(page: Page, what: str) -> None:
    """Move the focus by Tab until it stands on `what`, and press Enter there."""
    wanted = page.locator(what).first.element_handle()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement === one", wanted):
            break
    else:
        raise AssertionError(f"{what} is not reached by the keyboard")
    strike(page, "Enter")


def with_communes(count: int) -> None:
    """Enter a province of `count` communes and let the cast's units be."""
    lines = ["code,name,unit_type,level,parent_code", "20,Tỉnh Lạng Sơn,tỉnh,province,"]
    lines += [f"{6000 + number:05d},Xã Số {number},xã,commune,20" for number in range(count)]
    rows = read_table("\n".join(lines).encode(), "units.csv", columns=UNIT_COLUMNS)
    with transaction():
        import_units(rows=rows, by=BY, now=clock.now())
    db.session.remove()


def fill_in(template, target) -> None:
    """Write a name and an address into the rows of the ninety-eight communes, and leave the others as they are."""
    book = load_workbook(io.BytesIO(template.read_bytes()))
    sheet = book.active
    for number, row in enumerate(sheet.iter_rows(min_row=2), start=1):
        if row[2].value.startswith("06"):
            row[0].value, row[1].value = f"bao.cao{number}@langson.example", f"Nông Thị Hậu {number}"
    book.save(target)


def reporters_made() -> int:
    statement = select(func.count()).select_from(Post).where(Post.role == "reporter", Post.organization.like("Xã Số%"))
    return db.session.scalar(statement)
