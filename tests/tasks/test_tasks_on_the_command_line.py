"""`tasks list`, `show` and `rates`: what other programs read."""

from __future__ import annotations

import csv
import io
import json

from committee.tasks import operations
from tests.cast import CHAIR, REPORTER, SECRETARIAT
from tests.tasks.desk import Desk


def test_tasks_are_listed_shown_and_counted(app, desk: Desk) -> None:
    def run(*arguments: str):
        return app.test_cli_runner().invoke(args=["tasks", *arguments])

    first = desk.assign(code="KL-01", coordinators=(desk.unit("31318"),))
    second = desk.assign(code="7", title="=HYPERLINK(1)")
    desk.do(operations.submit, task_id=first, product="1/BC", by=REPORTER)
    desk.do(operations.cancel, task_id=second, reason="Trùng", by=CHAIR)

    listed = json.loads(run("list", "--format", "json").output)
    still_open = json.loads(run("list", "--committee-unit", "93", "--status", "open", "--format", "json").output)
    nowhere = json.loads(run("list", "--committee-unit", "31441", "--format", "json").output)
    cells = list(csv.reader(io.StringIO(run("list", "--format", "csv").output)))
    shown = json.loads(run("show", "KL-01", "--committee-unit", "93", "--format", "json").output)
    by_id = json.loads(run("show", str(first), "--format", "json").output)
    rates = json.loads(run("rates", "93", "--as-of", "28/10/2024", "--format", "json").output)

    assert [(one["code"], one["status"], one["waiting"]) for one in listed] == [
        ("KL-01", "open_in_time", True),
        ("7", "cancelled", False),
    ]
    assert ([one["id"] for one in still_open], nowhere) == ([first], [])
    assert [row[4] for row in cells] == ["title", "Rà soát hộ gia đình chưa tham gia BHYT", "'=HYPERLINK(1)"]
    assert shown == by_id
    assert shown["lead"] == {"kind": "unit", "name": "Thị trấn Nàng Mau", "unit": "31441"}
    assert [(one["product"], one["state"], one["by"]) for one in shown["submissions"]] == [
        ("1/BC", "waiting", REPORTER.name)
    ]
    assert rates == {
        "counts": {
            "done_on_time": 0, "done_late": 0, "open_in_time": 1, "open_overdue": 0, "open_no_deadline": 0,
            "cancelled": 1,
        },
        "completion": "0.0000",
        "due_completion": None,
        "on_time": None,
    }  # fmt: skip
    assert "Tỷ lệ hoàn thành" in run("rates", "93").output
    assert "chờ duyệt" in run("list").output
    assert "KL-01" in run("show", "KL-01").output
    for arguments in (("show", "KL-99"), ("show", "999"), ("rates", "99"), ("rates", "93", "--committee", "Ban khác")):
        told = run(*arguments)
        assert (told.exit_code, told.stdout) == (1, "")
    assert SECRETARIAT.name == listed[0]["assigned_by"]
