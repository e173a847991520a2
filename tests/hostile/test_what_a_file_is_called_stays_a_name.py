"""What a file is called is typed by whoever sends it: bytes that no database keeps, folders, far too many letters."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from committee.core.db import db
from committee.tasks.models import TaskFile
from tests.cast import ADMINISTRATOR, SECRETARIAT
from tests.core.workbooks import workbook
from tests.hostile.town import Town
from tests.web.browser import Browser

TASKS = workbook(("code", "title", "lead", "deliverable"), ("KL-01", "Việc", "93", "Báo cáo"))
PEOPLE = workbook(("unit_code", "full_name", "email"), ("93", "Hà Thị Mới", "moi2@haugiang.example"))
NAMES = {
    "a\x00b.xlsx": "a b.xlsx",
    "../../etc/a.xlsx": "a.xlsx",
    "\u202excod.xlsx": "xcod.xlsx",
    "x" * 5_000 + ".xlsx": "x" * 145 + ".xlsx",
}


def token_of(browser: Browser, path: str) -> str:
    return browser.open(path).find(".//input[@name='csrf_token']")[0].get("value")


def test_row_51_a_file_is_kept_under_a_harmless_name(town: Town, browser_in: Callable[..., Browser]) -> None:
    browser = browser_in(SECRETARIAT)
    token = token_of(browser, "/tasks/import")

    for name in NAMES:
        said = {"csrf_token": token, "committee": "1", "file": (io.BytesIO(TASKS), name)}
        assert browser.ask("POST", "/tasks/import", data=said).status_code == 303

    kept = list(db.session.scalars(select(TaskFile.filename).order_by(TaskFile.id)))
    assert kept[-len(NAMES) :] == [*NAMES.values()]  # files of the town wait before them


def test_row_51_no_door_for_files_falls_over_a_name(app: Flask, town: Town, browser_in: Callable[..., Browser]) -> None:
    browser, key = browser_in(ADMINISTRATOR), town.keys[SECRETARIAT, "admin"]
    token, statuses = token_of(browser, "/people/import"), []

    for name in NAMES:
        said = {"csrf_token": token, "file": (io.BytesIO(PEOPLE), name)}
        statuses.append(browser.ask("POST", "/people/import", data=said).status_code)
        for kind in ("tasks", "figures", "targets"):
            sent = {"file": (io.BytesIO(TASKS), name)}
            headers = {"Authorization": f"Bearer {key}"}
            statuses.append(app.test_client().post(f"/api/v1/imports/{kind}", data=sent, headers=headers).status_code)

    assert [status for status in statuses if status >= 500] == []
