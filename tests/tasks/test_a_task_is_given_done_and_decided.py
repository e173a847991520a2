"""A task from the assignment to the acceptance: who leads, what is sent, what is returned, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.core.db import db
from committee.documents import operations as documents
from committee.documents.operations import Description
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.domain.task_rules import Party, PartyKind, missing_of_six
from committee.members import operations as members
from committee.tasks import access, operations, queries
from committee.tasks.models import Task
from committee.tasks.queries import TaskFilter
from tests.cast import CHAIR, MEMBER, OTHER_REPORTER, REPORTER, SECRETARIAT, STRANGER
from tests.tasks.desk import TODAY


def test_the_members_of_a_committee_and_its_units_each_have_their_own_tasks(desk) -> None:
    """Story 000-10: tasks for each committee and for each member of one."""
    of_member = desk.assign(lead=desk.seat(MEMBER), title="Theo dõi huyện Vị Thủy")
    of_unit = desk.assign(lead=desk.unit("31318"))
    of_chair = desk.assign(lead=desk.seat(CHAIR), title="Chủ trì họp giao ban")

    mine = {
        person: {row.id for row in queries.tasks(TaskFilter(mine=True), day=TODAY, eyes=desk.viewer(person)[1])}
        for person in (MEMBER, OTHER_REPORTER, CHAIR, REPORTER)
    }

    assert mine == {MEMBER: {of_member}, OTHER_REPORTER: {of_unit}, CHAIR: {of_chair}, REPORTER: set()}
    assert desk.row(of_member).lead.name == "Trần Thanh Bình"


def test_each_committee_below_gets_its_part_and_answers_for_it_and_so_does_each_member(desk) -> None:
    """Story 000-10: the committee of a district and every member of the province's have a task of their own."""
    district = desk.cast.units["935"]
    role = {"account_id": desk.cast.accounts[STRANGER], "unit_id": district, "role": "chair"}
    desk.do(members.give_role, by=SECRETARIAT, **role)
    whole = desk.assign(lead=desk.seat(CHAIR), title="Nhiệm vụ của Ban Chỉ đạo các cấp", code="BCD")

    [part] = desk.do(operations.sub_assign, parent_id=whole, unit_ids=[district], due_on=None, by=SECRETARIAT)
    of_members = [desk.assign(lead=desk.seat(one), title=f"Việc của {one.name}") for one in (CHAIR, MEMBER)]

    chair, eyes = desk.viewer(STRANGER)
    assert access.may_report(chair, eyes, desk.row(part))
    assert [desk.sees(STRANGER, one) for one in (part, *of_members)] == [True, False, False]
    assert desk.row(part).lead.id == district
    assert [desk.row(one).lead.id for one in of_members] == [desk.cast.seats[one] for one in (CHAIR, MEMBER)]
    desk.do(operations.submit, task_id=part, product="3/BC-BCĐ", by=STRANGER)
    desk.do(operations.accept, task_id=part, by=SECRETARIAT)
    assert [desk.row(one).status for one in (part, *of_members)] == ["done_on_time", "open_in_time", "open_in_time"]


def test_who_what_and_whose_responsibility_are_clear_before_a_task_is_issued(desk) -> None:
    """Story 001-7: rõ người, rõ việc, rõ trách nhiệm."""
    said = desk.said(responsibility="Chủ tịch UBND thị trấn chịu trách nhiệm", authority="Được điều động lực lượng")
    task = desk.row(desk.do(operations.assign, assignment=said, by=SECRETARIAT))

    still_missing = missing_of_six(
        lead=task.lead.name,
        content=task.title,
        due_on=task.due_on,
        responsibility=task.responsibility,
        authority=task.authority,
        deliverable=task.deliverable,
    )

    assert still_missing == ()
    assert (task.lead.name, task.responsibility) == (
        "Thị trấn Nàng Mau",
        "Chủ tịch UBND thị trấn chịu trách nhiệm",
    )


def test_a_village_elder_leads_and_somebody_reports_for_him(desk) -> None:
    """Story 001-8: assault teams and village elders lead without an account."""
    elder = Party(PartyKind.NAME, "Già làng Lò Văn Pó")
    task_id = desk.assign(lead=elder, reporter_id=desk.cast.accounts[REPORTER])
    viewer, eyes = desk.viewer(REPORTER)
    stranger, strange_eyes = desk.viewer(STRANGER)

    assert access.may_report(viewer, eyes, access.task_for(eyes, task_id))
    assert not access.may_report(stranger, strange_eyes, desk.row(task_id))
    assert not desk.sees(STRANGER, task_id)
    assert desk.row(task_id).lead == elder
    with pytest.raises(DomainError, match="A task has exactly one lead"):
        desk.assign(lead=Party(PartyKind.NAME, " "))


def test_what_an_assault_team_has_done_is_sent_in_its_name_and_accepted(desk) -> None:
    """Story 001-8: a team leads, elders and village heads help, and whoever has an account reports for them."""
    team = Party(PartyKind.NAME, "Tổ xung kích bản Nà Ban")
    elders = tuple(Party(PartyKind.NAME, name) for name in ("Già làng Lò Văn Pó", "Trưởng bản Nà Ban"))
    task_id = desk.assign(lead=team, coordinators=elders, reporter_id=desk.cast.accounts[REPORTER])
    desk.do(operations.report_progress, task_id=task_id, text="Đã đến 12 hộ", percent=60, by=REPORTER)

    desk.do(operations.submit, task_id=task_id, product="Danh sách 20 hộ", by=REPORTER)
    assert not access.may_decide(desk.viewer(REPORTER)[0], desk.row(task_id))
    desk.do(operations.accept, task_id=task_id, by=SECRETARIAT)

    task = desk.row(task_id)
    assert (task.status, task.lead, [one.name for one in task.coordinators]) == (
        "done_on_time",
        team,
        [one.name for one in elders],
    )
    [sent] = queries.histories_of(task_id, day=TODAY).submissions
    assert (sent.product, sent.state) == ("Danh sách 20 hộ", "accepted")


def test_the_tax_office_and_the_associations_coordinate(desk) -> None:
    """Story 000-11: coordination with Thuế and KH-ĐT (data review), the associations and the collection service."""
    names = ("Cục Thuế", "Sở Kế hoạch và Đầu tư", "Hội Phụ nữ", "Hội Nông dân", "Bưu điện tỉnh (tổ chức dịch vụ thu)")
    tax, planning, *helping = (Party(PartyKind.NAME, name) for name in names)
    review = desk.assign(lead=tax, coordinators=(planning,), title="Rà soát dữ liệu doanh nghiệp, lao động")
    drive = desk.assign(lead=desk.seat(MEMBER), coordinators=tuple(helping), title="Vận động BHXH tự nguyện")

    assert [party.name for party in desk.row(review).coordinators] == [names[1]]
    assert [party.name for party in desk.row(drive).coordinators] == list(names[2:])
    with pytest.raises(DomainError, match="cannot be a coordinator too"):
        desk.assign(lead=tax, coordinators=(planning, tax))


def test_a_lead_is_helped_by_coordinators_who_see_the_task(desk) -> None:
    """Story 002-8: coordinators beside the lead, some of them names only."""
    helping = (Party(PartyKind.NAME, "Hội Nông dân"), desk.unit("31318"), desk.seat(MEMBER))
    task_id = desk.assign(coordinators=helping)

    task = desk.row(task_id)
    viewer, eyes = desk.viewer(OTHER_REPORTER)

    assert [party.name for party in task.coordinators] == ["Hội Nông dân", "Phường I", "Trần Thanh Bình"]
    assert desk.sees(OTHER_REPORTER, task_id)
    assert not access.may_report(viewer, eyes, task)


def test_a_document_of_the_party_committee_is_the_source_of_tasks(desk) -> None:
    """Story 003-4: the letter of the Party committee of 12/10/2020 creates tasks."""
    letter = desk.do(
        documents.register,
        unit_id=desk.cast.units["93"],
        description=Description(
            type="Công văn",
            issuer="Tỉnh ủy",
            subject="Lãnh đạo thực hiện BHXH, BHYT",
            number="27-CV/TU",
            issued_on=date(2020, 10, 12),
        ),
        by=SECRETARIAT,
    )
    first = desk.assign(document_id=letter, excerpt="Điểm 1")
    second = desk.assign(document_id=letter, excerpt="Điểm 2", lead=desk.unit("31318"))
    desk.assign()

    assert {row.id for row in queries.tasks(TaskFilter(document_id=letter), day=TODAY)} == {first, second}


def test_the_office_leads_two_departments_help_and_the_regulation_is_due_before_a_day(desk) -> None:
    """Story 004-2: BHXH tỉnh leads, Sở Y tế and Cục Thống kê help; the product is a Quy chế, due before a day."""
    task_id = desk.assign(
        lead=Party(PartyKind.NAME, "BHXH tỉnh"),
        coordinators=(Party(PartyKind.NAME, "Sở Y tế"), Party(PartyKind.NAME, "Cục Thống kê")),
        deliverable="Quy chế phối hợp",
        reporter_id=desk.cast.accounts[REPORTER],
        assigned_on=date(2024, 6, 3),
        due_on=date(2024, 6, 19),
        due_wording="trước ngày 20/6",
    )
    desk.do(operations.submit, task_id=task_id, product="Dự thảo 1", by=REPORTER, on=date(2024, 6, 17))
    desk.do(operations.return_submission, task_id=task_id, reason="Thiếu ý kiến", by=CHAIR, on=date(2024, 6, 18))
    desk.do(operations.submit, task_id=task_id, product="12/QC-BHXH", by=REPORTER, on=date(2024, 6, 19))
    desk.do(operations.accept, task_id=task_id, evaluation="Tốt", by=CHAIR, on=date(2024, 6, 24))

    statuses = [desk.row(task_id, day).status for day in (date(2024, 6, 19), date(2024, 6, 20), date(2024, 6, 24))]
    histories = queries.histories_of(task_id, day=TODAY)

    assert statuses == ["open_in_time", "open_overdue", "done_on_time"]
    assert [(sent.product, sent.state) for sent in histories.submissions] == [
        ("Dự thảo 1", "returned"),
        ("12/QC-BHXH", "accepted"),
    ]


def test_a_submission_waits_beside_the_status_and_is_not_decided_by_its_sender(desk) -> None:
    task_id = desk.assign(lead=desk.seat(SECRETARIAT))
    desk.do(operations.submit, task_id=task_id, product="15/BC-BCĐ", by=SECRETARIAT)
    sender, _ = desk.viewer(SECRETARIAT)
    chair, _ = desk.viewer(CHAIR)

    task = desk.row(task_id)

    assert (task.status, task.waiting_since) == ("open_in_time", TODAY)
    assert access.may_decide(chair, task)
    assert not access.may_decide(sender, task)
    for operation, more in ((operations.accept, {}), (operations.return_submission, {"reason": "chưa đủ"})):
        with pytest.raises(NotAllowed):
            desk.do(operation, task_id=task_id, by=SECRETARIAT, **more)


def test_every_step_out_of_order_is_refused_in_a_sentence(desk) -> None:
    task_id = desk.assign()
    asked = {"wanted_on": date(2024, 12, 15), "reason": "Chờ số liệu"}
    refusals = [
        (operations.accept, {}, "No submission is waiting"),
        (operations.submit, {"product": " "}, "needs its product"),
        (operations.return_submission, {"reason": "vì"}, "No submission is waiting"),
        (operations.cancel, {"reason": ""}, "Say why the task is stopped"),
        (operations.cancel, {"reason": "trùng", "replaced_by_id": task_id}, "does not replace itself"),
        (operations.report_progress, {"text": ""}, "Say how far it is"),
        (operations.report_progress, {"text": "", "percent": 101}, "between 0 and 100"),
        (operations.ask_extension, {**asked, "reason": ""}, "Say why more time"),
        (operations.ask_extension, {**asked, "wanted_on": date(2024, 11, 30)}, "must lie after"),
    ]
    for operation, more, sentence in refusals:
        with pytest.raises(DomainError, match=sentence):
            desk.do(operation, task_id=task_id, by=REPORTER, **more)
    bad = [
        ({"lead": desk.unit("31318"), "coordinators": (desk.unit("31318"),)}, "cannot be a coordinator"),
        ({"due_on": date(2024, 10, 27)}, "before the day of the assignment"),
        ({"secrecy": "mật"}, "keeps no secret documents"),
        ({"title": " "}, "needs a title"),
        ({"deliverable": ""}, "needs its product"),
        ({"is_standing": True}, "tied to an indicator"),
        ({"urgency": "now"}, "The urgency is"),
        ({"lead": Party(PartyKind.UNIT, "", 999_999)}, "nobody with this number"),
        ({"code": "NV-1"}, "already"),
    ]
    for said, sentence in bad:
        with pytest.raises(DomainError, match=sentence):
            desk.assign(**said)

    assert db.session.scalars(select(Task.id)).all() == [task_id]
    assert queries.histories_of(task_id, day=TODAY).submissions == []


def test_more_time_is_given_once_and_the_first_day_is_kept(desk) -> None:
    task_id = desk.assign(assigned_on=date(2024, 9, 2), due_on=date(2024, 9, 30))
    wanted = {"task_id": task_id, "wanted_on": date(2024, 10, 31), "reason": "Chờ số liệu của Thuế"}
    asked = desk.do(operations.ask_extension, by=REPORTER, on=date(2024, 9, 20), **wanted)
    with pytest.raises(NotAllowed):
        desk.do(operations.approve_extension, extension_id=asked, by=REPORTER, on=date(2024, 9, 25))
    desk.do(operations.approve_extension, extension_id=asked, by=CHAIR, on=date(2024, 9, 25))

    days = (date(2024, 9, 24), date(2024, 10, 15), date(2024, 11, 1))
    before_it = desk.row(task_id)

    assert (before_it.original_due_on, before_it.due_on, before_it.extensions) == (
        date(2024, 9, 30),
        date(2024, 10, 31),
        1,
    )
    assert [desk.row(task_id, day).status for day in days] == ["open_in_time", "open_in_time", "open_overdue"]
    with pytest.raises(DomainError, match="at most 1 times"):
        desk.do(operations.ask_extension, by=REPORTER, **{**wanted, "wanted_on": date(2024, 12, 31)})
    with pytest.raises(DomainError, match="its answer already"):
        desk.do(operations.refuse_extension, extension_id=asked, answer="không", by=CHAIR)
    said = desk.said(assigned_on=date(2024, 9, 2), due_on=date(2024, 12, 31))
    with pytest.raises(DomainError, match="no longer corrected by hand"):
        desk.do(operations.change, task_id=task_id, assignment=said, version=before_it.version, by=SECRETARIAT)


def test_what_an_earlier_day_knew_is_what_it_is_asked_for(desk) -> None:
    task_id = desk.assign(assigned_on=date(2024, 9, 2), due_on=date(2024, 9, 30))
    asked = desk.do(
        operations.ask_extension,
        task_id=task_id,
        wanted_on=date(2024, 10, 31),
        reason="Chờ số liệu",
        by=REPORTER,
        on=date(2024, 9, 30),
    )
    desk.do(operations.approve_extension, extension_id=asked, by=CHAIR, on=date(2024, 10, 3))
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER, on=date(2024, 10, 20))
    desk.do(operations.accept, task_id=task_id, by=CHAIR, on=date(2024, 10, 25))

    seen = {day: desk.row(task_id, date.fromisoformat(day)).status for day in (
        "2024-09-30", "2024-10-01", "2024-10-02", "2024-10-03", "2024-10-24", "2024-10-25",
    )}  # fmt: skip

    assert list(seen.values()) == [
        "open_in_time", "open_overdue", "open_overdue", "open_in_time", "open_in_time", "done_on_time",
    ]  # fmt: skip
    assert desk.row(task_id, date(2024, 9, 1)).status is None


def test_a_stopped_task_leaves_the_rates_and_says_what_replaces_it(desk) -> None:
    old, new = desk.assign(), desk.assign(title="Rà soát lại toàn huyện")
    desk.do(operations.submit, task_id=old, product="1/BC", by=REPORTER)

    desk.do(operations.cancel, task_id=old, reason="Trùng nội dung", replaced_by_id=new, by=CHAIR)

    task = desk.row(old)
    assert (task.status, task.replaced_by_id, task.waiting_since) == ("cancelled", new, None)
    with pytest.raises(DomainError, match="stopped"):
        desk.do(operations.submit, task_id=old, product="2/BC", by=REPORTER)
    with pytest.raises(NotFound):
        desk.do(operations.cancel, task_id=new, reason="không còn", replaced_by_id=999_999, by=CHAIR)


def test_a_description_is_corrected_at_the_version_that_was_seen(desk) -> None:
    task_id = desk.assign(coordinators=(desk.unit("31318"),))
    said = desk.said(title="Rà soát hộ cận nghèo", due_on=date(2024, 12, 15), code="KL-01")
    desk.do(operations.change, task_id=task_id, assignment=said, version=1, by=SECRETARIAT)

    task = desk.row(task_id)
    facts = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "change task")).one()

    assert (task.title, task.code, task.due_on, task.original_due_on, task.coordinators) == (
        "Rà soát hộ cận nghèo",
        "KL-01",
        date(2024, 12, 15),
        date(2024, 12, 15),
        (),
    )
    assert facts["before"]["coordinators"] == ["Phường I"]
    assert facts["after"]["due_on"] == "2024-12-15"
    with pytest.raises(operations.Stale):
        desk.do(operations.change, task_id=task_id, assignment=said, version=1, by=SECRETARIAT)
    assert [row.id for row in queries.tasks(TaskFilter(words="ho can ngheo kl"), day=TODAY)] == [task_id]
