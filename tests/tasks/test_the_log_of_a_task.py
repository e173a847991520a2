"""The progress log takes a file and a day of its own; whoever sees no documents of the unit sees the words alone."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from committee.core.db import db
from committee.tasks import queries
from tests.cast import OTHER_REPORTER, REPORTER, SECRETARIAT
from tests.documents import samples
from tests.tasks.desk import TODAY, Desk


def logged(task_id: int):
    db.session.rollback()
    return queries.histories_of(task_id, day=TODAY).progress


def test_a_report_takes_a_file_and_an_earlier_day(desk: Desk, folder, browser_of) -> None:
    task_id = desk.assign(assigned_on=date(2024, 10, 1), coordinators=(desk.unit("31318"),))
    lead = browser_of(REPORTER)
    lead.open(f"/tasks/{task_id}")
    for wrong in ("29/10/2024", "30/09/2024"):
        page = lead.press("Cập nhật", **{"progress-text": "Đã rà soát", "progress-as_of": wrong})
        assert page.status == 422
        assert logged(task_id) == []

    sent = {"progress-as_of": "20/10/2024", "progress-file": (BytesIO(samples.pdf()), "bao-cao.pdf")}
    lead.press("Cập nhật", **{"progress-text": "Đã rà soát"}, **sent)

    [line] = logged(task_id)
    assert (line.as_of, line.document_id is not None) == (date(2024, 10, 20), True)
    address = f".//section[@id='log']//a[@href='/documents/{line.document_id}']"
    for person in (REPORTER, SECRETARIAT):
        assert browser_of(person).open(f"/tasks/{task_id}").find(address)
    helping = browser_of(OTHER_REPORTER)
    assert "Đã rà soát" in helping.open(f"/tasks/{task_id}").text
    assert not helping.open(f"/tasks/{task_id}").find(address)
    assert helping.open(f"/documents/{line.document_id}").status == 404
