"""The town at work: its documents, meetings, tasks, proposals, covers, and what people left in its other rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from committee.accounts import operations as accounts
from committee.accounts.models import AccountNews, FormerPassword, RecoveryCode
from committee.accounts.operations.links import MAILED, RESET_PATH
from committee.core import clock, vault
from committee.core.db import db, transaction
from committee.core.seals import unseal
from committee.core.uploads import examined
from committee.documents import operations as documents
from committee.documents.models import DocumentFile
from committee.documents.operations import Description
from committee.domain.task_rules import Party, PartyKind
from committee.escalation.models import Case, CommitmentMilestone, Explanation
from committee.escalation.operations import Pause, silence
from committee.members import operations as members
from committee.members import people_files
from committee.members.models import Reconstitution, Seat, SeatSuccession
from committee.notify.links import PATH, Act, as_fact, links_of
from committee.notify.links_used import door_now
from committee.notify.models import ChannelState
from committee.tasks import operations as tasks
from committee.tasks.models import MeetingComment
from committee.tasks.models.rules import CommitteeRules
from committee.tasks.operations import files as task_files
from committee.tasks.operations import meetings, papers
from committee.tasks.operations.conclusions import Concluded, conclude
from committee.tasks.operations.feeds import make_feed
from committee.tasks.operations.meetings import Came, Item, Plan
from committee.tasks.operations.petitions import Raised, answer_petition, raise_petition
from committee.tasks.operations.receipts import take_on
from committee.tasks.operations.series import make_instances, start_series
from committee.units.models import Succession
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, REPORTER, SECRETARIAT, Cast, Person
from tests.documents import samples
from tests.tasks.desk import Desk

LATER = date(2024, 11, 30)
TASKS = "code,title,lead,deliverable,assigned_on\nEX-1,Rà soát hộ gia đình,31441,Báo cáo,2024-10-01\n".encode()
TASKS_UNCLEAR = TASKS.replace(b"assigned_on", "Ngày lạ".encode())
NEWCOMERS = "email,full_name\nmoi.nua@haugiang.example,Lê Thị Mới\n".encode()


def set_to_work(cast: Cast) -> dict[str, Any]:
    """Let everything be done once and return where what stands: by the name of a gap in an address.

    Where the same name means different things, the room or the endpoint stands before it: "documents:file_id".
    """
    desk = Desk(cast)
    done: dict[str, Any] = {}
    with transaction():
        done |= _documents(cast, desk.committee_id)
    for step in (_meeting, _task, _proposals, _series, _files):
        done |= step(desk, done)
    done |= _silence(desk)
    with transaction():
        done |= _people(cast, desk.committee_id)
        _leftovers(cast, desk.committee_id)
    return done


def _documents(cast: Cast, committee_id: int) -> dict[str, Any]:
    by, now, unit_id = cast.actor(SECRETARIAT), clock.now(), cast.units["93"]
    draft = documents.register(
        unit_id=unit_id,
        description=Description("regulation", "Ban Chỉ đạo", "Quy chế hoạt động", symbol="QC-BCĐ"),
        state="draft",
        by=by,
        now=now,
    )
    said = Description("plan", "UBND", "Kế hoạch phát triển", number="5/KH-UBND", issued_on=date(2024, 1, 5))
    signed = documents.register(
        unit_id=unit_id, committee_id=committee_id, description=said, signed_by="Lê Thị Hạnh", by=by, now=now
    )
    upload = examined("Kế hoạch.pdf", samples.pdf())
    file_id = documents.add_file(document_id=draft, part=None, upload=upload, by=by, now=now)
    documents.set_numbering(committee_id=committee_id, per_type=True, by=by, now=now)
    return {"document_id": draft, "signed": signed, "documents:file_id": file_id}


def _meeting(desk: Desk, done: dict[str, Any]) -> dict[str, Any]:
    """Hold a meeting with an agenda, guests, a paper that was sent back and a conclusion, and plan a visit."""
    plan = Plan(
        "Họp quý IV",
        date(2024, 10, 20),
        starts_at="14:00",
        place="Phòng họp 1",
        chaired_by="Lê Thị Hạnh",
        note="Mời Sở",
    )

    def act(operation: Callable[..., Any], **said: Any) -> Any:
        return desk.do(operation, by=SECRETARIAT, **said)

    held = act(meetings.plan_meeting, committee_id=desk.committee_id, plan=plan)
    unit_id = desk.cast.units["31441"]
    visit = replace(plan, title="Đi cơ sở", held_on=LATER, visited_unit_id=unit_id)
    act(meetings.plan_meeting, committee_id=desk.committee_id, plan=visit)
    act(meetings.set_agenda, meeting_id=held, items=[Item("Kết quả tháng 10", "BHXH tỉnh"), Item("Kế hoạch tháng 11")])
    came = [
        Came(desk.cast.seats[CHAIR], "Lê Thị Hạnh", "UBND", "present"),
        Came(None, "Trần Khách", "Sở Y tế", "substitute", "Lê Thay"),
    ]
    act(meetings.record_attendance, meeting_id=held, people=came)
    paper = act(papers.add_paper, meeting_id=held, document_id=done["document_id"])
    act(papers.comment, paper_id=paper, text="Bổ sung Điều 5", said_by="Sở Y tế")
    act(papers.return_paper, paper_id=paper, reason="Tiếp thu ý kiến", answered_by="BHXH tỉnh", due_on=LATER)
    comment = db.session.scalar(select(MeetingComment.id))
    db.session.rollback()
    act(papers.complete_paper, paper_id=paper, answers={comment: "Đã bổ sung"})
    act(papers.set_notice, meeting_id=held, document_id=done["signed"])
    points = [
        Concluded("Rà soát hộ gia đình", "task", "1", task=desk.said(code="KL-1")),
        Concluded("Ban Chỉ đạo ghi nhận kết quả tháng 10", "other", "2"),
    ]
    act(conclude, meeting_id=held, points=points)
    return {"meeting_id": held, "paper_id": paper}


def _task(desk: Desk, done: dict[str, Any]) -> dict[str, Any]:
    """Give a task that goes through everything that happens to one; it ends open, with a result and a wish waiting."""
    said = {
        "code": "NV-1",
        "content": "Theo danh sách kèm",
        "responsibility": "Chịu trách nhiệm số liệu",
        "authority": "Được mời các phòng",
        "document_id": done["signed"],
        "source_text": "Kế hoạch số 5",
        "excerpt": "Rà soát hết hộ",
        "due_wording": "trước ngày 30/11/2024",
        "coordinators": (desk.unit("31318"), Party(PartyKind.NAME, "Hội Phụ nữ")),
    }
    task = desk.assign(**said)
    here = {"task_id": task}
    desk.do(take_on, by=REPORTER, **here)
    desk.do(tasks.hand_on, by=REPORTER, account_id=desk.cast.accounts[REPORTER], note="Giao cán bộ theo dõi", **here)
    halfway = {"text": "Được một nửa", "percent": 50, "difficulty": "Thiếu người", "proposal": "Cử thêm người"}
    desk.do(tasks.report_progress, by=REPORTER, **halfway, **here)
    desk.do(tasks.ask_extension, by=REPORTER, wanted_on=date(2024, 12, 15), reason="Mưa lũ", **here)
    asked = desk.asked_for(task)
    db.session.rollback()
    desk.do(tasks.refuse_extension, by=SECRETARIAT, extension_id=asked, answer="Cần xong trong tháng")
    desk.do(tasks.ask_extension, by=REPORTER, wanted_on=date(2024, 12, 10), reason="Mưa lũ kéo dài", **here)
    desk.do(tasks.submit, by=REPORTER, product="1/BC", text="Kèm danh sách", **here)
    desk.do(tasks.return_submission, by=SECRETARIAT, reason="Thiếu danh sách", **here)
    desk.do(tasks.submit, by=REPORTER, product="2/BC", text="Đủ danh sách", **here)
    over = desk.assign(code="NV-2", title="Việc thôi không làm")
    desk.do(tasks.cancel, by=SECRETARIAT, task_id=over, reason="Trùng việc khác")
    finished = desk.assign(code="NV-3", title="Việc đã xong")
    desk.do(tasks.submit, by=REPORTER, task_id=finished, product="3/BC")
    desk.do(tasks.accept, by=SECRETARIAT, task_id=finished, evaluation="Đạt yêu cầu")
    return {"task_id": task, "extension_id": asked}


def _proposals(desk: Desk, done: dict[str, Any]) -> dict[str, Any]:
    unit_id = desk.cast.units["31441"]
    raised = Raised(unit_id, "Thu BHXH tự nguyện", "Thiếu cộng tác viên", "Cho thêm hai người", desk.unit("93"), LATER)
    ids = [desk.do(raise_petition, by=REPORTER, raised=raised) for _ in range(2)]
    desk.do(answer_petition, by=SECRETARIAT, petition_id=ids[0], answer="Đồng ý", document_id=done["signed"])
    return {"petition_id": ids[1]}


def _series(desk: Desk, _done: dict[str, Any]) -> dict[str, Any]:
    said = desk.said(code="BC-THANG", due_on=None)
    how = {"rhythm": "monthly", "due_rule": "last", "from_on": date(2024, 10, 1)}
    series = desk.do(start_series, by=SECRETARIAT, assignment=said, **how)
    desk.do(make_instances, by=SECRETARIAT, series_id=series, today=clock.today())
    return {"series_id": series}


def _silence(desk: Desk) -> dict[str, Any]:
    """Pause urging on a commune on an indicator that it does not lag on, so that its cases stay as they are."""
    today = clock.today()
    pause = Pause(
        desk.cast.units["31441"], "Bão lũ chia cắt", today, today + timedelta(days=20), indicators=("campaign_events",),
        legal_basis="Công điện số 92",
    )  # fmt: skip
    return {"silence_id": desk.do(silence, by=SECRETARIAT, pause=pause)}


def _files(desk: Desk, _done: dict[str, Any]) -> dict[str, Any]:
    """Leave a file of tasks that can be confirmed, and one that is asked about; its headings were named once."""

    def kept(content: bytes) -> int:
        said = {"committee_id": desk.committee_id, "filename": "nhiem-vu.csv", "content": content}
        return desk.do(task_files.keep_file, by=SECRETARIAT, **said)

    named, asked, clear = kept(TASKS_UNCLEAR), kept(TASKS_UNCLEAR.replace(b",title", b",La")), kept(TASKS)
    columns = {"A": "code", "B": "title", "C": "lead", "D": "deliverable", "E": "assigned_on"}
    desk.do(task_files.name_columns, by=SECRETARIAT, file_id=named, said=columns)
    return {"tasks:file_id": clear, "tasks.import_columns:file_id": asked, "tasks.name_columns:file_id": asked}


def _people(cast: Cast, committee_id: int) -> dict[str, Any]:
    """Cover a seat, renew the committee with a seat nobody can sign in for, and leave a file of people."""
    now, today = clock.now(), clock.today()
    seats = {"seat_id": cast.seats[CHAIR], "by_seat_id": cast.seats[MEMBER]}
    cover = members.cover_seat(**seats, from_on=today, to_on=today + timedelta(days=5), by=BY, now=now)
    ended, vacant = (_named_seat(committee_id, name) for name in ("Trần Cũ", "Lê Mới"))
    renewal = Reconstitution(
        committee_id=committee_id, decision="12/QĐ-UBND", decided_on=today, effective_on=today,
        entered_by_name="Phan Văn Tài", entered_at=now,
        before={"seats": {}, "areas": {}, "covers": {}, "begun": [], "given": []},
    )  # fmt: skip
    db.session.add(renewal)
    db.session.flush()
    db.session.add(SeatSuccession(seat_id=ended.id, successor_id=vacant.id, reconstitution_id=renewal.id))
    file_id = people_files.keep_file(
        account_id=cast.accounts[ADMINISTRATOR], filename="nguoi.csv", content=NEWCOMERS, now=now
    )
    return {
        "cover_id": cover,
        "committee_id": committee_id,
        "reconstitution_id": renewal.id,
        "members:file_id": file_id,
        **{f"members.{view}:seat_id": vacant.id for view in ("show_seat", "new_account", "add_account")},
    }


def _named_seat(committee_id: int, name: str) -> Seat:
    seat = Seat(
        committee_id=committee_id, full_name=name, role="member", position_title="Phó Giám đốc", organization="Sở Y tế",
        email="so@haugiang.example", phone="0912000111",
    )  # fmt: skip
    db.session.add(seat)
    db.session.flush()
    return seat


def _leftovers(cast: Cast, committee_id: int) -> None:
    """Write rows of tables whose doors nobody of the town went through."""
    account_id, now = cast.accounts[REPORTER], clock.now()
    units = {"predecessor_id": cast.units["31441"], "successor_id": cast.units["31318"]}
    db.session.add_all(
        [
            CommitteeRules(committee_id=committee_id, extensions=2),
            AccountNews(account_id=account_id, kind="password", address=REPORTER.email, sealed_path="", at=now),
            FormerPassword(account_id=account_id, password_hash="x", replaced_at=now),
            ChannelState(channel="email", failures=1, failing_since=now, probe_at=now, last_error="451 greylisted"),
            RecoveryCode(account_id=account_id, code_hash="x"),
            Succession(**units, extent="part", share=100, document_number="NQ 1", effective_on=date(2025, 7, 1)),
        ]
    )


def explained(cast: Cast, task_id: int) -> tuple[int, int, int]:
    """Let a case wait for a decision about its explanation, and the reporter's own one for an explanation.

    Return both cases and the explanation that waits.
    """
    case = db.session.scalars(select(Case).order_by(Case.id)).first()
    case.state, case.due_on = "EXPLAINED", LATER
    table = Case.__table__
    copied = {column.name: getattr(case, column.name) for column in table.columns if column.name != "id"}
    mine = {"fingerprint": "own", "unit_id": cast.units["31441"], "state": "ACKED"}
    [own] = db.session.execute(insert(Case).values({**copied, **mine}).returning(Case.id)).one()
    said = {
        "case_id": case.id, "episode": 1, "cause": "thin_network", "cause_text": "Ít điểm thu", "number": 2000,
        "text": "Đang mở thêm điểm thu.", "due_on": date(2024, 12, 20), "reached": 1490,
        "reached_on": date(2024, 9, 30),
        "filed_by": cast.accounts[REPORTER], "filed_by_name": REPORTER.name, "filed_at": clock.now(),
    }  # fmt: skip
    decided = {"state": "accepted", "decided_by_name": "An", "decided_at": clock.now(), "task_id": task_id}
    before, waiting = Explanation(**said, **decided, filing=1), Explanation(**said, filing=2)
    own_one = Explanation(**{**said, "case_id": own, "filing": 1, "state": "returned", "reason": "Chưa rõ biện pháp"})
    db.session.add_all([before, waiting, own_one])
    db.session.flush()
    for one in (before, waiting, own_one):
        db.session.add(CommitmentMilestone(explanation_id=one.id, due_on=date(2024, 12, 20), number=2000))
    return case.id, own, waiting.id


def links_of_mails(notices: dict[Person, int], cast: Cast, task_id: int) -> dict[Person, str]:
    """Return what stands behind /act/ in a mail to each person."""
    facts = as_fact([Act(0, ("task", task_id))])
    links = {}
    for person, account_id in cast.accounts.items():
        theirs = {"notice_id": notices[person], "account_id": account_id, "door": door_now(account_id)}
        [path] = links_of(**theirs, facts=facts, now=clock.now()).values()
        links[person] = path.removeprefix(PATH)
    return links


def calendars(cast: Cast) -> dict[Person, str]:
    """Return the secret of each person's calendar."""
    return {
        person: make_feed(account_id=account_id, by=cast.actor(person), now=clock.now())
        for person, account_id in cast.accounts.items()
    }


def keep_files() -> None:
    """See that the files of the documents are on the disk: the database may be a copy of one of an hour ago."""
    for name in db.session.scalars(select(DocumentFile.stored_as)):
        place = vault.path_of(name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.write_bytes(samples.pdf())
    db.session.remove()


def reset_of(person: Person) -> str:
    """Return the secret of a link by which somebody chooses a new password."""
    accounts.ask_for_reset(email=person.email, network="", now=clock.now())
    sealed = db.session.scalar(select(AccountNews.sealed_path).order_by(AccountNews.id.desc()))
    return unseal(sealed, purpose=MAILED).removeprefix(RESET_PATH)
