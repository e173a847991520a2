"""Urging on is paused on the page: from a case, for a unit, with its documents; everybody sees it beside the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, select

from committee.core import clock
from committee.core.db import db, transaction
from committee.documents.operations import Description, register
from committee.documents.queries import links_of
from committee.domain.access import Actor
from committee.escalation.models import CaseSilence
from tests import cast as people
from tests.escalation.lagging import ask, case_of, sweep_on, town_behind
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
FIRST, BY = date(2024, 10, 28), Actor.command_line()
MAKE, END, ATTACH = "Tạm dừng đôn đốc", "Kết thúc tạm dừng", "Gắn văn bản"
STORM = {"to_on": "10/11/2024", "reason": "Bão số 6, thị trấn ngập", "legal_basis": "Công điện 110/CĐ-TTg"}
BESIDE = "tạm dừng đôn đốc đến hết 10/11/2024"


@pytest.fixture
def case_id(app: Flask, cast: people.Cast) -> int:
    """A case of the town of Nàng Mau."""
    ask([cast.units["935"]], target=2000)
    town = town_behind(cast)
    sweep_on(FIRST)
    return case_of(town).id


@pytest.fixture
def secretary(case_id: int, browser_of: Callable[..., Browser]) -> Browser:
    """The secretary of the province, with the case open."""
    browser = browser_of(people.SECRETARIAT)
    browser.open(f"/cases/{case_id}")
    return browser


def paused(browser: Browser, case_id: int, **said: str) -> Browser:
    browser.open(f"/silences/new?case={case_id}")
    browser.press(MAKE, **{**STORM, **said})
    return browser


def kept() -> list[CaseSilence]:
    db.session.rollback()
    return list(db.session.scalars(select(CaseSilence).order_by(CaseSilence.id)))


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note every statement."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_case_is_paused_from_its_page_and_says_so(case_id: int, secretary: Browser) -> None:
    """Story 001-4: a flooded commune is left in peace for two weeks, and everybody sees why."""
    assert secretary.page.find(f".//a[@href='/silences/new?case={case_id}']")
    page = secretary.open(f"/silences/new?case={case_id}")
    assert page.find(".//input[@name='unit']")[0].get("value") == "31441"
    assert page.find(".//input[@name='from_on']")[0].get("value") == "28/10/2024"
    [ticked] = [one for one in page.find(".//input[@name='indicators']") if one.get("checked") is not None]
    assert ticked.get("value") == "si_voluntary"

    page = secretary.press(MAKE, **STORM)

    assert page.heading == "Đợt tạm dừng đôn đốc Thị trấn Nàng Mau"
    assert "28/10/2024 đến hết 10/11/2024 (14 ngày)" in page.text
    assert "Hiện có 1 vụ việc đang được tạm dừng" in page.text
    page = secretary.open(f"/cases/{case_id}")
    assert f"{BESIDE[0].upper()}{BESIDE[1:]}" in page.text
    assert f"{STORM['reason']} ({people.SECRETARIAT.name})" in page.text
    assert "Vụ việc được xem xét lại ngày 11/11/2024" in page.text
    assert BESIDE in secretary.open("/cases").text


def test_the_unit_itself_reads_why_it_is_left_in_peace_but_decides_nothing(
    case_id: int, secretary: Browser, browser_of: Callable[..., Browser]
) -> None:
    paused(secretary, case_id)
    browser = browser_of(people.REPORTER)

    page = browser.open(f"/cases/{case_id}")

    assert STORM["reason"] in page.text
    assert not page.find(f".//a[@href='/silences/new?case={case_id}']")
    page = browser.open(f"/silences/{kept()[0].id}")
    assert END not in page.text
    assert browser.ask("GET", "/silences/new").status_code == 404


def test_a_ranking_and_a_units_page_say_that_it_is_paused(case_id: int, secretary: Browser) -> None:
    paused(secretary, case_id)

    above = secretary.open("/units/935?indicator=si_voluntary")
    [row] = [one for one in above.find(".//tr") if "Thị trấn Nàng Mau" in "".join(one.itertext())]
    others = [one for one in above.find(".//tr") if one is not row]

    assert BESIDE in "".join(row.itertext())
    assert not any(BESIDE in "".join(one.itertext()) for one in others)
    own = secretary.open("/units/31441").find(".//article[@id='indicator-si_voluntary']")[0]
    assert BESIDE.capitalize() in "".join(own.itertext())
    assert BESIDE not in secretary.open("/units/935?indicator=si_voluntary&as_of=27/10/2024").text


def test_a_page_asks_once_whatever_is_paused_on_it(case_id: int, secretary: Browser) -> None:
    for _ in range(3):
        paused(secretary, case_id)

    for path in ("/units/935?indicator=si_voluntary", "/cases"):
        with statements() as seen:
            secretary.open(path)
        assert sum("case_silence" in one for one in seen) <= 2, path


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "Đề nghị ghi lý do tạm dừng đôn đốc"),
        ({"to_on": ""}, "Đề nghị nhập ngày cuối"),
        ({"to_on": "31/12/2024"}, "Mỗi đợt tạm dừng đôn đốc dài nhất 60 ngày"),
        ({"from_on": "27/10/2024"}, "ngày đầu sớm nhất là 28/10/2024"),
        ({"to_on": "31/13/2024"}, "Ngày này không có trong lịch"),
        ({"legal_basis": ""}, "Đề nghị ghi căn cứ"),
        ({"document": "999/KH-UBND"}, "văn bản"),
        ({"unit": "99999"}, "Ông/Bà không có quyền tạm dừng đôn đốc đơn vị nào mang mã này"),
        ({"unit": "93"}, "việc tạm dừng đôn đốc do người không thuộc đơn vị được hưởng quyết định"),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(
    case_id: int, secretary: Browser, typed: dict[str, str], said: str
) -> None:
    secretary.open(f"/silences/new?case={case_id}")

    page = secretary.press(MAKE, **{**STORM, **typed})

    assert page.status == 422
    assert any(said in one for one in page.errors), page.errors
    shown = page.find(".//textarea[@name='legal_basis']")[0].text or ""
    assert shown.strip() == typed.get("legal_basis", STORM["legal_basis"])
    assert kept() == []


def test_it_ends_early_with_a_reason_and_cannot_be_opened_again(case_id: int, secretary: Browser) -> None:
    paused(secretary, case_id)
    silence_id = kept()[0].id

    page = secretary.press(END, reason="")
    assert page.status == 422
    page = secretary.press(END, reason="Nước đã rút")

    assert "Đã kết thúc tạm dừng" in page.text
    assert "Nước đã rút" in page.text
    assert END not in page.text
    assert BESIDE not in secretary.open(f"/cases/{case_id}").text
    assert "Đã kết thúc tạm dừng" in secretary.open("/silences?stage=over").text
    assert f"silence-{silence_id}" not in secretary.open("/silences?stage=running").html


def test_ending_what_somebody_else_has_ended_is_refused(case_id: int, secretary: Browser) -> None:
    paused(secretary, case_id)

    page = secretary.press(END, reason="Nước đã rút", version="9")

    assert "vừa có người khác cập nhật" in page.errors[0]


def test_a_list_shows_what_runs_what_comes_and_what_is_over(case_id: int, secretary: Browser) -> None:
    paused(secretary, case_id)
    paused(secretary, case_id, from_on="11/11/2024", to_on="20/11/2024")
    running, coming = (one.id for one in kept())

    for asked, shown in (
        ("", {running, coming}),
        ("?stage=running", {running}),
        ("?stage=coming", {coming}),
        ("?stage=over", set()),
        ("?stage=x", {running, coming}),
        ("?unit=935", {running, coming}),
        ("?unit=31318", set()),
    ):
        page = secretary.open(f"/silences{asked}")
        assert {one for one in (running, coming) if page.find(f".//tr[@id='silence-{one}']")} == shown, asked
    assert secretary.open("/silences?unit=99999").status == 422


def test_a_pause_rests_on_documents_from_both_pages(case_id: int, secretary: Browser, cast: people.Cast) -> None:
    """Story 001-4: the instruction on which a pause rests stands with it, and it with the instruction."""
    with transaction():
        said = {"type": "telegram", "issuer": "Thủ tướng Chính phủ", "subject": "Ứng phó bão"}
        said["issued_on"] = date(2024, 10, 25)
        ids = [
            register(unit_id=cast.units["93"], description=Description(number=number, **said), by=BY, now=clock.now())
            for number in ("110/CĐ-TTg", "111/CĐ-TTg", "112/CĐ-TTg")
        ]
    paused(secretary, case_id, document="110/CĐ-TTg", legal_basis="")
    silence_id = kept()[0].id

    page = secretary.press(ATTACH, **{"paper-number": "111/CĐ-TTg"})
    assert [page.text.count(number) for number in ("110/CĐ-TTg", "111/CĐ-TTg")] == [1, 1]
    page = secretary.press(ATTACH, **{"paper-number": "999/CĐ-TTg"})
    assert page.status == 422

    secretary.open(f"/documents/{ids[2]}")
    wanted = {"silence-unit": "31441", "silence-from_on": "28/10/2024"}
    page = secretary.press("Liên kết với đợt tạm dừng đôn đốc", **{**wanted, "silence-from_on": "29/10/2024"})
    assert page.status == 422
    page = secretary.press("Liên kết với đợt tạm dừng đôn đốc", **wanted)
    assert "Thị trấn Nàng Mau, từ 28/10/2024 đến 10/11/2024" in page.text
    assert page.find(f".//section[@id='links']//a[@href='/silences/{silence_id}']")
    assert {one.kind for document_id in ids for one in links_of(document_id)} == {"silence"}
    assert "112/CĐ-TTg" in secretary.open(f"/silences/{silence_id}").text


@pytest.mark.parametrize("person", [people.OTHER_REPORTER, people.STRANGER, people.ADMINISTRATOR])
def test_for_anybody_else_there_is_no_such_pause(
    case_id: int, secretary: Browser, browser_of: Callable[..., Browser], person: people.Person
) -> None:
    paused(secretary, case_id)
    silence_id, browser = kept()[0].id, browser_of(person)

    assert browser.ask("GET", f"/silences/{silence_id}").status_code == 404
    assert f"silence-{silence_id}" not in browser.open("/silences").html
