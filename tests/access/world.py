"""The two provinces of the model as they lie in the database, with a person for everybody in it."""

from __future__ import annotations

import contextvars
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert
from werkzeug.test import TestResponse

from committee.accounts import operations as accounts
from committee.accounts.models import Account, SecondFactor
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.workbook_file import XLSX
from committee.documents.models import Document, DocumentFile
from committee.domain.access import Actor
from committee.domain.text import search_key
from committee.escalation.models import Case, CaseSilence, CommitmentMilestone, Explanation
from committee.figures.models import Figure, Submission
from committee.members.models import AreaAssignment, Committee, Cover, Post, Seat
from committee.notify.models import Delivery, Notice
from committee.targets.models import Milestone, Plan, Target, TargetRevision
from committee.units.models import Placement, Unit
from tests.access import model
from tests.access.model import Who
from tests.access.world_of_meetings import meet
from tests.access.world_of_tasks import give
from tests.access.world_of_ties import bind
from tests.cast import enrol, wants_second_factor

TODAY, YESTERDAY = date(2024, 10, 28), date(2024, 10, 27)
MOVED_ON = date(2024, 7, 1)
BEGINNING = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
LEVELS = {"P": "province", "D": "district", "H": "hamlet"}
CODES = {
    "P1": "10", "D1": "101", "T": "10101", "H": "1010101", "S": "10102", "X": "10103",
    "P2": "20", "D2": "201", "Q": "20101", "M": "20102",
}  # fmt: skip
ACCEPTED, RETURNED, SUBMITTED, DRAFT = "2024-07-25", "2024-08-25", "2024-09-25", "2024-10-25"
STATES = {"accepted": ACCEPTED, "returned": RETURNED, "submitted": SUBMITTED, "draft": DRAFT}
VOLUNTARY = "si_voluntary"
T_CHAIR, Q_CHAIR = "chair of the unit", "chair in another province"
HOME, ABROAD = ("P1", "D1", "T", "H", "S"), ("P2", "D2", "Q", "M")
TOKEN_OF_FORM = re.compile(r'(name="(?:csrf_token|once)"[^>]*value=")[^"]*')
BY = Actor.command_line()


@dataclass
class World:
    """What the database gave: ids of units by letter, of accounts by person, of things by what they are."""

    app: Flask
    units: dict[str, int] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    form_token: str = ""
    form_secret: str = ""

    def client(self, who: Who) -> FlaskClient:
        """Return the person's browser, signed in; a stranger's for nobody."""
        if who.name not in self.clients:
            self.sign_in(who)
        return self.clients[who.name]

    def sign_in(self, who: Who) -> None:
        """Begin a session without the page of the door, which others test."""
        client = self.app.test_client()
        secret = ""
        if who.is_signed_in:
            with transaction():
                if wants_second_factor(self.accounts[who.name]):
                    enrol(self.accounts[who.name])
                secret = accounts.begin_session(
                    account_id=self.accounts[who.name], network="192.0.2.1", browser="", by=BY, now=clock.now()
                )
        with client.session_transaction() as kept:
            kept["csrf_token"] = self.form_secret
            if secret:
                kept["_user_id"] = secret
        self.clients[who.name] = client

    def ask(self, who: Who, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Return (status, body) of one request of a person, as page or as program."""
        headers = {}
        if path.startswith("/api/"):
            if who.is_signed_in:
                headers["Authorization"] = f"Bearer {self.keys[who.name]}"
        elif method not in ("GET", "HEAD") and "data" in options:
            options["data"] = {"csrf_token": self.form_token, **options["data"]}
        db.session.rollback()
        client = self.client(who)
        # Outside the test's own application context, as life has it: nothing is remembered from the request before.
        answer = contextvars.Context().run(client.open, path, method=method, headers=headers, **options)
        body = TOKEN_OF_FORM.sub(r"\1", text_of(answer))
        if answer.status_code in (302, 303):
            with client.session_transaction() as kept:
                kept.pop("_flashes", None)  # what the next page would say of this one
        answer.close()  # a file that was sent is held open until then
        db.session.expire_all()
        return answer.status_code, body


def text_of(answer: TestResponse) -> str:
    """Return what an answer says; of a workbook, what stands in its parts."""
    if answer.mimetype != XLSX:
        return answer.get_data().decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def form_token(app: Flask) -> tuple[str, str]:
    """Return a token for forms, and what a session must hold for it to be good."""
    with app.test_request_context():
        return generate_csrf(), session["csrf_token"]


def mark(kind: str, letter: str) -> str:
    """Return a word that stands nowhere but in what belongs to a unit: in its name, its figures, cases or notices."""
    return f"CANH{kind.upper()}{letter}Z"


def build(app: Flask, everybody: list[Who], *, abroad: bool = True) -> World:
    """Write the world into the empty database of the running application.

    Without `abroad` nothing is known of the units of the other province but that they are there.
    """
    world = World(app)
    world.form_token, world.form_secret = contextvars.Context().run(form_token, app)
    with transaction():
        for letter in model.ABOVE:
            _plant(world, letter)
        _move_m(world)
        for who in everybody:
            _seat(world, who)
        _cover(world, everybody)
        sender = _sender(world)
        for letter in HOME:
            _work(world, letter, sender)
        for who in everybody:
            _tell(world, who)
            _name(world, who)
        for letter in ABROAD if abroad else ():
            _work(world, letter, sender)
    db.session.remove()
    return world


def _plant(world: World, letter: str) -> None:
    unit = Unit(axis="territory")
    db.session.add(unit)
    db.session.flush()
    unit.lineage = unit.id
    above = model.ABOVE[letter]
    world.units[letter] = unit.id
    world.paths[letter] = f"{world.paths[above] if above else ''}{unit.id}/"
    ended = YESTERDAY if letter in model.ENDED else None
    db.session.add(placement(world, letter, above, world.paths[letter], valid_to=ended))
    db.session.flush()


def placement(world: World, letter: str, above: str | None, path: str, **days: date | None) -> Placement:
    """Return where a unit stands, under a name that holds its letter."""
    level = LEVELS.get(letter[0], "commune")
    name = f"Đơn vị {letter} {mark('name', letter)}"
    return Placement(
        unit_id=world.units[letter], code=CODES[letter], name=name, unit_type=level, level=level,
        parent_id=world.units[above] if above else None, path=path, search_key=search_key(name),
        name_key=search_key(name), tone_key=name.lower(), sort_key=name.lower(), **days,
    )  # fmt: skip


def _move_m(world: World) -> None:
    now = db.session.query(Placement).filter_by(unit_id=world.units["M"]).one()
    now.valid_from = MOVED_ON
    before = f"{world.paths['D1']}{world.units['M']}/"
    db.session.add(placement(world, "M", "D1", before, valid_to=MOVED_ON - timedelta(days=1)))


def _seat(world: World, who: Who) -> None:
    if not who.is_signed_in:
        return
    place = mark("person", who.held[0].at) if who.held and who.held[0].at in model.ABOVE else ""
    account = Account(
        email=f"{'.'.join(who.name.split())}@example.vn",
        full_name=f"Cán bộ {len(world.accounts)} {place}",
        created_at=BEGINNING,
    )
    db.session.add(account)
    db.session.flush()
    # Sealed under another key than any: it is asked for at the door, where none of them comes by.
    db.session.add(SecondFactor(account_id=account.id, sealed_secret="", enrolled_at=BEGINNING, last_step=0))
    world.accounts[who.name] = account.id
    world.keys[who.name] = accounts.make_token(account_id=account.id, scope="admin", days=30, by=BY, now=clock.now())
    seats = [_hold(world, held, account) for held in who.held]
    world.things[f"account of {who.name}"] = account.id
    world.things[f"seat of {who.name}"] = seats[0] if seats else None
    for area in who.areas:
        db.session.add(AreaAssignment(seat_id=seats[0], unit_id=world.units[area]))
    for covered in who.covered:
        _stand_in(world, covered, seats[0])


def _hold(world: World, held: model.Held, account: Account | None) -> int | None:
    until = YESTERDAY if held.is_over else None
    unit_id = None if held.at == model.WHOLE else world.units[held.at]
    if held.role in model.OFFICES:
        db.session.add(Post(account_id=account.id, unit_id=unit_id, role=held.role, to_on=until))
        return None
    committee = db.session.query(Committee).filter_by(unit_id=unit_id).first() or Committee(unit_id=unit_id, name="BCĐ")
    db.session.add(committee)
    db.session.flush()
    world.things[f"committee {held.at}"] = committee.id
    seat = Seat(
        committee_id=committee.id, account_id=account.id if account else None, full_name="Người giữ ghế",
        role=held.role, to_on=until,
    )  # fmt: skip
    db.session.add(seat)
    db.session.flush()
    return seat.id


def _stand_in(world: World, covered: model.Held, by_seat: int | None) -> None:
    seat = _hold(world, model.Held(covered.role, covered.at), None)
    days = (date(2024, 10, 1), YESTERDAY) if covered.is_over else (YESTERDAY, TODAY)
    db.session.add(Cover(seat_id=seat, by_seat_id=by_seat, from_on=days[0], to_on=days[1]))
    world.things[f"covered seat {by_seat}"] = seat


def _cover(world: World, everybody: list[Who]) -> None:
    """Let the seat covered by the last of the chain cover the chair itself: that is not handed on."""
    if any(who.name == "covers who covers the chair" for who in everybody):
        chair = _hold(world, model.Held("chair", "T"), None)
        last = [seat for name, seat in world.things.items() if name.startswith("covered seat ")][-1]
        db.session.add(Cover(seat_id=chair, by_seat_id=last, from_on=YESTERDAY, to_on=TODAY))


def _sender(world: World) -> Account:
    sender = Account(email="sender@example.vn", full_name="Người gửi", created_at=BEGINNING)
    db.session.add_all([sender, Plan(year=2024, rhythm="monthly", cut_off_day=25)])
    db.session.flush()
    world.things["sender"] = sender.id
    for month in (3, 6, 9):
        half = Milestone(indicator=VOLUNTARY, year=2024, cut_off_on=date(2024, month, 25), percent=500_000)
        db.session.add(half)
    return sender


def _work(world: World, letter: str, sender: Account) -> None:
    _ask_and_answer(world, letter, sender.id)
    _lag(world, letter)
    _write(world, letter, sender)
    _file(world, letter)
    world.things |= give(world.units[letter], letter, mark("task", letter), sender.id)
    document_id = world.things[f"document {letter} signed"]
    world.things |= meet(world.units[letter], letter, mark("meeting", letter), document_id)


def _ask_and_answer(world: World, letter: str, sender: int) -> None:
    unit_id = world.units[letter]
    target = Target(
        unit_id=unit_id,
        indicator=VOLUNTARY,
        year=2024,
        assigner=f"UBND {mark('figure', letter)}",
        is_primary=True,
        strictness=">=",
    )
    db.session.add(target)
    db.session.flush()
    db.session.add(TargetRevision(target_id=target.id, kind="initial", value=700, recorded_at=BEGINNING))
    for state, day in STATES.items():
        receipt = f"BC-{letter}-{state}" if state in ("submitted", "accepted") else ""
        db.session.add(
            Figure(
                unit_id=unit_id, indicator=VOLUNTARY, as_of=date.fromisoformat(day), origin="self_reported", value=450,
                state=state, receipt=receipt, entered_by=sender, entered_at=BEGINNING,
                decided_by=None if state in ("draft", "submitted") else sender,
                return_reason=mark("figure", letter) if state == "returned" else "", note=mark("figure", letter),
            )
        )  # fmt: skip
        if receipt:
            lines = [{"indicator": VOLUNTARY, "value": 450, "note": mark("figure", letter)}]
            key = f"{letter}{state}"
            sent = {"key": key, "request_hash": "", "receipt": receipt, "lines": lines, "sent_at": BEGINNING}
            db.session.add(Submission(unit_id=unit_id, as_of=date.fromisoformat(day), account_id=sender, **sent))
    official = {"state": "accepted", "entered_at": BEGINNING, "origin": "official", "source": mark("figure", letter)}
    db.session.add(Figure(unit_id=unit_id, indicator=VOLUNTARY, as_of=date(2024, 6, 25), value=300, **official))


def _lag(world: World, letter: str) -> None:
    facts = {
        "rule": "lag", "kind": "stock", "direction": "up", "actual": 300, "actual_as_of": "2024-06-25", "ratio": None,
        "target": 700, "milestone": 525, "milestone_on": "2024-09-25", "shortfall": 225, "unit_of_measure": "người",
        "achievement_text": "42,86",
        "decimals": 0,
    }  # fmt: skip
    for state, step in (("OPEN", 1), ("ACKED", 1), ("EXPLAINED", 1), ("CLOSED", 2)):
        row = {
            "fingerprint": f"{letter}{state}", "rule": "lag", "unit_id": world.units[letter], "indicator": VOLUNTARY,
            "year": 2024, "state": state, "severity": "LAG", "opened_on": date(2024, 10, 1), "step": step,
            "facts": facts, "snapshot": {}, "next_look_at": None if state == "CLOSED" else clock.now(),
        }  # fmt: skip
        [case_id] = db.session.execute(insert(Case).values(**row).returning(Case.id)).one()
        world.things[f"case {letter} {state}"] = case_id
    _pause(world, letter)
    for words, state in (("explanation", "EXPLAINED"), ("returned explanation", "ACKED")):
        world.things[f"{words} {letter}"] = _explain(world, letter, state)


def _explain(world: World, letter: str, state: str) -> int:
    """Enter an explanation that waits, or one that was returned, of a person who asks for nothing here."""
    is_waiting = state == "EXPLAINED"
    said = Explanation(
        case_id=world.things[f"case {letter} {state}"], episode=1, filing=1, cause="other",
        cause_text=mark("figure", letter), text=mark("figure", letter), number=600, due_on=date(2024, 12, 20),
        reached=300, reached_on=date(2024, 6, 25), filed_by=0, filed_by_name="An", filed_at=BEGINNING,
        state="waiting" if is_waiting else "returned", decided_by_name="" if is_waiting else "Bình",
        decided_at=None if is_waiting else BEGINNING, reason="" if is_waiting else mark("figure", letter),
    )  # fmt: skip
    db.session.add(said)
    db.session.flush()
    db.session.add(CommitmentMilestone(explanation_id=said.id, due_on=date(2024, 12, 20), number=600))
    return said.id


def _pause(world: World, letter: str) -> None:
    row = {
        "unit_id": world.units[letter], "rules": [], "reason": f"Bão lũ {mark('pause', letter)}", "legal_basis": "x",
        "from_on": TODAY, "to_on": date(2024, 11, 10), "made_by_name": "An", "made_at": BEGINNING,
    }  # fmt: skip
    [silence_id] = db.session.execute(insert(CaseSilence).values(**row).returning(CaseSilence.id)).one()
    world.things[f"silence {letter}"] = silence_id


def _write(world: World, letter: str, sender: Account) -> None:
    case_id = world.things[f"case {letter} OPEN"]
    notice = notice_to(sender.id, case_id, world.paths[letter], f"sender {letter}", mark("notice", letter))
    world.things[f"notice {letter}"] = notice
    row = {
        "notice_id": notice, "channel": "email", "address": sender.email, "state": "sent", "message_id": "<1@x>",
        "last_error": mark("notice", letter),
        "due_at": BEGINNING, "queued_at": BEGINNING, "sent_at": BEGINNING,
    }  # fmt: skip
    [delivery_id] = db.session.execute(insert(Delivery).values(**row).returning(Delivery.id)).one()
    world.things[f"delivery {letter}"] = delivery_id


def _file(world: World, letter: str) -> None:
    """Enter a draft and a signed document with a file that is not on the disk."""
    word = mark("document", letter)
    said = {"type": "decision", "issuer": "UBND", "subject": f"Việc {word}", "issuer_key": "ubnd"}
    row = {**said, "unit_id": world.units[letter], "search_key": f" viec {word.lower()} ", "created_at": BEGINNING}
    row["issuer_search"] = " ubnd "
    for state, number in (("draft", {}), ("signed", {"number": 5, "issued_on": date(2024, 1, 5), "year": 2024})):
        [document_id] = db.session.execute(
            insert(Document).values(**row, state=state, **number).returning(Document.id)
        ).one()
        world.things[f"document {letter} {state}"] = document_id
    file = DocumentFile(
        document_id=document_id, part=1, version=1, name=f"{word}.pdf", media_type="application/pdf", size=1, sha256="",
        stored_as=f"gone {letter}", uploaded_by_name="An", uploaded_at=BEGINNING,
    )  # fmt: skip
    db.session.add(file)
    db.session.flush()
    world.things[f"file {letter}"] = file.id


def notice_to(account_id: int, case_id: int, path: str, key: str, word: str) -> int:
    """Write a notice and return its id."""
    row = {
        "dedupe_key": key, "kind": "step", "recipient_id": account_id, "subject_kind": "case", "subject_id": case_id,
        "unit_path": path, "title": f"Chậm tiến độ {word}", "body": f"Đề nghị giải trình. {word}", "facts": {"step": 1},
        "created_at": BEGINNING, "read_at": BEGINNING,
    }  # fmt: skip
    [notice_id] = db.session.execute(insert(Notice).values(**row).returning(Notice.id)).one()
    return int(notice_id)


def _tell(world: World, who: Who) -> None:
    if who.is_signed_in:
        case_id = world.things["case T OPEN"]
        notice = notice_to(world.accounts[who.name], case_id, world.paths["T"], f"to {who.name}", mark("notice", "T"))
        world.things[f"notice to {who.name}"] = notice


def _name(world: World, who: Who) -> None:
    if who.is_signed_in:
        ids = {"committee_id": world.things["committee D1"], "lead": world.units["T"]}
        seat_id = world.things[f"seat of {who.name}"]
        world.things |= bind(who.name, world.accounts[who.name], seat_id, **ids)
