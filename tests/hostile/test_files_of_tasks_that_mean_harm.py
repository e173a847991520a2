"""The page that takes files of tasks: what is sent is read, asked about or refused in a sentence, and stays text."""

from __future__ import annotations

import io
import os
import random
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select

from committee.core.db import db
from committee.tasks.models import Task
from tests.cast import SECRETARIAT
from tests.core.workbooks import SHEET, repacked, with_sheet_data, workbook
from tests.hostile.inspecting import intruders
from tests.hostile.payloads import PAYLOADS
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
LONG = os.environ.get("DON_DOC_TEST_TIER") == "long"
ROUNDS = 1_000 if LONG else 40
HEAD = ("code", "title", "lead", "deliverable", "due_on", "assigned_on")
ROW = ("KL-01", "Việc", "93", "Báo cáo", "30/11/2024", "01/10/2024")
ATTACK = " ".join(PAYLOADS)[:200]
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]>'
    "<x>&b;&e;</x>"
)


@pytest.fixture
def browser(browser_in: Callable) -> Browser:
    return browser_in(SECRETARIAT)


def sent(browser: Browser, content: bytes, name: str = "nhiem-vu.xlsx"):
    """Send a file, follow to where it leads, and return the answer."""
    token = browser.open("/tasks/import").find(".//input[@name='csrf_token']")[0].get("value")
    said = {"csrf_token": token, "committee": "1", "file": (io.BytesIO(content), name)}
    answer = browser.ask("POST", "/tasks/import", data=said)
    while answer.status_code == 303:
        answer = browser.ask("GET", answer.headers["Location"])
    return answer


def hostile() -> Iterator[tuple[bytes, str]]:
    """Yield files that were made to break whoever reads them."""
    good = workbook(HEAD, ROW)
    yield repacked(good, replace={SHEET: lambda _: BOMB.encode()}), "a.xlsx"
    yield repacked(good, replace={"xl/workbook.xml": lambda _: BOMB.encode()}), "a.xlsx"
    yield repacked(good, replace={SHEET: lambda _: b"\0" * 80_000_000}), "a.xlsx"
    yield repacked(good, add={f"x{number}": b"x" for number in range(80)}), "a.xlsx"
    yield repacked(good, add={"xl/vbaProject.bin": b"x"}), "a.xlsx"
    yield repacked(good, add={"../../a": b"x", "inner.xlsx": good}), "../../a.xlsx"
    yield with_sheet_data('<row r="1"><c r="XFD1048576" t="str"><v>a</v></c></row>'), "a.xlsx"
    yield with_sheet_data('<row r="1"><c r="A1"><f>HYPERLINK("http://x")</f></c></row>'), "a.xlsx"
    yield good[: len(good) // 2], "a.xlsx"
    yield b"PK\x03\x04" + b"\xff" * 500, "a.xlsx"
    yield ("," * 100_000).encode(), "a.csv"
    yield b'"' + b"a" * 100_000, "a.csv"
    yield b"\xff\xfe\x00\xd8\n\x00", "a.csv"
    yield "\x00\x01\x02".join(HEAD).encode(), "a.csv"
    yield good, "a.xlsm"
    yield good, f"{ATTACK}.xlsx"
    yield good, "\u202excod.xlsx"
    yield good, ".xlsx"


def test_row_51_a_file_made_to_break_its_reader_is_refused_in_a_sentence_and_soon(browser: Browser) -> None:
    for number, (content, name) in enumerate(hostile()):
        begun = time.perf_counter()
        answer = sent(browser, content, name)
        assert answer.status_code in (200, 422), (number, answer.status_code)
        assert time.perf_counter() - begun < 10, number
        assert intruders(answer.text, name) == []
        assert "root:" not in answer.text
    assert db.session.scalar(select(func.count()).select_from(Task).where(Task.code == "KL-01")) == 0


def test_row_40_what_stands_in_a_file_stays_text_on_every_page_of_it(browser: Browser) -> None:
    texts = [ATTACK, *PAYLOADS[:: 1 if LONG else 8], "=1+1", "+1", "@x", "-1", "\u202e", "%s%(x)s", "{{7*7}}"]
    found = []
    for one in texts:
        for head, row in (
            ((*HEAD, one), (*ROW, one)),  # a heading nobody knows: which column is which?
            (HEAD, (one, one, "93", one, "30/11/2024", "01/10/2024")),  # taken, and shown
            (HEAD, (one, one, one, one, one, one)),  # refused, and shown
        ):
            answer = sent(browser, workbook(head, [f"'{cell}" if cell[:1] == "=" else cell for cell in row]))
            assert answer.status_code in (200, 422), one
            found += intruders(answer.text, one)

    assert found == []


def test_row_45_a_damaged_workbook_is_asked_about_shown_or_refused(browser: Browser) -> None:
    dice, good = random.Random(51), workbook(HEAD, ROW)
    for _ in range(ROUNDS):
        damaged = bytearray(good)
        for _ in range(dice.randint(1, 30)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        assert sent(browser, bytes(damaged)).status_code in (200, 422)


def test_row_45_columns_nobody_offered_and_a_seal_nobody_gave_change_nothing(browser: Browser) -> None:
    sent(browser, workbook(HEAD, ROW))
    for path, said in (
        ("columns", {"A": "search_key", "B": "committee_id"}),
        ("columns", {"A": "code", "B": "code", "ZZ": "title", "__class__": "lead"}),
        ("confirmation", {"seal": ATTACK}),
        ("confirmation", {}),
    ):
        answer = browser.send(f"/tasks/import/1/{path}", **said)
        assert answer.status_code == 422
        assert intruders(answer.text, path) == []
    assert db.session.scalar(select(func.count()).select_from(Task).where(Task.code == "KL-01")) == 0
