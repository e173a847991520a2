"""A document is made to point to a target, a change of it, a seat, a case, a task; their pages show the document."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import insert

from committee.accounts import operations as accounts
from committee.core import clock
from committee.core.db import db, transaction
from committee.documents import queries
from committee.documents.operations import Description, register
from committee.domain.access import Actor
from committee.escalation.models import Case
from committee.members import operations as members
from committee.members.queries import committees_of
from tests.cast import (
    MEMBER,
    OTHER_REPORTER,
    REPORTER,
    SECRETARIAT,
    Cast,
    Person,
    enrol,
    password_hash,
    wants_second_factor,
)
from tests.dashboards.tables import take_over
from tests.tasks.desk import Desk

pytestmark = pytest.mark.one_engine

BY = Actor.command_line()
NUMBER = "85/KH-UBND"
TARGET = "Liên kết với chỉ tiêu hoặc lần điều chỉnh chỉ tiêu"
SEAT = "Liên kết với chức danh trong Ban Chỉ đạo"
CASE = "Liên kết với việc đôn đốc"
TASK = "Liên kết với nhiệm vụ"
DISTRICT = Person("thu.ky@vithuy.example", "Lý Thu Cúc", "secretariat", "935")
FACTS = {
    "rule": "lag", "kind": "stock", "direction": "up", "actual": 300, "actual_as_of": "2024-09-25", "ratio": None,
    "target": 700, "milestone": 525, "milestone_on": "2024-09-25", "shortfall": 225, "unit_of_measure": "người",
    "achievement_text": "42,86", "decimals": 0,
}  # fmt: skip
ON_93 = {"target-unit": "93", "target-indicator": "si_voluntary", "target-year": "2024"}
HEAD = "unit_code,indicator,year,value,assigner,document_number,document_date,kind,effective_on"


def kept(unit_id: int) -> int:
    said = Description("plan", "UBND tỉnh", "Phát triển người tham gia", number=NUMBER, issued_on=date(2024, 1, 15))
    with transaction():
        return register(unit_id=unit_id, description=said, by=BY, now=clock.now())


def hold(person: Person, cast: Cast) -> None:
    """Let one more person of the cast hold a seat."""
    now = clock.now()
    with transaction():
        account_id = accounts.add_account(email=person.email, name=person.name, by=BY, now=now)
        accounts.set_password(account_id=account_id, password_hash=password_hash(), keep_session=None, by=BY, now=now)
        members.give_role(account_id=account_id, unit_id=cast.units[person.unit], role=person.role, by=BY, now=now)
        if wants_second_factor(account_id):
            enrol(account_id)


@pytest.fixture
def document_id(examples) -> int:
    return kept(examples.units["93"])


@pytest.fixture
def secretary(browser_of, document_id):
    browser = browser_of(SECRETARIAT)
    browser.open(f"/documents/{document_id}")
    return browser


def kinds_of(document_id: int) -> list[str]:
    return [link.kind for link in queries.links_of(document_id)]


def test_a_target_and_a_change_of_it(app: Flask, secretary, document_id, browser_of, tmp_path):
    take_over(app, tmp_path, "targets", HEAD, "93,si_voluntary,2024,200,UBND tỉnh,61/QĐ-UBND,2024-08-01,supplement,")

    page = secretary.press(TARGET, **ON_93)
    assert "Chỉ tiêu được giao: Tỉnh Hậu Giang" in page.text
    page = secretary.press(TARGET, **ON_93, **{"target-effective_on": "02/03/2024"})
    assert page.status == 422
    [said] = page.errors
    assert "Không có lần giao hoặc điều chỉnh nào có hiệu lực từ ngày đó" in said
    assert said.endswith("chỉ tiêu này được giao hoặc điều chỉnh từ: 01/01/2024, 01/08/2024.")
    assert page.find(".//input[@name='target-effective_on']")[0].get("value") == "02/03/2024"
    page = secretary.press(TARGET, **ON_93, **{"target-effective_on": "01/08/2024"})

    assert kinds_of(document_id) == ["target", "target_revision"]
    assert "từ ngày 01/08/2024 (61/QĐ-UBND ngày 01/08/2024)" in page.text
    [link] = [one for one in page.find(".//section[@id='links']//a") if "01/08/2024" in "".join(one.itertext())]
    shown = secretary.open(link.get("href"))
    assert shown.text.count(NUMBER) == 2
    assert "UBND tỉnh, từ ngày 01/08/2024" in shown.text


def test_several_changes_from_one_day_are_told_apart_by_their_documents(app: Flask, secretary, document_id, tmp_path):
    take_over(
        app, tmp_path, "targets", HEAD,
        "93,si_voluntary,2024,200,UBND tỉnh,61/QĐ-UBND,2024-08-01,supplement,",
        "93,si_voluntary,2024,100,UBND tỉnh,62/QĐ-UBND,2024-08-01,supplement,",
    )  # fmt: skip
    wanted = {**ON_93, "target-effective_on": "01/08/2024"}

    page = secretary.press(TARGET, **wanted)
    assert page.errors == ["Hãy ghi số văn bản của một trong các lần điều chỉnh từ ngày đó: 61/QĐ-UBND; 62/QĐ-UBND."]
    page = secretary.press(TARGET, **{**wanted, "target-number": "62/QĐ-UBND"})

    assert "62/QĐ-UBND" in page.text
    assert kinds_of(document_id) == ["target_revision"]


def test_a_seat(secretary, document_id, browser_of, examples):
    page = secretary.press(SEAT, **{"seat-unit": "93", "seat-person": "Người Lạ"})
    assert page.errors == ["Không có ai mang tên hoặc thư điện tử này giữ chức danh trong Ban Chỉ đạo của đơn vị."]

    page = secretary.press(SEAT, **{"seat-unit": "93", "seat-person": MEMBER.email})

    assert f"Chức danh trong Ban Chỉ đạo: {MEMBER.name}" in page.text
    assert kinds_of(document_id) == ["seat"]
    committee = committees_of(examples.units["93"])[0].committee_id
    assert NUMBER in secretary.open(f"/committees/{committee}").text


def test_a_case(secretary, document_id, examples):
    wanted = {"case-unit": "31441", "case-indicator": "si_voluntary", "case-year": "2024"}
    page = secretary.press(CASE, **wanted)
    assert page.errors == ["Đơn vị không có việc đôn đốc nào về chỉ tiêu này trong năm này."]
    row = {
        "fingerprint": "x", "rule": "lag", "unit_id": examples.units["31441"], "indicator": "si_voluntary",
        "year": 2024, "state": "OPEN", "severity": "LAG", "opened_on": date(2024, 10, 1), "facts": FACTS,
        "snapshot": {}, "next_look_at": clock.now(),
    }  # fmt: skip
    with transaction():
        [case_id] = db.session.execute(insert(Case).values(**row).returning(Case.id)).one()

    page = secretary.press(CASE, **wanted)

    assert "Việc đôn đốc: " in page.text
    assert kinds_of(document_id) == ["case"]
    assert NUMBER in secretary.open(f"/cases/{case_id}").text


def test_a_task(secretary, document_id, examples):
    task_id = Desk(examples).assign(code="17")
    page = secretary.press(TASK, **{"task-unit": "93", "task-code": "99"})
    assert page.errors == ["Không có nhiệm vụ nào mang mã này mà tài khoản được liên kết văn bản."]

    page = secretary.press(TASK, **{"task-unit": "93", "task-code": "17"})

    assert "Nhiệm vụ: 17 " in page.text
    assert kinds_of(document_id) == ["task"]
    assert NUMBER in secretary.open(f"/tasks/{task_id}").text


def test_a_foreign_thing_is_as_one_that_is_not_there(browser_of, examples, document_id):
    hold(DISTRICT, examples)
    own = kept(examples.units["935"])
    browser = browser_of(DISTRICT)
    browser.open(f"/documents/{own}")
    Desk(examples).assign(code="17", lead=Desk(examples).unit("31318"))
    asked = (
        (TARGET, ON_93, "target-unit"),
        (SEAT, {"seat-unit": "93", "seat-person": MEMBER.email}, "seat-unit"),
        (CASE, {"case-unit": "93", "case-indicator": "si_voluntary", "case-year": "2024"}, "case-unit"),
        (TASK, {"task-unit": "93", "task-code": "17"}, "task-unit"),
    )

    for label, values, unit in asked:
        foreign = browser.press(label, **values)
        absent = browser.press(label, **{**values, unit: "99999"})
        assert (foreign.status, foreign.errors) == (absent.status, absent.errors), label
        assert (foreign.status, len(foreign.errors)) == (422, 1), label
    assert kinds_of(own) == []
    assert browser.send(f"/documents/{document_id}/links", to="target", **ON_93).status_code == 404
    assert browser.press(TARGET, **{**ON_93, "target-unit": "935"}).status == 200
    assert kinds_of(own) == ["target"]


def test_who_may_not_see_the_thing_or_the_document_reads_of_neither(secretary, document_id, browser_of, examples):
    own = kept(examples.units["31441"])
    secretary.open(f"/documents/{own}")
    secretary.press(TARGET, **ON_93)
    secretary.press(SEAT, **{"seat-unit": "93", "seat-person": MEMBER.email})

    page = browser_of(REPORTER).open(f"/documents/{own}")
    assert page.status == 200
    assert page.find(".//section[@id='links']//li") == []
    assert MEMBER.name not in page.text
    secretary.open(f"/documents/{document_id}")
    secretary.press(TARGET, **{**ON_93, "target-unit": "31441"})
    assert NUMBER in secretary.open("/units/31441/targets/2024?indicator=si_voluntary").text
    assert NUMBER not in browser_of(REPORTER).open("/units/31441/targets/2024?indicator=si_voluntary").text
    assert browser_of(OTHER_REPORTER).ask("GET", f"/documents/{own}").status_code == 404
