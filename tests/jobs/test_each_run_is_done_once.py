"""The ledger of daily runs: who does a slot, what is caught up, what a killed run leaves behind."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db
from committee.domain.calendar import HANOI
from committee.escalation.models import SweepRun
from committee.jobs.ledger import Facts, Run
from committee.jobs.ticker import run_by_hand, run_due
from committee.jobs.timetable import TIMETABLE, Daily, Every, Job, job_named
from committee.notify import queries
from tests.notify.writing import NINE, mail, officer, write


class Sweep:
    """A job that notes what it was run for."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.breaks_on: date | None = None

    def __call__(self, run: Run) -> Facts:
        if run.day == self.breaks_on:
            raise RuntimeError("cut short")
        self.runs.append(run)
        return {"day": run.day.isoformat()}

    @property
    def days(self) -> list[str]:
        return [run.day.isoformat() for run in self.runs]


@pytest.fixture
def sweep() -> Sweep:
    return Sweep()


@pytest.fixture
def daily(sweep) -> Job:
    return Job("sweep", sweep, Daily(time(6, 30), catch_up=True))


def never() -> bool:
    return False


def test_a_day_is_run_once_however_often_the_ticker_looks(app, sweep, daily):
    for _ in range(3):
        run_due(daily, never)

    assert sweep.days == ["2024-10-28"]
    assert sweep.runs[0].due_at == datetime(2024, 10, 27, 23, 30, tzinfo=UTC)
    assert sweep.runs[0].now == NINE


def test_missed_days_are_run_for_their_own_date_oldest_first(app, sweep, daily):
    run_due(daily, never)
    clock.stop_at(datetime(2024, 11, 1, 2, 0, tzinfo=UTC))

    run_due(daily, never)

    assert sweep.days == ["2024-10-28", "2024-10-29", "2024-10-30", "2024-10-31", "2024-11-01"]
    assert [run.due_at.astimezone(HANOI).strftime("%d/%m %H:%M") for run in sweep.runs[1:3]] == [
        "29/10 06:30",
        "30/10 06:30",
    ]


def test_a_run_that_was_cut_short_is_taken_over_after_ten_minutes(app, sweep, daily):
    sweep.breaks_on = date(2024, 10, 28)
    with pytest.raises(RuntimeError):
        run_due(daily, never)
    sweep.breaks_on = None

    run_due(daily, never)
    clock.stop_at(NINE + timedelta(minutes=10))
    run_due(daily, never)

    assert sweep.days == ["2024-10-28"]


def test_a_clock_that_goes_back_runs_nothing_again(app, sweep, daily):
    run_due(daily, never)
    clock.stop_at(NINE - timedelta(days=1))

    run_due(daily, never)

    assert sweep.days == ["2024-10-28"]


def test_by_hand_a_day_is_run_again_and_the_missed_ones_first(app, sweep, daily):
    run_by_hand(daily)
    run_by_hand(daily)
    clock.stop_at(NINE + timedelta(days=2))
    run_by_hand(daily)

    assert sweep.days == ["2024-10-28", "2024-10-28", "2024-10-29", "2024-10-30"]


def test_by_hand_before_its_hour_the_day_still_has_its_own_run(app, sweep, daily):
    clock.stop_at(datetime(2024, 10, 27, 22, 0, tzinfo=UTC))  # five in the morning of the 28th in Hanoi
    run_by_hand(daily)
    clock.stop_at(NINE)
    run_due(daily, never)

    assert sweep.days == ["2024-10-28", "2024-10-28"]
    assert set(db.session.scalars(select(SweepRun.slot))) == {"2024-10-28T05:00", "2024-10-28"}


def test_four_processes_do_a_day_once(app, sweep, daily):
    def work() -> None:
        with app.app_context():
            run_due(daily, never)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sweep.days == ["2024-10-28"]


def test_what_is_told_to_stop_leaves_its_day_to_the_next(app, sweep, daily):
    stopping = iter([False, True])
    run_due(daily, lambda: next(stopping, True))

    assert db.session.scalars(select(SweepRun.finished_at)).all() == [None]
    run_due(daily, never)
    assert sweep.days == ["2024-10-28", "2024-10-28"]


def test_without_a_mail_server_mail_waits(app):
    notice = write(officer())

    assert run_by_hand(job_named("deliver")) == [{}]
    assert mail(notice).state == "queued"


def test_the_auditor_says_what_waits(app):
    write(officer())
    clock.stop_at(NINE + timedelta(hours=1))

    assert run_by_hand(job_named("verify")) == [
        {"troubles": ["Thư đang chờ gửi từ 09:00 28/10/2024 vì chưa khai báo máy chủ thư. Xin đặt biến SMTP_HOST."]}
    ]


def test_notices_are_pruned_after_more_than_thirteen_months(app):
    hau = officer()
    write(hau, channels=("inbox",))
    clock.stop_at(NINE + timedelta(days=400))
    assert run_by_hand(job_named("prune")) == [{"notices": 0, "files": 0}]

    clock.stop_at(NINE + timedelta(days=401))

    assert run_by_hand(job_named("prune")) == [{"notices": 1, "files": 0}]
    assert queries.notices() == []


def test_the_timetable_names_every_job_once():
    names = [job.name for job in TIMETABLE]

    assert len(names) == len(set(names))
    assert all(isinstance(job.when, Every | Daily) for job in TIMETABLE)
