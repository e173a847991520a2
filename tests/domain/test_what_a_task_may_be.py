"""What is refused of a task, one sentence each, and what its work may do next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from committee.core.calendar_file import load_calendar
from committee.domain import task_rules as rules
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party, PartyKind, Urgency
from committee.domain.task_steps import Step, WorkState, refuse_step, work_state_of

TABLE = Path(__file__).parents[2] / "data" / "holidays.csv"


@pytest.fixture(scope="module")
def calendar():
    return load_calendar(TABLE)


UNIT, NAME = PartyKind.UNIT, PartyKind.NAME
OFFICE = Party(UNIT, "BHXH tỉnh", 7)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("BHXH tỉnh", "BHXH tỉnh"),
        ("  Sở  Y tế ", "Sở Y tế"),
        ("Phòng Văn hóa, Thể thao và Du lịch", "Phòng Văn hóa, Thể thao và Du lịch"),
        ("thu.ky@example.vn", "thu.ky@example.vn"),
        ("BHXH tỉnh;", "BHXH tỉnh"),
        ("\nBHXH tỉnh\n", "BHXH tỉnh"),
    ],
)
def test_one_lead_is_read_as_it_is_written(text, lead):
    assert rules.read_lead(text) == lead


@pytest.mark.parametrize("text", ["BHXH tỉnh; Sở Y tế", "BHXH tỉnh\nSở Y tế", "a@b.vn;c@b.vn;d@b.vn", "A\r\nB"])
def test_two_leads_are_refused(text):
    with pytest.raises(DomainError, match="exactly one lead, and"):
        rules.read_lead(text)


@pytest.mark.parametrize("text", ["", "  ", ";", "\n"])
def test_a_task_without_a_lead_is_refused(text):
    with pytest.raises(DomainError, match="name who is in charge"):
        rules.read_lead(text)


def test_coordinators_are_read_each_once():
    """Story 002-8: the helping agencies of a task."""
    text = "LĐTBXH; VHTT; LĐLĐ; Thuế;\nHội Nông dân; Hội Phụ nữ; thuế;"

    read = rules.read_coordinators(text)

    assert read == ("LĐTBXH", "VHTT", "LĐLĐ", "Thuế", "Hội Nông dân", "Hội Phụ nữ")
    assert rules.read_coordinators(" ; ") == ()


@pytest.mark.parametrize(
    ("leads", "coordinators", "refusal"),
    [
        ([OFFICE], [Party(UNIT, "Sở Y tế", 8)], None),
        ([OFFICE], [], None),
        ([OFFICE], [Party(PartyKind.SEAT, "Ủy viên", 7)], None),
        ([Party(UNIT, "Xã Tân Phú", 1)], [Party(UNIT, "Xã Tân Phú", 2)], None),
        ([Party(NAME, "Nguyễn Văn Hoa")], [Party(NAME, "Nguyễn Văn Hòa")], None),
        ([], [], "name who is in charge"),
        ([OFFICE, Party(UNIT, "Sở Y tế", 8)], [], "2 are named"),
        ([OFFICE], [Party(UNIT, "BHXH", 7)], "cannot be a coordinator too"),
        ([OFFICE], [Party(UNIT, "Sở Y tế", 8), Party(NAME, "bhxh  Tỉnh")], "cannot be a coordinator too"),
        ([Party(NAME, "Tổ xung kích Hoà Bình")], [Party(NAME, "tổ xung kích Hòa Bình")], "cannot be a coordinator"),
    ],
)
def test_exactly_one_lead_who_is_not_a_coordinator(leads, coordinators, refusal):
    if refusal is None:
        rules.refuse_parties(leads, coordinators)
        return
    with pytest.raises(DomainError, match=refusal):
        rules.refuse_parties(leads, coordinators)


@pytest.mark.parametrize(
    ("word", "urgency"),
    [
        ("", Urgency.NORMAL),
        ("Thường", Urgency.NORMAL),
        ("khẩn", Urgency.URGENT),
        ("thuong khan", Urgency.VERY_URGENT),
        ("HỎA TỐC", Urgency.FLASH),
        ("hoả tốc", Urgency.FLASH),
        ("very_urgent", Urgency.VERY_URGENT),
        ("mật", None),
        ("gấp", None),
    ],
)
def test_the_urgency_is_one_of_four_words(word, urgency):
    if urgency is None:
        with pytest.raises(DomainError, match="urgency is"):
            rules.read_urgency(word)
        return
    assert rules.read_urgency(word) is urgency


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ()),
        ({"lead": None}, ("who is in charge",)),
        ({"lead": "  "}, ("who is in charge",)),
        ({"due_on": None, "authority": ""}, ("by which day", "which authority")),
        (
            {"content": "", "responsibility": None, "deliverable": " "},
            ("what is to be done", "which responsibility", "which product"),
        ),
    ],
)
def test_six_things_are_clear_before_a_task_is_issued(given, missing):
    """Story 001-7: rõ người, rõ việc, rõ trách nhiệm."""
    whole = {
        "lead": "BHXH tỉnh",
        "content": "Xây dựng Quy chế",
        "due_on": date(2025, 6, 19),
        "responsibility": "Giám đốc BHXH tỉnh",
        "authority": "Ban hành sau khi Trưởng ban duyệt",
        "deliverable": "Quy chế",
    }

    assert rules.missing_of_six(**(whole | given)) == missing


@pytest.mark.parametrize(
    ("secrecy", "title"),
    [("mật", ""), ("Tối mật", ""), ("khẩn", ""), ("", "Kế hoạch (MẬT)"), ("thường", "[Mật] Kế hoạch")],
)
def test_a_secret_task_is_refused(secrecy, title):
    with pytest.raises(DomainError, match="no secret documents"):
        rules.refuse_secrecy(secrecy, title)


@pytest.mark.parametrize("secrecy", ["", "thường", " Thường "])
def test_a_plain_task_is_kept(secrecy):
    rules.refuse_secrecy(secrecy, "Tuyên truyền bảo vệ bí mật nhà nước")


def test_a_due_day_before_the_assignment_is_refused():
    with pytest.raises(DomainError, match="01/06/2025 lies before the day of the assignment, 02/06/2025"):
        rules.refuse_due(date(2025, 6, 1), date(2025, 6, 2))
    rules.refuse_due(date(2025, 6, 2), date(2025, 6, 2))
    rules.refuse_due(None, date(2025, 6, 2))


def test_a_part_of_a_task_does_not_last_longer_than_the_whole():
    with pytest.raises(DomainError, match="by 19/06/2025 at the latest"):
        rules.refuse_due_under(date(2025, 6, 20), date(2025, 6, 19))
    rules.refuse_due_under(date(2025, 6, 19), date(2025, 6, 19))
    rules.refuse_due_under(date(2025, 6, 20), None)
    rules.refuse_due_under(None, date(2025, 6, 19))


DUE = date(2025, 6, 19)  # a Thursday


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, None),
        ({"asked_on": DUE}, None),
        ({"asked_on": date(2025, 6, 20)}, "19/06/2025: this day has passed"),
        ({"asked_on": date(2025, 6, 20), "extensions": 1}, "has passed"),
        ({"extensions": 1}, "at most 1 times"),
        ({"extensions": 1, "most": 2}, None),
        ({"extensions": 2, "most": 2}, "at most 2 times"),
        ({"extensions": 1, "most": 3, "waits": True}, "wait for the answer"),
        ({"waits": True}, "wait for the answer"),
        ({"most": 0}, "at most 0 times"),
        ({"due_on": None}, "without a deadline"),
        ({"wanted_on": DUE}, "must lie after the present due day"),
        ({"wanted_on": date(2025, 6, 10)}, "must lie after the present due day"),
        ({"wanted_on": date(2025, 6, 20)}, None),
        ({"asked_on": DUE, "notice_days": 1}, "at least 1 working days before"),
        ({"asked_on": date(2025, 6, 18), "notice_days": 1}, None),
        ({"asked_on": date(2025, 6, 13), "notice_days": 4}, None),  # Friday; Monday to Thursday are four
        ({"asked_on": date(2025, 6, 13), "notice_days": 5}, "at least 5 working days before"),
        ({"asked_on": date(2025, 6, 14), "notice_days": 4}, None),  # Saturday
    ],
)
def test_more_time_is_asked_for_once_and_early_enough(calendar, given, refusal):
    usual = {"due_on": DUE, "wanted_on": date(2025, 6, 30), "asked_on": date(2025, 6, 16)}
    case = {**usual, "extensions": 0, "waits": False, **given}

    if refusal is None:
        rules.refuse_extension(**case, calendar=calendar)
        return
    with pytest.raises(DomainError, match=refusal):
        rules.refuse_extension(**case, calendar=calendar)


@pytest.mark.parametrize(
    ("result", "has_file", "is_history", "is_kept"),
    [
        ("15/QC-BCĐ", False, False, True),
        ("", True, False, True),
        (None, False, True, True),
        ("", False, False, False),
        ("   ", False, False, False),
        (None, False, False, False),
    ],
)
def test_a_submission_needs_a_product(result, has_file, is_history, is_kept):
    if is_kept:
        rules.refuse_without_product(result, has_file=has_file, is_history=is_history)
        return
    with pytest.raises(DomainError, match="needs its product"):
        rules.refuse_without_product(result, has_file=has_file, is_history=is_history)


@pytest.mark.parametrize(
    ("sent", "accepted", "cancelled", "refusal"),
    [
        (None, None, None, None),
        ("2025-06-02", "2025-06-02", None, None),
        ("2025-06-10", "2025-06-12", None, None),
        (None, "2025-06-12", None, None),
        (None, None, "2025-06-02", None),
        ("2025-06-01", None, None, "cannot be sent before it was assigned, on 02/06/2025"),
        ("2025-06-12", "2025-06-11", None, "cannot be accepted before it was assigned and sent, on 12/06/2025"),
        (None, "2025-06-01", None, "cannot be accepted before"),
        (None, None, "2025-06-01", "cannot be stopped before"),
    ],
)
def test_the_days_of_a_task_follow_each_other(sent, accepted, cancelled, refusal):
    days = {
        "assigned_on": date(2025, 6, 2),
        "sent_on": sent and date.fromisoformat(sent),
        "accepted_on": accepted and date.fromisoformat(accepted),
        "cancelled_on": cancelled and date.fromisoformat(cancelled),
    }

    if refusal is None:
        rules.refuse_order_of_days(**days)
        return
    with pytest.raises(DomainError, match=refusal):
        rules.refuse_order_of_days(**days)


@pytest.mark.parametrize(
    ("sent", "accepted", "due", "day"),
    [
        (date(2025, 6, 10), date(2025, 6, 25), DUE, date(2025, 6, 10)),
        (date(2025, 6, 10), None, DUE, date(2025, 6, 10)),
        (None, None, DUE, None),
        (None, date(2025, 6, 18), DUE, date(2025, 6, 18)),
        (None, DUE, DUE, DUE),
        (None, date(2025, 6, 25), None, date(2025, 6, 25)),
    ],
)
def test_a_missing_day_of_sending_is_filled_in_only_where_it_is_certain(sent, accepted, due, day):
    assert rules.day_it_was_sent(sent_on=sent, accepted_on=accepted, due_on=due) == day


def test_accepted_after_the_due_day_asks_when_it_was_sent():
    with pytest.raises(DomainError, match="fill in submitted_on"):
        rules.day_it_was_sent(sent_on=None, accepted_on=date(2025, 6, 20), due_on=DUE)


@pytest.mark.parametrize("percent", [0, 1, 50, 100])
def test_progress_is_a_part_of_a_hundred(percent):
    rules.refuse_progress(percent)


@pytest.mark.parametrize("percent", [-1, 101, 1000])
def test_progress_outside_a_hundred_is_refused(percent):
    with pytest.raises(DomainError, match="between 0 and 100"):
        rules.refuse_progress(percent)


@pytest.mark.parametrize(
    ("is_waiting", "accepted", "cancelled", "state"),
    [
        (False, None, None, WorkState.OPEN),
        (True, None, None, WorkState.WAITING),
        (False, DUE, None, WorkState.ACCEPTED),
        (False, None, DUE, WorkState.CANCELLED),
        (True, None, DUE, WorkState.CANCELLED),
    ],
)
def test_where_the_work_stands_follows_from_what_happened(is_waiting, accepted, cancelled, state):
    assert work_state_of(is_waiting=is_waiting, accepted_on=accepted, cancelled_on=cancelled) is state


REFUSED = {
    (WorkState.OPEN, Step.ACCEPT): "No submission is waiting",
    (WorkState.OPEN, Step.RETURN): "No submission is waiting",
    (WorkState.OPEN, Step.WITHDRAW): "No submission is waiting",
    (WorkState.WAITING, Step.SUBMIT): "waiting for its answer already",
    **{(WorkState.ACCEPTED, step): "The task is accepted" for step in Step},
    **{(WorkState.CANCELLED, step): "The task is stopped" for step in Step},
}


@pytest.mark.parametrize("state", list(WorkState))
@pytest.mark.parametrize("step", list(Step))
def test_every_step_is_taken_or_refused_as_the_table_says(state, step):
    refusal = REFUSED.get((state, step))
    if refusal is None:
        refuse_step(state, step)
        return
    with pytest.raises(DomainError, match=refusal):
        refuse_step(state, step)
