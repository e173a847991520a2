"""A secretary with a phone and on a desk: eight conclusions become tasks, counted at human pace; readable by everybody.

An act is a click, a choice or a field that is typed; each takes 1,2 seconds beside what the page itself takes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page
from sqlalchemy import func, select, update

from committee.core import clock
from committee.core.db import db, transaction
from committee.documents.operations import Description, register
from committee.domain.access import Actor
from committee.domain.task_rules import Party, PartyKind
from committee.members.models import Seat
from committee.members.queries import committees_of
from committee.tasks.models import Task
from committee.tasks.operations import meetings as operations
from committee.tasks.operations.meetings import Came, Item, Plan
from committee.tasks.operations.papers import add_paper, comment, return_paper
from committee.tasks.operations.petitions import Raised, raise_petition
from tests.cast import MEMBER, REPORTER, SECRETARIAT, Cast
from tests.web.looks import press, too_wide, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

PACE, MOST_SECONDS = 1.2, 300
NOTICE = """
1. Giao BHXH tỉnh chủ trì, phối hợp với Sở Y tế xây dựng Quy chế hoạt động của Ban Chỉ đạo trước ngày 20/11/2024.
2. Giao Sở Y tế chủ trì, phối hợp với BHXH tỉnh báo cáo kết quả khám chữa bệnh BHYT chậm nhất ngày 15/11/2024.
3. Giao Huyện Vị Thủy chủ trì lập kế hoạch phát triển người tham gia BHXH tự nguyện trước ngày 10/11/2024.
4. Giao Thị trấn Nàng Mau chủ trì lập danh sách hộ gia đình chưa tham gia BHYT đến hết ngày 30/11/2024.
5. Giao BHXH tỉnh chủ trì tham mưu văn bản đôn đốc các xã chậm tiến độ trong tháng 11/2024.
6. Giao Sở Tài chính chủ trì, phối hợp với BHXH tỉnh tham mưu phương án hỗ trợ mức đóng trước ngày 05/12/2024.
7. Giao Bưu điện tỉnh chủ trì lập kế hoạch mở thêm điểm thu, sớm báo cáo Ban Chỉ đạo.
8. Giao Hội Phụ nữ tỉnh chủ trì, phối hợp với Hội Nông dân tỉnh xây dựng kế hoạch tuyên truyền trước ngày 01/12/2024.
""".strip()
BY = Actor.command_line()
PAGES = ("/meetings", "/meetings/new?visit=1", "/meetings/1", "/meetings/1/agenda", "/meetings/1/attendance",
         "/meetings/1/conclusions/new", "/meetings/1/papers/1", "/petitions", "/petitions/1", "/petitions/new",
         "/units/31441")  # fmt: skip


@pytest.fixture
def address(app, cast, folder) -> Iterator[str]:
    _fill(cast)
    with served(app) as where:
        yield where


def _fill(cast: Cast) -> None:
    unit_id, options = cast.units["93"], {"by": BY, "now": clock.now()}
    committee = committees_of(unit_id)[0].committee_id
    draft = Description("regulation", "Ban Chỉ đạo", "Quy chế hoạt động của Ban Chỉ đạo")
    with transaction():
        for person, organization in ((SECRETARIAT, "BHXH tỉnh"), (MEMBER, "Sở Y tế")):
            db.session.execute(update(Seat).where(Seat.id == cast.seats[person]).values(organization=organization))
        plan = Plan("Sơ kết 9 tháng năm 2024", date(2024, 10, 28), "08:00", "Hội trường", "Trưởng ban")
        meeting = operations.plan_meeting(committee_id=committee, plan=plan, **options)
        visit = Plan("Làm việc tại Nàng Mau", date(2024, 11, 5), visited_unit_id=cast.units["31441"])
        operations.plan_meeting(committee_id=committee, plan=visit, **options)
        operations.set_agenda(meeting_id=meeting, items=[Item("Báo cáo kết quả 9 tháng", "BHXH tỉnh")], **options)
        came = [Came(cast.seats[MEMBER], MEMBER.name, "Sở Y tế", "substitute", "Phó Giám đốc")]
        operations.record_attendance(meeting_id=meeting, people=[*came, Came(None, "Khách", "", "present")], **options)
        document = register(unit_id=unit_id, description=draft, state="draft", **options)
        paper = add_paper(meeting_id=meeting, document_id=document, **options)
        comment(paper_id=paper, text="Bổ sung trách nhiệm", said_by="Sở Y tế", **options)
        due_on = date(2024, 11, 10)
        return_paper(paper_id=paper, reason="Tiếp thu", answered_by="BHXH tỉnh", due_on=due_on, **options)
        addressee = Party(PartyKind.NAME, "UBND tỉnh")
        said = Raised(cast.units["31441"], "Thu", "Ít điểm thu", "Mở thêm điểm thu", addressee)
        raise_petition(raised=said, **options)
    db.session.remove()


class Acts:
    """What a person does on a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.begun = page, 0, time.monotonic()

    def press(self, what: str) -> None:
        self.count += 1
        press(self.page, what)

    def fill(self, what: str, text: str) -> None:
        self.count += 1
        self.page.fill(what, text)

    @property
    def seconds(self) -> float:
        return self.count * PACE + time.monotonic() - self.begun


@pytest.mark.parametrize("width", [360, 1366])
def test_eight_conclusions_become_tasks_within_five_minutes(address, width):
    """Story 004-1: a secretary records the eight conclusions of a meeting as tasks."""
    with chromium(address, width=width) as page:
        sign_in(page, SECRETARIAT)
        page.goto("/meetings")
        acts = Acts(page)
        acts.press("#meetings >> text=Sơ kết 9 tháng năm 2024")
        acts.press("main >> text=Chuyển kết luận thành nhiệm vụ")
        acts.fill("textarea[name=notice]", NOTICE)
        acts.press("button:has-text('Đọc kết luận')")
        assert page.locator("section[id^=card-]").count() == 8
        wrong, wide = violations(page), too_wide(page)
        acts.press("button:has-text('Xác nhận tất cả kết luận')")
        assert page.title().startswith("Lỗi:")
        wrong += violations(page)
        assert page.locator(".errors li").count() == 3
        acts.fill("#deliverable-5", "Văn bản đôn đốc")
        acts.fill("#deliverable-6", "Phương án hỗ trợ")
        acts.fill("#due_on-7", "30/11/2024")
        acts.press("button:has-text('Xác nhận tất cả kết luận')")
        assert "Đã giao 8 nhiệm vụ." in page.inner_text("body")
        wrong, wide = [*wrong, *violations(page)], [*wide, *too_wide(page)]

    assert (wrong, wide) == ([], [])
    assert acts.seconds < MOST_SECONDS, (acts.count, acts.seconds)
    assert acts.count <= 12
    assert db.session.scalar(select(func.count()).select_from(Task)) == 8


@pytest.mark.parametrize("width", [360, 1366])
def test_nothing_stands_in_the_way_on_the_pages_of_meetings_and_proposals(address, width):
    wrong, wide = [], []
    for person in (SECRETARIAT, REPORTER):
        with chromium(address, width=width) as page:
            sign_in(page, person)
            for path in PAGES if person is SECRETARIAT else ("/meetings", "/petitions/1", "/petitions/new"):
                page.goto(path)
                wrong += violations(page)
                wide += too_wide(page)

    assert (wrong, wide) == ([], [])
