"""A meeting of the province's committee in October, the tasks it concluded, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from committee.demo.stage import Stage
from committee.demo.story import MADE_UP, email
from committee.domain.access import Actor
from committee.domain.conclusions.proposals import Kind
from committee.domain.task_rules import Party, PartyKind
from committee.members.queries import CommitteeRow, SeatRow, committees_of, seats_in
from committee.tasks import operations, queries
from committee.tasks.operations import Assignment, conclusions, meetings
from committee.tasks.operations.conclusions import Concluded
from committee.tasks.operations.meetings import Came, Plan

HELD_ON = date(2024, 10, 7)
DONE, SENT, ASKED = "done", "sent", "asked"
CHIEF, DEPUTY, SECRETARY = "truong-ban", "pho-ban-thuong-truc", "thu-ky"


@dataclass(frozen=True)
class Job:
    """A task of the tale: who leads, what, which product, by when; `happened` is what came of it."""

    lead: str
    title: str
    product: str
    due_on: date | None
    happened: str = ""


CONCLUDED = (
    Job(DEPUTY, "Xây dựng Quy chế phối hợp của Ban Chỉ đạo", "Quy chế phối hợp", date(2024, 10, 18), DONE),
    Job("uy-vien-1", "Cân đối kinh phí hỗ trợ đóng BHYT năm 2025", "Tờ trình", date(2024, 11, 8)),
    Job("uy-vien-2", "Rà soát học sinh, sinh viên chưa có thẻ BHYT", "Báo cáo rà soát", date(2024, 10, 25), SENT),
    Job("uy-vien-3", "Đối chiếu dữ liệu doanh nghiệp và lao động", "Biên bản đối chiếu", date(2024, 10, 31), ASKED),
    Job("uy-vien-5", "Mở rộng điểm thu tại bưu điện xã", "Danh sách điểm thu", date(2024, 10, 22)),
    Job("uy-vien-6", "Vận động hội viên tham gia BHXH tự nguyện", "Kế hoạch vận động", date(2024, 10, 15), DONE),
    Job(SECRETARY, "Chuẩn bị hội nghị sơ kết quý IV", "Dự thảo báo cáo", date(2024, 12, 20)),
    Job("bao-cao", "Rà soát hộ gia đình chưa tham gia BHYT", "Danh sách số lượng theo ấp", date(2024, 11, 15)),
)
LATER = (
    Job("uy-vien-1", "Thẩm định dự toán tuyên truyền", "Văn bản thẩm định", date(2024, 10, 29)),
    Job("uy-vien-4", "Cung cấp số liệu tạm trú", "Báo cáo số liệu", date(2024, 11, 4)),
    Job("uy-vien-7", "Tổ chức buổi đối thoại với nông dân", "Biên bản đối thoại", None),
    Job("uy-vien-8", "Kiểm tra nợ đóng BHXH tại doanh nghiệp", "Kết luận kiểm tra", date(2024, 10, 24), SENT),
)


def meet(stage: Stage, now: datetime) -> None:
    """Hold the meeting of October: who came, eight conclusions, each a task."""
    committee, by = _committee(stage), stage.actor(email(SECRETARY, stage.story.province))
    plan = Plan(
        title=f"Họp Ban Chỉ đạo tháng 10/2024 ({MADE_UP})",
        held_on=HELD_ON,
        starts_at="14:00",
        place="Phòng họp Ủy ban nhân dân tỉnh",
        period_from=date(2024, 1, 1),
        period_to=date(2024, 9, 1),
    )
    meeting_id = meetings.plan_meeting(committee_id=committee.committee_id, plan=plan, by=by, now=now)
    seats = seats_in([committee.committee_id])
    came = [Came(seat.seat_id, seat.full_name, seat.organization, "present") for seat in seats]
    meetings.record_attendance(meeting_id=meeting_id, people=came, by=by, now=now)
    points = [
        Concluded(f"{job.title}.", Kind.TASK.value, number=str(number), task=_assignment(stage, seats, job, HELD_ON))
        for number, job in enumerate(CONCLUDED, start=1)
    ]
    conclusions.conclude(meeting_id=meeting_id, points=points, by=by, now=now)


def give_more(stage: Stage, now: datetime) -> None:
    """Give further tasks, and hand the one about households down to every commune of a district."""
    by = stage.actor(email(SECRETARY, stage.story.province))
    seats = seats_in([_committee(stage).committee_id])
    for job in LATER:
        operations.assign(assignment=_assignment(stage, seats, job, now.date()), by=by, now=now)
    whole = _given(stage, now)[CONCLUDED[-1].title]
    below = stage.below(stage.units[stage.story.member_area])
    units = [unit.unit_id for unit in below if unit.level == "commune"]
    operations.sub_assign(parent_id=whole, unit_ids=units, due_on=date(2024, 10, 30), by=by, now=now)


def report(stage: Stage, now: datetime) -> None:
    """Let the leads tell how far they are, send results and ask for time."""
    given = _given(stage, now)
    for number, job in enumerate((*CONCLUDED, *LATER)):
        task_id, by = given[job.title], _lead(stage, job)
        if job.happened:
            said = f"Đang hoàn thiện {job.product.lower()}"
            operations.report_progress(task_id=task_id, text=said, percent=80, by=by, now=now)
        if job.happened in (DONE, SENT):
            operations.submit(task_id=task_id, product=f"{number + 31}/BC ({MADE_UP})", by=by, now=now)
        if job.happened == ASKED:
            operations.ask_extension(
                task_id=task_id, wanted_on=date(2024, 11, 15), reason="Chờ dữ liệu quý III", by=by, now=now
            )


def accept(stage: Stage, now: datetime) -> None:
    """Let the chair accept what is done."""
    given, by = _given(stage, now), stage.actor(email(CHIEF, stage.story.province))
    for job in CONCLUDED:
        if job.happened == DONE:
            operations.accept(task_id=given[job.title], evaluation="Đạt yêu cầu", by=by, now=now)


def _committee(stage: Stage) -> CommitteeRow:
    return committees_of(stage.units[stage.story.province].unit_id)[0]


def _assignment(stage: Stage, seats: list[SeatRow], job: Job, day: date) -> Assignment:
    lead = Party(PartyKind.UNIT, "", stage.units[stage.story.member_area].unit_id)
    if job.lead != "bao-cao":
        address = email(job.lead, stage.story.province)
        lead = Party(PartyKind.SEAT, "", next(seat.seat_id for seat in seats if seat.email == address))
    return Assignment(
        committee_id=_committee(stage).committee_id,
        title=job.title,
        lead=lead,
        deliverable=job.product,
        assigned_on=day,
        responsibility="Người đứng đầu cơ quan chủ trì",
        authority="Được mời các cơ quan phối hợp làm việc",
        due_on=job.due_on,
    )


def _given(stage: Stage, now: datetime) -> dict[str, int]:
    """Return {title: the task} of the committee."""
    wanted = queries.TaskFilter(committee_id=_committee(stage).committee_id)
    return {row.title: row.id for row in queries.tasks(wanted, day=now.date())}


def _lead(stage: Stage, job: Job) -> Actor:
    post, code = (CHIEF, stage.story.member_area) if job.lead == "bao-cao" else (job.lead, stage.story.province)
    return stage.actor(email(post, code))
