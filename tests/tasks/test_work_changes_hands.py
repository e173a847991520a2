"""Who works on a task, who follows it, and what becomes of it when a seat changes or it goes down the tree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from committee.core.db import db, transaction
from committee.core.tabular import read_table
from committee.domain.errors import DomainError, NotFound
from committee.domain.task_rules import Party, PartyKind
from committee.domain.task_status import Counts
from committee.members import operations as members
from committee.members.models import Post
from committee.members.queries import committees_of
from committee.tasks import access, operations, queries
from committee.tasks.models import TaskCoordinator, TaskSeries
from committee.tasks.people import People
from committee.tasks.queries import TaskFilter
from committee.units.files import UNIT_COLUMNS
from committee.units.operations import import_units
from committee.units.queries import unit_with_code
from tests.cast import CHAIR, MEMBER, OTHER_REPORTER, REPORTER, SECRETARIAT, STRANGER
from tests.tasks.desk import TODAY, at


def test_the_officer_in_charge_of_communes_follows_their_tasks_and_decides_nothing(desk) -> None:
    """Story 002-4: whoever is in charge of an area sees how far its communes are, and hears of what to urge them to."""
    in_area = desk.assign(lead=desk.unit("31441"))
    viewer, eyes = desk.viewer(MEMBER)
    task = access.task_for(eyes, in_area)

    said = desk.do(operations.report_progress, task_id=in_area, text="Đã rà soát 5 khóm", percent=40, by=REPORTER)

    assert access.task_for(eyes, in_area).percent == 40
    assert said > 0
    assert desk.cast.accounts[MEMBER] in {one.account_id for one in People(TODAY).following(task)}
    assert not access.may_report(viewer, eyes, task)
    assert not access.may_decide(viewer, task)
    assert not access.may_assign(viewer, task)


def test_whoever_left_the_house_sees_and_reports_no_more_on_what_was_handed_on_to_them(desk) -> None:
    task_id = desk.assign(lead=desk.unit("31441"))
    officer = desk.cast.accounts[REPORTER]
    desk.do(operations.hand_on, task_id=task_id, account_id=officer, by=REPORTER)
    named = desk.assign(lead=Party(PartyKind.NAME, "Hội Nông dân tỉnh"), reporter_id=officer)

    def reports(one: int) -> bool:
        viewer, eyes = desk.viewer(REPORTER)
        return access.may_report(viewer, eyes, access.task_for(eyes, one))

    before = [reports(one) for one in (task_id, named)]
    with transaction() as session:
        session.execute(update(Post).where(Post.account_id == officer).values(to_on=TODAY - timedelta(days=1)))

    assert before == [True, True]
    assert [desk.sees(REPORTER, one) for one in (task_id, named)] == [False, False]
    told = People(TODAY)
    assert [told.doing(desk.row(one)) for one in (task_id, named)] == [[], []]


def test_a_task_is_handed_on_to_an_officer_of_the_house_and_the_lead_stays(desk) -> None:
    task_id = desk.assign(lead=desk.unit("31441"))
    officer = desk.cast.accounts[REPORTER]
    desk.do(operations.hand_on, task_id=task_id, account_id=officer, note="Anh Đức làm", by=REPORTER)

    task = desk.row(task_id)
    handed = queries.histories_of(task_id, day=TODAY).handovers

    assert (task.handler_id, task.lead.name) == (officer, "Thị trấn Nàng Mau")
    assert [(one.kind, one.from_name, one.to_name) for one in handed] == [("handler", "", "Võ Minh Đức")]
    with pytest.raises(DomainError, match="stays in the house"):
        desk.do(operations.hand_on, task_id=task_id, account_id=desk.cast.accounts[OTHER_REPORTER], by=REPORTER)
    with pytest.raises(NotFound):
        desk.do(operations.give_reporter, task_id=task_id, account_id=999_999, by=SECRETARIAT)


def test_a_task_given_to_another_lead_keeps_who_led_before(desk) -> None:
    task_id = desk.assign(lead=desk.unit("31441"), coordinators=(desk.unit("31321"),))
    with pytest.raises(DomainError, match="cannot be a coordinator"):
        desk.do(operations.reassign, task_id=task_id, lead=desk.unit("31321"), by=SECRETARIAT)
    with pytest.raises(DomainError, match="leads this task already"):
        desk.do(operations.reassign, task_id=task_id, lead=desk.unit("31441"), by=SECRETARIAT)

    desk.do(operations.reassign, task_id=task_id, lead=desk.unit("31318"), note="Đổi địa bàn", by=SECRETARIAT)

    handed = queries.histories_of(task_id, day=TODAY).handovers
    assert [(one.kind, one.from_name, one.to_name, one.note) for one in handed] == [
        ("lead", "Thị trấn Nàng Mau", "Phường I", "Đổi địa bàn")
    ]
    assert desk.sees(OTHER_REPORTER, task_id)
    assert not desk.sees(REPORTER, task_id)


def test_open_work_follows_the_post_and_what_is_done_keeps_its_name(desk) -> None:
    old, new = desk.cast.seats[MEMBER], desk.cast.seats[CHAIR]
    still_open = desk.assign(lead=desk.seat(MEMBER))
    done = desk.assign(lead=desk.seat(MEMBER))
    helped = desk.assign(coordinators=(desk.seat(MEMBER),))
    helped_by_both = desk.assign(coordinators=(desk.seat(MEMBER), desk.seat(CHAIR)))
    series = desk.do(
        operations.start_series,
        assignment=desk.said(code="BC", lead=desk.seat(MEMBER)),
        rhythm="monthly",
        due_rule="last",
        from_on=TODAY,
        by=SECRETARIAT,
    )
    desk.do(operations.submit, task_id=done, product="1/BC", by=MEMBER)
    desk.do(operations.accept, task_id=done, by=CHAIR)
    left = queries.open_per_seat([old, new])

    moved = desk.do(operations.follow_post, old_seat_id=old, new_seat_id=new, by=SECRETARIAT)

    assert (left, moved) == ({old: 1}, [still_open])
    assert (desk.row(still_open).lead.id, desk.row(done).lead.id) == (new, old)
    assert [desk.row(task_id).coordinators[0].id for task_id in (helped, helped_by_both)] == [new, new]
    assert db.session.scalars(select(TaskCoordinator.id).where(TaskCoordinator.seat_id == old)).all() == []
    assert db.session.get_one(TaskSeries, series, populate_existing=True).template["lead"]["id"] == new
    assert queries.open_per_seat([old, new]) == {new: 1}


def test_the_duties_of_communes_are_handed_down_and_the_whole_shows_their_rates(desk) -> None:
    """Story 004-7: the duties of xã and phường are added; each answers for its own, the province for the whole."""
    communes = [desk.cast.units[code] for code in ("31318", "31321", "31444")]
    members.give_role(
        account_id=desk.cast.accounts[STRANGER],
        unit_id=communes[2],
        role="chair",
        by=desk.cast.actor(SECRETARIAT),
        now=at(TODAY),
    )
    db.session.commit()
    whole = desk.assign(lead=desk.unit("93"), title="Nhiệm vụ của xã, phường", code="KL-07")

    parts = desk.do(
        operations.sub_assign, parent_id=whole, unit_ids=communes, due_on=date(2024, 11, 15), by=SECRETARIAT
    )

    rows = [desk.row(part) for part in parts]
    assert [row.code for row in rows] == ["KL-07.31318", "KL-07.31321", "KL-07.31444"]
    assert [row.committee_unit.code for row in rows] == ["93", "93", "93"]  # who hands down decides
    desk.do(operations.submit, task_id=parts[0], product="1/BC", by=OTHER_REPORTER)
    desk.do(operations.accept, task_id=parts[0], by=CHAIR)
    assert queries.histories_of(whole, day=TODAY).parts == Counts(done_on_time=1, open_in_time=2)
    assert {row.id for row in queries.tasks(TaskFilter(parent_id=whole), day=TODAY)} == set(parts)
    commune, eyes = desk.viewer(STRANGER)
    part = rows[2]
    decides = [access.may_decide, access.may_answer_extension, access.may_cancel, access.may_assign]
    assert [may(commune, part) for may in decides] == [False] * 4
    assert [may(desk.viewer(SECRETARIAT)[0], part) for may in decides] == [True] * 4
    assert access.may_report(commune, eyes, part)
    assert access.may_assign_part(commune, part)  # what it hands further down is its own committee's
    [own] = committees_of(communes[2])
    assert access.committee_handing_down(commune, part) == own.committee_id
    assert access.committee_handing_down(desk.viewer(SECRETARIAT)[0], part) == desk.committee_id
    for unit_ids, due_on, sentence in (
        (communes[:1], None, "has a part of this task already"),
        ([desk.cast.units["31441"]], date(2024, 12, 31), "at the latest"),
        ([], None, "at least one unit"),
    ):
        with pytest.raises(DomainError, match=sentence):
            desk.do(operations.sub_assign, parent_id=whole, unit_ids=unit_ids, due_on=due_on, by=SECRETARIAT)


def test_in_a_tree_of_two_levels_the_duties_of_the_communes_are_theirs_at_once(desk, browser_of, tmp_path) -> None:
    """Story 004-7: no district stands between; every xã and phường of the province gets its part, and no other unit."""
    communes = {"31120": "Phường Ninh Kiều", "31147": "Phường Bình Thủy", "31153": "Xã Trường Long"}
    units = tmp_path / "units.csv"
    lines = [f"{code},{name},{name.split()[0].lower()},commune,92" for code, name in communes.items()]
    head = ["code,name,unit_type,level,parent_code", "92,Thành phố Cần Thơ,thành phố,province,"]
    units.write_text("\n".join([*head, *lines]), encoding="utf-8")
    desk.do(import_units, rows=read_table(units, "units.csv", columns=UNIT_COLUMNS), by=SECRETARIAT)
    top, below = unit_with_code("92", TODAY).unit_id, {unit_with_code(code, TODAY).unit_id for code in communes}
    role = {"account_id": desk.cast.accounts[STRANGER], "unit_id": top, "role": "secretariat"}
    desk.do(members.give_role, by=SECRETARIAT, **role)
    committee_id, lead = committees_of(top)[0].committee_id, Party(PartyKind.UNIT, "", top)
    whole = desk.assign(committee_id=committee_id, lead=lead, title="Bổ sung nhiệm vụ của xã, phường", by=STRANGER)
    secretary = browser_of(STRANGER)
    secretary.open(f"/tasks/{whole}/parts/new")

    said = {"responsibility": "Chủ tịch UBND cấp xã chịu trách nhiệm", "authority": "Được điều động lực lượng"}
    secretary.press("Giao phần việc", all="communes", **said)

    parts = queries.tasks(TaskFilter(parent_id=whole), day=TODAY)
    assert {row.lead.id for row in parts} == below
    assert {row.responsibility for row in parts} == {said["responsibility"]}
    page = secretary.open(f"/tasks/{whole}")
    assert [name in page.text for name in communes.values()] == [True] * 3
    assert not any(desk.sees(REPORTER, row.id) for row in parts)


def test_somebodys_work_is_what_they_do_what_they_sent_and_what_waits_for_them(desk) -> None:
    own = desk.assign(lead=desk.unit("31441"), due_on=date(2024, 10, 30))
    sent = desk.assign(lead=desk.unit("31441"))
    desk.assign(lead=desk.unit("31318"))
    desk.do(operations.submit, task_id=sent, product="1/BC", by=REPORTER)
    asked = desk.do(operations.ask_extension, task_id=own, wanted_on=date(2024, 11, 5), reason="Mưa lũ", by=REPORTER)

    of_lead, of_chair = queries.work_of(desk.viewer(REPORTER)[1]), queries.work_of(desk.viewer(CHAIR)[1])
    of_stranger = queries.work_of(desk.viewer(STRANGER)[1])
    soon = queries.open_with_due_around(TODAY, before=5, after=7)

    assert ([row.id for row in of_lead.to_do], [row.id for row in of_lead.sent]) == ([own], [sent])
    assert {row.id for row in of_chair.to_answer} == {own, sent}
    assert of_lead.to_answer == of_stranger.to_do == of_stranger.to_answer == []
    assert [(row.id, row.extension_id, row.wanted_on) for row in soon] == [(own, asked, date(2024, 11, 5))]
