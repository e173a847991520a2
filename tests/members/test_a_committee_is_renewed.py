"""A decision renews a committee: seats, areas and covers in one act, previewed before and taken back as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.errors import DomainError
from committee.domain.grants import Role
from committee.members.charges import areas_of, covers_of
from committee.members.composition import gaps_in, reconstitutions_of, sitting_on, successors_by
from committee.members.models import AreaAssignment, Cover, Reconstitution, Seat
from committee.members.operations import (
    add_agency,
    cover_seat,
    merge_agency,
    reconstitute,
    rename_agency,
    take_back_end_of_seat,
    withdraw_reconstitution,
)
from committee.members.queries import viewer_of
from committee.members.reconstitution_plan import Proposal, ProposedLine, plan_reconstitution
from committee.members.reconstitution_words import Kind, changes_of, cover_words, gap_words
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, SECRETARIAT
from tests.members.agencies import agency_named
from tests.tasks.desk import together

TODAY, FROM = date(2024, 10, 28), date(2024, 11, 1)
BEFORE = date(2024, 10, 31)
NEW_CHAIR = ProposedLine("Đỗ Văn Hải", Role.CHAIR, "Phó Chủ tịch", "UBND tỉnh", "hai@haugiang.example")
SUCCESSOR = ProposedLine("Ngô Thị Lài", Role.MEMBER, "Phó Giám đốc", "Sở Y tế", "lai@haugiang.example")


@pytest.fixture
def committee_id(app, cast) -> int:
    return db.session.get_one(Seat, cast.seats[CHAIR]).committee_id


@pytest.fixture
def line_of(cast):
    """Return a function that gives somebody of the cast as they sit."""
    return lambda person: ProposedLine(person.name, Role(person.role), email=person.email, seat=cast.seats[person])


def renewed(committee_id: int, *lines: ProposedLine, effective_on: date = FROM, decision: str = "12/QĐ-UBND"):
    with transaction():
        return reconstitute(
            proposal=Proposal(committee_id, decision, date(2024, 10, 25), effective_on, lines), by=BY, now=clock.now()
        )


def state() -> list[tuple[object, ...]]:
    """Return everything a renewal may touch, as it stands."""
    db.session.expire_all()
    seats = [(s.id, s.to_on, s.position_title, s.organization) for s in db.session.scalars(select(Seat))]
    areas = [(a.seat_id, a.unit_id, a.from_on, a.to_on) for a in db.session.scalars(select(AreaAssignment))]
    return [*sorted(seats), *areas, *((c.id, c.to_on) for c in db.session.scalars(select(Cover)))]


def test_seats_areas_and_covers_go_with_the_post(committee_id, cast, line_of) -> None:
    """Story 002-4: the officer in charge of communes leaves; whoever takes the post takes the communes."""
    with transaction():
        days = {"from_on": TODAY, "to_on": date(2024, 12, 31)}
        cover_seat(seat_id=cast.seats[MEMBER], by_seat_id=cast.seats[SECRETARIAT], **days, by=BY, now=clock.now())

    done = renewed(committee_id, NEW_CHAIR, line_of(SECRETARIAT), replace(SUCCESSOR, follows=cast.seats[MEMBER]))

    new = {seat.role: seat for seat in sitting_on(committee_id, FROM)}
    assert [seat.full_name for seat in sitting_on(committee_id, BEFORE)] == [CHAIR.name, MEMBER.name, SECRETARIAT.name]
    assert [seat.full_name for seat in new.values()] == ["Đỗ Văn Hải", "Ngô Thị Lài", SECRETARIAT.name]
    assert new["secretariat"].seat_id == cast.seats[SECRETARIAT]
    assert done.successors == {cast.seats[CHAIR]: new["chair"].seat_id, cast.seats[MEMBER]: new["member"].seat_id}
    assert successors_by(BEFORE) == {}
    assert successors_by(FROM) == done.successors
    assert db.session.get_one(Seat, new["chair"].seat_id).decision == "12/QĐ-UBND"
    assert [unit.code for unit in areas_of([new["member"].seat_id], FROM)[new["member"].seat_id]] == ["935"]
    assert areas_of([cast.seats[MEMBER]], FROM) == {}
    assert covers_of([cast.seats[MEMBER]])[0].to_on == BEFORE
    assert viewer_of(cast.accounts[CHAIR], FROM).seats == ()
    assert len(viewer_of(cast.accounts[CHAIR], BEFORE).seats) == 1
    assert viewer_of(new["chair"].account_id, FROM).seats[0].role == Role.CHAIR
    assert gaps_in(committee_id, FROM).roles == (Role.STANDING_VICE_CHAIR,)


def test_what_is_shown_before_is_what_happens(committee_id, cast, line_of) -> None:
    with transaction():
        days = {"from_on": TODAY, "to_on": date(2024, 12, 31)}
        cover_seat(seat_id=cast.seats[CHAIR], by_seat_id=cast.seats[SECRETARIAT], **days, by=BY, now=clock.now())
    lines = (NEW_CHAIR, replace(line_of(SECRETARIAT), role=Role.VICE_CHAIR))

    plan = plan_reconstitution(Proposal(committee_id, "12/QĐ-UBND", None, FROM, lines))
    told = {change.name: change for change in changes_of(plan, {cast.seats[CHAIR]: 2, cast.seats[MEMBER]: 3})}

    assert {name: change.kind for name, change in told.items()} == {
        CHAIR.name: Kind.ENDS,
        MEMBER.name: Kind.ENDS,
        SECRETARIAT.name: Kind.MOVES,
        "Đỗ Văn Hải": Kind.BEGINS,
    }
    assert told[CHAIR.name].notes == ["Đỗ Văn Hải tiếp nhận vị trí này.", "2 nhiệm vụ đang mở chuyển sang Đỗ Văn Hải."]
    assert told[MEMBER.name].notes == [
        "Chưa có ai tiếp nhận vị trí này.",
        "Địa bàn đến khi đó: Huyện Vị Thủy.",
        "3 nhiệm vụ đang mở chờ giao lại.",
    ]
    assert told[SECRETARIAT.name].role == "Tổ giúp việc, thư ký → Phó Trưởng ban"
    assert "nhập số liệu" in told[SECRETARIAT.name].loses[0][1]
    assert told[SECRETARIAT.name].gains == []
    assert "xem người và chức danh" in told["Đỗ Văn Hải"].gains[0][1]
    assert cover_words(plan) == [f"{SECRETARIAT.name} thôi làm thay {CHAIR.name} (Trưởng ban, đến 31/12/2024)."]
    assert gap_words(plan) == [
        "Chức danh còn khuyết: Phó Trưởng ban thường trực.",
        "Chức danh còn khuyết: Tổ giúp việc, thư ký.",
        f"Chưa có ai tiếp nhận vị trí của {MEMBER.name}, Ủy viên.",
        "Chưa có ai phụ trách: Huyện Vị Thủy.",
    ]
    assert db.session.scalar(select(func.count()).select_from(Reconstitution)) == 0


def test_it_is_taken_back_whole_until_it_takes_effect(committee_id, cast, line_of, monkeypatch) -> None:
    with transaction():
        days = {"from_on": date(2024, 11, 5), "to_on": date(2024, 11, 9)}
        cover_seat(seat_id=cast.seats[CHAIR], by_seat_id=cast.seats[MEMBER], **days, by=BY, now=clock.now())
    before = state()
    kept = replace(line_of(SECRETARIAT), position_title="Phó Chánh Văn phòng", organization="Văn phòng UBND tỉnh")
    done = renewed(committee_id, NEW_CHAIR, replace(SUCCESSOR, follows=cast.seats[MEMBER]), kept)
    assert db.session.get_one(Seat, cast.seats[SECRETARIAT]).organization == "Văn phòng UBND tỉnh"
    with pytest.raises(DomainError, match="take that back as a whole"):
        take_back_end_of_seat(seat_id=cast.seats[CHAIR], by=BY, now=clock.now())

    with transaction():
        withdraw_reconstitution(
            committee_id=committee_id, reconstitution_id=done.reconstitution_id, by=BY, now=clock.now()
        )

    after = state()
    assert [row for row in after if row in before] == before
    assert sitting_on(committee_id, FROM) == sitting_on(committee_id, TODAY)
    assert reconstitutions_of(committee_id) == []
    assert successors_by(FROM) == {}
    renewed(committee_id, NEW_CHAIR, line_of(SECRETARIAT), line_of(MEMBER))
    assert sitting_on(committee_id, FROM)[0].full_name == "Đỗ Văn Hải"


def test_once_it_is_in_force_it_stays(committee_id, cast, line_of) -> None:
    past = renewed(committee_id, NEW_CHAIR, line_of(MEMBER), effective_on=date(2024, 10, 1))
    take_back = {"committee_id": committee_id, "reconstitution_id": past.reconstitution_id, "by": BY}

    with pytest.raises(DomainError, match="before it takes effect, or on the day it was entered"):
        withdraw_reconstitution(**take_back, now=clock.now().replace(day=30))
    with transaction():
        withdraw_reconstitution(**take_back, now=clock.now())
    assert sitting_on(committee_id, TODAY)[0].full_name == CHAIR.name


def test_the_next_renewal_hands_on_what_the_one_before_handed_on(committee_id, cast, line_of) -> None:
    first = renewed(committee_id, NEW_CHAIR, line_of(SECRETARIAT), line_of(MEMBER))
    second = renewed(
        committee_id,
        ProposedLine("Lý Thị Mơ", Role.CHAIR),
        line_of(SECRETARIAT),
        effective_on=date(2024, 12, 1),
        decision="20/QĐ-UBND",
    )

    middle = first.successors[cast.seats[CHAIR]]
    last = second.successors[middle]
    assert successors_by(date(2024, 11, 30)) == {cast.seats[CHAIR]: middle}
    assert successors_by(date(2024, 12, 1)) == {cast.seats[CHAIR]: last, middle: last, cast.seats[MEMBER]: None}
    assert [seat.full_name for seat in gaps_in(committee_id, date(2024, 12, 1)).posts] == [MEMBER.name]
    assert [unit.code for unit in gaps_in(committee_id, date(2024, 12, 1)).areas] == ["935"]
    with pytest.raises(DomainError, match="renewed again since"):
        withdraw_reconstitution(
            committee_id=committee_id, reconstitution_id=first.reconstitution_id, by=BY, now=clock.now()
        )


def test_after_the_merger_the_committee_is_renewed_under_new_names(committee_id, cast, line_of) -> None:
    """Story 004-6: reconstituted by decision after the merger; agency names changed."""
    day = date(2025, 7, 1)
    officials = (
        ProposedLine("Lâm Văn Lao", Role.MEMBER, "Phó Giám đốc", "Sở LĐTBXH"),
        ProposedLine("Thái Thị Thuế", Role.MEMBER, "Phó Cục trưởng", "Cục Thuế"),
    )
    renewed(committee_id, line_of(CHAIR), line_of(SECRETARIAT), line_of(MEMBER), *officials)
    old = {seat.full_name: seat.seat_id for seat in sitting_on(committee_id, FROM)}

    done = renewed(
        committee_id,
        line_of(CHAIR),
        line_of(SECRETARIAT),
        ProposedLine("Đoàn Văn Nội", Role.MEMBER, "Phó Giám đốc", "Sở Nội vụ"),
        ProposedLine("Thái Thị Thuế", Role.MEMBER, "Phó Trưởng Thuế tỉnh", "Thuế tỉnh"),
        effective_on=day,
        decision="888/QĐ-UBND",
    )

    new = {seat.full_name: seat.seat_id for seat in sitting_on(committee_id, day)}
    assert done.successors == {old[MEMBER.name]: None, old["Lâm Văn Lao"]: new["Đoàn Văn Nội"]}
    assert new["Thái Thị Thuế"] == old["Thái Thị Thuế"]
    assert agency_named("sở lđtbxh", day) == agency_named("Sở Nội vụ", day)
    assert agency_named("Cục Thuế", day).name == "Thuế tỉnh"
    assert agency_named("Sở KH-ĐT", day).name == "Sở Tài chính"
    assert agency_named("Cục Thống kê", day).name == "Thống kê tỉnh"
    assert agency_named("BHXH khu vực", day).name == "Bảo hiểm xã hội tỉnh"
    assert agency_named("Thuế tỉnh", FROM).name == "Cục Thuế tỉnh"


def test_what_is_wrong_is_refused_and_nothing_is_written(committee_id, cast, line_of) -> None:
    """One sentence each; story 001-7: one person, one post."""
    before, acts = state(), db.session.scalar(select(func.count()).select_from(AuditEntry))
    stay = (line_of(CHAIR), line_of(SECRETARIAT))
    for lines, decision, said in (
        ((line_of(SECRETARIAT),), "1/QĐ", "has no chair"),
        ((*stay, ProposedLine(MEMBER.name, Role.MEMBER), line_of(MEMBER)), "1/QĐ", "twice"),
        (stay, "", "Name the decision"),
        ((*stay, ProposedLine("Ai Đó", Role.MEMBER, email=MEMBER.email)), "1/QĐ", "somebody with another name"),
        ((*stay, ProposedLine("Ai Đó", Role.MEMBER, follows=9999)), "1/QĐ", "changed since this page"),
    ):
        with pytest.raises(DomainError, match=said):
            renewed(committee_id, *lines, decision=decision)
        db.session.rollback()
        assert state() == before
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == acts
    renewed(committee_id, *stay)
    with pytest.raises(DomainError, match="last renewed from 01/11/2024"):
        renewed(committee_id, *stay)


def test_a_seat_that_stays_gets_no_account_of_somebody_else(committee_id, cast, line_of) -> None:
    stay = (line_of(CHAIR), line_of(SECRETARIAT))
    renewed(committee_id, *stay, ProposedLine("Ai Đó", Role.MEMBER))
    seat = next(one for one in sitting_on(committee_id, FROM) if one.full_name == "Ai Đó")
    stolen = ProposedLine("Ai Đó", Role.MEMBER, email=ADMINISTRATOR.email, seat=seat.seat_id)

    for line in (stolen, replace(stolen, role=Role.VICE_CHAIR), replace(line_of(CHAIR), email=ADMINISTRATOR.email)):
        with pytest.raises(DomainError, match="somebody with another name"):
            renewed(committee_id, *stay[1:], line, *stay[: line.name == "Ai Đó"], effective_on=date(2024, 11, 2))
        db.session.rollback()

    assert len(viewer_of(cast.accounts[ADMINISTRATOR], date(2024, 11, 2)).seats) == 1


def test_two_administrators_renew_the_same_committee_at_once(app, committee_id, cast, line_of) -> None:
    lines = (line_of(CHAIR), line_of(SECRETARIAT))
    db.session.remove()
    act = {"proposal": Proposal(committee_id, "12/QĐ-UBND", None, FROM, lines), "by": BY, "now": clock.now()}

    refused = together(app, [lambda: reconstitute(**act), lambda: reconstitute(**act)])

    assert [message.startswith("The committee was last renewed") for message in refused] == [True]
    assert len(reconstitutions_of(committee_id)) == 1


def test_a_preview_that_is_no_longer_true_is_shown_again(committee_id, cast, line_of) -> None:
    proposal = Proposal(committee_id, "12/QĐ-UBND", None, FROM, (line_of(CHAIR),))
    seal = plan_reconstitution(proposal).seal
    with transaction():
        days = {"from_on": TODAY, "to_on": date(2024, 12, 31)}
        cover_seat(seat_id=cast.seats[CHAIR], by_seat_id=cast.seats[MEMBER], **days, by=BY, now=clock.now())

    with pytest.raises(DomainError, match="Something has changed"):
        reconstitute(proposal=proposal, seal=seal, by=BY, now=clock.now())


def test_agencies_are_named_once_and_corrected_in_place(app) -> None:
    now = clock.now()
    home = agency_named("Sở Nội vụ", TODAY).agency_id
    with pytest.raises(DomainError, match="Another agency is called so"):
        add_agency(name="sở nội vụ", short_name="", from_on=None, by=BY, now=now)
    rename_agency(agency_id=home, name="Sở Nội vụ tỉnh", short_name="SNV", from_on=None, by=BY, now=now)
    assert [name.name for name in agency_named("SNV", TODAY).names] == ["Sở Nội vụ tỉnh"]
    with pytest.raises(DomainError, match="cannot go into itself"):
        merge_agency(agency_id=home, into_id=home, on=TODAY, by=BY, now=now)
    other = add_agency(name="Ban Dân tộc", short_name="", from_on=None, by=BY, now=now)
    merge_agency(agency_id=other, into_id=home, on=TODAY, by=BY, now=now)
    for act in (
        lambda: rename_agency(agency_id=other, name="Ban", short_name="", from_on=FROM, by=BY, now=now),
        lambda: merge_agency(agency_id=other, into_id=home, on=FROM, by=BY, now=now),
    ):
        with pytest.raises(DomainError, match="has gone into another"):
            act()
