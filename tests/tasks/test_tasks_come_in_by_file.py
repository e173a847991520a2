"""A file of tasks: whole or nothing, the same again changes nothing, and what contradicts the record is refused."""

from __future__ import annotations

import json
from datetime import date

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core.db import db
from committee.core.tabular import read_table
from committee.domain.errors import NotAllowed, Refused
from committee.domain.task_rules import Party, PartyKind
from committee.tasks import operations, queries
from committee.tasks.models import Task
from committee.tasks.task_file import COLUMNS
from tests.cast import CHAIR, EXAMPLES, MEMBER, REPORTER, SECRETARIAT
from tests.tasks.desk import TODAY, Desk
from tests.tasks.lists import NAMES, USUAL, rows_of


def taken(desk: Desk, *rows: dict[str, object]) -> dict[str, int]:
    """Import a file and return what it did."""
    return vars(desk.do(operations.import_tasks, rows=rows_of(*rows), by=SECRETARIAT))


def refused(desk: Desk, *rows: dict[str, object]) -> list[tuple[int | None, str, str]]:
    """Return (row, column, sentence) of every refusal of a file."""
    with pytest.raises(Refused) as found:
        taken(desk, *rows)
    return [(error.place.row, error.place.column, str(error)) for error in found.value]


def task(desk: Desk, code: str = "KL-01"):
    return queries.tasks_with_code(code, day=TODAY)[0]


def test_nobody_accepts_by_a_file_what_they_sent_themselves(desk: Desk) -> None:
    taken(desk, {"lead": "93"})
    desk.do(operations.submit, task_id=task(desk).id, product="1/BC", by=SECRETARIAT)
    row = {"lead": "93", "submitted_on": "2024-10-28", "result_document": "1/BC", "accepted_on": "2024-10-28"}

    [(_, _, sentence)] = refused(desk, row)

    assert "cannot decide about it" in sentence
    assert task(desk).accepted_on is None
    assert desk.do(operations.import_tasks, rows=rows_of(row), by=CHAIR).changed == 1


ACCEPTED = {"submitted_on": "2024-10-28", "result_document": "1/BC", "accepted_on": "2024-10-28"}


def test_no_file_lets_a_part_outlast_the_whole(desk: Desk) -> None:
    said = {"assigned_on": "2024-10-28", "deliverable": "Báo cáo kết quả rà soát"}
    whole = {**said, "code": "KL-01", "due_on": "2024-11-30"}
    part = {**said, "code": "KL-01.31318", "lead": "31318", "unit_code": "31318", "due_on": "2024-11-10"}
    parent = desk.assign(code="KL-01", due_on=date(2024, 11, 30))
    units = [desk.cast.units["31318"]]
    desk.do(operations.sub_assign, parent_id=parent, unit_ids=units, due_on=date(2024, 11, 10), by=SECRETARIAT)

    sooner = refused(desk, {**whole, "due_on": "2024-11-05"})
    later = refused(desk, {**part, "due_on": "2024-12-05"})

    assert [(row, column) for row, column, _ in (*sooner, *later)] == [(2, "due_on")] * 2
    assert all("the day of the whole task" in sentence for _, _, sentence in (*sooner, *later))
    both = ({**whole, "due_on": "2024-11-05"}, {**part, "due_on": "2024-11-05"})
    assert taken(desk, *both)["changed"] == 2


def test_nobody_withdraws_their_result_to_accept_it_by_a_file(desk: Desk) -> None:
    taken(desk, {"lead": "93"}, {"code": "KL-02", "lead": "93"})
    for code in ("KL-01", "KL-02"):
        desk.do(operations.submit, task_id=task(desk, code).id, product="1/BC", by=SECRETARIAT)
    desk.do(operations.withdraw_submission, task_id=task(desk).id, by=SECRETARIAT)
    desk.do(operations.return_submission, task_id=task(desk, "KL-02").id, reason="Chưa đủ", by=CHAIR)

    found = refused(desk, {"lead": "93", **ACCEPTED}, {"code": "KL-02", "lead": "93", **ACCEPTED})

    assert [(row, "cannot decide about it" in sentence) for row, _column, sentence in found] == [(2, True), (3, True)]
    assert {row.accepted_on for row in queries.tasks(day=TODAY)} == {None}
    row = {"lead": "93", **ACCEPTED}
    assert desk.do(operations.import_tasks, rows=rows_of(row), by=CHAIR).changed == 1


def test_nobody_accepts_by_a_file_what_they_lead_handle_or_report_on(desk: Desk) -> None:
    me, seat = desk.account(SECRETARIAT), desk.seat(SECRETARIAT)
    desk.assign(code="LED", lead=me)
    desk.assign(code="SAT", lead=seat)
    handled = desk.assign(code="HANDLED", lead=desk.unit("93"))
    desk.do(operations.hand_on, task_id=handled, account_id=me.id, by=CHAIR)
    named = Party(PartyKind.NAME, "Già làng")
    desk.assign(code="TOLD", lead=named, reporter_id=me.id)
    desk.assign(code="FREE", lead=named)
    usual = {"title": desk.said().title, "deliverable": desk.said().deliverable, "assigned_on": "2024-10-28"}
    leads = {"LED": SECRETARIAT.email, "SAT": "", "HANDLED": "93", "TOLD": "Già làng", "FREE": "Già làng"}
    leads["SAT"] = queries.tasks_with_code("SAT", day=TODAY)[0].lead.name.partition(" (")[0]
    rows = [{**usual, **ACCEPTED, "code": code, "lead": lead, "due_on": "2024-11-30"} for code, lead in leads.items()]
    given_away = {**rows[0], "lead": "93"}  # the same row gives the task to somebody else, and accepts it
    new = {"code": "NEW", "lead": SECRETARIAT.email, **ACCEPTED}
    before = {"code": "TOLD", "lead": "Già làng", "due_on": "2024-11-30", "submitted_on": "2024-10-28"}

    for one in (*rows[:4], given_away, new):
        assert ["cannot decide about it" in sentence for *_at, sentence in refused(desk, one)] == [True], one
    assert taken(desk, rows[4])["changed"] == 1
    assert taken(desk, {**usual, **before})["changed"] == 1
    with pytest.raises(NotAllowed, match="cannot decide about it"):  # told by the file, and accepted on the page
        desk.do(operations.accept, task_id=task(desk, "TOLD").id, by=SECRETARIAT)
    desk.do(operations.accept, task_id=task(desk, "TOLD").id, by=CHAIR)


def test_a_result_that_somebody_else_sent_is_accepted_by_a_file(desk: Desk) -> None:
    taken(desk, {})
    desk.do(operations.submit, task_id=task(desk).id, product="1/BC", by=REPORTER)

    assert taken(desk, ACCEPTED)["changed"] == 1
    assert task(desk).accepted_on == TODAY
    sent = queries.histories_of(task(desk).id, day=TODAY).submissions
    assert [(one.by_name, one.decided_by_name, one.state) for one in sent] == [
        (REPORTER.name, SECRETARIAT.name, "accepted")
    ]


def test_tasks_come_in_with_what_happened_to_them_and_again_change_nothing(desk: Desk) -> None:
    rows = (
        {"coordinators": f"{MEMBER.email}; Sở Y tế;31318", "due_wording": "trước ngày 20/10/2024"},
        {"code": "KL-02", "lead": "Trần Thanh Bình", "due_on": "30/09/2024", "submitted_on": "2024-09-30",
         "result_document": "12/BC", "accepted_on": "2024-10-04"},
        {"code": "KL-03", "lead": "Già làng Lò Văn Pó", "accepted_on": "2024-10-04", "due_on": "2024-10-04"},
        {"code": "KL-04", "lead": "ai.do@haugiang.example", "cancelled_on": "2024-10-05", "submitted_on": "2024-10-01"},
        {"code": "KL-05", "lead": REPORTER.email, "submitted_on": "2024-10-05", "due_on": "2024-10-04",
         "due_wording": "trước ngày 1/10", "secrecy": "thường", "source_document": "27-CV/TU"},
    )  # fmt: skip

    first, again = taken(desk, *rows), taken(desk, *rows)

    unclear = [one.code for one in first.pop("unclear")]
    assert first == {"read": 5, "written": 5, "changed": 0, "unchanged": 0, "in_words": 3}
    assert [one.code for one in again.pop("unclear")] == unclear == ["KL-01", "KL-05"]  # history is not asked
    assert again == {"read": 5, "written": 0, "changed": 0, "unchanged": 5, "in_words": 3}
    found = {row.code: row for row in queries.tasks(day=TODAY)}
    assert {code: row.status for code, row in found.items()} == {
        "KL-01": "open_overdue", "KL-02": "done_on_time", "KL-03": "done_on_time", "KL-04": "cancelled",
        "KL-05": "open_overdue",
    }  # fmt: skip
    assert [party.kind for party in found["KL-01"].coordinators] == [
        PartyKind.ACCOUNT, PartyKind.NAME, PartyKind.UNIT,
    ]  # fmt: skip
    assert (found["KL-01"].due_on, found["KL-01"].due_wording) == (date(2024, 10, 19), "trước ngày 20/10/2024")
    assert (found["KL-02"].lead.kind, found["KL-02"].lead.id) == (PartyKind.SEAT, desk.cast.seats[MEMBER])
    assert [found[code].lead.kind for code in ("KL-03", "KL-04", "KL-05")] == [
        PartyKind.NAME, PartyKind.NAME, PartyKind.ACCOUNT,
    ]  # fmt: skip
    assert (found["KL-05"].due_on, found["KL-05"].waiting_since) == (date(2024, 10, 4), date(2024, 10, 5))


def test_a_changed_row_changes_the_task_and_adds_what_happened_since(desk: Desk) -> None:
    taken(desk, {}, {"code": "KL-02"}, {"code": "KL-03", "submitted_on": "2024-09-20"})

    done = taken(
        desk,
        {"title": "Rà soát hộ cận nghèo", "lead": "31318", "due_on": "2024-12-01", "coordinators": "Sở Y tế"},
        {"code": "KL-02", "submitted_on": "2024-10-01", "result_document": "5/BC"},
        {"code": "KL-03", "submitted_on": "2024-09-20", "result_document": "7/BC", "accepted_on": "2024-09-25"},
    )

    assert (done["changed"], done["unchanged"]) == (3, 0)
    first, second, third = (task(desk, code) for code in ("KL-01", "KL-02", "KL-03"))
    assert (first.title, first.lead.name, first.due_on) == ("Rà soát hộ cận nghèo", "Phường I", date(2024, 12, 1))
    assert [party.name for party in first.coordinators] == ["Sở Y tế"]
    assert (second.waiting_since, third.status) == (date(2024, 10, 1), "done_on_time")
    products = [[one.product for one in queries.histories_of(row.id, day=TODAY).submissions] for row in (second, third)]
    assert products == [["5/BC"], ["7/BC"]]
    assert [row.id for row in queries.tasks(queries.TaskFilter(words="can ngheo phuong i"), day=TODAY)] == [first.id]
    handed = queries.histories_of(first.id, day=TODAY).handovers
    assert [(one.from_name, one.to_name) for one in handed] == [("Thị trấn Nàng Mau", "Phường I")]


def test_what_was_recorded_here_is_not_written_over(desk: Desk) -> None:
    row = {"submitted_on": "2024-10-01", "due_on": "2024-11-30", "result_document": "5/BC"}
    other = {"code": "KL-02", "due_on": "2024-11-30"}
    taken(desk, row, other)
    desk.do(operations.accept, task_id=task(desk).id, by=CHAIR)
    asked = {"wanted_on": date(2024, 12, 15), "reason": "Mưa lũ"}
    extension = desk.do(operations.ask_extension, task_id=task(desk, "KL-02").id, by=REPORTER, **asked)
    desk.do(operations.approve_extension, extension_id=extension, by=CHAIR)
    desk.do(operations.reassign, task_id=task(desk, "KL-02").id, lead=desk.unit("31318"), by=SECRETARIAT)

    assert taken(desk, row, other)["unchanged"] == 2
    for said, column in (
        ({**row, "submitted_on": "2024-10-02"}, "submitted_on"),
        ({**row, "accepted_on": "2024-10-04"}, "accepted_on"),
        ({**row, "result_document": "6/BC"}, "result_document"),
        ({**row, "cancelled_on": "2024-10-04"}, "cancelled_on"),
        ({**row, "due_on": "2024-09-30"}, "due_on"),
        ({**row, "lead": "31318"}, "lead"),
        ({**other, "due_on": "2024-12-31"}, "due_on"),
        ({**other, "lead": "31321"}, "lead"),
    ):
        found = refused(desk, said)
        assert [(row_number, where) for row_number, where, _sentence in found] == [(2, column)], said
        assert "recorded here" in found[0][2]


def test_every_bad_row_is_named_and_nothing_is_written(desk: Desk) -> None:
    bad = [
        ({"lead": "31441; 31318"}, "lead", "exactly one lead"),
        ({"lead": "", "title": "x"}, "lead", "exactly one lead"),
        ({"coordinators": "Sở Y tế; 31441"}, "coordinators", "cannot be a coordinator"),
        ({"lead": "Sở Y tế", "coordinators": "sở y tế"}, "coordinators", "cannot be a coordinator"),
        ({"due_on": "2024-09-01"}, "due_on", "before the day of the assignment"),
        ({"due_on": "sớm"}, "due_on", "Write the day"),
        ({"due_wording": "sớm"}, "due_wording", "names no single day"),
        ({"secrecy": "mật"}, "secrecy", "keeps no secret documents"),
        ({"deliverable": ""}, "deliverable", "needs its product"),
        ({"title": ""}, "title", "needs a title"),
        ({"code": ""}, "code", "must be filled in"),
        ({"committee_unit_code": "99"}, "committee_unit_code", "No unit bore the code 99"),
        ({"committee_unit_code": "31441"}, "committee_unit_code", "has no committee"),
        ({"committee_name": "Ban khác"}, "committee_name", "Which committee"),
        ({"lead": "99999"}, "lead", "No unit bore the code 99999"),
        ({"assigned_on": ""}, "assigned_on", "Write the day"),
        ({"submitted_on": "2024-09-01"}, "submitted_on", "before it was assigned"),
        ({"submitted_on": "2024-10-29"}, "submitted_on", "lies ahead"),
        ({"submitted_on": "2024-09-10", "accepted_on": "2024-09-09"}, "accepted_on", "accepted before"),
        ({"accepted_on": "2024-10-10", "due_on": "2024-10-09"}, "submitted_on", "fill in submitted_on"),
        ({"result_document": "5/BC"}, "submitted_on", "fill in submitted_on"),
        ({"cancelled_on": "2024-09-01"}, "cancelled_on", "stopped before"),
    ]
    rows = [{"code": f"KL-{number}", **said} for number, (said, _column, _sentence) in enumerate(bad)]

    found = refused(desk, *rows)

    assert [(row, column) for row, column, _ in found] == [
        (number, column) for number, (_said, column, _sentence) in enumerate(bad, start=2)
    ]
    for (_row, _column, told), (_said, _where, sentence) in zip(found, bad, strict=True):
        assert sentence in told
    assert [sentence for _row, _column, sentence in refused(desk, {}, {})] == [
        "This says the same as row 2: keep one of the two."
    ]
    assert db.session.scalar(select(func.count(Task.id))) == 0


def test_a_trial_writes_nothing_and_a_workbook_is_read_alike(desk: Desk, tmp_path) -> None:
    workbook = Workbook()
    workbook.active.append(NAMES)
    workbook.active.append([{**USUAL, "due_on": date(2024, 11, 30)}.get(name) for name in NAMES])
    workbook.save(tmp_path / "nhiem-vu.xlsx")
    rows = read_table(tmp_path / "nhiem-vu.xlsx", "nhiem-vu.xlsx", columns=COLUMNS)

    tried = desk.do(operations.import_tasks, rows=rows, dry_run=True, by=SECRETARIAT)
    none_yet = db.session.scalar(select(func.count(Task.id)))
    written = desk.do(operations.import_tasks, rows=rows, by=SECRETARIAT)

    assert (tried.written, none_yet, written.written) == (1, 0, 1)
    assert task(desk).due_on == date(2024, 11, 30)
    acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.contains("task"))).all()
    assert sorted(acts) == ["task imported", "tasks imported"]


def test_the_example_gives_the_rates_it_promises(app, desk: Desk) -> None:
    run = app.test_cli_runner().invoke

    imported = run(args=["tasks", "import", str(EXAMPLES / "tasks.csv")])
    rates = [
        json.loads(run(args=["tasks", "rates", "93", "--as-of", day, "--format", "json"]).output)
        for day in ("2024-06-30", "2024-10-25")
    ]

    assert imported.exit_code == 0, imported.output
    names = ("done_on_time", "done_late", "open_in_time", "open_overdue", "open_no_deadline", "cancelled")
    assert rates == [
        {
            "counts": dict(zip(names, (2, 0, 4, 1, 1, 0), strict=True)),
            "completion": "28.5714",
            "due_completion": "66.6667",
            "on_time": "66.6667",
        },
        {
            "counts": dict(zip(names, (4, 1, 1, 2, 1, 1), strict=True)),
            "completion": "62.5000",
            "due_completion": "71.4286",
            "on_time": "57.1429",
        },
    ]
